import Coverages
import GeoValues
import Testing

/// Douglas and Peucker's method for one tolerance, recursive and plain.
private func kept(_ line: ArraySlice<RDPoint>, tolerance: Int64) -> [RDPoint] {
    guard let first = line.first, let last = line.last, line.count > 2 else { return Array(line) }
    var farthest = line.startIndex + 1
    for position in line.indices.dropFirst().dropLast() {
        let distance = squaredDistance(from: line[position], toSegment: first, last)
        let most = squaredDistance(from: line[farthest], toSegment: first, last)
        if most < distance || (most == distance && line[position] < line[farthest]) { farthest = position }
    }
    let most = squaredDistance(from: line[farthest], toSegment: first, last)
    // Divided when the distance is at least the tolerance.
    if most.numerator < Int128(tolerance * tolerance) * Int128(most.denominator) { return [first, last] }
    return kept(line[...farthest], tolerance: tolerance).dropLast() + kept(line[farthest...], tolerance: tolerance)
}

@Suite struct LineTests {
    @Test(arguments: 1...300) func `keeping by importance is Douglas and Peucker's answer for every tolerance`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        var line: [RDPoint] = [RDPoint(x: 155_000_000, y: 463_000_000)]
        // Steps of all sizes, on a coarse lattice at times, so that ties are common.
        let step: Int32 = [3, 40, 1_000, 40_000].randomElement(using: &random) ?? 3
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            let last = line[line.count - 1]
            let next = RDPoint(
                x: last.x + Int32.random(in: -step / 3...step, using: &random),
                y: last.y + Int32.random(in: -step...step, using: &random)
            )
            if next != last { line.append(next) }
        }
        guard line.count >= 2, line[0] != line[line.count - 1] else { return }
        let importances = LineImportance.importances(vertices: line, firstVertices: [0, UInt32(line.count)])
        let backward = LineImportance.importances(
            vertices: line.reversed(),
            firstVertices: [0, UInt32(line.count)]
        )
        #expect(importances == backward.reversed(), "seed \(seed)")
        for tolerance: UInt16 in [1, 2, 3, 7, 20, 111, 500, 2_345, 20_000, 65_534] {
            let found = VertexImportance.kept(importances[...], tolerance: tolerance).map { line[$0] }
            #expect(found == kept(line[...], tolerance: Int64(tolerance)), "seed \(seed), tolerance \(tolerance)")
        }
    }

    @Test func `a closed line keeps three corners`() {
        let corners = [(0, 0), (500, 0), (1_000, 0), (1_000, 1_000), (0, 1_000), (0, 0)]
        let line = corners.map { RDPoint(x: Int32(155_000_000 + $0.0), y: Int32(463_000_000 + $0.1)) }
        let importances = LineImportance.importances(vertices: line, firstVertices: [0, 6])
        #expect(importances.first == .max && importances.last == .max)
        #expect(importances[1] == 0)
        #expect(importances.count { $0 == .max } == 4)
    }

    @Test func `a comb of a hundred thousand teeth is no trouble`() {
        // Every division splits off one tooth: the worst case of the method.
        let line = (0..<100_000).map { (number: Int32) -> RDPoint in
            let height: Int32 = number % 2 == 0 ? 0 : 60_000 - number / 2
            return RDPoint(x: 100_000_000 + number, y: 400_000_000 + height)
        }
        let clock = ContinuousClock()
        var importances: [UInt16] = []
        let time = clock.measure {
            importances = LineImportance.importances(vertices: line, firstVertices: [0, UInt32(line.count)])
        }
        #expect(importances.count == line.count)
        #expect(time < .seconds(20))
    }
}
