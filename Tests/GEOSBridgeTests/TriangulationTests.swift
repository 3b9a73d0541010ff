import GEOSBridge
import GeoValues
import Testing

@Suite("Triangulation")
struct TriangulationTests {
    /// The exact sum of the doubled areas; also proves that every triangle is counter-clockwise.
    func doubledArea(_ triangles: [TriangleCorners], of polygon: RDPolygon) -> Int128? {
        let points = polygon.rings.flatMap(\.points)
        var sum: Int128 = 0
        for triangle in triangles {
            let area = orientation(points[triangle.a], points[triangle.b], points[triangle.c])
            if area <= 0 { return nil }
            sum += Int128(area)
        }
        return sum
    }

    @Test("A square is two triangles and a triangle is one")
    func simple() throws {
        let square = try polygon(box(0, 0, 10_000, 10_000))
        let triangles = try Triangulation.triangles(of: square)
        #expect(triangles.count == 2)
        #expect(doubledArea(triangles, of: square) == square.doubledArea)
        #expect(try Triangulation.triangles(of: polygon([(0, 0), (9, 0), (3, 8)])).count == 1)
    }

    @Test("Vertices on a straight edge are used: n − 2 triangles")
    func straight() throws {
        let shape = try polygon([(0, 0), (3, 0), (6, 0), (10, 0), (10, 10), (7, 10), (0, 10), (0, 5)])
        let triangles = try Triangulation.triangles(of: shape)
        #expect(triangles.count == 6)
        #expect(doubledArea(triangles, of: shape) == shape.doubledArea)
    }

    @Test("Holes are left out: n + 2 holes − 2 triangles")
    func holes() throws {
        let shape = try polygon(box(0, 0, 100, 100), box(10, 10, 20, 20), box(50, 50, 70, 80))
        let triangles = try Triangulation.triangles(of: shape)
        #expect(triangles.count == 14)
        #expect(doubledArea(triangles, of: shape) == shape.doubledArea)
    }

    @Test("Holes that touch the exterior or each other in a point")
    func touchingHoles() throws {
        let exterior = box(0, 0, 100, 100)
        let shapes = [
            try polygon(exterior, [(0, 0), (30, 10), (10, 30)]),
            try polygon(exterior, [(50, 0), (60, 20), (40, 20)]),
            try polygon(exterior, [(20, 20), (40, 20), (40, 40)], [(40, 40), (60, 40), (60, 60)]),
            try polygon(exterior, [(50, 0), (60, 20), (40, 20)], [(50, 20), (60, 50), (40, 50)]),
        ]
        for touching in shapes {
            #expect(try Overlay.invalidity(of: [touching]) == nil)
            let shape = Triangulation.noded(touching)
            #expect(shape.doubledArea == touching.doubledArea)
            #expect(doubledArea(try Triangulation.triangles(of: shape), of: shape) == shape.doubledArea)
        }
    }

    @Test("Random valid polygons are covered exactly", arguments: [31, 32, 33, 34] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<400 {
            let side = [6, 12, 300, 40_000][round % 4]
            let rings = try randomRings(Int.random(in: 1...4, using: &generator), side: side, using: &generator)
            for polygon in try Overlay.repaired(rings: rings).map(Triangulation.noded) {
                do {
                    let triangles = try Triangulation.triangles(of: polygon)
                    #expect(doubledArea(triangles, of: polygon) == polygon.doubledArea, "seed \(seed), round \(round)")
                } catch {
                    Issue.record("seed \(seed), round \(round): \(error)")
                }
            }
        }
    }
}
