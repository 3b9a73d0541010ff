import GeoValues

/// A packed Hilbert R-tree over boxes in memory, 16 to a node.
struct BoxTree: Sendable {
    private static let nodeSize = 16
    private let items: [UInt32]
    /// Boxes level by level, items first.
    private var boxes: [RDBox] = []
    private var levelStarts = [0]

    init(_ itemBoxes: [RDBox]) {
        var keys: [UInt64] = []
        keys.reserveCapacity(itemBoxes.count)
        for (item, box) in itemBoxes.enumerated() where !box.isEmpty {
            keys.append(UInt64(HilbertCurve.key(of: box)) << 32 | UInt64(item))
        }
        radixSort(&keys, from: 32, bits: 32)
        items = keys.map { UInt32(truncatingIfNeeded: $0) }
        boxes = items.map { itemBoxes[Int($0)] }
        while boxes.count - levelStarts[levelStarts.count - 1] > 1 {
            let below = levelStarts[levelStarts.count - 1]..<boxes.count
            levelStarts.append(boxes.count)
            for start in stride(from: below.lowerBound, to: below.upperBound, by: BoxTree.nodeSize) {
                var box = RDBox.empty
                for child in start..<min(start + BoxTree.nodeSize, below.upperBound) { box.formUnion(boxes[child]) }
                boxes.append(box)
            }
        }
    }

    /// Appends the items whose boxes meet a box. `stack` is scratch.
    func appendItems(meeting box: RDBox, to found: inout [UInt32], stack: inout [Int]) {
        guard !boxes.isEmpty else { return }
        stack.append(boxes.count - 1)
        var level = levelStarts.count - 1
        // Nodes are pushed with their level in the lowest bits.
        stack[stack.count - 1] = (boxes.count - 1) << 4 | level
        while let entry = stack.popLast() {
            let node = entry >> 4
            level = entry & 15
            guard boxes[node].intersects(box) else { continue }
            if level == 0 {
                found.append(items[node])
                continue
            }
            let first = levelStarts[level - 1] + (node - levelStarts[level]) * BoxTree.nodeSize
            for child in first..<min(first + BoxTree.nodeSize, levelStarts[level])
            where boxes[child].intersects(box) {
                if level == 1 { found.append(items[child]) } else { stack.append(child << 4 | (level - 1)) }
            }
        }
    }
}
