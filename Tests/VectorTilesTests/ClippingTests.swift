import FeatureLayers
import GEOSBridge
import GeoValues
import Testing
import VectorTiles

/// What is drawn of polygons, judged by areas and by GEOS.
@Suite struct ClippingTests {
    private let centre = RDPoint(x: 155_100_000, y: 462_900_000)
    /// The tile and its buffer, twice the area.
    private let doubledBox = 2 * (4096 + 128) * (4096 + 128)

    private func offset(_ x: Int, _ y: Int) -> RDPoint { RDPoint(x: centre.x + Int32(x), y: centre.y + Int32(y)) }

    private func check(_ feature: DecodedTile.Feature, _ comment: Comment) {
        #expect(feature.faults.isEmpty, comment)
        #expect(feature.type == 3, comment)
        #expect((feature.paths.first?.doubledArea ?? 0) > 0, "the first ring is an exterior; \(comment)")
        for ring in feature.paths {
            #expect(ring.doubledArea != 0, comment)
            #expect(Set(ring).count == ring.count, "a ring comes to no point twice; \(comment)")
            for point in ring { #expect((-64...4161).contains(point.x) && (-64...4161).contains(point.y), comment) }
        }
        #expect(crossings(feature.paths) == 0, comment)
    }

    /// Pairs of edges that cross or lie over each other, of all rings, every edge with every other.
    private func crossings(_ rings: [[DecodedTile.Point]]) -> Int {
        var edges: [(a: DecodedTile.Point, b: DecodedTile.Point)] = []
        for ring in rings { for place in ring.indices { edges.append((ring[place], ring[(place + 1) % ring.count])) } }
        func turn(_ a: DecodedTile.Point, _ b: DecodedTile.Point, _ c: DecodedTile.Point) -> Int {
            ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)).signum()
        }
        var count = 0
        for (place, first) in edges.enumerated() {
            for second in edges[(place + 1)...] {
                let (abc, abd) = (turn(first.a, first.b, second.a), turn(first.a, first.b, second.b))
                let (cda, cdb) = (turn(second.a, second.b, first.a), turn(second.a, second.b, first.b))
                if abc * abd < 0, cda * cdb < 0 { count += 1 }
                if abc == 0, abd == 0 {
                    // On one line: they may have an end in common, but no more.
                    func along(_ point: DecodedTile.Point) -> Int {
                        (point.x - first.a.x) * (first.b.x - first.a.x) + (point.y - first.a.y)
                            * (first.b.y - first.a.y)
                    }
                    let low = min(along(second.a), along(second.b))
                    let high = max(along(second.a), along(second.b))
                    if max(low, 0) < min(high, along(first.b)) { count += 1 }
                }
            }
        }
        return count
    }

    private func area(_ feature: DecodedTile.Feature) -> Int { feature.paths.reduce(0) { $0 + $1.doubledArea } }

    /// A crooked grid of quadrilaterals that share their corners, `side` by `side`, with cells of about `cell` mm.
    private func crookedGrid(side: Int, cell: Int, random: inout SeededGenerator) -> LayerFixture {
        let jitter = cell * 2 / 5
        var corners: [[RDPoint]] = []
        for row in 0...side {
            corners.append(
                (0...side).map { column in
                    RDPoint(
                        x: centre.x
                            + Int32((column - side / 2) * cell + Int.random(in: -jitter...jitter, using: &random)),
                        y: centre.y + Int32((row - side / 2) * cell + Int.random(in: -jitter...jitter, using: &random))
                    )
                }
            )
        }
        var fixture = LayerFixture()
        for row in 0..<side {
            for column in 0..<side {
                fixture.add(
                    .polygons,
                    [
                        [
                            corners[row][column], corners[row][column + 1], corners[row + 1][column + 1],
                            corners[row + 1][column],
                        ]
                    ]
                )
            }
        }
        return fixture
    }

    /// Cells of several units: nothing breaks, and neighbours are cut at the same points, so the areas add up to the unit.
    @Test(arguments: TileMatrixSet.allCases, 1...6) func aCoverageStaysOneWithoutGapOrOverlap(
        set: TileMatrixSet,
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        // Tiles of about 1,500 m (Mercator 14) and 860 m (RD 10), units of 37 and 21 cm; the grid is larger.
        let z = set == .webMercatorQuad ? 14 : 10
        let layer = try crookedGrid(side: 60, cell: 60_000, random: &random).layer()
        let tile = try LayerFixture.tile(set, z: z, at: centre)
        let features = try #require(DecodedTile(try pandRenderer.render(tile) { _ in layer }).layer("pand")).features
        #expect(features.reduce(0) { $0 + area($1) } == doubledBox, "seed \(seed)")
        for feature in features { check(feature, "\(set) seed \(seed) feature \(feature.id)") }
    }

    /// Cells as small as a unit: many break. None may be lost or be invalid, and what is mended stays near.
    @Test(arguments: TileMatrixSet.allCases, 1...6) func whatTheGridBreaksIsMended(set: TileMatrixSet, seed: UInt64)
        throws
    {
        var random = SeededGenerator(seed: seed)
        let z = set == .webMercatorQuad ? 14 : 10
        let unit = set == .webMercatorQuad ? 367 : 210
        let layer = try crookedGrid(side: 40, cell: unit * Int.random(in: 1...4, using: &random), random: &random)
            .layer()
        let tile = try LayerFixture.tile(set, z: z, at: centre)
        let features = try #require(DecodedTile(try pandRenderer.render(tile) { _ in layer }).layer("pand")).features
        #expect(features.count == layer.featureCount, "seed \(seed)")
        for feature in features { check(feature, "\(set) seed \(seed) feature \(feature.id)") }
    }

    /// Long arms that go in and out of the tile, with holes: compared with what GEOS cuts on the same grid.
    @Test(arguments: 1...120) func combsAreCutAsGEOSCutsThem(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // RD zoom 11: a unit is 105 mm, so every vertex can be put on the grid.
        let tile = try LayerFixture.tile(.netherlandsRDNewQuad, z: 11, at: centre)
        func rd(_ point: (x: Int, y: Int)) -> RDPoint {
            RDPoint(
                x: Int32((tile.x * 4096 + point.x) * 105 - 285_401_920),
                y: Int32(903_401_920 - (tile.y * 4096 + point.y) * 105)
            )
        }
        let rings = comb(&random)
        var fixture = LayerFixture()
        fixture.add(.polygons, rings.map { $0.map(rd) }, holes: Set(rings.indices.dropFirst()))
        let layer = try fixture.layer()
        let feature = DecodedTile(try pandRenderer.render(tile) { _ in layer }).layer("pand")?.features.first
        let expected = try Overlay.clipped(
            gridPolygons: [rings.map { $0.map { GridPoint(x: Int32($0.x), y: Int32($0.y)) } }],
            to: GridBox(minX: -64, minY: -64, maxX: 4160, maxY: 4160)
        )
        let expectedArea = expected.joined().reduce(0) { sum, ring in
            sum + ring.map { DecodedTile.Point(x: Int($0.x), y: Int($0.y)) }.doubledArea
        }
        if let feature { check(feature, "seed \(seed)") }
        // Crossings are rounded one by one: each tilts an edge of at most some thousand units by half a unit.
        let difference = abs((feature.map(area) ?? 0) - expectedArea)
        #expect(difference <= 40_000, "seed \(seed): \(expectedArea)")
        #expect(expectedArea == 0 || Double(difference) / Double(expectedArea) < 0.01, "seed \(seed)")
    }

    /// A comb whose teeth reach over a random side of the tile, in tile units, exterior counter-clockwise in RD, and a hole
    /// in its back.
    private func comb(_ random: inout SeededGenerator) -> [[(x: Int, y: Int)]] {
        let teeth = Int.random(in: 1...12, using: &random)
        let width = Int.random(in: 6...200, using: &random)
        let left = Int.random(in: -600...3000, using: &random)
        let top = Int.random(in: -600...600, using: &random)
        let back = Int.random(in: 20...300, using: &random)
        var outline: [(x: Int, y: Int)] = [(left, top - back)]
        for tooth in 0..<teeth {
            let x = left + 2 * tooth * width
            let depth = Int.random(in: 1...5000, using: &random)
            let slant = Int.random(in: -width / 3...width / 3, using: &random)
            outline += [(x, top), (x + width / 2 + slant, top + depth), (x + width, top)]
        }
        let right = left + (2 * teeth - 1) * width
        outline.append((right, top - back))
        let hole = [
            (left + 1, top - back + 5), (left + 1, top - 5), (right - 1, top - 5), (right - 1, top - back + 5),
        ]
        // Any of the four sides: turned by quarters of a circle around the tile's middle.
        let quarters = Int.random(in: 0..<4, using: &random)
        func turned(_ point: (x: Int, y: Int)) -> (x: Int, y: Int) {
            (0..<quarters).reduce(point) { point, _ in (4096 - point.y, point.x) }
        }
        let rings = [outline.map(turned), hole.map(turned)]
        // y runs southward here: clockwise on the screen is clockwise in RD, so exteriors are turned round.
        func oriented(_ ring: [(x: Int, y: Int)], _ isHole: Bool) -> [(x: Int, y: Int)] {
            let area = ring.map { DecodedTile.Point(x: $0.x, y: $0.y) }.doubledArea
            return (area > 0) == isHole ? ring : ring.reversed()
        }
        return [oriented(rings[0], false), oriented(rings[1], true)]
    }

    @Test func aTileInsideAPolygonIsFilled() throws {
        let far = [(-9_000_000, -9_000_000), (9_000_000, -9_000_000), (9_000_000, 9_000_000), (-9_000_000, 9_000_000)]
        var fixture = LayerFixture()
        fixture.add(.polygons, [far.map { offset($0.0, $0.1) }])
        let layer = try fixture.layer()
        for (set, z) in [(TileMatrixSet.webMercatorQuad, 16), (.netherlandsRDNewQuad, 12)] {
            let tile = try LayerFixture.tile(set, z: z, at: centre)
            let feature = try #require(
                DecodedTile(try pandRenderer.render(tile) { _ in layer }).layer("pand")?.features.first
            )
            #expect(area(feature) == doubledBox)
            #expect(feature.paths.count == 1 && feature.paths[0].count == 4)
        }
    }

    /// A round outline of 20,000 vertices around the tile or through it: runs beyond the tile are skipped.
    @Test(arguments: TileMatrixSet.allCases) func longOutlinesAreCutWhereTheTileIs(set: TileMatrixSet) throws {
        let count = 20_000
        let radius = 3_000_000.0
        let circle = (0..<count).map { step in
            let angle = Double(step) / Double(count) * 2 * Double.pi
            return RDPoint(
                x: centre.x + Int32((radius * cosine(angle)).rounded()),
                y: centre.y + Int32((radius * sine(angle)).rounded())
            )
        }
        var fixture = LayerFixture()
        fixture.add(.polygons, [circle])
        let layer = try fixture.layer()
        let z = set == .webMercatorQuad ? 16 : 12
        let inside = try LayerFixture.tile(set, z: z, at: centre)
        let filled = try #require(
            DecodedTile(try pandRenderer.render(inside) { _ in layer }).layer("pand")?.features.first
        )
        #expect(area(filled) == doubledBox)
        let border = try LayerFixture.tile(set, z: z, at: circle[count / 8])
        let half = try #require(
            DecodedTile(try pandRenderer.render(border) { _ in layer }).layer("pand")?.features.first
        )
        check(half, "\(set)")
        #expect(area(half) > 0 && area(half) < doubledBox)
        #expect(half.paths.count == 1 && half.paths[0].count > 20)
    }

    private func cosine(_ angle: Double) -> Double { sine(angle + Double.pi / 2) }

    private func sine(_ angle: Double) -> Double {
        // The series is enough for a circle; a test needs no library for it.
        var reduced = angle.truncatingRemainder(dividingBy: 2 * Double.pi)
        if reduced > Double.pi { reduced -= 2 * Double.pi }
        var term = reduced
        var sum = reduced
        for step in 1...15 {
            term *= -reduced * reduced / Double(2 * step * (2 * step + 1))
            sum += term
        }
        return sum
    }

    @Test func linesAreCutAndNoneGoesMissing() throws {
        var fixture = LayerFixture()
        fixture.add(
            .lines,
            [
                [(-9_000_000, 100), (9_000_000, 100), (9_000_000, 5_000), (-9_000_000, 5_000)].map {
                    offset($0.0, $0.1)
                }
            ]
        )
        fixture.add(.lines, [[centre, offset(1, 0)]])
        let layer = try fixture.layer()
        let tile = try LayerFixture.tile(.netherlandsRDNewQuad, z: 10, at: centre)
        let features = try #require(DecodedTile(try pandRenderer.render(tile) { _ in layer }).layer("pand")).features
        let long = try #require(features.first { $0.id == 1 })
        #expect(long.type == 2 && long.paths.count == 2 && long.faults.isEmpty)
        for path in long.paths { #expect(Set(path.map(\.x)) == [-64, 4160]) }
        let short = try #require(features.first { $0.id == 2 })
        #expect(short.paths.count == 1 && short.paths[0].count == 2)
    }

    @Test func memoryThatWasUsedGivesTheSameBytes() throws {
        var random = SeededGenerator(seed: 9)
        let layer = try crookedGrid(side: 30, cell: 20_000, random: &random).layer()
        var scratch = TileScratch()
        for z in [10, 12, 14, 9, 12] {
            let tile = try LayerFixture.tile(.netherlandsRDNewQuad, z: z, at: centre)
            let kept = try pandRenderer.render(tile, &scratch) { _ in layer }
            #expect(try kept == pandRenderer.render(tile) { _ in layer })
        }
    }
}
