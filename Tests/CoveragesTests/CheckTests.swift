import Coverages
import GEOSBridge
import GeoValues
import Testing

/// A key for each feature that is neither its place in the order nor sorted.
private func key(_ feature: Int) -> UInt64 { UInt64(feature &* 7_919 % 100_003) }

private func areaSquareMillimetres(_ rings: [RDRing]) -> [Double] {
    rings.map { Double($0.doubledArea.magnitude) / 2 }
}

@Suite struct CheckTests {
    @Test(arguments: 1...20) func `gaps are the holes of the union, with their areas`(seed: UInt64) throws {
        var dirt = MeshCoverage.Dirt()
        dirt.missing = 0.5
        let mesh = MeshCoverage(columns: 9, rows: 8, seed: seed, dirt: dirt)
        let block = CoverageBlock(mesh.whole())
        let edges = block.unmatchedEdges(keys: mesh.features.indices.map(key))
        let found = GapFinder.gaps(edges)
        #expect(found.uncovered.isEmpty, "seed \(seed)")
        // Two vertices within a millimetre of each other leave a sliver between them, which is told.
        let gaps = found.gaps.filter { $0.widthMillimetres > 2 }
        #expect(found.gaps.count - gaps.count <= block.refusals.count, "seed \(seed)")
        let union = try Overlay.union(mesh.features.flatMap { $0 })
        // T-vertices are rounded, so before noding there are slivers of less than a millimetre.
        let holes = areaSquareMillimetres(union.flatMap(\.holes).filter { $0.doubledArea.magnitude > 2_000_000 })
        // An island in a gap is a polygon of its own in the union.
        let areas = gaps.map(\.areaSquareMillimetres).reduce(0, +)
        let inHoles = union.filter { island in
            union.contains { other in
                other.holes.contains { location(of: island.exterior.points[0], in: RDPolygon(exterior: $0)) == .inside }
            }
        }
        let expected = holes.reduce(0, +) - areaSquareMillimetres(inHoles.map(\.exterior)).reduce(0, +)
        #expect(gaps.count == holes.count, "seed \(seed)")
        // Noding moves a border by up to a millimetre.
        #expect(abs(areas - expected) < 80_000 * Double(holes.count), "seed \(seed)")
        for gap in gaps {
            #expect(location(of: gap.place, in: union) == .outside, "seed \(seed)")
            #expect(gap.widthMillimetres > 5_000, "seed \(seed)")
            #expect(gap.features == gap.features.sorted() && gap.featureCount >= 4, "seed \(seed)")
        }
    }

    @Test(arguments: 1...20) func `overlaps are what GEOS finds between all pairs`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var dirt = MeshCoverage.Dirt()
        dirt.slivers = 0.2
        var mesh = MeshCoverage(columns: 6, rows: 5, seed: seed, dirt: dirt)
        for _ in 0..<6 {
            // The same again, something moved over its neighbours, something inside, something across.
            var polygons = mesh.features[Int.random(in: 0..<mesh.features.count, using: &random)]
            let dx = [0, 0, 5_000, 20_000].randomElement(using: &random) ?? 0
            let shrink = Int32([1, 1, 3].randomElement(using: &random) ?? 1)
            polygons = try polygons.map { polygon in
                let box = polygon.box
                let points = polygon.exterior.points.map { point in
                    RDPoint(x: box.minX + (point.x - box.minX) / shrink + Int32(dx), y: point.y)
                }
                return RDPolygon(exterior: try #require(RDRing(points)))
            }
            mesh.features.append(polygons)
        }
        let keys = mesh.features.indices.map(key)
        let found = CoverageBlock(mesh.whole()).overlaps(keys: keys)
        #expect(found.unjudged.isEmpty, "seed \(seed)")
        var areas: [[UInt64]: Double] = [:]
        for overlap in found.overlaps { areas[[overlap.first, overlap.second]] = overlap.areaSquareMillimetres }
        #expect(areas.count == found.overlaps.count, "seed \(seed)")
        for first in mesh.features.indices {
            for second in 0..<first {
                let expected =
                    try Overlay.intersectionArea(mesh.features[first], mesh.features[second]) * 1_000_000
                let area = areas[[min(keys[first], keys[second]), max(keys[first], keys[second])]] ?? 0
                // Joining T-vertices moves a border by up to a millimetre.
                #expect(abs(area - expected) <= 30_000, "seed \(seed), features \(first), \(second)")
                if expected > 100_000 { #expect(area > 0, "seed \(seed), features \(first), \(second)") }
            }
        }
    }

    @Test(arguments: 1...20) func `blocks report each overlap and each unmatched edge once`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var dirt = MeshCoverage.Dirt()
        dirt.slivers = 0.3
        dirt.missing = 0.3
        var mesh = MeshCoverage(columns: 7, rows: 7, seed: seed, dirt: dirt)
        mesh.features.append(mesh.features[3])
        let whole = CoverageBlock(mesh.whole())
        let keys = mesh.features.indices.map(key)
        let blockCount = Int.random(in: 2...5, using: &random)
        var own = [[Int]](repeating: [], count: blockCount)
        for feature in mesh.features.indices { own[Int.random(in: 0..<blockCount, using: &random)].append(feature) }
        var edges: [UnmatchedEdge] = []
        var overlaps: [CoverageOverlap] = []
        for features in own {
            let (polygons, order) = mesh.blockWithOrder(owning: features.shuffled(using: &random))
            let block = CoverageBlock(polygons)
            edges += block.unmatchedEdges(keys: order.map(key))
            overlaps += block.overlaps(keys: order.map(key)).overlaps
        }
        overlaps.sort { ($0.first, $0.second) < ($1.first, $1.second) }
        #expect(overlaps == whole.overlaps(keys: keys).overlaps, "seed \(seed)")
        #expect(!overlaps.isEmpty, "seed \(seed)")
        let expected = whole.unmatchedEdges(keys: keys)
        #expect(edges.count == expected.count && Set(edges) == Set(expected), "seed \(seed)")
        #expect(GapFinder.gaps(edges) == GapFinder.gaps(expected.shuffled(using: &random)), "seed \(seed)")
    }

