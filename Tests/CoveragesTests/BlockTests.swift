import Coverages
import GeoValues
import Testing

/// What a block makes of one feature.
private struct Outcome: Equatable {
    var rings: [[RDPoint]] = []
    var importances: [[UInt16]] = []
}

private func outcomes(_ polygons: FlatPolygons) -> [Outcome] {
    let block = CoverageBlock(polygons)
    let noded = block.noded
    let importances = block.importances()
    return (0..<polygons.ownCount).map { feature in
        var outcome = Outcome()
        for ring in Int(polygons.firstRings[feature])..<Int(polygons.firstRings[feature + 1]) {
            let range = Int(noded.firstVertices[ring])..<Int(noded.firstVertices[ring + 1])
            outcome.rings.append(Array(noded.vertices[range]))
            outcome.importances.append(Array(importances[range]))
        }
        return outcome
    }
}

@Suite struct BlockTests {
    /// Cells of some centimetres: every vertex is within millimetres of edges, and much is invalid.
    @Test(arguments: 1...200) func `dirt gives the same in any block`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var dirt = MeshCoverage.Dirt()
        dirt.slivers = Double.random(in: 0...0.5, using: &random)
        dirt.tVertices = Double.random(in: 0...1, using: &random)
        let side = Int.random(in: 25...300, using: &random)
        let mesh = MeshCoverage(columns: 7, rows: 5, side: side, seed: seed, dirt: dirt)
        let whole = CoverageBlock(mesh.whole())
        // Else the test would say nothing.
        if dirt.tVertices > 0.2 { #expect(!whole.insertions.isEmpty || !whole.refusals.isEmpty, "seed \(seed)") }
        let expected = outcomes(mesh.whole())
        for feature in mesh.features.indices {
            #expect(outcomes(mesh.block(owning: [feature])) == [expected[feature]], "seed \(seed), feature \(feature)")
        }
    }

    @Test(arguments: 1...40) func `a coverage cut into blocks gives what the whole gives`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var dirt = MeshCoverage.Dirt()
        dirt.slivers = [0, 0.1, 0.5].randomElement(using: &random) ?? 0
        dirt.tVertices = [0, 0.2, 0.8].randomElement(using: &random) ?? 0
        let mesh = MeshCoverage(columns: 8, rows: 6, seed: seed, dirt: dirt)
        let expected = outcomes(mesh.whole())
        let blockCount = Int.random(in: 2...6, using: &random)
        var own = [[Int]](repeating: [], count: blockCount)
        for feature in mesh.features.indices {
            own[Int.random(in: 0..<blockCount, using: &random)].append(feature)
        }
        for features in own {
            let shuffled = features.shuffled(using: &random)
            let found = outcomes(mesh.block(owning: shuffled))
            for (position, feature) in shuffled.enumerated() {
                #expect(found[position] == expected[feature], "seed \(seed), feature \(feature)")
            }
        }
    }
}
