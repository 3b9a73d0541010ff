public import GeoValues

/// The shape of a packed R-tree: how many boxes each level has and where it begins. Level 0 are the items themselves.
///
/// The layout is that of FlatGeobuf and flatbush: items in Hilbert order, 16 to a node, nothing but boxes stored.
public struct PackedTreeShape: Sendable {
    public static let nodeSize = 16
    /// Position of the first box of each level, and the total at the end.
    let levelStarts: [Int]

    public init(itemCount: Int) {
        var starts = [0]
        var count = itemCount
        var total = itemCount
        while count > 1 {
            starts.append(total)
            count = (count + PackedTreeShape.nodeSize - 1) / PackedTreeShape.nodeSize
            total += count
        }
        starts.append(total)
        levelStarts = itemCount == 0 ? [0, 0] : starts
    }

    var levelCount: Int { levelStarts.count - 1 }
    public var boxCount: Int { levelStarts[levelStarts.count - 1] }

    /// The positions below a node: a range of the next lower level.
    func children(level: Int, position: Int) -> Range<Int> {
        let nodeInLevel = position - levelStarts[level]
        let start = levelStarts[level - 1] + nodeInLevel * PackedTreeShape.nodeSize
        return start..<min(start + PackedTreeShape.nodeSize, levelStarts[level])
    }

    /// All boxes of the tree over the given item boxes, level by level.
    public func boxes(over items: [RDBox]) -> [RDBox] {
        var boxes = items
        boxes.reserveCapacity(boxCount)
        for level in 1..<max(1, levelCount) {
            let below = levelStarts[level - 1]..<levelStarts[level]
            for start in stride(from: below.lowerBound, to: below.upperBound, by: PackedTreeShape.nodeSize) {
                var union = RDBox.empty
                for position in start..<min(start + PackedTreeShape.nodeSize, below.upperBound) {
                    union.formUnion(boxes[position])
                }
                boxes.append(union)
            }
        }
        return boxes
    }
}

/// A packed Hilbert R-tree over boxes that lie in a mapped file (4 × Int32 each).
struct MappedTree: Sendable {
    let shape: PackedTreeShape
    let coordinates: MappedArray<Int32>

    init(shape: PackedTreeShape, coordinates: MappedArray<Int32>) {
        self.shape = shape
        self.coordinates = coordinates
    }

    func box(_ position: Int) -> RDBox {
        RDBox(
            minX: coordinates[position * 4],
            minY: coordinates[position * 4 + 1],
            maxX: coordinates[position * 4 + 2],
            maxY: coordinates[position * 4 + 3]
        )
    }

    /// Calls `body` with each item whose box meets the window, in ascending order. Visits O(log n + hits) nodes.
    func forEachItem(in window: RDBox, _ body: (Int) -> Void) {
        guard shape.levelStarts[1] > 0 else { return }
        visit(level: shape.levelCount - 1, position: shape.boxCount - 1, window, body)
    }

    private func visit(level: Int, position: Int, _ window: RDBox, _ body: (Int) -> Void) {
        guard box(position).intersects(window) else { return }
        if level == 0 {
            body(position)
            return
        }
        for child in shape.children(level: level, position: position) {
            if level == 1 {
                if box(child).intersects(window) { body(child) }
            } else {
                visit(level: level - 1, position: child, window, body)
            }
        }
    }
}