    @Test func `a feature that overlaps all around it fills the hole that its neighbours leave`() throws {
        func square(_ low: Int32, _ high: Int32) throws -> RDRing {
            try #require(
                RDRing([
                    RDPoint(x: low, y: 400_000_000 + low), RDPoint(x: high, y: 400_000_000 + low),
                    RDPoint(x: high, y: 400_000_000 + high), RDPoint(x: low, y: 400_000_000 + high),
                ])
            )
        }
        let frame = RDPolygon(exterior: try square(0, 90_000), holes: [try square(30_000, 60_000)])
        func gaps(_ inner: [RDPolygon]) -> [CoverageGap] {
            var flat = FlatPolygons()
            for polygon in [frame] + inner { flat.append([polygon], group: 0, isOwn: true) }
            return GapFinder.gaps(CoverageBlock(flat).unmatchedEdges(keys: (0...UInt64(inner.count)).map { $0 })).gaps
        }
        #expect(gaps([]).map(\.areaSquareMillimetres) == [900_000_000])
        #expect(gaps([RDPolygon(exterior: try square(25_000, 65_000))]).isEmpty)
        #expect(gaps([RDPolygon(exterior: try square(30_000, 60_000))]).isEmpty)
        // One that does not fill it leaves a gap around itself.
        #expect(gaps([RDPolygon(exterior: try square(40_000, 50_000))]).map(\.areaSquareMillimetres) == [800_000_000])
    }

    @Test func `two borders that cross make a gap and an overlap`() throws {
        // West and east of x = 1000 … 1200; their borders cross at (1100, 500).
        let west = try polygon([(0, 0), (1_000, 0), (1_200, 1_000), (0, 1_000)])
        let east = try polygon([(1_200, 0), (2_000, 0), (2_000, 1_000), (1_000, 1_000)])
        // Closed below and above, so that the gap is enclosed.
        let south = try polygon([(0, -100), (2_000, -100), (2_000, 0), (1_200, 0), (1_000, 0), (0, 0)])
        let north = try polygon([
            (0, 1_000), (1_000, 1_000), (1_200, 1_000), (2_000, 1_000), (2_000, 1_100), (0, 1_100),
        ])
        var flat = FlatPolygons()
        for polygon in [west, east, south, north] { flat.append([polygon], group: 0, isOwn: true) }
        let block = CoverageBlock(flat)
        let overlaps = block.overlaps(keys: [10, 20, 30, 40]).overlaps
        #expect(overlaps.count == 1)
        #expect(overlaps.first?.first == 10 && overlaps.first?.second == 20)
        #expect(overlaps.first?.areaSquareMillimetres == 50_000)
        let gaps = GapFinder.gaps(block.unmatchedEdges(keys: [10, 20, 30, 40])).gaps
        #expect(gaps.count == 1)
        #expect(gaps.first?.areaSquareMillimetres == 50_000)
        #expect(gaps.first?.features == [10, 20, 30])
    }

    @Test func `groups do not meet`() throws {
        var flat = FlatPolygons()
        flat.append([try polygon([(0, 0), (1_000, 0), (1_000, 1_000), (0, 1_000)])], group: 1, isOwn: true)
        flat.append([try polygon([(500, 0), (1_500, 0), (1_500, 1_000), (500, 1_000)])], group: 2, isOwn: true)
        let block = CoverageBlock(flat)
        #expect(block.insertions.isEmpty && block.refusals.isEmpty)
        #expect(block.overlaps(keys: [1, 2]).overlaps.isEmpty)
        #expect(block.unmatchedEdges(keys: [1, 2]).count == 8)
        #expect(GapFinder.gaps(block.unmatchedEdges(keys: [1, 2])) == GapFindings())
    }
}
