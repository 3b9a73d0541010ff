import FeatureLayers
import GeoValues
import Testing
import VectorTiles

/// One label for each feature, in one tile.
@Suite struct LabelTests {
    @Test(arguments: TileMatrixSet.allCases) func everyFeatureHasItsLabelInExactlyOneTile(set: TileMatrixSet) throws {
        let seed: UInt64 = 4
        var random = SeededGenerator(seed: seed)
        let middle = RDPoint(x: 155_000_000, y: 463_000_000)
        var fixture = LayerFixture()
        for number in 0..<400 {
            // Some exactly on the corner of a tile: in RD at zoom 4 and higher, the middle is one.
            let spread = number % 8 == 0 ? 0 : 300_000
            let place = RDPoint(
                x: middle.x + Int32.random(in: -Int32(spread)...Int32(spread), using: &random),
                y: middle.y + Int32.random(in: -Int32(spread)...Int32(spread), using: &random)
            )
            let corners = [(-3000, -3000), (3000, -3000), (3000, 3000), (-3000, 3000)].map {
                RDPoint(x: place.x + Int32($0.0), y: place.y + Int32($0.1))
            }
            fixture.add(.polygons, [corners], label: place)
        }
        let layer = try fixture.layer()
        for z in set == .webMercatorQuad ? [12, 15, 16] : [8, 11, 12] {
            let around = try LayerFixture.tile(set, z: z, at: middle)
            var seen: [UInt64: Int] = [:]
            for x in around.x - 8...around.x + 8 {
                for y in around.y - 8...around.y + 8 {
                    let tile = try #require(TileCoordinate(set, z: z, x: x, y: y))
                    let labels = DecodedTile(try pandRenderer.render(tile) { _ in layer }).layer("pand_label")
                    for feature in labels?.features ?? [] {
                        seen[feature.id, default: 0] += 1
                        let point = try #require(feature.paths.first?.first)
                        #expect(feature.type == 1 && feature.tags["id"] == "\(feature.id)")
                        #expect((0..<4096).contains(point.x) && (0..<4096).contains(point.y))
                    }
                }
            }
            #expect(seen.count == 400 && seen.values.allSatisfy { $0 == 1 }, "seed \(seed), zoom \(z)")
        }
    }

    /// A label is put by the difference to a vertex: right to a centimetre 2 km away, and to a decimetre 10 km away.
    @Test func placesBesideAKnownOneAreRightToMillimetres() throws {
        let seed: UInt64 = 12
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            // Points of RDNAPTRANS2018's polynomials' own frame: the two ways round must agree with one another.
            let known = RDPoint(
                x: .random(in: 20_000_000...270_000_000, using: &random),
                y: .random(in: 310_000_000...610_000_000, using: &random)
            )
            let near = RDPoint(
                x: known.x + .random(in: -2_000_000...2_000_000, using: &random),
                y: known.y + .random(in: -2_000_000...2_000_000, using: &random)
            )
            let position = ApproximateMercator.position(of: near, beside: known, at: LayerFixture.mercator(known))
            let direct = LayerFixture.mercator(near)
            #expect(abs(Int64(position.x) - Int64(direct.x)) <= 1 && abs(Int64(position.y) - Int64(direct.y)) <= 1)
        }
    }
}
