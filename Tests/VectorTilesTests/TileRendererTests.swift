import FeatureLayers
import FileBridge
import Foundation
import GeoValues
import Testing
import VectorTiles

/// Tiles are decoded by programs we did not write in Tests/EndToEnd; here the rules that need no decoder.
@Suite struct TileRendererTests {
    private let tile = TileCoordinate(z: 15, x: 16_836, y: 10_822)

    /// Squares in tile units of the tile; one unit is 2^5 world units at z15 and about 183 mm.
    private func layer(_ squares: [(x: Int, y: Int, side: Int)]) throws -> Layer {
        let tile = try #require(tile)
        let window = try #require(tile.rdWindow(bufferTileUnits: 0))
        let unit = 183
        var builder = SegmentBuilder(columns: [])
        for (number, square) in squares.enumerated() {
            let corners = [(0, 0), (square.side, 0), (square.side, square.side), (0, square.side)].map {
                RDPoint(
                    x: window.minX + Int32((square.x + $0.0) * unit),
                    y: window.minY + Int32((square.y + $0.1) * unit)
                )
            }
            let polygons = [RDRing(corners).map { RDPolygon(exterior: $0) }].compactMap { $0 }
            builder.append(
                FeatureRecord(identifier: "\(number + 1)", name: nil, values: [], geometry: .polygons(polygons))
            )
        }
        let encoded = try builder.encoded { points in
            points.map { point in
                MercatorPoint(
                    x: UInt32((tile.x << 17) + (Int(point.x) - Int(window.minX)) / unit * 32),
                    y: UInt32((tile.y << 17) + (Int(point.y) - Int(window.minY)) / unit * 32)
                )
            }
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).segment")
            .path
        try AtomicFile.write(encoded.bytes, to: path)
        return Layer(name: "pand", segments: [try Segment(path: path)])
    }

    @Test func featureNumbersAreTheIdentifierBelow2To53AndAHashAbove() {
        #expect(tileFeatureNumber("0518100000270183") == 518_100_000_270_183)
        #expect(tileFeatureNumber("9007199254740991") == 9_007_199_254_740_991)
        #expect(tileFeatureNumber("9007199254740993") != 9_007_199_254_740_993)
        #expect(tileFeatureNumber("NL.IMRO.1") < 1 << 53)
        #expect(tileFeatureNumber("NL.IMRO.1") != tileFeatureNumber("NL.IMRO.2"))
    }

    @Test func validatorFollowsSegmentsThatTheTileMeets() throws {
        let tile = try #require(tile)
        let renderer = TileRenderer([TileLayerDefinition(name: "pand", minimumZoom: 13, attributes: [])])
        let near = try layer([(x: 100, y: 100, side: 50)])
        let other = try layer([(x: 200, y: 100, side: 50)])
        let far = try layer([(x: 100_000, y: 100, side: 50)])
        let alone = renderer.validator(tile) { _ in near }
        #expect(renderer.validator(tile) { _ in other } != alone)
        let both = Layer(name: "pand", segments: near.segments + far.segments)
        #expect(renderer.validator(tile) { _ in both } == alone)
        let deeper = try #require(TileCoordinate(z: 16, x: tile.x * 2, y: tile.y * 2))
        #expect(renderer.validator(deeper) { _ in near } != alone)
    }

    @Test func tilesOutsideTheNetherlandsAreEmpty() throws {
        let renderer = TileRenderer([TileLayerDefinition(name: "pand", minimumZoom: 0, attributes: [])])
        let layer = try layer([(x: 100, y: 100, side: 50)])
        let america = try #require(TileCoordinate(z: 4, x: 4, y: 6))
        #expect(try renderer.render(america) { _ in layer }.isEmpty)
    }

    // MARK: Both matrix sets

    /// Squares of 20 m around the middle of the country, each with its label.
    private func squares(_ count: Int) throws -> Layer {
        var fixture = LayerFixture()
        for number in 0..<count {
            let west = 155_000_000 + Int32(number) * 25_000
            let corners = [(0, 0), (20_000, 0), (20_000, 20_000), (0, 20_000)].map {
                RDPoint(x: west + Int32($0.0), y: 463_000_000 + Int32($0.1))
            }
            fixture.add(.polygons, [corners], label: RDPoint(x: west + 10_000, y: 463_010_000))
        }
        return try fixture.layer()
    }

    @Test(arguments: TileMatrixSet.allCases) func layersBeginAtTheirZoomAndLabelsFollow(set: TileMatrixSet) throws {
        let layer = try squares(3)
        let renderer = TileRenderer([
            TileLayerDefinition(name: "pand", minimumZoom: 13, labelMinimumZoom: 15, attributes: []),
            TileLayerDefinition(name: "perceel", minimumZoom: 14, attributes: []),
        ])
        let expected: [Int: [String]] = [
            12: ["pand_aantal", "perceel_aantal", "stip"], 13: ["pand", "perceel_aantal", "stip"],
            14: ["pand", "perceel", "stip"], 15: ["pand", "perceel", "pand_label", "stip"],
        ]
        for (zoom, names) in expected {
            let tile = try LayerFixture.tile(
                set,
                z: zoom - set.zoomsAheadOfMercator,
                at: RDPoint(x: 155_010_000, y: 463_010_000)
            )
            let decoded = DecodedTile(try renderer.render(tile) { _ in layer })
            #expect(decoded.layers.map(\.name) == names, "zoom \(zoom)")
            let said = try #require(decoded.layer("stip")?.features.first)
            #expect(said.tags == ["pand": "\(zoom >= 13)", "perceel": "\(zoom >= 14)"])
            if let counts = decoded.layer("pand_aantal") {
                func sum(_ key: String) -> Int { counts.features.reduce(0) { $0 + (Int($1.tags[key] ?? "") ?? 0) } }
                #expect(sum("aantal") == 3 && sum("oppervlakte") == 1200)
            }
        }
    }

    @Test func memoryKeptFromTileToTileDoesNotShow() throws {
        let few = try squares(1)
        let many = try squares(40)
        var scratch = TileScratch()
        for set in TileMatrixSet.allCases {
            for z in [6, 9, 12] {
                let tile = try LayerFixture.tile(set, z: z, at: RDPoint(x: 155_010_000, y: 463_010_000))
                for layer in [many, few, many] {
                    let fresh = try pandRenderer.render(tile) { _ in layer }
                    #expect(try pandRenderer.render(tile, &scratch) { _ in layer } == fresh)
                    #expect(!fresh.isEmpty)
                }
            }
        }
    }

    @Test func matrixSetsHaveValidatorsOfTheirOwn() throws {
        let layer = try squares(2)
        let mercator = try #require(TileCoordinate(z: 0, x: 0, y: 0))
        let rd = try #require(TileCoordinate(.netherlandsRDNewQuad, z: 0, x: 0, y: 0))
        #expect(pandRenderer.validator(mercator) { _ in layer } != pandRenderer.validator(rd) { _ in layer })
    }
}
