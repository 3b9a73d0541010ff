import Coverages
import Foundation
import GeoValues
import Testing

@Suite struct LabelTests {
    @Test func `the label of a rectangle stands in its middle`() throws {
        let rectangle = try polygon([(0, 0), (30_000, 0), (30_000, 8_000), (0, 8_000)])
        #expect(LabelPoint.of([rectangle]) == RDPoint(x: 155_015_000, y: 463_004_000))
    }

    @Test func `the label of an L stands in its wide part`() throws {
        let shape = try polygon([
            (0, 0), (10_000, 0), (10_000, 10_000), (8_000, 30_000), (6_000, 30_000), (6_000, 10_000), (0, 10_000),
        ])
        let label = try #require(LabelPoint.of([shape]))
        #expect(label.y < 463_009_000)
    }

    @Test func `the largest part gets the label, and a hole none`() throws {
        let small = try polygon([(0, 0), (5_000, 0), (5_000, 5_000), (0, 5_000)])
        let large = try polygon(
            [(10_000, 0), (40_000, 0), (40_000, 30_000), (10_000, 30_000)],
            holes: [[(15_000, 5_000), (15_000, 25_000), (35_000, 25_000), (35_000, 5_000)]]
        )
        let label = try #require(LabelPoint.of([small, large]))
        #expect(location(of: label, in: large) == .inside)
        var flat = FlatPolygons()
        flat.append([small, large], group: 0, isOwn: true)
        let again = LabelPoint.of(
            vertices: flat.vertices[...],
            firstVertices: flat.firstVertices.map(Int.init),
            ringRoles: flat.ringRoles[...]
        )
        #expect(again == label)
    }

    @Test(arguments: 1...300) func `labels lie inside and near the best place`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // A star-shaped ring around the middle, from round to spiky.
        let count = Int.random(in: 3...30, using: &random)
        let height = Int.random(in: 1...40, using: &random)
        let points = (0..<count).map { step in
            let angle = Double(step) / Double(count) * 2 * Double.pi
            let radius = Double.random(in: 0.2...1, using: &random) * 20_000
            return (Int((radius * cos(angle)).rounded()), Int((radius * sin(angle) * Double(height) / 20).rounded()))
        }
        guard let ring = RDRing(points.map { RDPoint(x: Int32(155_000_000 + $0.0), y: Int32(463_000_000 + $0.1)) }),
            ring.isSimple
        else { return }
        let shape = RDPolygon(exterior: ring)
        let label = try #require(LabelPoint.of([shape]))
        #expect(location(of: label, in: shape) == .inside, "seed \(seed)")
        let box = shape.box
        let clearance = clearance(label, shape)
        let tolerance = 0.1 * Double(min(box.maxX - box.minX, box.maxY - box.minY)) + 1
        for _ in 0..<400 {
            let point = RDPoint(
                x: Int32.random(in: box.minX...box.maxX, using: &random),
                y: Int32.random(in: box.minY...box.maxY, using: &random)
            )
            guard location(of: point, in: shape) == .inside else { continue }
            #expect(self.clearance(point, shape) <= clearance + tolerance, "seed \(seed)")
        }
    }

    @Test(arguments: 1...300) func `labels of slivers lie inside when a millimetre does`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let length = Int.random(in: 2...200, using: &random)
        let dy = Int.random(in: 0...length, using: &random)
        let sliver = try polygon([(0, 0), (length, dy), (length, dy + Int.random(in: 1...2, using: &random)), (0, 2)])
        let label = try #require(LabelPoint.of([sliver]))
        let box = sliver.box
        let holdsPlace = (box.minX...box.maxX).contains { x in
            (box.minY...box.maxY).contains { location(of: RDPoint(x: x, y: $0), in: sliver) == .inside }
        }
        let place = location(of: label, in: sliver)
        #expect(place == (holdsPlace ? .inside : .onBoundary), "seed \(seed)")
    }

    @Test func `the label of lines is the middle of the longest`() {
        func point(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: 155_000_000 + x, y: 463_000_000 + y) }
        let lines = [[point(0, 0), point(10, 0)], [point(0, 0), point(30, 0), point(30, 71)]]
        #expect(LabelPoint.of(lines: lines) == point(30, 21))
        #expect(LabelPoint.of(lines: []) == nil)
    }

    private func clearance(_ point: RDPoint, _ shape: RDPolygon) -> Double {
        var nearest = Double.infinity
        for ring in shape.rings {
            var previous = ring.points[ring.points.count - 1]
            for next in ring.points {
                nearest = min(nearest, squaredDistance(from: point, toSegment: previous, next).metres * 1_000)
                previous = next
            }
        }
        return nearest
    }
}
