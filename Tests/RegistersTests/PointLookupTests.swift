import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import Registers
import Synchronization
import Testing

@Suite struct PointLookupTests {
    private func at(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: 100_000_000 + x, y: 400_000_000 + y) }

    private static let columns = ["planId", "planstatus", "typePlan", "status"]

    private func square(
        _ id: String,
        _ x: Int32,
        _ y: Int32,
        side: Int32 = 10_000,
        _ texts: [String: String] = ["planId": "plan"]
    ) -> FeatureRecord {
        let ring = RDRing([at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side)])
        let polygons = [ring.map { RDPolygon(exterior: $0) }].compactMap { $0 }
        let values = Self.columns.map { texts[$0].map(ColumnValue.text) ?? .null }
        return FeatureRecord(identifier: id, name: id, values: values, geometry: .polygons(polygons))
    }

    /// A plan in force that covers a square of 200 m, with one use of the land where `zoned` says.
    private func plan(_ zoned: FeatureRecord, status: String = "vastgesteld", type: String = "bestemmingsplan") throws
        -> [RegisterLayerState]
    {
        let area = square("plan", 0, 0, side: 200_000, ["planstatus": status, "typePlan": type])
        return [try state("bestemmingsplangebied", [area]), try state("enkelbestemming", [zoned])]
    }

    private func state(_ layer: String, _ records: [FeatureRecord], problems: [String] = []) throws
        -> RegisterLayerState
    {
        var builder = SegmentBuilder(columns: Self.columns.map { ColumnDefinition(name: $0, type: .text) })
        for record in records { builder.append(record) }
        let encoded = try builder.encoded { $0.map { MercatorPoint(x: UInt32($0.x), y: UInt32($0.y)) } }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
            .path
        try AtomicFile.write(encoded.bytes, to: path)
        let opened = Layer(name: layer, segments: [try Segment(path: path)])
        return RegisterLayerState(layer: opened, problems: problems, referenceDates: [:])
    }

    private func answer(_ states: [RegisterLayerState], _ point: RDPoint, day: Int32 = 0) -> PlaceAnswer {
        PointLookup(RegisterSnapshot(layers: states, dataVersion: "test")).answer(at: point, onDay: day)
    }

    private func applicability(_ answer: PlaceAnswer, _ layer: String) -> Applicability? {
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
        // Near the edge of the data only a parcel shows that the place belongs to it.
        #expect(applicability(answer(layers, at(50_000, 5_000)), "pand") == .unknown(.outsideCoverage))
        let parcels = try state("perceel", [square("p", 0, 0, side: 100_000)])
        #expect(applicability(answer(layers + [parcels], at(50_000, 5_000)), "pand") == .doesNotApply)
        #expect(applicability(answer(layers, at(5_000_000, 5_000_000)), "pand") == .unknown(.outsideCoverage))
    }

    /// Finders are used again, by whichever thread asks next.
    @Test func manyThreadsThatAskAtOnceGetTheirOwnAnswers() throws {
        let parcels = (0..<30).map { (number: Int32) in square("p\(number)", number % 6 * 10_000, number / 6 * 10_000) }
        let layers = [try state("perceel", parcels), try state("pand", [square("b", 0, 0)])]
        let lookup = PointLookup(RegisterSnapshot(layers: layers, dataVersion: "test"))
        let places = (0..<400).map { (number: Int32) -> RDPoint in at(number * 337 % 60_000, number * 911 % 50_000) }
        @Sendable func hits(_ place: RDPoint) -> [FeatureReference] {
            lookup.answer(at: place, onDay: 0).hits.map(\.reference)
        }
        let alone = places.map(hits)
        #expect(alone.contains { $0.count > 1 })
        let differing = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for round in 0..<places.count * 5 {
                let number = (round + thread * 50) % places.count
                if hits(places[number]) != alone[number] { differing.withLock { $0 += 1 } }
            }
        }
        #expect(differing.withLock { $0 } == 0)
    }

    @Test func outsideTheParcelsTheRegisterIsUnknown() throws {
        let layers = [try state("perceel", [square("a", 0, 0)])]
        #expect(applicability(answer(layers, at(20_000, 20_000)), "perceel") == .unknown(.outsideCoverage))
    }

    @Test func zoningIsKnownOnlyWhereAnEnkelbestemmingLies() throws {
        let zones = try state("bouwvlak", [square("bouwvlak", 0, 0, side: 2_000)])
        let layers = try plan(square("wonen", 0, 0)) + [zones]
        let zoned = answer(layers, at(5_000, 5_000))
        #expect(applicability(zoned, "bouwvlak") == .doesNotApply)
        #expect(applicability(zoned, "dubbelbestemming") == .doesNotApply)
        // A paraplu plan alone covers this point: what the plan below it holds is not known.
        let paraplu = answer(layers, at(50_000, 50_000))
        #expect(applicability(paraplu, "bestemmingsplangebied") == .applies)
        #expect(applicability(paraplu, "enkelbestemming") == .unknown(.outsideCoverage))
        #expect(applicability(paraplu, "bouwvlak") == .unknown(.outsideCoverage))
        #expect(applicability(paraplu, "dubbelbestemming") == .unknown(.noData))
        // On the outer edge the plan does not speak for the other side.
        #expect(applicability(answer(layers, at(0, 5_000)), "dubbelbestemming") == .unknown(.noData))
    }

    @Test(arguments: [
        ("ontwerp", "bestemmingsplan"), ("vastgesteld", "wijzigingsplan"), ("concept", "uitwerkingsplan"),
    ])
    func aDraftOrAPlanThatChangesAnotherDoesNotShowThatNothingElseHolds(status: String, type: String) throws {
        let layers = try plan(square("wonen", 0, 0), status: status, type: type)
        #expect(applicability(answer(layers, at(5_000, 5_000)), "enkelbestemming") == .applies)
        #expect(applicability(answer(layers, at(5_000, 5_000)), "dubbelbestemming") == .unknown(.noData))
    }

    @Test func aLayerThatMerelyHasTheNameIsNoWitness() throws {
        let layers = [try state("enkelbestemming", [square("wonen", 0, 0, [:])])]
        #expect(applicability(answer(layers, at(5_000, 5_000)), "bouwvlak") == .unknown(.noData))
    }

    @Test func aLayerThatWeDoNotKnowNeverSaysNo() throws {
        let layers = [
            try state("bodem", [square("vlek", 0, 0)]), try state("perceel", [square("p", 0, 0, side: 100_000)]),
        ]
        #expect(applicability(answer(layers, at(50_000, 5_000)), "bodem") == .unknown(.outsideCoverage))
    }

    @Test func aPandThatWasTornDownIsNotThere() throws {
        let layers = [try state("pand", [square("weg", 0, 0, ["status": "Pand gesloopt"])])]
        #expect(answer(layers, at(5_000, 5_000)).hits.isEmpty)
    }

    @Test func addressesAreUnknownWithoutThePandenThatHoldThem() throws {
        let residence = FeatureRecord(
            identifier: "vbo",
            name: nil,
            values: Self.columns.map { _ in .null },
            geometry: .points([at(2_000, 2_000)])
        )
        let layers = [try state("verblijfsobject", [residence]), try state("perceel", [square("p", 0, 0)])]
        #expect(applicability(answer(layers, at(5_000, 5_000)), "verblijfsobject") == .unknown(.noData))
    }

    @Test func dataOfBeforeADamagedImportSaysSo() throws {
        let whole = try state("pand", [square("a", 0, 0)])
        let gap = RegisterLayerState.Gap(area: nil, description: "vorige levering")
        let stale = RegisterLayerState(
            layer: whole.layer,
            problems: [],
            referenceDates: [:],
            gaps: [gap],
            isStale: true
        )
        let answer = answer([stale, try state("perceel", [square("p", 0, 0, side: 100_000)])], at(50_000, 5_000))
        #expect(applicability(answer, "pand") == .unknown(.stale))
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
        let zoning = try plan(square("wonen", 0, 0, side: 200_000))
        #expect(applicability(answer(zoning + [whole], at(5_000, 5_000)), "bouwvlak") == .doesNotApply)
        let near = answer(zoning + [holed], at(5_000, 5_000))
        #expect(applicability(near, "bouwvlak") == .unknown(.noData))
        #expect(near.coverage.first { $0.layer == "bouwvlak" }?.problems == ["1 mist"])
        #expect(applicability(answer(zoning + [holed], at(100_000, 5_000)), "bouwvlak") == .doesNotApply)
        // What was found stays found.
        #expect(applicability(answer(zoning + [holed], at(55_000, 5_000)), "bouwvlak") == .applies)
    }

    @Test func addressesComeWithThePandTheyLieIn() throws {
        let residence = FeatureRecord(
            identifier: "vbo",
            name: "Dorpsstraat 1",
            values: Self.columns.map { _ in .null },
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

    /// As an import cuts a table: along the hashes of the identifiers.
    @Test func aTableInPartsIsSearchedByIdentifierAsOneInOneSegment() throws {
        let identifiers = (0..<900).map { "nl.imow-gm0998.gebied.\($0 % 300)" }.sorted {
            TextHash.hash($0) < TextHash.hash($1)
        }
        func row(_ identifier: String, _ number: Int) -> FeatureRecord {
            let values: [ColumnValue] = [.text("\(number)")] + Self.columns.dropFirst().map { _ in .null }
            return FeatureRecord(identifier: identifier, name: nil, values: values, geometry: .none)
        }
        let rows = identifiers.enumerated().map { row($0.element, $0.offset) }
        let parts = [rows[..<300], rows[300..<303], rows[303...]].map { Array($0) }
        let segments = try parts.flatMap { try state("locatieverwijzing", $0).layer.segments }
        let other = try state("locatieverwijzing", [row("nl.imow-gm0998.gebied.7", -1)]).layer.segments
        let table = RegisterLayerState(
            layer: Layer(name: "locatieverwijzing", segments: segments + other),
            problems: [],
            referenceDates: [:],
            sources: ["plan", "plan", "plan", "ander"]
        )
        for number in -1..<301 {
            let identifier = "nl.imow-gm0998.gebied.\(number)"
            let found = table.features(withIdentifier: identifier, ofSource: "plan")
            let numbers = found.map { table.layer.segments[$0.segment].text($0.feature, named: "planId") ?? "" }
            let wanted = rows.indices.filter { rows[$0].identifier == identifier }.map(String.init)
            #expect(numbers.sorted() == wanted.sorted(), "\(identifier)")
        }
        #expect(table.features(withIdentifier: "nl.imow-gm0998.gebied.7", ofSource: "ander").count == 1)
        #expect(table.features(withIdentifier: "nl.imow-gm0998.gebied.7", ofSource: "geen").isEmpty)
    }
}
