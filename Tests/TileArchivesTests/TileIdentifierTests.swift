import GeoValues
import Testing
import TileArchives

@Suite struct TileIdentifierTests {
    /// The examples of the PMTiles specification's reference implementations.
    @Test(arguments: [
        (0, 0, 0, UInt64(0)), (1, 0, 0, 1), (1, 0, 1, 2), (1, 1, 1, 3), (1, 1, 0, 4), (2, 0, 0, 5), (2, 1, 0, 6),
        (12, 3423, 1763, 19_078_479),
    ])
    func tilesHaveTheNumbersOfTheSpecification(z: Int, x: Int, y: Int, identifier: UInt64) throws {
        let tile = try #require(TileCoordinate(z: z, x: x, y: y))
        #expect(tile.identifier == identifier)
        #expect(TileCoordinate(.webMercatorQuad, identifier: identifier) == tile)
    }

    @Test func everyNumberUpToZoomSixBelongsToOneTileAndNeighboursOnTheCurveTouch() throws {
        for z in 0...6 {
            let numbers = TileIdentifier.first(ofZoom: z)..<TileIdentifier.first(ofZoom: z + 1)
            var last: TileCoordinate?
            for number in numbers {
                let tile = try #require(TileCoordinate(.webMercatorQuad, identifier: number))
                #expect(tile.z == z && tile.identifier == number)
                if let last { #expect(abs(tile.x - last.x) + abs(tile.y - last.y) == 1) }
                last = tile
            }
        }
    }

    @Test func theTilesInsideATileFollowOneAnother() throws {
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &random)
        print("seed \(seed)")
        var state = seed
        for _ in 0..<200 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let z = Int(state >> 60) % 12
            let depth = Int(state >> 56 & 3)
            let side = 1 << z
            let tile = try #require(
                TileCoordinate(z: z, x: Int(state >> 20) & (side - 1), y: Int(state >> 4) & (side - 1))
            )
            var inside: [UInt64] = []
            for x in tile.x << depth..<(tile.x + 1) << depth {
                for y in tile.y << depth..<(tile.y + 1) << depth {
                    inside.append(try #require(TileCoordinate(z: z + depth, x: x, y: y)).identifier)
                }
            }
            #expect(inside.sorted() == Array(TileIdentifier.descendants(of: tile, atZoom: z + depth)))
        }
    }
}
