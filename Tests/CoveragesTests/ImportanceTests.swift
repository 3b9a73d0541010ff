import Coverages
import GEOSBridge
import GeoValues
import Testing

/// The own features as drawn at a tolerance; rings with fewer than three vertices are left out with their holes.
private func drawn(_ polygons: FlatPolygons, tolerance: UInt16) -> [[RDPolygon]] {
    let block = CoverageBlock(polygons)
    let noded = block.noded
    let importances = block.importances()
    return (0..<polygons.ownCount).map { feature in
        var parts: [(exterior: RDRing?, holes: [RDRing])] = []
        for ring in Int(polygons.firstRings[feature])..<Int(polygons.firstRings[feature + 1]) {
            let range = Int(noded.firstVertices[ring])..<Int(noded.firstVertices[ring + 1])
            let kept = VertexImportance.kept(importances[range], tolerance: tolerance)
            let points = RDRing(kept.map { noded.vertices[range.lowerBound + $0] })
            if polygons.ringRoles[ring] == 0 {
                parts.append((points, []))
            } else if let points {
                parts[parts.count - 1].holes.append(points)
            }
        }
        return parts.compactMap { part in part.exterior.map { RDPolygon(exterior: $0, holes: part.holes) } }
    }
}

/// Edges that are used once forward and not backward.
private func unmatched(_ features: [[RDPolygon]]) -> (edges: Set<[RDPoint]>, repeated: Int) {
    var edges: Set<[RDPoint]> = []
    var repeated = 0
    for ring in features.joined().flatMap(\.rings) {
        for (position, point) in ring.points.enumerated() {
            let next = ring.points[(position + 1) % ring.points.count]
            if !edges.insert([point, next]).inserted { repeated += 1 }
        }
    }
    return (edges.filter { !edges.contains([$0[1], $0[0]]) }, repeated)
}

private func area(_ features: [[RDPolygon]]) -> Int128 { features.joined().reduce(0) { $0 + $1.doubledArea } }

/// Twice the area inside a set of directed edges.
private func area(_ edges: Set<[RDPoint]>) -> Int128 {
    edges.reduce(0) { $0 + Int128($1[0].x) * Int128($1[1].y) - Int128($1[1].x) * Int128($1[0].y) }
}

@Suite struct ImportanceTests {
    @Test(arguments: 1...12) func `at any tolerance neighbours share their borders and polygons are valid`(
        seed: UInt64
    ) throws {
        let mesh = MeshCoverage(columns: 9, rows: 7, seed: seed)
        for tolerance: UInt16 in [0, 1, 10, 100, 400, 1_000, 2_500, 6_000, 15_000, 65_534] {
            let features = drawn(mesh.whole(), tolerance: tolerance)
            // A cell beside a missing one may have two nodes only; it is 12 m wide at least.
            #expect(tolerance > 6_000 || features.allSatisfy { !$0.isEmpty }, "seed \(seed), tolerance \(tolerance)")
            let (edges, repeated) = unmatched(features)
            #expect(repeated == 0, "seed \(seed), tolerance \(tolerance)")
            // What the unmatched edges enclose is the sum of all areas: there is no overlap, and holes stay holes.
            #expect(area(edges) == area(features), "seed \(seed), tolerance \(tolerance)")
            for feature in features {
                let problem = try Overlay.invalidity(of: feature)
                #expect(problem == nil, "seed \(seed), tolerance \(tolerance)")
            }
            // The union has that area too, so no two features overlap.
            let union = try Overlay.union(features.flatMap { $0 })
            #expect(area([union]) == area(features), "seed \(seed), tolerance \(tolerance)")
        }
    }

    @Test func `houses with a party wall keep area at any tolerance, and the same wall`() throws {
        var flat = FlatPolygons()
        flat.append([try polygon([(0, 0), (6_000, 0), (6_000, 10_000), (0, 10_000)])], group: 0, isOwn: true)
        flat.append([try polygon([(6_000, 0), (12_000, 0), (12_000, 10_000), (6_000, 10_000)])], group: 0, isOwn: true)
        flat.append([try polygon([(40_000, 0), (50_000, 0), (50_000, 8_000), (40_000, 8_000)])], group: 0, isOwn: true)
        for tolerance: UInt16 in [1, 5_000, 20_000, 65_534] {
            let houses = drawn(flat, tolerance: tolerance)
            #expect(houses.allSatisfy { $0.count == 1 && $0[0].doubledArea > 0 })
        }
        #expect(unmatched(drawn(flat, tolerance: 65_534)).edges.count == 2 + 2 + 3)
    }

    @Test func `a chord does not pass over a vertex of another feature`() throws {
        var flat = FlatPolygons()
        // A bay 3 m deep with a shed in it: at 5 m the bay would be cut off and the shed lie inside the plot.
        let bay = [(20_000, 20_000), (15_000, 17_000), (10_000, 20_000)]
        let plot = [try polygon([(0, 0), (30_000, 0), (30_000, 20_000)] + bay + [(0, 20_000)])]
        flat.append(plot, group: 0, isOwn: true)
        flat.append([try polygon([(14_500, 19_000), (15_500, 19_000), (15_000, 19_800)])], group: 0, isOwn: true)
        let features = drawn(flat, tolerance: 5_000)
        #expect(features[0][0].exterior.points.contains(RDPoint(x: 155_015_000, y: 463_017_000)))
        #expect(try !Overlay.intersectsInterior(features[0], features[1]))
        var alone = FlatPolygons()
        alone.append(plot, group: 0, isOwn: true)
        #expect(drawn(alone, tolerance: 5_000)[0][0].exterior.points.count == 4)
    }

    @Test func `a border of a hundred thousand vertices takes no seconds`() throws {
        // Two provinces with a wiggling border between them, and nothing else.
        var random = SeededGenerator(seed: 1)
        let border = (0...100_000).map { number in
            RDPoint(
                x: 100_000_000 + Int32(number) * 1_000,
                y: 400_000_000 + Int32.random(in: -20_000...20_000, using: &random)
            )
        }
        let south = [RDPoint(x: 200_000_000, y: 300_000_000), RDPoint(x: 100_000_000, y: 300_000_000)]
        let north = [RDPoint(x: 100_000_000, y: 500_000_000), RDPoint(x: 200_000_000, y: 500_000_000)]
        var flat = FlatPolygons()
        for points in [border + south, border.reversed() + north] {
            flat.append([RDPolygon(exterior: try #require(RDRing(points)))], group: 0, isOwn: true)
        }
        let clock = ContinuousClock()
        let time = clock.measure { #expect(CoverageBlock(flat).importances().count == 200_006) }
        #expect(time < .seconds(10), "\(time)")
    }
}
