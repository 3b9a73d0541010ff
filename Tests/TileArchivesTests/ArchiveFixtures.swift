import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import TileArchives
import VectorTiles

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// A directory for the length of a test.
final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-archives-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// Squares near Amersfoort in two layers of two segments each, and one large area over all of them.
struct Village {
    static let middle = RDPoint(x: 155_000_000, y: 463_000_000)
    private static let mercatorMiddle = MercatorPoint(
        GeographicPoint(longitude: 5.387_206_21, latitude: 52.155_174_40)
    )

    static let definitions = [
        TileLayerDefinition(name: "gebied", minimumZoom: 10, attributes: []),
        TileLayerDefinition(name: "pand", minimumZoom: 13, labelMinimumZoom: 15, attributes: []),
        TileLayerDefinition(name: "perceel", minimumZoom: 14, attributes: []),
    ]

    let layers: [String: Layer]

    /// - Parameter shift: moves the buildings of the eastern segment so many millimetres north.
    init(seed: UInt64, shift: Int32 = 0) throws {
        var layers: [String: Layer] = [:]
        let wide: Int32 = 3_000_000
        layers["gebied"] = Layer(
            name: "gebied",
            segments: [
                try Village.segment([Village.square(at: Village.middle.x - wide, Village.middle.y - wide, 2 * wide)])
            ]
        )
        for (name, side) in [("pand", Int32(9_000)), ("perceel", 22_000)] {
            var random = SeededGenerator(seed: seed &+ UInt64(side))
            let west = (0..<300).map { _ in
                Village.square(
                    at: Village.middle.x - .random(in: 200_000...2_000_000, using: &random),
                    Village.middle.y + .random(in: -1_000_000...1_000_000, using: &random),
                    side
                )
            }
            let east = (0..<300).map { _ in
                Village.square(
                    at: Village.middle.x + .random(in: 200_000...2_000_000, using: &random),
                    Village.middle.y + .random(in: -1_000_000...1_000_000, using: &random)
                        + (name == "pand" ? shift : 0),
                    side
                )
            }
            layers[name] = Layer(name: name, segments: [try Village.segment(west), try Village.segment(east)])
        }
        self.layers = layers
    }

    func request(
        _ matrixSet: TileMatrixSet = .webMercatorQuad,
        _ zooms: ClosedRange<Int> = 10...16,
        shard: ArchiveShard? = nil,
        area: ArchiveArea? = nil
    ) -> ArchiveRequest {
        ArchiveRequest(
            renderer: TileRenderer(Village.definitions),
            layers: layers,
            matrixSet: matrixSet,
            zooms: zooms,
            area: area,
            shard: shard
        )
    }

    static func metadata(_ request: ArchiveRequest, dataVersion: String = "1") -> ArchiveMetadata {
        ArchiveMetadata(
            name: "dorp",
            description: "Een dorp",
            attribution: "niemand",
            generator: "test",
            vectorLayers: [
                .init(id: "pand", description: "", minzoom: 13, maxzoom: 16, fields: ["id": "String"], volledig: true)
            ],
            origin: ArchiveOrigin(
                dataVersion: dataVersion,
                drawing: request.renderer.fingerprint,
                matrixSet: request.matrixSet,
                layers: nil,
                zooms: request.zooms,
                area: nil,
                validOn: "2026-11-25",
                compressionLevel: request.compressionLevel,
                shard: request.shard
            )
        )
    }

    /// Builds an archive in a folder.
    @discardableResult
    static func build(
        _ request: ArchiveRequest,
        _ path: String,
        threads: Int = 2,
        previous: (any TileArchive)? = nil
    ) throws -> (counts: ArchiveCounts, size: ArchiveSize) {
        let build = try ArchiveBuild(request, threads: threads, previous: previous)
        let writer = try ArchiveFormat.create(path)
        let counts = try build.run(to: writer) { _ in }
        let bounds = ArchiveBounds(west: 5.3, south: 52.1, east: 5.5, north: 52.2)
        return (counts, try writer.finish(metadata(request), bounds: bounds))
    }

    private static func square(at x: Int32, _ y: Int32, _ side: Int32) -> [RDPoint] {
        [
            RDPoint(x: x, y: y), RDPoint(x: x + side, y: y), RDPoint(x: x + side, y: y + side),
            RDPoint(x: x, y: y + side),
        ]
    }

    private static func segment(_ rings: [[RDPoint]]) throws -> Segment {
        var flat = FlatSegment(columns: [])
        for (place, ring) in rings.enumerated() {
            let identifier = Array("\(place + 1)".utf8)
            flat.appendFeature(
                identifier,
                identifier: identifier.indices,
                name: nil,
                kind: .polygons,
                validFrom: nil,
                validUntil: nil
            )
            flat.appendRing(ring, ring.indices, isHole: false)
        }
        let vertices = rings.reduce(0) { $0 + $1.count }
        let derived = DerivedGeometry(
            importances: [UInt16](repeating: .max, count: vertices),
            labelPoints: rings.map { RDPoint(x: $0[0].x + 1000, y: $0[0].y + 1000) }
        )
        let encoded = try flat.encoded(derived: derived) { points in
            points.map { ApproximateMercator.position(of: $0, beside: middle, at: mercatorMiddle) }
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
        try AtomicFile.write(encoded.bytes, to: path.path)
        let segment = try Segment(path: path.path)
        try FileManager.default.removeItem(at: path)
        return segment
    }
}

/// All tiles of an archive by address.
func tiles(_ archive: any TileArchive) throws -> [TileCoordinate: [UInt8]] {
    var found: [TileCoordinate: [UInt8]] = [:]
    try archive.forEachTile { tile, bytes in found[tile] = bytes }
    return found
}
