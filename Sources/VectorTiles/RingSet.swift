/// Rings (or lines) of one feature in tile units, flat. Rings have no closing repeat and no equal neighbours. Kept and filled
/// again for the next feature, so that drawing allocates nothing.
struct RingSet {
    /// Room for points; those of the rings are the first ``pointCount``.
    private(set) var points: [TilePoint] = []
    private(set) var pointCount = 0
    /// Room for rings; those that are there are the first ``ringCount``.
    private var rings: [Ring] = []
    private(set) var ringCount = 0

    private struct Ring {
        /// Where it ends in ``points``.
        var end: Int
        var isHole: Bool
    }

    /// Where the ring at hand begins: behind the last.
    private var start: Int { ringCount == 0 ? 0 : rings[ringCount &- 1].end }

    @inline(__always)
    func range(_ ring: Int) -> Range<Int> { (ring == 0 ? 0 : rings[ring &- 1].end)..<rings[ring].end }

    /// Whether a ring is a hole in an exterior.
    @inline(__always)
    func isHole(_ ring: Int) -> Bool { rings[ring].isHole }

    @inline(__always)
    mutating func clear() {
        pointCount = 0
        ringCount = 0
    }

    /// Appends a ring of at most so many points, without equal neighbours; one of fewer than three too.
    ///
    /// - Parameter put: puts the points from a place on, says how many there are.
    @inline(__always)
    mutating func appendRing(
        most count: Int,
        isHole: Bool,
        box: inout TileBox,
        _ put: (inout MutableSpan<TilePoint>, Int) -> Int
    ) {
        let start = begin(count)
        var next = start
        var grown = box
        var written = points.mutableSpan
        let end = start &+ put(&written, start)
        var previous = TilePoint(x: .min, y: .min)
        var position = start
        while position < end {
            let here = written[position]
            position &+= 1
            guard here != previous else { continue }
            written[next] = here
            next &+= 1
            previous = here
            grown.extend(by: here)
        }
        while next > start &+ 1, written[next &- 1] == written[start] { next &-= 1 }
        box = grown
        self.end(next, isHole: isHole)
    }

    /// Appends a ring of many vertices, most of them far away, from the last vertex to the first: of each run of vertices that `run`
    /// finds before a position, only the first and the last that stay are taken.
    ///
    /// - Parameters:
    ///   - chunk: how many vertices are taken at once where there is no run.
    ///   - put: puts the points of a range of vertices from a place on, last first, says how many there are.
    @inline(__always)
    mutating func appendLongRing(
        _ range: Range<Int>,
        isHole: Bool,
        box: inout TileBox,
        chunk: Int,
        run: (_ end: Int) -> Int?,
        _ put: (Range<Int>, inout MutableSpan<TilePoint>, Int) -> Int
    ) {
        let start = pointCount
        var end = range.upperBound
        while end > range.lowerBound {
            if let first = run(end) {
                appendEnds(of: first..<end, put)
                end = first
            } else {
                let first = max(range.lowerBound, (end &- 1) & ~(chunk &- 1))
                let place = begin(end &- first)
                var written = points.mutableSpan
                pointCount = place &+ put(first..<end, &written, place)
                end = first
            }
        }
        let count = pointCount &- start
        pointCount = start
        // They are where a ring puts its points.
        appendRing(most: count, isHole: isHole, box: &box) { _, _ in count }
    }

    /// Puts the last and the first vertex of a range that stay.
    @inline(__always)
    private mutating func appendEnds(
        of range: Range<Int>,
        _ put: (Range<Int>, inout MutableSpan<TilePoint>, Int) -> Int
    ) {
        let place = begin(2)
        var written = points.mutableSpan
        var last = range.upperBound &- 1
        while put(last..<last &+ 1, &written, place) == 0 {
            if last == range.lowerBound { return }
            last &-= 1
        }
        var first = range.lowerBound
        while first < last, put(first..<first &+ 1, &written, place &+ 1) == 0 { first &+= 1 }
        pointCount = place &+ (first < last ? 2 : 1)
    }

    /// Appends the parts of a ring that lie inside a side, each as a ring that begins and ends on the side.
    ///
    /// - Parameters:
    ///   - start: the position of a point that does not lie inside.
    ///   - depth: how far inside a point lies; positive inside.
    ///   - crossing: told of every place where the ring goes through the side, gives the grid point there.
    @inline(__always)
    mutating func appendParts(
        of other: RingSet,
        _ range: Range<Int>,
        from start: Int,
        depth: (TilePoint) -> Int32,
        crossing: (_ outer: TilePoint, _ inner: TilePoint, _ part: Int, _ isEntry: Bool) -> TilePoint
    ) {
        // At worst every other point lies inside, between two crossings.
        var next = begin(2 &* range.count &+ 2)
        let source = other.points.span
        var previous = source[start]
        var isInside = false
        var position = start
        var part = ringCount
        // Out of the way while the points are written.
        var parts = rings
        rings = []
        var written = points.mutableSpan
        for _ in 0..<range.count {
            position &+= 1
            if position == range.upperBound { position = range.lowerBound }
            let here = source[position]
            if depth(here) > 0 {
                if !isInside {
                    written[next] = crossing(previous, here, part, true)
                    next &+= 1
                    isInside = true
                }
                // Never equal to what precedes it: crossings lie on the side, and neighbours differ.
                written[next] = here
                next &+= 1
            } else if isInside {
                written[next] = crossing(here, previous, part, false)
                next &+= 1
                isInside = false
                let found = Ring(end: next, isHole: false)
                if part == parts.count { parts.append(found) } else { parts[part] = found }
                part &+= 1
            }
            previous = here
        }
        rings = parts
        ringCount = part
        pointCount = self.start
    }

