/// Mends what rounding to the grid breaks most: rings that run back over themselves, and rings that touch themselves.
struct RingRepair {
    private var mended = RingSet()
    private var stack: [TilePoint] = []
    /// Positions in `stack` by grid point, while a ring is split.
    private var places: [TilePoint: Int] = [:]

    /// Removes spikes from rings and splits them where they come to a point again. Pieces without area go; so do rings without.
    ///
    /// The area that the rings cover (by winding number) stays the same: what runs back over itself covers nothing.
    mutating func mend(_ rings: inout RingSet) {
        mended.clear()
        for ring in 0..<rings.ringCount { split(rings, ring) }
        swap(&rings, &mended)
    }

    private mutating func split(_ rings: RingSet, _ ring: Int) {
        stack.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        for position in rings.range(ring) {
            push(rings.points[position], isHole: rings.isHole[ring])
        }
        finish(isHole: rings.isHole[ring])
    }

    /// Goes on to a point; a loop that closes there leaves the stack.
    private mutating func push(_ point: TilePoint, isHole: Bool) {
        while stack.count >= 2, TilePoint.isSpike(stack[stack.count - 2], stack[stack.count - 1], point) {
            places[stack.removeLast()] = nil
        }
        if stack.last == point { return }
        if let start = places[point] {
            // The loop from `start` on is a ring of its own; the path goes on from the same point.
            emit(start..<stack.count, isHole: isHole)
            while stack.count > start + 1 { places[stack.removeLast()] = nil }
            return
        }
        places[point] = stack.count
        stack.append(point)
    }

    private mutating func finish(isHole: Bool) {
        emit(0..<stack.count, isHole: isHole)
    }

    private mutating func emit(_ range: Range<Int>, isHole: Bool) {
        var low = range.lowerBound
        var high = range.upperBound
        // A spike may lie across the place at which the loop begins.
        var isChanged = true
        while isChanged, high - low >= 3 {
            isChanged = false
            if TilePoint.isSpike(stack[high - 2], stack[high - 1], stack[low]) {
                high -= 1
                isChanged = true
            } else if TilePoint.isSpike(stack[high - 1], stack[low], stack[low + 1]) {
                low += 1
                isChanged = true
            }
            while high - low >= 2, stack[high - 1] == stack[low] { high -= 1 }
        }
        guard high - low >= 3 else { return }
        for position in low..<high { mended.append(stack[position]) }
        mended.endRing(isHole: isHole)
        if let last = mended.lastRing, mended.doubledArea(last) == 0 { mended.removeLastRing() }
    }
}
