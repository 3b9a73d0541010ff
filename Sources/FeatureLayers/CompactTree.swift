import GeoValues

/// The boxes of a packed R-tree once more, in a byte a side: what a point look-up walks down. A node with its 16 children is
/// one line of the processor's cache, so that of a million features the nodes stay in the cache.
///
/// The boxes of a node's children are counted in steps from the south-west of the node's own: the smallest powers of two, of
/// millimetres, that reach its other side in 256. A box is rounded outward. The node's own box is, in turn, the rounded one that
/// its parent has of it, so that nothing but bytes is stored; the box of the root is exact.
struct CompactTree: Sendable {
    /// The nodes above the items, as in ``PackedTreeShape``.
    let nodes: MappedArray<CompactNode>
    let itemCount: Int
    /// The box of the root.
    let box: RDBox

    /// Nodes above the items.
    static func nodeCount(_ shape: PackedTreeShape) -> Int { shape.boxCount - shape.levelStarts[1] }

    /// The rounded box of an item.
    func roundedBox(_ item: Int) -> RDBox {
        var shift = 0
        while (itemCount - 1) >> shift > 0 { shift += 4 }
        var frame = CompactFrame(box)
        var box = self.box
        // From the root down: the nodes of a level begin where those of the levels below it end.
        while shift > 0 {
            var start = 0
            for below in stride(from: 4, to: shift, by: 4) { start += (itemCount - 1) >> below + 1 }
            let bytes = nodes.box(start + item >> shift, child: item >> (shift - 4) & 15)
            box = frame.box(bytes)
            frame = frame.frame(of: bytes)
            shift -= 4
        }
        return box
    }

    /// The nodes of a tree over the given boxes, items first, level by level; and the rounded boxes of the items.
    static func encoded(_ shape: PackedTreeShape, boxes: [RDBox]) -> (nodes: [CompactNode], rounded: [RDBox]) {
        let itemCount = shape.levelStarts[1]
        var nodes = [CompactNode](repeating: CompactNode(), count: nodeCount(shape))
        var rounded = Array(boxes.prefix(itemCount))
        guard let root = boxes.last, !nodes.isEmpty else { return (nodes, rounded) }
        var frames = [CompactFrame](repeating: CompactFrame(root), count: nodes.count)
        for level in (1..<shape.levelCount).reversed() {
            for position in shape.levelStarts[level]..<shape.levelStarts[level + 1] {
                let node = position - itemCount
                for (number, child) in shape.children(level: level, position: position).enumerated() {
                    guard !boxes[child].isEmpty else { continue }
                    let bytes = frames[node].rounded(boxes[child])
                    nodes[node].set(number, bytes)
                    if level > 1 {
                        frames[child - itemCount] = frames[node].frame(of: bytes)
                    } else {
                        rounded[child] = frames[node].box(bytes)
                    }
                }
            }
        }
        return (nodes, rounded)
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

    /// The box that the bytes of a child stand for.
    @inline(__always)
    func box(_ child: ByteBox) -> RDBox {
        RDBox(
            minX: minX &+ Int32(bitPattern: UInt32(child.lowX) &<< shiftX),
            minY: minY &+ Int32(bitPattern: UInt32(child.lowY) &<< shiftY),
            maxX: minX &+ Int32(bitPattern: (UInt32(child.highX) &+ 1) &<< shiftX) &- 1,
            maxY: minY &+ Int32(bitPattern: (UInt32(child.highY) &+ 1) &<< shiftY) &- 1
        )
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
