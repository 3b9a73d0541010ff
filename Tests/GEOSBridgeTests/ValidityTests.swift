import GEOSBridge
import GeoValues
import Testing

@Suite("Validity and repair")
struct ValidityTests {
    @Test("A bow tie is invalid, with the place of the crossing in RD metres")
    func bowTie() throws {
        let bowTie = try polygon([(0, 0), (10_000, 10_000), (10_000, 0), (0, 10_000)])
        #expect(try Overlay.invalidity(of: [bowTie]) == "Self-intersection at RD 155005.000 463005.000")
        let repaired = try Overlay.repaired(rings: [bowTie.rings])
        #expect(repaired.count == 2)
        #expect(doubledArea(repaired) == 100_000_000)
        #expect(try Overlay.invalidity(of: repaired) == nil)
    }

    @Test("Valid polygons, one, several and none, have no reason")
    func valid() throws {
        let square = try polygon(box(0, 0, 10, 10))
        #expect(try Overlay.invalidity(of: []) == nil)
        #expect(try Overlay.invalidity(of: [square]) == nil)
        #expect(try Overlay.invalidity(of: [square, try polygon(box(10, 10, 20, 20))]) == nil)
    }

    @Test("Overlapping polygons of one multipolygon are invalid and are joined")
    func overlapping() throws {
        let polygons = [try polygon(box(0, 0, 10, 10)), try polygon(box(5, 0, 15, 10))]
        #expect(try Overlay.invalidity(of: polygons)?.hasPrefix("Self-intersection") == true)
        let repaired = try Overlay.repaired(rings: polygons.map(\.rings))
        #expect(repaired.count == 1)
        #expect(doubledArea(repaired) == 300)
    }

    @Test("A spike and a ring without area vanish")
    func collapsed() throws {
        let spike = try ring([(0, 0), (10, 0), (10, 10), (10, 40), (10, 10), (0, 10)])
        #expect(doubledArea(try Overlay.repaired(rings: [[spike]])) == 200)
        let flat = try ring([(0, 0), (10, 0), (20, 0)])
        #expect(try Overlay.repaired(rings: [[flat]]).isEmpty)
        #expect(try Overlay.repaired(rings: []).isEmpty)
    }

    @Test("A hole outside its exterior becomes a polygon")
    func strayHole() throws {
        let repaired = try Overlay.repaired(rings: [[try ring(box(0, 0, 10, 10)), try ring(box(20, 20, 30, 30))]])
        #expect(repaired.count == 2)
        #expect(doubledArea(repaired) == 400)
    }

    @Test("The order of polygons and the start of rings do not change the result")
    func deterministic() throws {
        let a = [(0, 0), (10, 10), (10, 0), (0, 10)]
        let b = box(30, 0, 40, 10)
        let turned = [(10, 0), (0, 10), (0, 0), (10, 10)]
        #expect(
            try Overlay.repaired(rings: [[try ring(a)], [try ring(b)]])
                == Overlay.repaired(rings: [[try ring(b.reversed())], [try ring(turned)]])
        )
    }

    @Test("Random crossing rings become valid on the grid", arguments: [11, 12, 13, 14] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<400 {
            let side = [3, 8, 30, 100_000][round % 4]
            let rings = try randomRings(Int.random(in: 1...5, using: &generator), side: side, using: &generator)
            let repaired = try Overlay.repaired(rings: rings)
            #expect(try Overlay.invalidity(of: repaired) == nil, "seed \(seed), round \(round)")
            #expect(try Overlay.repaired(rings: repaired.map(\.rings)) == repaired, "seed \(seed), round \(round)")
        }
    }
}
