import FeatureLayers
import GeoValues
import PlanChecking
import PlanningRules
import Registers
import Testing

@Suite("Plan checks")
struct PlanCheckTests {
    private let inside = box(10_000, 15_000, 20_000, 25_000)

    @Test("What is touched comes layer by layer with its share of the footprint")
    func touched() throws {
        let result = try TestTown().check(box(20_000, -1_000, 40_000, 19_000))
        let found = result.touched.map {
            "\($0.layer) \($0.identifier) \($0.applicability.dutchName) \($0.squareMetres)"
        }
        #expect(
            found == [
                "perceel P2 geldt-deels 190.0", "perceel P1 geldt-deels 190.0", "perceel P3 geldt-deels 20.0",
                "pand B1 raakt-alleen-grens 0.0", "bestemmingsplangebied \(TestTown.plan) geldt 400.0",
                "enkelbestemming wonen geldt-deels 380.0", "enkelbestemming verkeer geldt-deels 20.0",
                "bouwvlak bv geldt-deels 45.0", "maatvoering m1 geldt-deels 45.0",
            ]
        )
        #expect(result.squareMetres == 400)
        #expect(result.touched.first { $0.layer == "bouwvlak" }?.share == 0.1125)
    }

    @Test("Coverage speaks of every layer and never says no where data is missing")
    func coverage() throws {
        var town = try TestTown()
        town.layers["verblijfsobject"] = nil
        town.failing = ["figuur"]
        let result = try town.check(inside)
        let found = result.coverage.map { "\($0.layer) \($0.applicability.dutchName)" }
        #expect(
            found
                == [
                    "perceel geldt", "pand geldt-niet", "verblijfsobject onbekend", "bestemmingsplangebied geldt",
                    "enkelbestemming geldt", "dubbelbestemming geldt-niet", "bouwvlak geldt", "maatvoering geldt",
                    "functieaanduiding geldt-niet", "bouwaanduiding geldt-niet", "gebiedsaanduiding geldt-niet",
                    "lettertekenaanduiding geldt-niet", "figuur onbekend",
                ].sorted { order($0) < order($1) }
        )
        #expect(result.coverage.first { $0.layer == "figuur" }?.applicability == .unknown(.failure))
        #expect(result.coverage.first { $0.layer == "figuur" }?.problems == ["Bron x van laag figuur is onleesbaar."])
        #expect(result.coverage.first { $0.layer == "verblijfsobject" }?.applicability == .unknown(.noData))
        #expect(result.summary.text.dutch.contains("verblijfsobject en figuur"))
        #expect(result.summary.outcome == .untestable)
    }

    private func order(_ text: String) -> Int {
        RegisterLayer.known.firstIndex { text.hasPrefix($0.name + " ") } ?? .max
    }

    @Test("Without zoning under the whole footprint the plan's layers are unknown")
    func partlyZoned() throws {
        let result = try TestTown().check(box(10_000, -25_000, 20_000, -15_000))
        func coverage(_ layer: String) -> AreaCoverage? { result.coverage.first { $0.layer == layer } }
        let half = Applicability.appliesPartly(squareMetres: 50, share: 0.5)
        #expect(coverage("enkelbestemming")?.applicability == half)
        #expect(coverage("enkelbestemming")?.isComplete == false)
        #expect(coverage("perceel")?.applicability == half)
        #expect(coverage("dubbelbestemming")?.applicability == .unknown(.outsideCoverage))
        #expect(coverage("bouwvlak")?.applicability == .unknown(.outsideCoverage))
        let zoning = result.findings.first { $0.rule == .zoning }
        #expect(zoning?.measured == 50)
        #expect(zoning?.conflict?.map(\.areaSquareMetres) == [50])
    }

    @Test("A finding carries measure, limit, margin, source and conflict")
    func measures() throws {
        var town = try TestTown()
        town.layers["maatvoering"]?[0].texts["verwijzingNaarTekst"] = "r.html#NL.IMRO.PT.1"
        let result = try town.check(box(20_000, 15_000, 28_000, 25_000), height: 9_500)
        let height = try #require(result.findings.first { $0.rule == .buildingHeight })
        #expect(height.outcome == .violates)
        #expect(height.measured == 9.5 && height.limit == 9 && height.margin == -0.5 && height.unit == "m")
        #expect(height.why.dutch == "De bouwhoogte is 9,5 m, hoogstens 9 m mag: dat is 0,5 m te hoog.")
        #expect(height.why.english == "The height is 9.5 m, at most 9 m is allowed: it is 0.5 m too high.")
        #expect(height.conflict == [try polygon(box(20_000, 15_000, 25_000, 25_000))])
        #expect(
            height.source
                == RuleSource(
                    layer: "maatvoering",
                    identifier: "m1",
                    name: nil,
                    planId: TestTown.plan,
                    verwijzingNaarTekst: "r.html#NL.IMRO.PT.1"
                )
        )
        let zone = try #require(result.findings.first { $0.rule == .buildingZone })
        #expect(zone.measured == 30 && zone.limit == 0 && zone.margin == -30 && zone.unit == "m²")
        #expect(zone.conflict == [try polygon(box(25_000, 15_000, 28_000, 25_000))])
        #expect(zone.source?.identifier == "bv")
    }

    @Test("A plan on several parcels names them all")
    func parcels() throws {
        let result = try TestTown().check(box(25_000, 31_000, 40_000, 35_000))
        let parcel = try #require(result.findings.first)
        #expect(parcel.why.dutch.contains("P2 en P1"))
        #expect(parcel.source?.identifier == "P2")
        #expect(parcel.measured == 20)
        #expect(parcel.conflict == [try polygon(box(25_000, 31_000, 30_000, 35_000))])
    }

    @Test("Shrinking a compliant plan about an inner point never makes it fail", arguments: 0..<8)
    func monotonicity(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let snapshot = try TestTown().snapshot()
        var compliant = 0
        for _ in 0..<60 {
            // A convex quadrilateral around (15, 20), reaching up to 2 m out of the bouwvlak.
            func reach() -> Int { Int.random(in: 1_000...12_000, using: &random) }
            let corners = [
                (15_000 - reach(), 20_000), (15_000, 20_000 - reach()), (15_000 + reach(), 20_000),
                (15_000, 20_000 + reach()),
            ]
            func check(_ corners: [(Int, Int)], _ height: Int32, _ eaves: Int32) throws -> FindingOutcome {
                let footprint = PlanFootprint(
                    polygon: try polygon(corners),
                    heightMillimetres: height,
                    eavesHeightMillimetres: eaves
                )
                return try PlanCheck(snapshot).result(of: footprint, onDay: 20_000).summary.outcome
            }
            let height = Int32.random(in: 6_000...9_500, using: &random)
            let eaves = Int32.random(in: 3_000...6_000, using: &random)
            let before = try check(corners, height, eaves)
            guard before < .untestable else { continue }
            compliant += 1
            for share in [0.95, 0.6, 0.2] {
                let smaller = corners.map { x, y in
                    (15_000 + Int(Double(x - 15_000) * share), 20_000 + Int(Double(y - 20_000) * share))
                }
                let after = try check(smaller, height - Int32(share), eaves)
                #expect(after <= before, "seed \(seed), \(corners), share \(share)")
            }
        }
        #expect(compliant > 5)
    }

    @Test("The same plan gives the same result")
    func determinism() throws {
        let snapshot = try TestTown().snapshot()
        let footprint = PlanFootprint(
            polygon: try polygon([(3_001, 4_007), (41_003, 9_011), (33_333, 31_001), (7_013, 28_019)]),
            heightMillimetres: 9_999
        )
        let first = try PlanCheck(snapshot).result(of: footprint, onDay: 1)
        for _ in 0..<20 {
            let again = try PlanCheck(snapshot).result(of: footprint, onDay: 1)
            #expect(again.findings == first.findings)
            #expect(again.touched == first.touched)
            #expect(again.coverage == first.coverage)
            #expect(again.summary == first.summary)
        }
        let other = try PlanCheck(TestTown().snapshot()).result(of: footprint, onDay: 1)
        #expect(other.findings == first.findings)
    }

    @Test("A footprint that can't be checked is refused with the reason")
    func refusals() throws {
        func problem(_ corners: [(Int, Int)], _ height: Int32, _ eaves: Int32?) throws -> PlanFootprintProblem? {
            let town = try TestTown()
            return #expect(throws: PlanFootprintProblem.self) { try town.check(corners, height: height, eaves: eaves) }
        }
        #expect(try problem(inside, -1, nil) == .negativeHeight)
        #expect(try problem(inside, 5_000, -1) == .negativeHeight)
        #expect(try problem(inside, 5_000, 5_001) == .eavesAboveHeight)
        #expect(try problem([(0, 0), (1_000, 0), (2_000, 0)], 5_000, nil) == .noArea)
        #expect(try problem(box(0, 0, 200_000_000, 1_000), 5_000, nil) == .outsideEnvelope)
        #expect(
            try problem(box(0, 0, 1_000, 1_000_001), 5_000, nil) == .tooLong(foundMetres: 1_001, limitMetres: 1_000)
        )
        let many = (0...2_000).map { ($0, $0 * $0 / 1_000) }
        #expect(try problem(many, 5_000, nil) == .tooManyVertices(found: 2_001, limit: 2_000))
    }

    @Test("An empty workspace knows nothing and says so")
    func empty() throws {
        var town = try TestTown()
        town.layers = [:]
        let result = try town.check(inside)
        #expect(result.touched.isEmpty)
        #expect(result.findings.allSatisfy { $0.outcome == .untestable })
        #expect(result.findings.map(\.rule) == [.parcel, .building, .zoning, .buildingZone, .buildingHeight])
        #expect(result.coverage.allSatisfy { $0.applicability == .unknown(.noData) && !$0.isComplete })
        #expect(result.summary.outcome == .untestable)
    }
}
