import GeoValues
import PROJBridge
import Testing

@Suite struct MercatorInterpolationTests {
    /// Against PROJ point by point, everywhere on land and on the borders between cells.
    @Test func liesWithinOneUnitOfTheExactPosition() throws {
        let transformer = try GridsForTests.transformer()
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
        var random = Numbers(state: seed)
        var points: [RDPoint] = []
        for _ in 0..<2_000 {
            let x = Int32(random.next(below: 260_000_000)) + 15_000_000
            let y = Int32(random.next(below: 310_000_000)) + 308_000_000
            points += [RDPoint(x: x, y: y), RDPoint(x: x / 1_000_000 * 1_000_000, y: y)]
            points += (0..<8).map { _ in
                RDPoint(x: x + Int32(random.next(below: 1_000)), y: y + Int32(random.next(below: 1_000)))
            }
        }
        let interpolated = try transformer.mercator(rd: points)
        let exact = try transformer.geographic(rd: points).map { MercatorPoint($0) }
        var differing = 0
        var worst: Int64 = 0
        for (left, right) in zip(interpolated, exact) where left != right {
            differing += 1
            worst = max(worst, abs(Int64(left.x) - Int64(right.x)), abs(Int64(left.y) - Int64(right.y)))
        }
        print("Mercator by interpolation: \(differing) of \(points.count) positions differ, worst by \(worst) unit(s)")
        #expect(worst <= 1, "seed \(seed)")
        #expect(differing < points.count / 5, "seed \(seed)")
    }

    @Test func refusesWhatLiesOutsideTheGrids() throws {
        let transformer = try GridsForTests.transformer()
        #expect(throws: CoordinateProblem.self) {
            _ = try transformer.mercator(rd: [RDPoint(x: 155_000_000, y: 463_000_000), RDPoint(x: 0, y: 900_000_000)])
        }
    }

    private struct Numbers {
        var state: UInt64

        mutating func next(below bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
    }
}
