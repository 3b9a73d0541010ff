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
}
