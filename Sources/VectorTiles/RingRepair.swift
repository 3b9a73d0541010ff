/// Mends what rounding to the grid breaks: rings that run back over themselves, touch or cross.
///
/// Crossings become points of both edges; rings are then taken apart where they come to a point again. Of the pieces, those
/// that run the right way round are kept; one that runs the other way was turned inside out by the rounding (a sliver, smaller
/// than the grid can show) unless it lies in a kept piece: then it is a hole. So the area covered is that which the rings
/// wind around.
struct RingRepair {
    /// From so many points on, comparing every edge with every other takes longer than the last resort.
    private static let mostPoints = 2000
    /// Rounded crossings bend edges, which may cross others then; so far the second round always was the last.
    private static let mostRounds = 6

    var pieces = RingSet()
    private var stack: [TilePoint] = []
    /// Positions in `stack` by grid point, while a ring is split.
    private var places: [TilePoint: Int] = [:]
    private var insertions: [Insertion] = []
    private var edges: [Edge] = []

    private struct Edge {
        /// Of its first point.
        let position: Int
        let start: TilePoint
        let end: TilePoint

        init(_ position: Int, _ start: TilePoint, _ end: TilePoint) {
            self.position = position
            self.start = start
            self.end = end
        }

        var minX: Int32 { min(start.x, end.x) }
        var maxX: Int32 { max(start.x, end.x) }
        var minY: Int32 { min(start.y, end.y) }
        var maxY: Int32 { max(start.y, end.y) }
    }

    private struct Insertion {
        /// The position of the edge's first point.
        let edge: Int
        /// From the edge's first point.
        let squaredDistance: Int64
        let point: TilePoint
    }

    /// Takes rings apart until none crosses or touches an edge; false when that does not come to an end.
    ///
    /// What is left: rings with area, of which those that are no holes run clockwise on the screen. They may have vertices in
    /// common. There may be none.
    ///
    /// - Parameter bends: gets the points that are put into edges.
    /// - Precondition: all points lie in or near a tile, so that products of differences are small.
    mutating func mend(_ rings: inout RingSet, _ bends: inout EdgeBends) -> Bool {
        for _ in 0..<RingRepair.mostRounds {
            pieces.clear()
            for ring in 0..<rings.ringCount { split(rings, ring) }
            swap(&rings, &pieces)
            guard rings.pointCount <= RingRepair.mostPoints else { return false }
            findInsertions(rings)
            if insertions.isEmpty {
                guard let touch = repeatedTouch(rings) else { return assignRoles(&rings) }
                join(touch, &rings)
            } else {
                insert(&rings, &bends)
            }
        }
        return false
    }

    // MARK: Splitting

    private mutating func split(_ rings: RingSet, _ ring: Int) {
        stack.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        for position in rings.range(ring) { push(rings.points[position], isHole: rings.isHole(ring)) }
        emit(0..<stack.count, isHole: rings.isHole(ring))
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

    /// Puts a loop of the stack into `pieces` when it has area.
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
        for position in low..<high { pieces.append(stack[position]) }
        pieces.endRing(isHole: isHole)
        if let last = pieces.lastRing, pieces.doubledArea(last) == 0 { pieces.removeLastRing() }
    }

    // MARK: Crossings

    /// Finds the points at which edges cross, or touch other than at their ends. Edges are compared with those that begin, from west
    /// to east, before they end.
    private mutating func findInsertions(_ rings: RingSet) {
        insertions.removeAll(keepingCapacity: true)
        edges.removeAll(keepingCapacity: true)
        for ring in 0..<rings.ringCount {
            let range = rings.range(ring)
            for position in range {
                let end = position + 1 == range.upperBound ? range.lowerBound : position + 1
                edges.append(Edge(position, rings.points[position], rings.points[end]))
            }
        }
        edges.sort { ($0.minX, $0.position) < ($1.minX, $1.position) }
        for first in edges.indices {
            let edge = edges[first]
            var next = first + 1
            while next < edges.count, edges[next].minX <= edge.maxX {
                let other = edges[next]
                next += 1
                guard other.minY <= edge.maxY, edge.minY <= other.maxY else { continue }
                let (a, b, c, d) = (edge.start, edge.end, other.start, other.end)
                guard TilePoint.edgesMeet(a, b, c, d) else { continue }
                let touching = insertions.count
                insertEnd(c, edge.position, a, b)
                insertEnd(d, edge.position, a, b)
                insertEnd(a, other.position, c, d)
                insertEnd(b, other.position, c, d)
                if insertions.count == touching, a != c, a != d, b != c, b != d {
                    // The same point, whichever of the two comes first.
                    let point =
                        edge.position < other.position
                        ? RingRepair.crossing(a, b, c, d) : RingRepair.crossing(c, d, a, b)
                    add(point, edge.position, a, b)
                    add(point, other.position, c, d)
                }
            }
        }
    }

