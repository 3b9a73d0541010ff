import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import Registers
import Testing

@Suite struct PointLookupTests {
    private func at(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: 100_000_000 + x, y: 400_000_000 + y) }

    private func square(_ id: String, _ x: Int32, _ y: Int32, side: Int32 = 10_000) -> FeatureRecord {
        let ring = RDRing([at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side)])
        let polygons = [ring.map { RDPolygon(exterior: $0) }].compactMap { $0 }
        return FeatureRecord(identifier: id, name: id, values: [], geometry: .polygons(polygons))
    }

    private func state(_ layer: String, _ records: [FeatureRecord], problems: [String] = []) throws
        -> RegisterLayerState
    {
        var builder = SegmentBuilder(columns: [])
        for record in records { builder.append(record) }
        let encoded = try builder.encoded { $0.map { MercatorPoint(x: UInt32($0.x), y: UInt32($0.y)) } }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
            .path
        try AtomicFile.write(encoded.bytes, to: path)
        let opened = Layer(name: layer, segments: [try Segment(path: path)])
        return RegisterLayerState(layer: opened, problems: problems, referenceDates: [:])
    }

    private func answer(_ states: [RegisterLayerState], _ point: RDPoint, day: Int32 = 0) -> PointAnswer {
        PointLookup(RegisterSnapshot(layers: states, dataVersion: "test")).answer(at: point, onDay: day)
    }

    private func applicability(_ answer: PointAnswer, _ layer: String) -> Applicability? {
        answer.coverage.first { $0.layer == layer }?.applicability
    }

    @Test func aLayerThatWasNeverImportedIsUnknownNotNo() throws {
        let answer = answer([], at(5_000, 5_000))
        #expect(answer.coverage.map(\.layer) == RegisterLayer.known.map(\.name))
        #expect(answer.coverage.allSatisfy { $0.applicability == .unknown(.noData) })
    }

    @Test func insideBoundaryAndOutsideAreToldApart() throws {
        let layers = [try state("pand", [square("a", 0, 0), square("b", 10_000, 0)])]
        let inside = answer(layers, at(5_000, 5_000))
        #expect(inside.hits.map(\.applicability) == [.applies])
        let between = answer(layers, at(10_000, 5_000))
        #expect(between.hits.map(\.applicability) == [.touchesBoundaryOnly, .touchesBoundaryOnly])
        #expect(applicability(between, "pand") == .touchesBoundaryOnly)
        #expect(applicability(answer(layers, at(50_000, 5_000)), "pand") == .doesNotApply)
        #expect(applicability(answer(layers, at(5_000_000, 5_000_000)), "pand") == .unknown(.outsideCoverage))
    }

    @Test func outsideTheParcelsTheRegisterIsUnknown() throws {
        let layers = [try state("perceel", [square("a", 0, 0)])]
        #expect(applicability(answer(layers, at(20_000, 20_000)), "perceel") == .unknown(.outsideCoverage))
    }

    @Test func zoningIsKnownOnlyWhereAnEnkelbestemmingLies() throws {
        let layers = [
            try state("bestemmingsplangebied", [square("plan", 0, 0, side: 100_000)]),
            try state("enkelbestemming", [square("wonen", 0, 0)]),
            try state("bouwvlak", [square("bouwvlak", 0, 0, side: 2_000)]),
        ]
        let zoned = answer(layers, at(5_000, 5_000))
        #expect(applicability(zoned, "bouwvlak") == .doesNotApply)
        #expect(applicability(zoned, "dubbelbestemming") == .doesNotApply)
        // A paraplu plan alone covers this point: what the plan below it holds is not known.
        let paraplu = answer(layers, at(50_000, 50_000))
        #expect(applicability(paraplu, "bestemmingsplangebied") == .applies)
        #expect(applicability(paraplu, "enkelbestemming") == .unknown(.outsideCoverage))
        #expect(applicability(paraplu, "bouwvlak") == .unknown(.outsideCoverage))
        #expect(applicability(paraplu, "dubbelbestemming") == .unknown(.noData))
    }

    @Test func aFailingLayerIsUnknownEvenWhereItHits() throws {
        let layers = [
            try state("enkelbestemming", [square("wonen", 0, 0)], problems: ["kapot"]),
            try state("bouwvlak", [square("bouwvlak", 50_000, 0)]),
        ]
        let answer = answer(layers, at(5_000, 5_000))
        #expect(applicability(answer, "enkelbestemming") == .unknown(.failure))
        #expect(applicability(answer, "bouwvlak") == .unknown(.outsideCoverage))
        #expect(answer.coverage.first { $0.layer == "enkelbestemming" }?.problems == ["kapot"])
    }

    @Test func whatWasRejectedAtImportMakesAbsenceUnknown() throws {
        let whole = try state("bouwvlak", [square("bouwvlak", 50_000, 0)])
        let gap = RegisterLayerState.Gap(area: RDBox(at(0, 0)).grown(by: 30_000), description: "1 mist")
        let holed = RegisterLayerState(layer: whole.layer, problems: [], referenceDates: [:], gaps: [gap])
        let zoning = try state("enkelbestemming", [square("wonen", 0, 0, side: 200_000)])
        #expect(applicability(answer([zoning, whole], at(5_000, 5_000)), "bouwvlak") == .doesNotApply)
        let near = answer([zoning, holed], at(5_000, 5_000))
        #expect(applicability(near, "bouwvlak") == .unknown(.noData))
        #expect(near.coverage.first { $0.layer == "bouwvlak" }?.problems == ["1 mist"])
        #expect(applicability(answer([zoning, holed], at(100_000, 5_000)), "bouwvlak") == .doesNotApply)
        // What was found stays found.
        #expect(applicability(answer([zoning, holed], at(55_000, 5_000)), "bouwvlak") == .applies)
    }

    @Test func addressesComeWithThePandTheyLieIn() throws {
        let residence = FeatureRecord(
            identifier: "vbo",
            name: "Dorpsstraat 1",
            values: [],
            geometry: .points([at(2_000, 2_000)])
        )
        let layers = [
            try state("pand", [square("pand", 0, 0), square("ander", 20_000, 0)]),
            try state("verblijfsobject", [residence]),
        ]
        let hit = answer(layers, at(9_000, 9_000)).hits.last
        #expect(hit?.layer == "verblijfsobject")
        #expect(hit?.viaBuilding == "pand")
        #expect(!answer(layers, at(25_000, 5_000)).hits.contains { $0.layer == "verblijfsobject" })
    }

    @Test func featuresThatAreNotValidOnTheDayAreLeftOut() throws {
        var record = square("a", 0, 0)
        record.validFrom = 100
        record.validUntil = 200
        let layers = [try state("pand", [record])]
        #expect(answer(layers, at(5_000, 5_000), day: 99).hits.isEmpty)
        #expect(answer(layers, at(5_000, 5_000), day: 100).hits.count == 1)
        #expect(answer(layers, at(5_000, 5_000), day: 199).hits.count == 1)
        #expect(answer(layers, at(5_000, 5_000), day: 200).hits.isEmpty)
    }
}
