import FeatureLayers
import GeoValues
import Testing
import VectorTiles

/// Where vertices come to lie, by formulas of the matrix sets' definitions.
@Suite struct SnappingTests {
    /// Millimetres from an origin to units of a grid that has 4,096 × 2^z of them in 880,803,840 mm: to the nearest, halves up.
    private func units(_ millimetres: Int, z: Int) -> Int {
        let numerator = Int128(millimetres) * 4096 * Int128(1 << z)
        return Int((2 * numerator + 880_803_840) / (2 * 880_803_840))
    }

    private func drawnPoint(_ point: RDPoint, _ tile: TileCoordinate) throws -> DecodedTile.Point? {
        var fixture = LayerFixture()
        fixture.add(.points, [[point]])
        let layer = try fixture.layer()
        let decoded = DecodedTile(try pandRenderer.render(tile) { _ in layer })
        return decoded.layer("pand")?.features.first?.paths.first?.first
    }

    @Test(arguments: 0...16) func rdVerticesLieOnTheNearestUnitOfTheExactGrid(z: Int) throws {
        let seed = UInt64(100 + z)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let point = RDPoint(
                x: .random(in: 20_000_000...270_000_000, using: &random),
                y: .random(in: 310_000_000...610_000_000, using: &random)
            )
            let tile = try LayerFixture.tile(.netherlandsRDNewQuad, z: z, at: point)
            let drawn = try #require(try drawnPoint(point, tile))
            let x = units(Int(point.x) + 285_401_920, z: z) - tile.x * 4096
            let y = units(903_401_920 - Int(point.y), z: z) - tile.y * 4096
            #expect(drawn == DecodedTile.Point(x: x, y: y), "seed \(seed), \(point)")
        }
    }

    @Test(arguments: [0, 5, 10, 14, 16, 18, 20, 22]) func mercatorVerticesLieOnTheNearestUnit(z: Int) throws {
        let seed = UInt64(200 + z)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let point = RDPoint(
                x: .random(in: 20_000_000...270_000_000, using: &random),
                y: .random(in: 310_000_000...610_000_000, using: &random)
            )
            let tile = try LayerFixture.tile(.webMercatorQuad, z: z, at: point)
            let drawn = try #require(try drawnPoint(point, tile))
            let exact = LayerFixture.mercator(point)
            func rounded(_ unit: UInt32, _ column: Int) -> Int {
                // 2^32 of them in the world, 4,096 × 2^z of a tile's.
                let numerator = Int128(unit) * 4096 * Int128(1 << z)
                return Int((2 * numerator + (1 << 32)) / (2 << 32)) - column * 4096
            }
            #expect(
                drawn == DecodedTile.Point(x: rounded(exact.x, tile.x), y: rounded(exact.y, tile.y)),
                "seed \(seed)"
            )
        }
    }

    @Test func theRDMatrixBeginsWhereGeonovumSays() throws {
        // Zoom 4 has tiles of 55,050.24 m: column 8 begins at −285,401.92 + 8 × 55,050.24 = 155,000 m exactly.
        let corner = RDPoint(x: 155_000_000, y: 463_000_000)
        let tile = try #require(TileCoordinate(.netherlandsRDNewQuad, z: 4, x: 8, y: 8))
        #expect(try drawnPoint(corner, tile) == DecodedTile.Point(x: 0, y: 0))
        let window = try #require(tile.rdWindow(bufferTileUnits: 0))
        #expect(abs(window.minX - 155_000_000) <= 1 && abs(window.maxY - 463_000_000) <= 1)
        #expect(TileCoordinate(.netherlandsRDNewQuad, z: 17, x: 0, y: 0) == nil)
    }

    @Test func verticesGoWhenTheZoomCanNotShowThem() throws {
        // A square of 200 m with a bump of 20 mm in one side, drawn where a unit is 52.5 mm and where it is 6.6 mm.
        let origin = RDPoint(x: 155_010_000, y: 462_990_000)
        let corners = [(0, 0), (100_000, -20), (200_000, 0), (200_000, 200_000), (0, 200_000)].map {
            RDPoint(x: origin.x + Int32($0.0), y: origin.y + Int32($0.1))
        }
        var fixture = LayerFixture()
        fixture.add(.polygons, [corners], importances: [[.max, 10, .max, .max, .max]])
        let layer = try fixture.layer()
        let bare = try #require(RDRing([corners[0], corners[2], corners[3], corners[4]]))
        var without = LayerFixture()
        without.add(.polygons, [bare.points])
        let bareLayer = try without.layer()
        let coarse = try LayerFixture.tile(.netherlandsRDNewQuad, z: 12, at: corners[1])
        #expect(try pandRenderer.render(coarse) { _ in layer } == pandRenderer.render(coarse) { _ in bareLayer })
        let fine = try LayerFixture.tile(.netherlandsRDNewQuad, z: 15, at: corners[1])
        #expect(try pandRenderer.render(fine) { _ in layer } != pandRenderer.render(fine) { _ in bareLayer })
    }
}
