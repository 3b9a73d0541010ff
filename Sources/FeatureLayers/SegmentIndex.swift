import GeoValues

/// A packed R-tree over the boxes of a layer's segments, so that a look-up among thousands of plans opens only the few
/// that are there. Kept in memory: 29 bytes a segment.
final class SegmentIndex: Sendable {
    private let boxes: OwnedElements<SIMD4<Int32>>
    private let tree: MappedTree
    private let nodes: OwnedElements<CompactNode>
    /// The tree once more for points; of features it has none. Valid as long as this object lives.
    let pointIndex: PointIndex
    /// The segment of each leaf.
    private let segments: [Int]

    init(_ segmentBoxes: [RDBox]) {
        let keyed = segmentBoxes.indices.filter { !segmentBoxes[$0].isEmpty }.map { position in
            (key: HilbertCurve.key(of: segmentBoxes[position]), position: position)
        }
        let curve = keyed.sorted { ($0.key, $0.position) < ($1.key, $1.position) }.map(\.position)
        segments = PackedTreeOrder.order(curve.map { segmentBoxes[$0] }).map { curve[$0] }
        let shape = PackedTreeShape(itemCount: segments.count)
        let all = shape.boxes(over: segments.map { segmentBoxes[$0] })
        boxes = OwnedElements(all.map { SIMD4($0.minX, $0.minY, $0.maxX, $0.maxY) })
        nodes = OwnedElements(CompactTree.encoded(shape, boxes: all).nodes)
        pointIndex = PointIndex(
            tree: CompactTree(nodes: MappedArray(nodes), itemCount: segments.count, box: all.last ?? .empty),
            shapes: .empty,
            drawings: .empty,
            vertices: .empty
        )
        tree = MappedTree(shape: shape, boxes: MappedArray(boxes))
    }

    /// Calls `body` with each segment whose box meets the window, in no order to rely on.
    @inline(__always)
    func forEachSegment(meeting window: RDBox, _ body: (Int) -> Void) {
        withExtendedLifetime(boxes) {
            var search = tree.items(meeting: window)
            while let leaf = search.next() { body(segments[leaf]) }
        }
    }

    /// The segment that an item of ``pointIndex`` is.
    @inline(__always)
    func segment(ofLeaf leaf: Int) -> Int { segments[leaf] }

    /// The segments whose box meets the window, in their own order.
    func segments(meeting window: RDBox) -> [Int] {
        var found: [Int] = []
        forEachSegment(meeting: window) { found.append($0) }
        found.sort()
        return found
    }
}
