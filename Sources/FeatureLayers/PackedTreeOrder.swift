public import GeoValues

/// The order of a packed R-tree's items in which few of its nodes hold a point: where the curve of Hilbert leads through a
/// neighbourhood twice, its nodes overlap.
///
/// Items are parted top down, in two parts at a time that whole nodes fit in, such that the areas of the parts' boxes sum to
/// least (García, López and Leutenegger 1998, "A greedy algorithm for bulk loading R-trees").
public enum PackedTreeOrder {
    /// Positions of the given boxes in the order of the tree's items; those without a place last. Which it is depends on the
    /// boxes and their order alone.
    public static func order(_ boxes: [RDBox]) -> [Int] {
        let placed = boxes.indices.filter { !boxes[$0].isEmpty }.map { UInt32($0) }
        var parting = Parting(boxes: boxes, items: placed)
        parting.arrange(0..<placed.count)
        return parting.byX.map { Int($0) } + boxes.indices.filter { boxes[$0].isEmpty }
    }
}

/// The items in two orders: each part of them is a range of both.
private struct Parting {
    let boxes: [RDBox]
    /// In the end in the order of the tree, and so is the other.
    private(set) var byX: [UInt32]
    private var byY: [UInt32]
    private var areas: [Double] = []
    /// Whether an item is in the first of two parts.
    private var isFirst: [Bool]
    private var rest: [UInt32] = []

    init(boxes: [RDBox], items: [UInt32]) {
        self.boxes = boxes
        byX = Parting.sorted(items) { Int64(boxes[Int($0)].minX) + Int64(boxes[Int($0)].maxX) }
        byY = Parting.sorted(items) { Int64(boxes[Int($0)].minY) + Int64(boxes[Int($0)].maxY) }
        isFirst = [Bool](repeating: false, count: boxes.count)
    }

    /// The items by the middles of their boxes, of which twice is given, ties by position.
    private static func sorted(_ items: [UInt32], _ doubledMiddle: (UInt32) -> Int64) -> [UInt32] {
        // From the lowest number up; what is halved keeps its order.
        items.map { UInt64(bitPattern: (doubledMiddle($0) >> 1) + 1 << 31) << 32 | UInt64($0) }.sorted()
            .map { UInt32(truncatingIfNeeded: $0) }
    }

    /// Puts the items of one node in the order of its children, and so on below.
    mutating func arrange(_ range: Range<Int>) {
        guard range.count > PackedTreeShape.nodeSize else {
            // Those of a lowest node keep the order in which they were given.
            byX[range].sort()
            return
        }
        var capacity = PackedTreeShape.nodeSize
        while capacity * PackedTreeShape.nodeSize < range.count { capacity *= PackedTreeShape.nodeSize }
        part(range, capacity: capacity)
    }

    /// Parts a range into children of `capacity` items, the last perhaps of less.
    private mutating func part(_ range: Range<Int>, capacity: Int) {
        guard range.count > capacity else { return arrange(range) }
        let alongX = bestCut(byX, range, capacity)
        let alongY = bestCut(byY, range, capacity)
        let cut = range.lowerBound + (alongY.area < alongX.area ? alongY.cut : alongX.cut)
        if alongY.area < alongX.area {
            Parting.part(&byX, range, as: byY, cut, &isFirst, &rest)
        } else {
            Parting.part(&byY, range, as: byX, cut, &isFirst, &rest)
        }
        part(range.lowerBound..<cut, capacity: capacity)
        part(cut..<range.upperBound, capacity: capacity)
    }

    /// Cuts the items of a range as those in another order are cut; both parts keep their own order.
    private static func part(
        _ items: inout [UInt32],
        _ range: Range<Int>,
        as other: [UInt32],
        _ cut: Int,
        _ isFirst: inout [Bool],
        _ rest: inout [UInt32]
    ) {
        for position in range { isFirst[Int(other[position])] = position < cut }
        rest.removeAll(keepingCapacity: true)
        var next = range.lowerBound
        for position in range {
            let item = items[position]
            if isFirst[Int(item)] {
                items[next] = item
                next += 1
            } else {
                rest.append(item)
            }
        }
        for (offset, item) in rest.enumerated() { items[cut + offset] = item }
    }

    /// Where to cut a range of the items, after how many: a multiple of a child's capacity; and the sum of both areas.
    private mutating func bestCut(_ items: [UInt32], _ range: Range<Int>, _ capacity: Int) -> (area: Double, cut: Int) {
        areas.removeAll(keepingCapacity: true)
        var box = RDBox.empty
        for position in range {
            if position > range.lowerBound, (position - range.lowerBound) % capacity == 0 { areas.append(box.area) }
            box.formUnion(boxes[Int(items[position])])
        }
        var best = (area: Double.infinity, cut: capacity)
        box = .empty
        var count = range.count
        while count > 0 {
            count -= 1
            box.formUnion(boxes[Int(items[range.lowerBound + count])])
            guard count > 0, count % capacity == 0 else { continue }
            let area = areas[count / capacity - 1] + box.area
            if area < best.area { best = (area, count) }
        }
        return best
    }
}

extension RDBox {
    /// In square millimetres.
    fileprivate var area: Double { (Double(maxX) - Double(minX)) * (Double(maxY) - Double(minY)) }
}
