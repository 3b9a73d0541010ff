/// Cuts snapped polygons to a box, side after side, in integers.
///
/// What lies on a side counts as outside. So rings cross a side at an even number of places, and between the first and
/// the second of them, the third and the fourth and so on, counted along the side, lies the inside of the polygon: the parts
/// of its rings that are left are joined there. (Cutting vertex by vertex, as Sutherland and Hodgman do, joins them in ring order, which
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
    /// Positions of crossings that are still to be joined.
    private var waiting: [Int] = []
    /// Of each part the one that follows after its end, and whether it is in a ring already.
    private var followers: [Int] = []
    private var isUsed: [Bool] = []

    init(box: TileBox) {
        self.box = box
    }

    /// Cuts rings to the box: exteriors positive, holes negative, in any order. What is left may touch or cross itself where
    /// crossings were rounded to the grid, or where the rings did.
    mutating func clip(_ rings: inout RingSet, _ bounds: TileBox) {
        for side in 0..<4 where isNeeded(side, bounds) {
            clip(rings, side: side)
            swap(&rings, &spare)
            if rings.ringCount == 0 { return }
        }
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
        let boxSide = BoxSide(box: box, side: side)
        var previous = lines.points[range.lowerBound]
        var isInside = boxSide.depth(previous) > 0
        if isInside { spare.append(previous) }
        for position in range.dropFirst() {
            let here = lines.points[position]
            let isHereInside = boxSide.depth(here) > 0
            if isHereInside != isInside {
                let crossing = boxSide.crossing(
                    outer: isInside ? here : previous,
                    inner: isInside ? previous : here,
                    part: 0,
                    isEntry: !isInside
                )
                spare.append(boxSide.point(crossing))
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

    /// Cuts rings at one side into `spare`.
    private mutating func clip(_ rings: RingSet, side: Int) {
        spare.clear()
        parts.clear()
        crossings.removeAll(keepingCapacity: true)
        for ring in 0..<rings.ringCount { appendParts(rings, ring, side) }
        if crossings.count == 2 {
            spare.appendRing(parts.range(0), of: parts, isHole: false)
            spare.dropRepeatsOfLastRing()
        } else if !crossings.isEmpty {
            joinParts(side)
        }
    }

    /// Puts what lies inside a side into `parts`; rings that lie inside whole go into `spare`.
    private mutating func appendParts(_ rings: RingSet, _ ring: Int, _ side: Int) {
        let range = rings.range(ring)
        let isVertical = side < 2
        let sign: Int32 = side & 1 == 0 ? 1 : -1
        let limit =
            switch side {
            case 0: box.minX
            case 1: box.maxX
            case 2: box.minY
            default: box.maxY
            }
        @inline(__always)
        func depth(_ point: TilePoint) -> Int32 { ((isVertical ? point.x : point.y) &- limit) &* sign }
        var start = range.lowerBound
        while start < range.upperBound, depth(rings.points[start]) > 0 { start &+= 1 }
        if start == range.upperBound {
            spare.appendRing(range, of: rings, isHole: rings.isHole(ring))
            return
        }
        var found = crossings
        crossings = []
        let clipper = BoxSide(box: box, side: side)
        parts.appendParts(of: rings, range, from: start, depth: depth) { outer, inner, part, isEntry in
            let crossing = clipper.crossing(outer: outer, inner: inner, part: part, isEntry: isEntry)
            found.append(crossing)
            return clipper.point(crossing)
        }
        crossings = found
    }

    /// Joins parts along a side to rings in `spare`.
    ///
    /// Along the side, as many rings wind around a place as entries lie before it, less exits. An entry and an exit that
    /// follow each other, those between them already joined, are joined; so the winding number is right on all of the side,
    /// also where rings cross themselves. Where they do not, it is 0 and 1 in turn.
    private mutating func joinParts(_ side: Int) {
        // With the inside of the box to the east, entries come first from north to south; seen from the other sides:
        let isAscending = side == 0 || side == 3
        crossings.sort { isAscending ? $0.precedes($1) : $1.precedes($0) }
        followers.removeAll(keepingCapacity: true)
        isUsed.removeAll(keepingCapacity: true)
        waiting.removeAll(keepingCapacity: true)
        for _ in 0..<parts.ringCount {
            followers.append(-1)
            isUsed.append(false)
        }
        for place in crossings.indices {
            let crossing = crossings[place]
            if let last = waiting.last, crossings[last].isEntry != crossing.isEntry {
                waiting.removeLast()
                let (entry, exit) = crossing.isEntry ? (crossing, crossings[last]) : (crossings[last], crossing)
                followers[exit.part] = entry.part
            } else {
                waiting.append(place)
            }
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
    }
}

/// One side of a box: 0 west, 1 east, 2 north, 3 south.
private struct BoxSide {
    let box: TileBox
    let side: Int

    /// How far inside a point lies.
    @inline(__always)
    func depth(_ point: TilePoint) -> Int64 {
        switch side {
        case 0: Int64(point.x) &- Int64(box.minX)
        case 1: Int64(box.maxX) &- Int64(point.x)
        case 2: Int64(point.y) &- Int64(box.minY)
        default: Int64(box.maxY) &- Int64(point.y)
        }
    }

    /// Where the edge from a point on or beyond the side to one inside goes through the side.
    func crossing(outer: TilePoint, inner: TilePoint, part: Int, isEntry: Bool) -> Crossing {
        let outerDepth = -depth(outer)
        let innerDepth = depth(inner)
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

    func point(_ crossing: Crossing) -> TilePoint {
        switch side {
        case 0: TilePoint(x: box.minX, y: crossing.rounded)
        case 1: TilePoint(x: box.maxX, y: crossing.rounded)
        case 2: TilePoint(x: crossing.rounded, y: box.minY)
        default: TilePoint(x: crossing.rounded, y: box.maxY)
        }
    }
}

/// Where a ring goes through a side.
private struct Crossing {
    /// The exact place along the side is floor + remainder ÷ divisor.
    let floor: Int64
    let remainder: Int64
    let divisor: Int64
    let part: Int
    let isEntry: Bool

    /// The nearest grid point, halves up: the same for either direction of the edge, so that neighbours agree.
    var rounded: Int32 { Int32(truncatingIfNeeded: floor + (2 * remainder >= divisor ? 1 : 0)) }

    func precedes(_ other: Crossing) -> Bool {
        floor != other.floor ? floor < other.floor : remainder * other.divisor < other.remainder * divisor
    }
}