    /// Appends points to the ring at hand, which ``endRing(isHole:)`` ends; one that equals the one before is left out.
    mutating func append(_ point: TilePoint) {
        let first = self.start
        if pointCount > first, points[pointCount - 1] == point { return }
        if pointCount == points.count { points.append(point) } else { points[pointCount] = point }
        pointCount += 1
    }

    /// Ends the ring at hand; one of fewer than `fewest` points is taken back.
    mutating func endRing(isHole: Bool, fewest: Int = 3) {
        let first = self.start
        if fewest != 2 {
            while pointCount > first + 1, points[pointCount - 1] == points[first] { pointCount -= 1 }
        }
        if pointCount - first < fewest {
            // Too short to be one.
            pointCount = first
        } else {
            end(pointCount, isHole: isHole)
        }
    }

    /// Appends a ring of another set as it is.
    mutating func appendRing(_ range: Range<Int>, of other: RingSet, isHole: Bool) {
        let first = begin(range.count)
        for offset in 0..<range.count { points[first + offset] = other.points[range.lowerBound + offset] }
        end(first + range.count, isHole: isHole)
    }

    /// Takes back points of the last ring that equal its first, and the whole ring when fewer than three are left.
    mutating func dropRepeatsOfLastRing() {
        let range = range(ringCount - 1)
        var end = range.upperBound
        while end > range.lowerBound + 1, points[end - 1] == points[range.lowerBound] { end -= 1 }
        pointCount = end
        rings[ringCount - 1].end = end
        if end - range.lowerBound < 3 { removeLastRing() }
    }

    /// The position of the last ring.
    var lastRing: Int? { ringCount == 0 ? nil : ringCount - 1 }

    mutating func removeLastRing() {
        ringCount -= 1
        pointCount = self.start
    }

    @inline(__always)
    private mutating func begin(_ most: Int) -> Int {
        if points.count &- pointCount < most { grow(most) }
        return pointCount
    }

    @inline(never)
    private mutating func grow(_ most: Int) {
        points.append(contentsOf: repeatElement(TilePoint(x: 0, y: 0), count: max(points.count, most)))
    }

    @inline(__always)
    private mutating func end(_ next: Int, isHole: Bool) {
        pointCount = next
        let ring = Ring(end: next, isHole: isHole)
        if ringCount == rings.count { rings.append(ring) } else { rings[ringCount] = ring }
        ringCount &+= 1
    }

    // MARK: Of a ring

    /// Twice the signed area; positive for a ring that runs clockwise on the screen, an exterior ring in MVT.
    func doubledArea(_ ring: Int) -> Int64 { doubledArea(range(ring)) }

    func doubledArea(_ range: Range<Int>) -> Int64 {
        guard range.count >= 3 else { return 0 }
        // Around the first point: far from the tile, products of coordinates themselves would be too large.
        let origin = points[range.lowerBound]
        var sum: Int64 = 0
        var x = Int64(0)
        var y = Int64(0)
        for position in range.dropFirst() {
            let nextX = Int64(points[position].x) &- Int64(origin.x)
            let nextY = Int64(points[position].y) &- Int64(origin.y)
            sum &+= x &* nextY &- nextX &* y
            x = nextX
            y = nextY
        }
        return sum
    }

    /// Turns a ring round.
    mutating func reverse(_ ring: Int) {
        var low = range(ring).lowerBound
        var high = range(ring).upperBound - 1
        while low < high {
            points.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    /// Where a point lies in relation to a ring: 1 inside, 0 on it, −1 outside.
    func location(of point: TilePoint, in ring: Int) -> Int {
        let range = range(ring)
        guard !range.isEmpty else { return -1 }
        var isInside = false
        var from = points[range.upperBound - 1]
        for position in range {
            let to = points[position]
            let turn = TilePoint.turn(from, to, point)
            if turn == 0, min(from.x, to.x) <= point.x, point.x <= max(from.x, to.x), min(from.y, to.y) <= point.y,
                point.y <= max(from.y, to.y)
            {
                return 0
            }
            if (from.y > point.y) != (to.y > point.y), (turn > 0) == (to.y > from.y) { isInside.toggle() }
            from = to
        }
        return isInside ? 1 : -1
    }
}
