import ArgumentParser
import FeatureLayers
import Foundation
import GeoValues
import Registers
import VectorTiles
import Workspaces

/// Draws tiles of a workspace: against the clock, or into files.
@main
struct TileProbe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tile-probe",
        abstract: "Draw tiles of a workspace: against the clock, or into files.",
        subcommands: [TimeTiles.self, DumpTiles.self, TileRate.self]
    )
}

/// Which layers of which workspace.
struct DrawnLayers: ParsableArguments {
    @Option(help: "Directory with the data.") var workspace: String
    @Option(help: "WebMercatorQuad or NetherlandsRDNewQuad.") var matrixSet = TileMatrixSet.webMercatorQuad.rawValue
    @Option(help: "Another seed gives other tiles.") var seed: UInt64 = 1
    @Option(help: "The tileset's definition.") var definition = "Tiles/basis.json"
    @Option(help: "Layers to draw, separated by commas; all when left out.") var layers: String?

    private struct Definition: Decodable {
        struct Layer: Decodable {
            struct Attribute: Decodable { let name: String }
            let id: String
            let minzoom: Int
            let labelMinzoom: Int?
            let attributes: [Attribute]
        }
        let layers: [Layer]
    }

    func renderer() throws -> TileRenderer {
        let data = try Data(contentsOf: URL(fileURLWithPath: definition))
        let wanted = layers.map { Set($0.split(separator: ",").map(String.init)) }
        let decoded = try JSONDecoder().decode(Definition.self, from: data).layers.filter {
            wanted?.contains($0.id) ?? true
        }
        return TileRenderer(
            decoded.map {
                var layer = TileLayerDefinition(
                    name: $0.id,
                    minimumZoom: $0.minzoom,
                    labelMinimumZoom: $0.labelMinzoom,
                    attributes: $0.attributes.map(\.name)
                )
                // As the server does.
                layer.day = Int32(Date().timeIntervalSince1970 / 86_400)
                return layer
            }
        )
    }

    func snapshot() throws -> RegisterSnapshot {
        let opened = try Workspace(path: workspace).open(verifying: false)
        guard opened.problems.isEmpty else { throw ValidationError(opened.problems.joined(separator: " ")) }
        return opened.snapshot
    }
}

/// Which tiles.
struct TileChoice: ParsableArguments {
    @Option(help: "Zoom.") var zoom: Int
    @Option(help: "How many tiles with data, spread over the town.") var tiles = 100

    /// Tiles with data, in a random order that the seed gives.
    func chosen(_ layers: DrawnLayers, _ renderer: TileRenderer, _ snapshot: RegisterSnapshot) throws
        -> [TileCoordinate]
    {
        guard let set = TileMatrixSet(rawValue: layers.matrixSet), TileCoordinate(set, z: zoom, x: 0, y: 0) != nil
        else {
            throw ValidationError("There is no matrix set \(layers.matrixSet) with zoom \(zoom).")
        }
        var covered = RDBox.empty
        for name in snapshot.layerNames {
            for segment in snapshot.layer(name)?.segments ?? [] { covered.formUnion(segment.box) }
        }
        var candidates: [TileCoordinate] = []
        let rows = rowsAndColumns(set, covered, snapshot)
        for x in rows.columns {
            for y in rows.rows { if let tile = TileCoordinate(set, z: zoom, x: x, y: y) { candidates.append(tile) } }
        }
        var random = layers.seed
        for position in candidates.indices.dropLast() {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            candidates.swapAt(position, position + Int((random >> 33) % UInt64(candidates.count - position)))
        }
        var found: [TileCoordinate] = []
        for tile in candidates where found.count < tiles {
            if try !renderer.render(tile, layer: { snapshot.layer($0) }).isEmpty { found.append(tile) }
        }
        return found
    }

    private func rowsAndColumns(
        _ set: TileMatrixSet,
        _ box: RDBox,
        _ snapshot: RegisterSnapshot
    ) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
        switch set {
        case .netherlandsRDNewQuad:
            func column(_ x: Int32) -> Int { Int((Int64(x) - RDTileGrid.originX) << Int64(zoom) / RDTileGrid.span) }
            func row(_ y: Int32) -> Int { Int((RDTileGrid.originY - Int64(y)) << Int64(zoom) / RDTileGrid.span) }
            return (column(box.minX)...column(box.maxX), row(box.maxY)...row(box.minY))
        case .webMercatorQuad:
            var world = MercatorBox.empty
            for name in snapshot.layerNames {
                for segment in snapshot.layer(name)?.segments ?? [] { world.formUnion(segment.mercatorBox) }
            }
            let shift = UInt32(32 - zoom)
            return (
                Int(world.minX >> shift)...Int(world.maxX >> shift), Int(world.minY >> shift)...Int(world.maxY >> shift)
            )
        }
    }
}

/// Draws on one thread against the clock.
struct TimeTiles: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time",
        abstract: "Measure how long tiles take, uncompressed, on one thread."
    )

    @OptionGroup var layers: DrawnLayers
    @OptionGroup var choice: TileChoice
    @Option(help: "How many times all tiles are drawn; the fastest round, in processor time, counts.") var rounds = 7

    func run() throws {
        let renderer = try layers.renderer()
        let snapshot = try layers.snapshot()
        let tiles = try choice.chosen(layers, renderer, snapshot)
        guard !tiles.isEmpty else { throw ValidationError("No tile has data.") }
        var fastest = Double.infinity
        var counts = TileCounts()
        var bytes = 0
        var scratch = TileScratch()
        for _ in 0..<rounds {
            counts = TileCounts()
            bytes = 0
            let start = processorSeconds()
            for tile in tiles {
                bytes += try renderer.render(tile, &scratch) { snapshot.layer($0) }.count
                counts += scratch.counts
            }
            fastest = min(fastest, processorSeconds() - start)
        }
        print(
            """
            \(layers.matrixSet) z\(choice.zoom): \(tiles.count) tiles of \(bytes / 1024 / tiles.count) KiB and \
            \(counts.features / tiles.count) features; \(Int(Double(tiles.count) / fastest)) tiles a second, \
            \(Int(fastest * 1e9 / Double(max(1, counts.features)))) ns a feature, \(Int(Double(bytes) / fastest / 1e6)) MB/s; \
            \(counts)
            """
        )
    }
}

/// What the thread has used so far: others on the machine do not count.
private func processorSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Writes tiles as files DIR/z/x/y.mvt.
struct DumpTiles: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "dump", abstract: "Write tiles to files.")

    @OptionGroup var layers: DrawnLayers
    @OptionGroup var choice: TileChoice
    @Option(help: "Directory for z/x/y.mvt.") var out: String

    func run() throws {
        let renderer = try layers.renderer()
        let snapshot = try layers.snapshot()
        for tile in try choice.chosen(layers, renderer, snapshot) {
            let folder = URL(fileURLWithPath: out).appendingPathComponent("\(tile.z)/\(tile.x)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let bytes = try renderer.render(tile) { snapshot.layer($0) }
            try Data(bytes).write(to: folder.appendingPathComponent("\(tile.y).mvt"))
        }
    }
}
