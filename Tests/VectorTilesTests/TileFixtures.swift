import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import Testing
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

/// Makes layers of one segment from features written down in a test, as an import makes them.
struct LayerFixture {
    private var flat = FlatSegment(columns: [])
    private var importances: [UInt16] = []
    private var labels: [RDPoint?] = []

    /// Adds a feature; its identifier is the next number from 1.
    mutating func add(
        _ kind: GeometryKind,
        _ rings: [[RDPoint]],
        holes: Set<Int> = [],
        importances: [[UInt16]]? = nil,
        label: RDPoint? = nil
    ) {
        let identifier = Array("\(flat.featureCount + 1)".utf8)
        flat.appendFeature(
            identifier,
            identifier: identifier.indices,
            name: nil,
            kind: kind,
            validFrom: nil,
            validUntil: nil
        )
        for (place, ring) in rings.enumerated() {
            flat.appendRing(ring, ring.indices, isHole: holes.contains(place))
            self.importances += importances?[place] ?? [UInt16](repeating: .max, count: ring.count)
        }
        labels.append(label)
    }

    func layer(_ name: String = "pand") throws -> Layer {
        var flat = flat
        let derived = DerivedGeometry(
            importances: importances,
            labelPoints: labels,
            validZooms: ValidZoomSearch.zooms
        )
        let encoded = try flat.encoded(derived: derived) { $0.map(LayerFixture.mercator) }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
        try AtomicFile.write(encoded.bytes, to: path.path)
        let segment = try Segment(path: path.path)
        try FileManager.default.removeItem(at: path)
        return Layer(name: name, segments: [segment])
    }

    /// The origin of RD in both systems; the tests need a projection that is smooth, not one that is right to the millimetre.
    private static let amersfoort = RDPoint(x: 155_000_000, y: 463_000_000)
    private static let amersfoortMercator = MercatorPoint(
        GeographicPoint(longitude: 5.387_206_21, latitude: 52.155_174_40)
    )

    static func mercator(_ point: RDPoint) -> MercatorPoint {
        ApproximateMercator.position(of: point, beside: amersfoort, at: amersfoortMercator)
    }

    /// The tile of a matrix set in which a place lies.
    static func tile(_ set: TileMatrixSet, z: Int, at place: RDPoint) throws -> TileCoordinate {
        switch set {
        case .webMercatorQuad:
            let units = mercator(place)
            return try #require(TileCoordinate(set, z: z, x: Int(units.x) >> (32 - z), y: Int(units.y) >> (32 - z)))
        case .netherlandsRDNewQuad:
            let side = 880_803_840 >> z
            return try #require(
                TileCoordinate(
                    set,
                    z: z,
                    x: (Int(place.x) + 285_401_920) / side,
                    y: (903_401_920 - Int(place.y)) / side
                )
            )
        }
    }
}

let pandRenderer = TileRenderer([
    TileLayerDefinition(name: "pand", minimumZoom: 0, labelMinimumZoom: 0, attributes: [])
])