    /// Notes an end of another edge that lies on this one, but at neither of its ends.
    private mutating func insertEnd(_ point: TilePoint, _ edge: Int, _ a: TilePoint, _ b: TilePoint) {
        guard TilePoint.turn(a, b, point) == 0, min(a.x, b.x) <= point.x, point.x <= max(a.x, b.x),
            min(a.y, b.y) <= point.y, point.y <= max(a.y, b.y)
        else { return }
        add(point, edge, a, b)
    }

    private mutating func add(_ point: TilePoint, _ edge: Int, _ a: TilePoint, _ b: TilePoint) {
        guard point != a, point != b else { return }
        let dx = Int64(point.x) - Int64(a.x)
        let dy = Int64(point.y) - Int64(a.y)
        insertions.append(Insertion(edge: edge, squaredDistance: dx * dx + dy * dy, point: point))
    }

    /// The grid point nearest to where two edges cross.
    private static func crossing(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint, _ d: TilePoint) -> TilePoint {
        let toA = TilePoint.turn(c, d, a)
        let divisor = toA - TilePoint.turn(c, d, b)
        func along(_ from: Int32, _ to: Int32) -> Int32 {
            // from + (to − from) × toA ÷ divisor, halves up.
            var (numerator, divisor) = (2 * (Int64(to) - Int64(from)) * toA + divisor, 2 * divisor)
            if divisor < 0 { (numerator, divisor) = (-numerator, -divisor) }
            let quotient = numerator / divisor
            return from + Int32(truncatingIfNeeded: numerator % divisor < 0 ? quotient - 1 : quotient)
        }
        return TilePoint(x: along(a.x, b.x), y: along(a.y, b.y))
    }

    private mutating func insert(_ rings: inout RingSet, _ bends: inout EdgeBends) {
        insertions.sort {
            ($0.edge, $0.squaredDistance, $0.point.x, $0.point.y) < (
                $1.edge, $1.squaredDistance, $1.point.x, $1.point.y
            )
        }
        pieces.clear()
        var next = 0
        for ring in 0..<rings.ringCount {
            let range = rings.range(ring)
            for position in range {
                pieces.append(rings.points[position])
                let first = pieces.pointCount
                while next < insertions.count, insertions[next].edge == position {
                    pieces.append(insertions[next].point)
                    next += 1
                }
                if pieces.pointCount > first {
                    let end = position + 1 == range.upperBound ? range.lowerBound : position + 1
                    bends.record(
                        rings.points[position],
                        rings.points[end],
                        pieces.points[first..<pieces.pointCount]
                    )
                }
            }
            pieces.endRing(isHole: rings.isHole(ring))
        }
        swap(&rings, &pieces)
    }

    // MARK: Roles

    /// Decides of each piece whether it is kept, and as what. False when a hole touches others more than once, which may cut
    /// its polygon in two.
    private mutating func assignRoles(_ rings: inout RingSet) -> Bool {
        pieces.clear()
        var exteriors: [Int] = []
        for ring in 0..<rings.ringCount where rings.doubledArea(ring) > 0 && !rings.isHole(ring) {
            exteriors.append(ring)
            pieces.appendRing(rings.range(ring), of: rings, isHole: false)
        }
        let shared = sharedPoints(rings)
        for ring in 0..<rings.ringCount where rings.doubledArea(ring) < 0 {
            var isInside = false
            for exterior in exteriors where !isInside { isInside = lies(ring, in: exterior, rings) }
            guard isInside else { continue }
            guard touches(ring, rings, shared) <= 1 else { return false }
            pieces.appendRing(rings.range(ring), of: rings, isHole: true)
        }
        swap(&rings, &pieces)
        return true
    }

    /// Whether a ring lies in another that it does not cross, by its first vertex that is not on the other.
    private func lies(_ ring: Int, in other: Int, _ rings: RingSet) -> Bool {
        for position in rings.range(ring) {
            let location = rings.location(of: rings.points[position], in: other)
            if location != 0 { return location > 0 }
        }
        return false
    }

    /// The vertices that several rings have.
    func sharedPoints(_ rings: RingSet) -> Set<TilePoint> {
        guard rings.ringCount > 1 else { return [] }
        var ringOfPoint: [TilePoint: Int] = [:]
        ringOfPoint.reserveCapacity(rings.pointCount)
        var shared = Set<TilePoint>()
        for ring in 0..<rings.ringCount {
            for position in rings.range(ring) {
                let point = rings.points[position]
                if let other = ringOfPoint.updateValue(ring, forKey: point), other != ring { shared.insert(point) }
            }
        }
        return shared
    }

    /// How many vertices of a ring other rings have too.
    func touches(_ ring: Int, _ rings: RingSet, _ shared: Set<TilePoint>) -> Int {
        shared.isEmpty ? 0 : rings.range(ring).count { shared.contains(rings.points[$0]) }
    }
}
