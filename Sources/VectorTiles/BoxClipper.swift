/// Cuts snapped polygons to a box, side after side, in integers.
///
/// What lies on a side counts as outside. So a polygon crosses a side at an even number of places, and between the first and
/// the second of them, the third and the fourth and so on, counted along the side, lies its inside: the parts of its rings
/// that are left are joined there. (Cutting vertex by vertex, as Sutherland and Hodgman do, joins them in ring order, which
/// leaves bridges along the side.)
///
/// ```
///        side          sorted along the side: entry a, exit b, entry c, exit d;
///    ....a───>           after b the ring goes on at a, after d at c
///    :   |    │
///    ....b<───
///    :   |
///    ....c───>
///    ....d<───
/// ```
struct BoxClipper {
    let box: TileBox
    private var spare = RingSet()
    /// The parts of rings that lie inside one side; each begins and ends on it.
    private var parts = RingSet()
    private var crossings: [Crossing] = []
    /// Of each part the one that follows after its end, and whether it is in a ring already.
    private var followers: [Int] = []
    private var isUsed: [Bool] = []

    init(box: TileBox) {
        self.box = box
    }

    /// Where a ring goes through a side.
    private struct Crossing {
        /// The exact place along the side is floor + remainder ÷ divisor.
        var floor: Int64
        var remainder: Int64
        var divisor: Int64
        var part: Int
        var isEntry: Bool

        /// The nearest grid point, halves up: the same for either direction of the edge, so that neighbours agree.
        var rounded: Int32 { Int32(truncatingIfNeeded: floor + (2 * remainder >= divisor ? 1 : 0)) }

        func isAt(_ other: Crossing) -> Bool {
            floor == other.floor && remainder * other.divisor == other.remainder * divisor
        }

        func precedes(_ other: Crossing) -> Bool {
            floor != other.floor ? floor < other.floor : remainder * other.divisor < other.remainder * divisor
        }
    }

    /// Cuts rings to the box: exteriors positive, holes negative, in any order. False when they cross themselves so that this
    /// can't be done; the rings are then of no use.
    ///
    /// What is left may touch itself where crossings were rounded to one grid point.
    mutating func clip(_ rings: inout RingSet, _ bounds: TileBox) -> Bool {
        for side in 0..<4 where isNeeded(side, bounds) {
            guard clip(rings, side: side) else { return false }
            swap(&rings, &spare)
            if rings.ringCount == 0 { return true }
        }
        return true
    }

    /// Cuts lines to the box: the parts strictly inside each side, with the places where they go through it.
    mutating func clip(lines: inout RingSet, _ bounds: TileBox) {
        for side in 0..<4 where isNeeded(side, bounds) {
            spare.clear()
            for line in 0..<lines.ringCount { appendLineParts(lines, lines.range(line), side) }
            swap(&lines, &spare)
        }
    }

    private mutating func appendLineParts(_ lines: RingSet, _ range: Range<Int>, _ side: Int) {
        var previous = lines.points[range.lowerBound]
        var isInside = depth(previous, side) > 0
        if isInside { spare.append(previous) }
        for position in range.dropFirst() {
            let here = lines.points[position]
            let isHereInside = depth(here, side) > 0
            if isHereInside != isInside {
                let crossing = crossing(
                    outer: isInside ? here : previous,
                    inner: isInside ? previous : here,
                    side: side,
                    part: 0,
                    isEntry: !isInside
                )
                spare.append(point(crossing, side))
                if isInside { spare.endRing(isHole: false, fewest: 2) }
                isInside = isHereInside
            }
            if isHereInside { spare.append(here) }
            previous = here
        }
        if isInside { spare.endRing(isHole: false, fewest: 2) }
    }

    /// Whether what lies in `bounds` reaches beyond a side.
    private func isNeeded(_ side: Int, _ bounds: TileBox) -> Bool {
        switch side {
        case 0: bounds.minX < box.minX
        case 1: bounds.maxX > box.maxX
        case 2: bounds.minY < box.minY
        default: bounds.maxY > box.maxY
        }
    }

    /// West, east, north, south. How far inside a point lies.
    @inline(__always)
    private func depth(_ point: TilePoint, _ side: Int) -> Int64 {
        switch side {
        case 0: Int64(point.x) &- Int64(box.minX)
        case 1: Int64(box.maxX) &- Int64(point.x)
        case 2: Int64(point.y) &- Int64(box.minY)
        default: Int64(box.maxY) &- Int64(point.y)
        }
    }

