import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import PlanChecking
import Registers
import Testing

/// The place of all tests: (0, 0) here is this point of RD, in millimetres.
let origin = RDPoint(x: 155_000_000, y: 463_000_000)

/// A rectangle from millimetres west, south, east and north.
func box(_ west: Int, _ south: Int, _ east: Int, _ north: Int) -> [(Int, Int)] {
    [(west, south), (east, south), (east, north), (west, north)]
}

/// A polygon from rings of millimetres from `origin`; the first is the exterior.
func polygon(_ rings: [(Int, Int)]...) throws -> RDPolygon {
    let rings = try rings.map { try #require(RDRing($0.map(point))) }
    return RDPolygon(exterior: rings[0], holes: Array(rings.dropFirst()))
}

func point(_ x: Int, _ y: Int) -> RDPoint { RDPoint(x: origin.x + Int32(x), y: origin.y + Int32(y)) }

/// One feature of a test town.
struct TownFeature {
    var identifier: String
    var name: String?
    var geometry: RDGeometry
    var texts: [String: String] = [:]
    var validUntil: Int32?
}

/// A few parcels with a plan over them, 60 × 40 m, of which every layer is known:
///
///     y 40 ┌──────── P1 ───┬──────── P2 ────┐
///       30 │ ┌ bouwvlak ─┐ │                │  Wonen, article 5, P1 and P2
///       20 │ │ ≤ 9 m,    │ │   ┌ pand ┐     │
///       10 │ └ eaves 6 ──┘ │   └──────┘     │
///        0 ├─5──────────25─30──40───50─────60
///      −20 └──────────── road ──────────────┘  Verkeer, article 6, without bouwvlak, parcel P3
///
/// Dubbelbestemming and aanduidingen lie at y > 100.
struct TestTown {
    var layers: [String: [TownFeature]] = [:]
    /// Layers with a source that could not be read.
    var failing: Set<String> = []
    static let plan = "NL.IMRO.0000.BP1-0001"
    static let columns = ["planId", "artikelnummer", "verwijzingNaarTekst", "maatvoering", "status"]

    init() throws {
        try add("perceel", "P1", box(0, 0, 30_000, 40_000))
        try add("perceel", "P2", box(30_000, 0, 60_000, 40_000))
        try add("perceel", "P3", box(0, -20_000, 60_000, 0))
        try add("pand", "B1", box(40_000, 10_000, 50_000, 20_000), ["status": "Pand in gebruik"])
        layers["verblijfsobject"] = [
            TownFeature(identifier: "V1", geometry: .points([point(45_000, 15_000)]))
        ]
        try add("bestemmingsplangebied", Self.plan, box(-5_000, -20_000, 200_000, 200_000))
        try add("enkelbestemming", "wonen", box(0, 0, 60_000, 40_000), ["artikelnummer": "5"])
        try add("enkelbestemming", "verkeer", box(0, -20_000, 60_000, 0), ["artikelnummer": "6"])
        try add("bouwvlak", "bv", box(5_000, 10_000, 25_000, 30_000))
        try addMeasure("m1", box(5_000, 10_000, 25_000, 30_000), bouwhoogte: "9", goothoogte: "6")
        for name in [
            "dubbelbestemming", "functieaanduiding", "bouwaanduiding", "gebiedsaanduiding", "lettertekenaanduiding",
        ] {
            try add(name, "ver", box(100_000, 100_000, 110_000, 110_000))
        }
        let line = [point(100_000, 100_000), point(110_000, 110_000)]
        layers["figuur"] = [TownFeature(identifier: "f", geometry: .lines([line]))]
    }

    mutating func add(
        _ layer: String,
        _ identifier: String,
        _ corners: [(Int, Int)],
        _ texts: [String: String] = [:]
    ) throws {
        layers[layer, default: []].append(
            TownFeature(
                identifier: identifier,
                geometry: .polygons([try polygon(corners)]),
                texts: texts.merging(["planId": Self.plan]) { own, _ in own }
            )
        )
    }

    mutating func addMeasure(
        _ identifier: String,
        _ corners: [(Int, Int)],
        bouwhoogte: String? = nil,
        goothoogte: String? = nil,
        other: String? = nil
    ) throws {
        var measures: [String] = []
        if let bouwhoogte { measures.append(#"{"waarde":"\#(bouwhoogte)","waardeType":"maximum bouwhoogte (m)"}"#) }
        if let goothoogte { measures.append(#"{"waarde":"\#(goothoogte)","waardeType":"maximum goothoogte (m)"}"#) }
        if let other { measures.append(other) }
        try add("maatvoering", identifier, corners, ["maatvoering": "[\(measures.joined(separator: ","))]"])
    }

    func snapshot() throws -> RegisterSnapshot {
        let states = try layers.sorted { $0.key < $1.key }.map { name, features in
            var builder = SegmentBuilder(columns: Self.columns.map { ColumnDefinition(name: $0, type: .text) })
            for feature in features {
                builder.append(
                    FeatureRecord(
                        identifier: feature.identifier,
                        name: feature.name,
                        values: Self.columns.map { feature.texts[$0].map(ColumnValue.text) ?? .null },
                        geometry: feature.geometry,
                        validUntil: feature.validUntil
                    )
                )
            }
            // A stand-in for the Mercator projection, which no check looks at.
            let encoded = try builder.encoded { $0.map { MercatorPoint(x: UInt32($0.x), y: UInt32($0.y)) } }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try AtomicFile.write(encoded.bytes, to: folder + "/test.segment")
            // The mapping outlives the name.
            let layer = Layer(name: name, segments: [try Segment(path: folder + "/test.segment")])
            let problems = failing.contains(name) ? ["Bron x van laag \(name) is onleesbaar."] : []
            return RegisterLayerState(layer: layer, problems: problems, referenceDates: [:])
        }
        return RegisterSnapshot(layers: states, dataVersion: "test")
    }

    /// Checks a footprint of millimetres from `origin`; heights in millimetres.
    func check(
        _ corners: [(Int, Int)],
        height: Int32 = 8_000,
        eaves: Int32? = 5_000,
        day: Int32 = 20_000
    ) throws -> PlanCheckResult {
        let footprint = PlanFootprint(
            polygon: try polygon(corners),
            heightMillimetres: height,
            eavesHeightMillimetres: eaves
        )
        return try PlanCheck(snapshot()).result(of: footprint, onDay: day)
    }
}
