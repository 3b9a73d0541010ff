import GeoValues

/// The boxes of a packed R-tree once more, in a byte a side: what a point look-up walks down. A node with its 16 children is
/// one line of the processor's cache, so that of a million features the nodes stay in the cache.
///
/// The boxes of a node's children are counted in steps from the south-west of the node's own: the smallest powers of two, of
/// millimetres, that reach its other side in 256. A box is rounded outward. The node's own box is, in turn, the rounded one that
/// its parent has of it, so that nothing but bytes is stored; the box of the root is exact.
struct CompactTree: Sendable {
    /// Nodes above the items, as in ``PackedTreeShape``; positions count from the first of them.
    let shape: PackedTreeShape
    let nodes: MappedArray<CompactNode>
    /// The box of the root.
    let box: RDBox

    /// Nodes above the items.
    static func nodeCount(_ shape: PackedTreeShape) -> Int { shape.boxCount - shape.levelStarts[1] }

    /// The items whose box holds a point that the root's box holds, and perhaps some whose box the point is just beside.
    @inline(__always)
    func items(holding point: RDPoint) -> PointSearch { PointSearch(self, point) }

    /// The nodes of a tree over the given boxes, items first, level by level.
    static func nodes(_ shape: PackedTreeShape, boxes: [RDBox]) -> [CompactNode] {
        let itemCount = shape.levelStarts[1]
        var nodes = [CompactNode](repeating: CompactNode(), count: nodeCount(shape))
        guard let root = boxes.last, !nodes.isEmpty else { return nodes }
        var frames = [CompactFrame](repeating: CompactFrame(root), count: nodes.count)
        for level in (1..<shape.levelCount).reversed() {
            for position in shape.levelStarts[level]..<shape.levelStarts[level + 1] {
                let node = position - itemCount
                for (number, child) in shape.children(level: level, position: position).enumerated() {
                    guard !boxes[child].isEmpty else { continue }
                    nodes[node].set(number, frames[node].rounded(boxes[child]))
                    if level > 1 { frames[child - itemCount] = frames[node].frame(of: nodes[node].box(number)) }
                }
            }
        }
        return nodes
    }
}

/// The children of a node: 16 bytes each of lowest x, lowest y, highest x and highest y. A child that is not there, or has no
/// place, holds nothing: its lowest are above its highest.
struct CompactNode: BitwiseCopyable, Sendable {
    private var bytes = SIMD64<UInt8>(
        lowHalf: SIMD32(repeating: .max),
        highHalf: SIMD32(repeating: 0)
    )

    mutating func set(_ child: Int, _ box: ByteBox) {
        bytes[child] = box.lowX
        bytes[16 + child] = box.lowY
        bytes[32 + child] = box.highX
        bytes[48 + child] = box.highY
    }

    func box(_ child: Int) -> ByteBox {
        ByteBox(lowX: bytes[child], lowY: bytes[16 + child], highX: bytes[32 + child], highY: bytes[48 + child])
    }
}

/// A box in the steps of a ``CompactFrame``, borders included.
struct ByteBox {
    let lowX: UInt8
    let lowY: UInt8
    let highX: UInt8
    let highY: UInt8
}

/// How the bytes of a node's children are meant.
struct CompactFrame {
    private let minX: Int32
    private let minY: Int32
    /// Steps are these powers of two of millimetres.
    private let shiftX: UInt32
    private let shiftY: UInt32

    /// For a node with this box.
    @inline(__always)
    init(_ box: RDBox) {
        minX = box.minX
        minY = box.minY
        shiftX = CompactFrame.shift(UInt32(bitPattern: box.maxX) &- UInt32(bitPattern: box.minX))
        shiftY = CompactFrame.shift(UInt32(bitPattern: box.maxY) &- UInt32(bitPattern: box.minY))
    }

    @inline(__always)
    private init(minX: Int32, minY: Int32, shiftX: UInt32, shiftY: UInt32) {
        self.minX = minX
        self.minY = minY
        self.shiftX = shiftX
        self.shiftY = shiftY
    }

