import ArgumentParser
import Foundation
import GeoValues
import PROJBridge
import Registers
import Service
import TileChecking
import VectorTiles
import Workspaces

struct TilesCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge the tiles of a workspace by GEOS, against the index and the look-up.",
        discussion: """
            Draws tiles and reports for each zoom and layer: invalid polygons; gaps and overlaps between neighbours, as a share
            of the area; features that differ at the seam of two tiles; features missing compared with the index (below a
            layer's zoom: counts that do not add up); random points at which tile and look-up differ though no boundary is
            within one tile unit.

            Ends with 1 when a bar is missed: invalid 0, missing 0, seams 0, differing points 0, gaps and overlaps at most
            0.0005 % of the area each, between features of one whole: parcels, and the bestemmingen of one plan. Import joins
            the borders of those only; what lies between others that touch is told as unjoined. Every case is listed, also below
            the bar.
            """
    )

    @OptionGroup var options: WorkspaceOptions
    @Option(help: "Tile matrix set: WebMercatorQuad or NetherlandsRDNewQuad.")
    var matrixSet = TileMatrixSet.webMercatorQuad
    @Option(help: "Zooms of the matrix set: A-B, or one (default: all that are served).") var zoom: ZoomRange?
    @Option(help: "Only tiles that meet this area: W,S,E,N in degrees.") var bbox: DegreeBox?
    @Option(help: "Only these layers of the tileset, separated by commas.") var layers: String?
    @Option(help: "Tiles of a zoom to judge, chosen at random; all when there are no more.") var tiles = 100
    @Option(help: "Points to compare with the look-up, for each zoom and layer.") var points = 1000
    @Option(help: "Another seed gives other tiles and points.") var seed: UInt64 = 1
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if let zoom, zoom.range.upperBound > matrixSet.highestZoom {
            throw ValidationError("\(matrixSet.rawValue) has the zooms 0 to \(matrixSet.highestZoom).")
        }
        guard tiles >= 1, points >= 0 else { throw ValidationError("--tiles is 1 or more, --points 0 or more.") }
    }

    func run() async throws {
        let opened = try options.open()
        guard opened.problems.isEmpty else {
            throw ValidationError("Part of the workspace can't be read, so nothing can be judged by it.")
        }
        let tileset = try Output.tileset()
        let transformer = try Grids.transformer()
        let rd: @Sendable (GeographicPoint) -> RDPoint? = { place in
            guard let metres = try? transformer.rd(place) else { return nil }
            return RDPoint(xMetres: metres.xMetres, yMetres: metres.yMetres)
        }
        let wanted = try tileset.layers(named: layers.map { $0.split(separator: ",").map(String.init) }).map(\.id)
        let checker = TileChecker(
            tileset.tileLayers(onDay: StipService.today).filter { wanted.contains($0.name) },
            wanted.compactMap { opened.snapshot.layer($0) },
            wholes: tileset.wholes,
            rd: rd
        )
        let request = TileChecker.Request(
            matrixSet: matrixSet,
            zooms: zoom?.range ?? 0...StipService.zoom(tileset.maxzoom, in: matrixSet),
            area: try bbox.map { try area($0.degrees, rd) },
            tilesPerZoom: tiles,
            pointsPerZoom: points,
            seed: seed
        )
        let findings = try await checker.findings(request) { zoom, chosen, all in
            Output.note("zoom \(zoom): \(chosen) of about \(all) tiles")
        }
        print(json ? try Output.json(findings) : TileReport.text(findings))
        if findings.contains(where: { !$0.failures.isEmpty }) { throw ExitCode(1) }
    }

    /// The box in RD around an area in degrees.
    private func area(_ corners: [Double], _ rd: (GeographicPoint) -> RDPoint?) throws -> RDBox {
        var box = RDBox.empty
        for longitude in [corners[0], corners[2]] {
            for latitude in [corners[1], corners[3]] {
                guard let place = rd(GeographicPoint(longitude: longitude, latitude: latitude)) else {
                    throw ValidationError("--bbox reaches outside the Netherlands at \(longitude) \(latitude).")
                }
                box.extend(by: place)
            }
        }
        return box
    }
}

/// The findings as a table, then what missed a bar and every case.
enum TileReport {
    static func text(_ findings: [TileFindings]) -> String {
        var lines = [
            row([
                "zoom", "layer", "tiles", "features", "invalid", "gap %", "overlap %", "unjoined %", "seams", "missing",
                "points",
                "differ",
            ])
        ]
        for found in findings where found.tiles > 0 {
            func share(_ part: Double) -> String {
                found.area > 0 ? String(format: "%.6f", part / found.area * 100) : "-"
            }
            lines.append(
                row([
                    "\(found.zoom)", found.isComplete ? found.layer : found.layer + " (counts)", "\(found.tiles)",
                    "\(found.features)", found.isComplete ? "\(found.invalid)" : "-", share(found.gap),
                    share(found.overlap), share(found.unjoined),
                    found.isComplete ? "\(found.seams)" : "-", "\(found.missing)",
                    found.isComplete ? "\(found.points)" : "-", found.isComplete ? "\(found.disagreements)" : "-",
                ])
            )
        }
        let cases = findings.flatMap { found in found.cases.map { "\(found.layer) \($0)" } }
        if !cases.isEmpty { lines += ["", "Cases:"] + cases }
        let failures = findings.filter { !$0.failures.isEmpty }.map {
            "zoom \($0.zoom) \($0.layer): \($0.failures.joined(separator: ", "))"
        }
        lines += ["", failures.isEmpty ? "All bars are met." : "Bars missed:"] + failures
        return lines.joined(separator: "\n")
    }

    private static let widths = [5, 34, 6, 9, 8, 10, 10, 11, 6, 8, 7, 7]

    private static func row(_ cells: [String]) -> String {
        zip(cells, widths).enumerated().map { position, cell in
            let padding = String(repeating: " ", count: max(1, cell.1 - cell.0.count))
            return position == 1 ? " " + cell.0 + padding : padding + cell.0
        }.joined()
    }
}
