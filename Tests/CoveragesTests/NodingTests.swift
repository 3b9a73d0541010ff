import Coverages
import GeoValues
import Testing

@Suite struct NodingTests {
    /// A long building plot below, two above whose common corner lies `offset` millimetres above the long border.
    private func row(offset: Int, groups: [UInt32] = [0, 0, 0]) throws -> CoverageBlock {
        var flat = FlatPolygons()
        flat.append(
            [try polygon([(0, 0), (10_000, 0), (10_000, 5_000), (0, 5_000)])],
            group: groups[0],
            isOwn: true
        )
        flat.append(
            [try polygon([(0, 5_000), (4_000, 5_000 + offset), (4_000, 9_000), (0, 9_000)])],
            group: groups[1],
            isOwn: true
        )
        flat.append(
            [try polygon([(4_000, 5_000 + offset), (10_000, 5_000), (10_000, 9_000), (4_000, 9_000)])],
            group: groups[2],
            isOwn: true
        )
        return CoverageBlock(flat)
    }

    @Test(arguments: [-1, 0, 1]) func `a corner within a millimetre of a border is put into it`(offset: Int) throws {
        let block = try row(offset: offset)
        let place = RDPoint(x: 155_004_000, y: Int32(463_005_000 + offset))
        #expect(block.insertions == [TVertex(feature: 0, place: place)])
        #expect(block.noded.ring(0).contains(place) && block.noded.ring(0).count == 5)
        #expect(block.refusals.isEmpty)
        // Only the border between the two above and the outside is left.
        let keys: [UInt64] = [1, 2, 3]
        #expect(GapFinder.gaps(block.unmatchedEdges(keys: keys)) == GapFindings())
        #expect(block.overlaps(keys: keys) == OverlapFindings())
    }

    @Test(arguments: [-2, 2]) func `a corner two millimetres away is told as a gap or an overlap`(offset: Int) throws {
        let block = try row(offset: offset)
        #expect(block.insertions.isEmpty)
        let keys: [UInt64] = [1, 2, 3]
        let gaps = GapFinder.gaps(block.unmatchedEdges(keys: keys)).gaps
        let overlaps = block.overlaps(keys: keys).overlaps
        // The triangle has a base of 10 m and a height of 2 mm.
        #expect(gaps.map(\.areaSquareMillimetres) == (offset > 0 ? [10_000] : []))
        let area = overlaps.map(\.areaSquareMillimetres).reduce(0, +)
        #expect(abs(area - (offset < 0 ? 10_000 : 0)) < 0.001)
        #expect(overlaps.map { [$0.first, $0.second] } == (offset < 0 ? [[1, 2], [1, 3]] : []))
    }

    @Test func `a corner of another group is left alone`() throws {
        #expect(try row(offset: 0, groups: [0, 1, 1]).insertions.isEmpty)
    }

    @Test func `a hole that touches its exterior is noded there`() throws {
        var flat = FlatPolygons()
        let shape = try polygon(
            [(0, 0), (10_000, 0), (10_000, 10_000), (0, 10_000)],
            holes: [[(5_000, 0), (4_000, 3_000), (6_000, 3_000)]]
        )
        flat.append([shape], group: 0, isOwn: true)
        let block = CoverageBlock(flat)
        #expect(block.insertions == [TVertex(feature: 0, place: RDPoint(x: 155_005_000, y: 463_000_000))])
    }

    @Test func `a corner that would close a narrow passage is refused`() throws {
        var flat = FlatPolygons()
        // A slot of 2 mm, open to the east, and a neighbour whose corner ends inside the slot, 1 mm from both sides.
        let slot = [(9_000, 4_999), (2_000, 4_999), (2_000, 5_001), (9_000, 5_001)]
        flat.append(
            [try polygon([(0, 0), (9_000, 0)] + slot + [(9_000, 9_000), (0, 9_000)])],
            group: 0,
            isOwn: true
        )
        flat.append([try polygon([(5_000, 5_000), (20_000, 4_900), (20_000, 5_100)])], group: 0, isOwn: true)
        let block = CoverageBlock(flat)
        #expect(block.insertions.isEmpty)
        #expect(Set(block.refusals) == [TVertex(feature: 0, place: RDPoint(x: 155_005_000, y: 463_005_000))])
    }
}
