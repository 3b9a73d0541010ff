import FeatureLayers
import GEOSBridge
import GeoValues
import PlanChecking
import Registers
import Testing

/// SplitMix64 (Steele, Lea and Flood 2014), so that a printed seed repeats a failure.
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

/// Valid polygons with corners on a coarse lattice, so that shared edges, corners and holes are common.
private func latticePolygons(_ random: inout SeededGenerator) throws -> [RDPolygon] {
    let rings = (0..<Int.random(in: 1...2, using: &random)).map { _ in
        (0..<Int.random(in: 3...7, using: &random)).map { _ in
            point(Int.random(in: 0...6, using: &random) * 1_000, Int.random(in: 0...6, using: &random) * 1_000)
        }
    }
    return try Overlay.repaired(rings: [rings.compactMap { RDRing($0) }].filter { !$0.isEmpty })
}

@Suite("What a footprint touches")
struct AreaRelationTests {
    private func touched(_ footprint: RDPolygon, _ geometry: RDGeometry) throws -> TouchedFeature? {
        var town = try TestTown()
        town.layers = ["bomen": [TownFeature(identifier: "b", geometry: geometry)]]
        let result = try PlanCheck(town.snapshot()).result(
            of: PlanFootprint(polygon: footprint, heightMillimetres: 1_000),
            onDay: 0
        )
        return result.touched.first
    }

    @Test("GEOS agrees on touching, overlapping and containing, 1,500 pairs of polygons on a lattice")
    func latticeAgainstGEOS() throws {
        var random = SeededGenerator(seed: 20_261_123)
        var counts: [String: Int] = [:]
        for round in 0..<1_500 {
            let feature = try latticePolygons(&random)
            guard let footprint = try latticePolygons(&random).first, !feature.isEmpty else { continue }
            let found = try touched(footprint, .polygons(feature))
            let meets = try Overlay.intersectsInterior([footprint], feature)
            let isInside = try Overlay.difference([footprint], feature).isEmpty
            counts[found?.applicability.dutchName ?? "los", default: 0] += 1
            switch found?.applicability {
            case .applies: #expect(meets && isInside, "round \(round)")
            case .appliesPartly(let area, _):
                #expect(meets && !isInside, "round \(round)")
                #expect(abs(area - (try Overlay.intersectionArea([footprint], feature))) < 0.001, "round \(round)")
            default: #expect(!meets, "round \(round)")
            }
        }
        // All four kinds were among the pairs.
        for kind in ["geldt", "geldt-deels", "raakt-alleen-grens", "los"] { #expect(counts[kind, default: 0] >= 10) }
    }

    @Test("A relation does not change when both are moved, turned or mirrored")
    func symmetry() throws {
        var random = SeededGenerator(seed: 7)
        func changed(_ polygon: RDPolygon, _ change: (RDPoint) -> RDPoint) throws -> RDPolygon {
            let rings = try polygon.rings.map { try #require(RDRing($0.points.map(change))) }
            return RDPolygon(exterior: rings[0], holes: Array(rings.dropFirst()))
        }
        for _ in 0..<150 {
            let feature = try latticePolygons(&random)
            guard let footprint = try latticePolygons(&random).first, !feature.isEmpty else { continue }
            let before = try touched(footprint, .polygons(feature))
            let changes: [(RDPoint) -> RDPoint] = [
                { RDPoint(x: $0.x + 12_345, y: $0.y - 6_789) },
                { point(Int(origin.y - $0.y), Int($0.x - origin.x)) },
                { RDPoint(x: 2 * origin.x - $0.x, y: $0.y) },
            ]
            for change in changes {
                let after = try touched(
                    changed(footprint, change),
                    .polygons(feature.map { try changed($0, change) })
                )
                #expect(after?.applicability == before?.applicability)
            }
        }
    }

    @Test("One millimetre tells apart, touching and overlapping from each other")
    func millimetre() throws {
        let feature = RDGeometry.polygons([try polygon(box(0, 0, 10_000, 10_000))])
        #expect(try touched(polygon(box(10_001, 0, 20_000, 10_000)), feature) == nil)
        let touching = try touched(polygon(box(10_000, 0, 20_000, 10_000)), feature)
        #expect(touching?.applicability == .touchesBoundaryOnly)
        #expect(touching?.squareMetres == 0)
        let overlapping = try touched(polygon(box(9_999, 0, 19_999, 10_000)), feature)
        #expect(overlapping?.applicability == .appliesPartly(squareMetres: 0.01, share: 0.0001))
        #expect(try touched(polygon(box(0, 0, 10_000, 10_000)), feature)?.applicability == .applies)
        #expect(try touched(polygon(box(1, 1, 9_999, 9_999)), feature)?.applicability == .applies)
    }

    @Test("A slanted edge is crossed or touched exactly")
    func slanted() throws {
        // The line from (0, 0) to (9,999, 3,333) passes through (3, 1), above (4, 1) and below (2, 1).
        let feature = RDGeometry.polygons([try polygon([(0, 0), (9_999, 3_333), (0, 3_333)])])
        let touching = try touched(polygon([(3, 1), (5_000, -1_000), (6_000, -1_000)]), feature)
        #expect(touching?.applicability == .touchesBoundaryOnly)
        #expect(try touched(polygon([(4, 1), (5_000, -1_000), (6_000, -1_000)]), feature) == nil)
        let crossing = try touched(polygon([(2, 1), (5_000, -1_000), (6_000, -1_000)]), feature)
        #expect(crossing?.applicability.dutchName == "geldt-deels")
    }

    @Test("A footprint in a hole touches, one around the feature overlaps")
    func holes() throws {
        let ring = RDGeometry.polygons([
            try polygon(box(0, 0, 10_000, 10_000), box(3_000, 3_000, 7_000, 7_000))
        ])
        #expect(try touched(polygon(box(4_000, 4_000, 6_000, 6_000)), ring) == nil)
        let filling = try touched(polygon(box(3_000, 3_000, 7_000, 7_000)), ring)
        #expect(filling?.applicability == .touchesBoundaryOnly)
        let around = try touched(polygon(box(-1_000, -1_000, 11_000, 11_000)), ring)
        #expect(around?.squareMetres == 84)
        #expect(try touched(polygon(box(1_000, 1_000, 9_000, 9_000)), ring)?.squareMetres == 48)
    }

    @Test("A point in the footprint applies, a line to no area of it, those on its edge touch")
    func pointsAndLines() throws {
        let footprint = try polygon(box(0, 0, 10_000, 10_000))
        let none = Applicability.appliesPartly(squareMetres: 0, share: 0)
        #expect(try touched(footprint, .points([point(5, 5)]))?.applicability == .applies)
        #expect(try touched(footprint, .points([point(0, 5)]))?.applicability == .touchesBoundaryOnly)
        #expect(try touched(footprint, .points([point(-1, 5)])) == nil)
        func line(_ places: (Int, Int)...) -> RDGeometry { .lines([places.map(point)]) }
        #expect(try touched(footprint, line((-5, 5), (20_000, 5)))?.applicability == none)
        #expect(try touched(footprint, line((5, 5), (6, 6)))?.applicability == none)
        #expect(try touched(footprint, line((0, 0), (10_000, 10_000)))?.applicability == none)
        #expect(try touched(footprint, line((-5, 0), (20_000, 0)))?.applicability == .touchesBoundaryOnly)
        #expect(try touched(footprint, line((-5, 5), (0, 5)))?.applicability == .touchesBoundaryOnly)
        #expect(try touched(footprint, line((-5, 0), (0, -5))) == nil)
    }
}
