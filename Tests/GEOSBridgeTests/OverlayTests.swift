import GEOSBridge
import GeoValues
import Testing

@Suite("Overlay")
struct OverlayTests {
    @Test("Two overlapping squares: intersection, difference, union and areas")
    func squares() throws {
        let left = [try polygon(box(0, 0, 10_000, 10_000))]
        let right = [try polygon(box(6_000, 6_000, 16_000, 16_000))]
        #expect(try Overlay.intersection(left, right) == [try polygon(box(6_000, 6_000, 10_000, 10_000))])
        #expect(doubledArea(try Overlay.difference(left, right)) == 2 * 84_000_000)
        #expect(doubledArea(try Overlay.union(left + right)) == 2 * 184_000_000)
        #expect(try Overlay.intersectionArea(left, right) == 16)
        #expect(try Overlay.intersectsInterior(left, right))
    }

    @Test("Squares that share an edge share no area")
    func sharedEdge() throws {
        let left = [try polygon(box(0, 0, 10_000, 10_000))]
        let right = [try polygon(box(10_000, 0, 20_000, 10_000))]
        #expect(try Overlay.intersection(left, right).isEmpty)
        #expect(try Overlay.intersectionArea(left, right) == 0)
        #expect(try !Overlay.intersectsInterior(left, right))
        #expect(try Overlay.union(left + right).map(\.areaSquareMetres) == [200])
    }

    @Test("Nothing overlaps nothing")
    func empty() throws {
        let square = [try polygon(box(0, 0, 10, 10))]
        #expect(try Overlay.intersection(square, []).isEmpty)
        #expect(try Overlay.difference([], square).isEmpty)
        #expect(try Overlay.difference(square, []) == square)
        #expect(try Overlay.union([]).isEmpty)
        #expect(try Overlay.intersectionArea([], []) == 0)
        #expect(try !Overlay.intersectsInterior(square, []))
    }

    @Test("A hole stays a hole, exterior counter-clockwise and hole clockwise")
    func hole() throws {
        let result = try Overlay.difference(
            [try polygon(box(0, 0, 100, 100))],
            [try polygon(box(40, 40, 60, 60))]
        )
        #expect(result.count == 1)
        #expect(result[0].holes.count == 1)
        #expect(result[0].exterior.doubledArea == 20_000)
        #expect(result[0].holes[0].doubledArea == -800)
    }

    @Test("The part of a line inside a square is measured in metres")
    func lineInside() throws {
        let square = [try polygon(box(0, 0, 10_000, 10_000))]
        func point(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: 155_000_000 + x, y: 463_000_000 + y) }
        #expect(try Overlay.length(of: [point(-5_000, 5_000), point(20_000, 5_000)], inside: square) == 10)
        #expect(try Overlay.length(of: [point(0, 0), point(10_000, 0)], inside: square) == 10)
        #expect(try Overlay.length(of: [point(20_000, 0), point(20_000, 9)], inside: square) == 0)
    }

    @Test("Random polygons: the parts add up and every result is valid", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<100 {
            let side = [8, 100, 50_000][round % 3]
            let first = try Overlay.repaired(rings: try randomRings(2, side: side, using: &generator))
            let second = try Overlay.repaired(rings: try randomRings(2, side: side, using: &generator))
            let both = try Overlay.intersection(first, second)
            let onlyFirst = try Overlay.difference(first, second)
            let onlySecond = try Overlay.difference(second, first)
            let all = try Overlay.union(first + second)
            for result in [first, second, both, onlyFirst, onlySecond, all] {
                #expect(try Overlay.invalidity(of: result) == nil, "seed \(seed), round \(round)")
            }
            // Each of the (at most a few dozen) crossings moves by at most a millimetre to the grid.
            let sum = doubledArea(both) + doubledArea(onlyFirst) + doubledArea(onlySecond)
            let tolerance = Int128(60 * side + 60)
            #expect(abs(sum - doubledArea(all)) <= tolerance, "seed \(seed), round \(round)")
            let area = try Overlay.intersectionArea(first, second)
            let deviation = abs(area * 2_000_000 - Double(doubledArea(both)))
            #expect(deviation <= Double(tolerance), "seed \(seed), round \(round)")
            #expect(try Overlay.intersectsInterior(first, second) == (area > 0), "seed \(seed), round \(round)")
            #expect(try Overlay.union(first + second) == all, "seed \(seed), round \(round)")
        }
    }
}