    /// Where the edge from a point on or beyond a side to one inside goes through the side.
    private func crossing(outer: TilePoint, inner: TilePoint, side: Int, part: Int, isEntry: Bool) -> Crossing {
        let outerDepth = -depth(outer, side)
        let innerDepth = depth(inner, side)
        let outerPlace = Int64(side < 2 ? outer.y : outer.x)
        let innerPlace = Int64(side < 2 ? inner.y : inner.x)
        let divisor = outerDepth + innerDepth
        let numerator = outerPlace * innerDepth + innerPlace * outerDepth
        var (floor, remainder) = numerator.quotientAndRemainder(dividingBy: divisor)
        if remainder < 0 {
            floor -= 1
            remainder += divisor
        }
        return Crossing(floor: floor, remainder: remainder, divisor: divisor, part: part, isEntry: isEntry)
    }

    private func point(_ crossing: Crossing, _ side: Int) -> TilePoint {
        switch side {
        case 0: TilePoint(x: box.minX, y: crossing.rounded)
        case 1: TilePoint(x: box.maxX, y: crossing.rounded)
        case 2: TilePoint(x: crossing.rounded, y: box.minY)
        default: TilePoint(x: crossing.rounded, y: box.maxY)
        }
    }

    /// Cuts rings at one side into `spare`.
    private mutating func clip(_ rings: RingSet, side: Int) -> Bool {
        spare.clear()
        parts.clear()
        crossings.removeAll(keepingCapacity: true)
        for ring in 0..<rings.ringCount { appendParts(rings, ring, side) }
        if crossings.count == 2 {
            spare.appendRing(parts.range(0), of: parts, isHole: false)
            spare.dropRepeatsOfLastRing()
            return true
        }
        return crossings.isEmpty || joinParts(side)
    }

    /// Puts what lies inside a side into `parts`; rings that lie inside whole go into `spare`.
    private mutating func appendParts(_ rings: RingSet, _ ring: Int, _ side: Int) {
        let range = rings.range(ring)
        var start = range.lowerBound
        while start < range.upperBound, depth(rings.points[start], side) > 0 { start += 1 }
        if start == range.upperBound {
            spare.appendRing(range, of: rings, isHole: rings.isHole[ring])
            return
        }
        var previous = rings.points[start]
        var isInside = false
        var position = start
        for _ in 0..<range.count {
            position = position + 1 == range.upperBound ? range.lowerBound : position + 1
            let here = rings.points[position]
            let isHereInside = depth(here, side) > 0
            if isHereInside != isInside {
                let crossing = crossing(
                    outer: isInside ? here : previous,
                    inner: isInside ? previous : here,
                    side: side,
                    part: parts.ringCount,
                    isEntry: !isInside
                )
                crossings.append(crossing)
                parts.append(point(crossing, side))
                if isInside { parts.endRing(isHole: false, fewest: 2) }
                isInside = isHereInside
            }
            if isHereInside { parts.append(here) }
            previous = here
        }
    }

    /// Joins parts along a side to rings in `spare`.
    private mutating func joinParts(_ side: Int) -> Bool {
        // With the inside of the box to the east, entries come first from north to south; seen from the other sides:
        let isAscending = side == 0 || side == 3
        crossings.sort { isAscending ? $0.precedes($1) : $1.precedes($0) }
        followers.removeAll(keepingCapacity: true)
        isUsed.removeAll(keepingCapacity: true)
        for _ in 0..<parts.ringCount {
            followers.append(-1)
            isUsed.append(false)
        }
        for place in crossings.indices {
            let isEntryNext = place & 1 == 0
            if crossings[place].isEntry != isEntryNext {
                // Of several at one place any may come first.
                var other = place + 1
                while other < crossings.count, crossings[other].isAt(crossings[place]),
                    crossings[other].isEntry != isEntryNext
                {
                    other += 1
                }
                guard other < crossings.count, crossings[other].isAt(crossings[place]) else { return false }
                crossings.swapAt(place, other)
            }
            if !isEntryNext { followers[crossings[place].part] = crossings[place - 1].part }
        }
        for first in 0..<parts.ringCount where !isUsed[first] {
            var part = first
            repeat {
                isUsed[part] = true
                for position in parts.range(part) { spare.append(parts.points[position]) }
                part = followers[part]
            } while !isUsed[part]
            spare.endRing(isHole: false)
        }
        return true
    }
}
