public import GeoValues

/// The shape of a packed R-tree: how many boxes each level has and where it begins. Level 0 are the items themselves.
///
/// The layout is that of FlatGeobuf and flatbush: 16 items to a node, nothing but boxes stored.
public struct PackedTreeShape: Sendable {
    public static let nodeSize = 16
    /// Levels that 2^32 items need, the root's included.
    static let maximumLevelCount = 9

    /// Position of the first box of each level, and behind the last level the total.
    private(set) var levelStarts = InlineArray<10, Int>(repeating: 0)
    /// At least one, also without items.
    private(set) var levelCount = 1

    /// - Precondition: at most 2^32 items.
    public init(itemCount: Int) {
        precondition(itemCount <= 1 << 32, "a tree of at most 2^32 items")
        var count = itemCount
        var total = itemCount
        levelStarts[1] = total
        while count > 1 {
            count = (count + PackedTreeShape.nodeSize - 1) / PackedTreeShape.nodeSize
            total += count
            levelCount += 1
            levelStarts[levelCount] = total
        }
    }

    public var boxCount: Int { levelStarts[levelCount] }

    /// The positions below a node: a range of the next lower level.
    func children(level: Int, position: Int) -> Range<Int> {
        let nodeInLevel = position - levelStarts[level]
        let start = levelStarts[level - 1] + nodeInLevel * PackedTreeShape.nodeSize
        return start..<max(start, min(start + PackedTreeShape.nodeSize, levelStarts[level]))
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

/// A window in the form in which boxes are compared with it: four lanes at once.
struct WindowBounds: Sendable {
    /// What minX, minY, maxX and maxY of a box may be at most, and at least.
    private let highest: SIMD4<Int32>
    private let lowest: SIMD4<Int32>

    init(_ window: RDBox) {
        highest = SIMD4(window.maxX, window.maxY, .max, .max)
        lowest = SIMD4(.min, .min, window.minX, window.minY)
    }

    /// Whether a box (minX, minY, maxX, maxY) and the window share at least one point.
    @inline(__always)
    func meets(_ box: SIMD4<Int32>) -> Bool { !any((box .> highest) .| (box .< lowest)) }
}

/// A packed R-tree over boxes that lie in a mapped file or in memory.
struct MappedTree: Sendable {
    let shape: PackedTreeShape
    let boxes: MappedArray<SIMD4<Int32>>

    func box(_ position: Int) -> RDBox {
        let box = boxes[position]
        return RDBox(minX: box[0], minY: box[1], maxX: box[2], maxY: box[3])
    }

    /// The items whose box meets the window, in ascending order. Visits O(log n + hits) nodes; allocates nothing.
    @inline(__always)
    func items(meeting window: RDBox) -> TreeSearch { TreeSearch(self, window) }
}

/// Walks down a tree, depth first: for each level it keeps which children of the node above are still to be visited.
struct TreeSearch {
    private let boxes: MappedArray<SIMD4<Int32>>
    private let window: WindowBounds
    private let levelCount: Int
    private var level: Int
    // Variables, though the starts never change: constants would be copied at each access.
    private var levelStarts: InlineArray<10, Int>
    private var firstChild = InlineArray<9, Int>(repeating: 0)
    private var pending = InlineArray<9, UInt32>(repeating: 0)

    @inline(__always)
    init(_ tree: MappedTree, _ window: RDBox) {
        boxes = tree.boxes
        self.window = WindowBounds(window)
        levelStarts = tree.shape.levelStarts
        levelCount = tree.shape.levelCount
        level = levelCount - 1
        let boxCount = tree.shape.boxCount
        guard boxCount > 0 else { return }
        firstChild[level] = boxCount - 1
        pending[level] = boxes.boxes(meeting: self.window, first: boxCount - 1, count: 1)
    }

    /// The next item, or nil at the end.
    mutating func next() -> Int? {
        guard goOn() else { return nil }
        let children = pending[0]
        pending[0] = children & (children &- 1)
        return firstChild[0] &+ children.trailingZeroBitCount
    }

    /// Appends the items that are left.
    mutating func appendRest(to found: inout [UInt32]) {
        while goOn() {
            let first = UInt32(truncatingIfNeeded: firstChild[0])
            var children = pending[0]
            while children != 0 {
                found.append(first &+ UInt32(children.trailingZeroBitCount))
                children &= children &- 1
            }
            pending[0] = 0
        }
    }

    /// Walks on to the next node that holds items; false at the end.
    private mutating func goOn() -> Bool {
        while true {
            let children = pending[level]
            guard children != 0 else {
                level += 1
                guard level < levelCount else {
                    level -= 1
                    return false
                }
                continue
            }
            guard level > 0 else { return true }
            pending[level] = children & (children &- 1)
            let position = firstChild[level] &+ children.trailingZeroBitCount
            let first = firstBelow(position)
            level -= 1
            let count = min(PackedTreeShape.nodeSize, levelStarts[level + 1] - first)
            firstChild[level] = first
            let met = boxes.boxes(meeting: window, first: first, count: count)
            pending[level] = met
            // The lower levels lie far apart in memory: all nodes that will be opened are asked for before the first is.
            if level == 1 || level == 2 { prefetch(first, met) }
        }
    }

    /// The first child of a node of the present level.
    @inline(__always)
    private func firstBelow(_ position: Int) -> Int {
        levelStarts[level - 1] &+ (position &- levelStarts[level]) &* PackedTreeShape.nodeSize
    }

    @inline(__always)
    private func prefetch(_ first: Int, _ nodes: UInt32) {
        var nodes = nodes
        while nodes != 0 {
            let child = firstBelow(first &+ nodes.trailingZeroBitCount)
            for line in 0..<4 { boxes.prefetch(child &+ line &* 4) }
            nodes &= nodes &- 1
        }
    }
}
