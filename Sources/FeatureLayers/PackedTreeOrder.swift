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
        let placed = boxes.indices.filter { !boxes[$0].isEmpty }
        var parting = Parting(boxes: boxes, items: placed.map { UInt32($0) })
        parting.arrange(0..<placed.count)
        return parting.items.map { Int($0) } + boxes.indices.filter { boxes[$0].isEmpty }
    }
}

private struct Parting {
    let boxes: [RDBox]
    var items: [UInt32]
    private var sorted: [UInt64] = []
    private var areas: [Double] = []

    init(boxes: [RDBox], items: [UInt32]) {
        self.boxes = boxes
        self.items = items
    }

    /// Puts the items of one node in the order of its children, and so on below.
    mutating func arrange(_ range: Range<Int>) {
        guard range.count > PackedTreeShape.nodeSize else { return }
        var capacity = PackedTreeShape.nodeSize
        while capacity * PackedTreeShape.nodeSize < range.count { capacity *= PackedTreeShape.nodeSize }
        part(range, capacity: capacity)
    }

    /// Parts a range into children of `capacity` items, the last perhaps of less.
    private mutating func part(_ range: Range<Int>, capacity: Int) {
        guard range.count > capacity else { return arrange(range) }
        var best: (area: Double, cut: Int, axis: Int)?
        for axis in 0...1 {
            sort(range, axis)
            let (area, cut) = bestCut(capacity)
            if best.map({ area < $0.area }) ?? true { best = (area, cut, axis) }
        }
        guard let best else { return }
        if best.axis == 0 { sort(range, 0) }
        for (position, key) in sorted.enumerated() {
            items[range.lowerBound + position] = UInt32(truncatingIfNeeded: key)
        }
        part(range.lowerBound..<range.lowerBound + best.cut, capacity: capacity)
        part(range.lowerBound + best.cut..<range.upperBound, capacity: capacity)
    }

    /// Sorts the items of a range by the middles of their boxes, ties by position.
    private mutating func sort(_ range: Range<Int>, _ axis: Int) {
        sorted.removeAll(keepingCapacity: true)
        for item in items[range] {
            let box = boxes[Int(item)]
            // Twice the middle, from the lowest number up; what is halved keeps its order.
            let sum = axis == 0 ? Int64(box.minX) + Int64(box.maxX) : Int64(box.minY) + Int64(box.maxY)
            sorted.append(UInt64(bitPattern: (sum >> 1) + 1 << 31) << 32 | UInt64(item))
        }
        sorted.sort()
    }

    /// Where to cut the sorted items, at a multiple of a child's capacity, and the sum of both areas.
    private mutating func bestCut(_ capacity: Int) -> (area: Double, cut: Int) {
        areas.removeAll(keepingCapacity: true)
        var box = RDBox.empty
        for (position, key) in sorted.enumerated() {
            if position > 0, position % capacity == 0 { areas.append(box.area) }
            box.formUnion(boxes[Int(UInt32(truncatingIfNeeded: key))])
        }
        var best = (area: Double.infinity, cut: capacity)
        box = .empty
        var position = sorted.count
        while position > 0 {
            position -= 1
            box.formUnion(boxes[Int(UInt32(truncatingIfNeeded: sorted[position]))])
            guard position > 0, position % capacity == 0 else { continue }
            let area = areas[position / capacity - 1] + box.area
            if area < best.area { best = (area, position) }
        }
        return best
    }
}

extension RDBox {
    /// In square millimetres.
    fileprivate var area: Double { (Double(maxX) - Double(minX)) * (Double(maxY) - Double(minY)) }
}
