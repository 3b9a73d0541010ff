import GEOSBridge
import GeoValues
import Testing

@Suite("Clipping on the tile grid")
struct GridClipTests {
    let tile = GridBox(minX: -64, minY: -64, maxX: 4160, maxY: 4160)

    func points(_ corners: [(Int, Int)]) -> [GridPoint] { corners.map { GridPoint(x: Int32($0.0), y: Int32($0.1)) } }

    /// Twice the signed area, as MVT 2.1 (4.3.4.4) computes it.
    func doubledArea(_ ring: [GridPoint]) -> Int64 {
        var sum: Int64 = 0
        var previous = ring[ring.count - 1]
        for point in ring {
            sum += Int64(previous.x) * Int64(point.y) - Int64(point.x) * Int64(previous.y)
            previous = point
        }
        return sum
    }

    @Test("A valid polygon inside comes back with its orientation put right")
    func inside() throws {
        let clipped = try Overlay.clipped(
            gridPolygons: [[points(box(10, 10, 20, 20).reversed()), points(box(12, 12, 14, 14))]],
            to: tile
        )
        #expect(clipped.count == 1)
        #expect(clipped[0].map(doubledArea) == [200, -8])
    }

    @Test("A polygon around the tile becomes the tile; one beside it nothing")
    func around() throws {
        let around = [[points(box(-100_000, -100_000, 100_000, 100_000))]]
        let result = try Overlay.clipped(gridPolygons: around, to: tile)
        #expect(result.count == 1)
        #expect(Set(result[0][0]) == Set(points(box(-64, -64, 4160, 4160))))
        #expect(try Overlay.clipped(gridPolygons: [[points(box(5000, 0, 6000, 10))]], to: tile).isEmpty)
        #expect(try Overlay.clipped(gridPolygons: [[points(box(4160, 0, 6000, 10))]], to: tile).isEmpty)
    }

    @Test("Collapsed rings vanish")
    func collapsed() throws {
        #expect(try Overlay.clipped(gridPolygons: [], to: tile).isEmpty)
        #expect(try Overlay.clipped(gridPolygons: [[]], to: tile).isEmpty)
        #expect(try Overlay.clipped(gridPolygons: [[points([(1, 1), (1, 1), (5, 5), (1, 1)])]], to: tile).isEmpty)
        #expect(try Overlay.clipped(gridPolygons: [[points([(1, 1), (5, 5), (3, 3)])]], to: tile).isEmpty)
        let holeGone = try Overlay.clipped(
            gridPolygons: [[points(box(0, 0, 9, 9)), points([(2, 2), (3, 3)])]],
            to: tile
        )
        #expect(holeGone.map(\.count) == [1])
    }

    @Test("Random broken polygons come out valid and inside the box", arguments: [21, 22, 23] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<300 {
            let side = [6, 40, 9000][round % 3]
            let window = GridBox(minX: -3, minY: -3, maxX: Int32(side / 2), maxY: Int32(side / 2))
            let polygons = try randomRings(Int.random(in: 1...4, using: &generator), side: side, using: &generator)
            let grid = polygons.map { rings in
                rings.map { ring in
                    ring.points.map { GridPoint(x: $0.x - 155_000_000 - 2, y: $0.y - 463_000_000 - 2) }
                }
            }
            let clipped = try Overlay.clipped(gridPolygons: grid, to: window)
            #expect(try Overlay.clipped(gridPolygons: grid, to: window) == clipped)
            var asRD: [RDPolygon] = []
            for rings in clipped {
                #expect(doubledArea(rings[0]) > 0, "seed \(seed), round \(round)")
                #expect(rings.dropFirst().allSatisfy { doubledArea($0) < 0 }, "seed \(seed), round \(round)")
                for point in rings.joined() {
                    #expect(
                        point.x >= window.minX && point.x <= window.maxX && point.y >= window.minY
                            && point.y <= window.maxY,
                        "seed \(seed), round \(round)"
                    )
                }
                let parts = try rings.map { try #require(RDRing($0.map { RDPoint(x: $0.x, y: $0.y) })) }
                asRD.append(RDPolygon(exterior: parts[0], holes: Array(parts.dropFirst())))
            }
            #expect(try Overlay.invalidity(of: asRD) == nil, "seed \(seed), round \(round)")
        }
    }
}
