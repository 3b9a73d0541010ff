public import GeoValues

/// A packed R-tree over boxes in memory: which of many boxes meet a window. Fast when the boxes come along a
/// ``HilbertCurve``.
public struct BoxTree: Sendable {
    private let shape: PackedTreeShape
    private let boxes: [RDBox]

    public init(_ items: [RDBox]) {
        shape = PackedTreeShape(itemCount: items.count)
        boxes = shape.boxes(over: items)
    }

    /// The box of an item.
    public func box(_ item: Int) -> RDBox { boxes[item] }

    /// Appends the items whose box meets the window, in ascending order.
    public func appendItems(in window: RDBox, to found: inout [UInt32]) {
        guard shape.levelStarts[1] > 0 else { return }
        visit(level: shape.levelCount - 1, position: shape.boxCount - 1, window, &found)
    }

    private func visit(level: Int, position: Int, _ window: RDBox, _ found: inout [UInt32]) {
        guard boxes[position].intersects(window) else { return }
        if level == 0 {
            found.append(UInt32(position))
            return
        }
        for child in shape.children(level: level, position: position) {
            visit(level: level - 1, position: child, window, &found)
        }
    }
}
