import GeoValues

/// A packed R-tree over the boxes of a layer's segments, so that a look-up among thousands of plans opens only the few
/// that are there. Kept in memory: 16 bytes a segment.
struct SegmentIndex: Sendable {
    private let shape: PackedTreeShape
    private let boxes: [RDBox]
    /// The segment of each leaf; leaves are in Hilbert order.
    private let segments: [Int]

    init(_ segmentBoxes: [RDBox]) {
        let keyed = segmentBoxes.indices.filter { !segmentBoxes[$0].isEmpty }.map { position in
            (key: HilbertCurve.key(of: segmentBoxes[position]), position: position)
        }
        segments = keyed.sorted { ($0.key, $0.position) < ($1.key, $1.position) }.map(\.position)
        shape = PackedTreeShape(itemCount: segments.count)
        boxes = shape.boxes(over: segments.map { segmentBoxes[$0] })
    }

    /// The segments whose box meets the window, in their own order.
    func segments(meeting window: RDBox) -> [Int] {
        guard !segments.isEmpty else { return [] }
        var found: [Int] = []
        visit(level: shape.levelCount - 1, position: shape.boxCount - 1, window, &found)
        found.sort()
        return found
    }

    private func visit(level: Int, position: Int, _ window: RDBox, _ found: inout [Int]) {
        guard boxes[position].intersects(window) else { return }
        if level == 0 {
            found.append(segments[position])
            return
        }
        for child in shape.children(level: level, position: position) {
            visit(level: level - 1, position: child, window, &found)
        }
    }
}