    /// The steps in which a length is less than 256.
    @inline(__always)
    private static func shift(_ length: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: max(0, 24 - length.leadingZeroBitCount))
    }

    @inline(__always)
    func x(_ x: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: (UInt32(bitPattern: x) &- UInt32(bitPattern: minX)) &>> shiftX)
    }

    @inline(__always)
    func y(_ y: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: (UInt32(bitPattern: y) &- UInt32(bitPattern: minY)) &>> shiftY)
    }

    /// The bytes of a child that lies in the node's box.
    func rounded(_ box: RDBox) -> ByteBox {
        ByteBox(lowX: x(box.minX), lowY: y(box.minY), highX: x(box.maxX), highY: y(box.maxY))
    }

    /// How the bytes of a child's own children are meant.
    @inline(__always)
    func frame(of child: ByteBox) -> CompactFrame {
        CompactFrame(
            minX: minX &+ Int32(bitPattern: UInt32(child.lowX) &<< shiftX),
            minY: minY &+ Int32(bitPattern: UInt32(child.lowY) &<< shiftY),
            shiftX: CompactFrame.shift((UInt32(child.highX) &- UInt32(child.lowX) &+ 1) &<< shiftX &- 1),
            shiftY: CompactFrame.shift((UInt32(child.highY) &- UInt32(child.lowY) &+ 1) &<< shiftY &- 1)
        )
    }
}

/// Walks down a ``CompactTree``, depth first, and gives the items of one lowest node after another, in ascending order.
struct PointSearch {
    private struct Level {
        /// Number of the node in its level.
        var node = 0
        /// Which of its children are still to be visited.
        var pending: UInt32 = 0
        var frame = CompactFrame(RDBox(minX: 0, minY: 0, maxX: 0, maxY: 0))
    }

    private let nodes: MappedArray<CompactNode>
    private let point: RDPoint
    private let levelCount: Int
    private var level: Int
    // A variable, though it never changes: a constant would be copied at each access.
    private var levelStarts: InlineArray<10, Int>
    private var levels = InlineArray<9, Level>(repeating: Level())

    @inline(__always)
    init(_ tree: CompactTree, _ point: RDPoint) {
        nodes = tree.nodes
        self.point = point
        levelStarts = tree.shape.levelStarts
        levelCount = tree.shape.levelCount
        level = levelCount - 1
        levels[level].frame = CompactFrame(tree.box)
        if level > 0 {
            levels[level].pending = nodes.children(nodes.count - 1, holding: point, levels[level].frame)
        } else {
            // The only item, or none.
            levels[0].pending = UInt32(truncatingIfNeeded: levelStarts[1])
        }
    }

    /// Sixteen items that follow one another, and which of them were found: bit i stands for item `first` + i. Nil at the end.
    mutating func next() -> (first: Int, found: UInt32)? {
        while level < levelCount {
            let pending = levels[level].pending
            if pending == 0 {
                level += 1
                continue
            }
            let node = levels[level].node
            if level <= 1 {
                levels[level].pending = 0
                return (node &* PackedTreeShape.nodeSize, pending)
            }
            levels[level].pending = pending & (pending &- 1)
            let child = pending.trailingZeroBitCount
            let box = nodes.box(index(level, node), child: child)
            let frame = levels[level].frame.frame(of: box)
            level -= 1
            let below = node &* PackedTreeShape.nodeSize &+ child
            levels[level].node = below
            levels[level].frame = frame
            let found = nodes.children(index(level, below), holding: point, frame)
            levels[level].pending = found
            if level == 2 { prefetch(below, found) }
        }
        return nil
    }

    /// The position of a node among ``nodes``.
    @inline(__always)
    private func index(_ level: Int, _ node: Int) -> Int { levelStarts[level] &- levelStarts[1] &+ node }

    /// The lowest nodes lie far apart in memory: all that will be opened are asked for before the first is.
    @inline(__always)
    private func prefetch(_ node: Int, _ found: UInt32) {
        var pending = found & (found &- 1)
        while pending != 0 {
            nodes.prefetch(node &* PackedTreeShape.nodeSize &+ pending.trailingZeroBitCount)
            pending &= pending &- 1
        }
    }
}
