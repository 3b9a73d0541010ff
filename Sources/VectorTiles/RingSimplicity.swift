/// Decides whether rings neither cross nor touch themselves or one another.
///
/// A ring is cut into chains along which x and y each never turn back. A chain cannot meet itself, and two chains whose boxes
/// are apart cannot meet: of the pairs of edges only a few remain. Chains that follow each other meet where they join; beyond
/// that only when their boxes share area, or when the ring runs back over itself at the joint.
struct RingSimplicity {
    private struct Chain {
        /// The point at which the chain begins.
        var first: Int32
        var edgeCount: Int32
        /// The ring's points.
        var ringStart: Int32
        var ringEnd: Int32
        var isLastOfRing: Bool
        /// The position of the first chain of the same ring.
        var firstChain: Int32
    }

    /// From so many chains on they are sorted, to look only at those that lie side by side.
    private static let fewestSorted = 24

    private var chains: [Chain] = []
    /// The box of each chain as minX, minY, −maxX, −maxY: four comparisons in one.
    private var boxes: [SIMD4<Int32>] = []
    private var order: [Int32] = []
    private var cut: [CutEdge] = []
    /// Whether different rings may have a vertex in common.
    private var mayShareVertices = false
    /// Whether the rings so far turn clockwise only, and once round.
    private var isConvex = false

    /// - Parameter sharingVertices: allows that two rings touch where both have a vertex.
    /// - Precondition: every ring has at least three points, no equal neighbours, and area.
    mutating func isSimple(_ rings: RingSet, sharingVertices: Bool = false) -> Bool {
        mayShareVertices = sharingVertices
        chains.removeAll(keepingCapacity: true)
        boxes.removeAll(keepingCapacity: true)
        isConvex = true
        for ring in 0..<rings.ringCount where !appendChains(rings, rings.range(ring)) { return false }
        if isConvex, rings.ringCount == 1 { return true }
        return chains.count < RingSimplicity.fewestSorted ? isSimplePairwise(rings) : isSimpleSwept(rings)
    }

    // MARK: Cut rings

    /// More comparisons of edges than this are left to ``isSimple(_:sharingVertices:)``.
    private static let mostComparisons = 1 << 14

    /// The same of rings that a box cut out of one simple ring: edges that have no end on a side of the box are as they were, so only
    /// the others are compared, with all.
    ///
    /// - Precondition: every ring has at least three points, no equal neighbours, and area.
    mutating func isSimple(_ rings: RingSet, cutTo box: TileBox) -> Bool {
        let points = rings.points.span
        cut.removeAll(keepingCapacity: true)
        for ring in 0..<rings.ringCount {
            let range = rings.range(ring)
            var from = range.upperBound &- 1
            var isFromOnSide = box.hasOnSide(points[from])
            for to in range {
                let isToOnSide = box.hasOnSide(points[to])
                if isFromOnSide || isToOnSide { cut.append(CutEdge(from: from, to: to)) }
                from = to
                isFromOnSide = isToOnSide
            }
        }
        if cut.count &* rings.pointCount > RingSimplicity.mostComparisons { return isSimple(rings) }
        for edge in cut where meetsOthers(edge, rings) { return false }
        return true
    }

    private struct CutEdge {
        /// Positions of its points.
        let from: Int
        let to: Int
    }

    /// Whether an edge meets any other, other than by following it.
    private func meetsOthers(_ edge: CutEdge, _ rings: RingSet) -> Bool {
        let points = rings.points.span
        let (start, end) = (points[edge.from], points[edge.to])
        let (minX, maxX) = (min(start.x, end.x), max(start.x, end.x))
        let (minY, maxY) = (min(start.y, end.y), max(start.y, end.y))
        for ring in 0..<rings.ringCount {
            let range = rings.range(ring)
            var from = range.upperBound &- 1
            var a = points[from]
            var to = range.lowerBound
            while to < range.upperBound {
                let b = points[to]
                if max(a.x, b.x) >= minX, min(a.x, b.x) <= maxX, max(a.y, b.y) >= minY, min(a.y, b.y) <= maxY,
                    to != edge.to
                {
                    if from == edge.to {
                        if TilePoint.isSpike(start, end, b) { return true }
                    } else if to == edge.from {
                        if TilePoint.isSpike(a, start, end) { return true }
                    } else if TilePoint.edgesMeet(start, end, a, b) {
                        return true
                    }
                }
                a = b
                from = to
                to &+= 1
            }
        }
        return false
    }

    // MARK: Chains

    /// Cuts a ring into chains; false when it runs back over itself at a point.
    private mutating func appendChains(_ rings: RingSet, _ range: Range<Int>) -> Bool {
        let points = rings.points.span
        let start = range.lowerBound
        let last = range.upperBound &- 1
        let firstChain = Int32(truncatingIfNeeded: chains.count)
        var before = points[last]
        var from = points[start]
        if TilePoint.isSpike(before, from, points[start &+ 1]) { return false }
        var leastTurn: Int64 = 0
        var chain = Chain(
            first: Int32(truncatingIfNeeded: start),
            edgeCount: 0,
            ringStart: Int32(truncatingIfNeeded: start),
            ringEnd: Int32(truncatingIfNeeded: range.upperBound),
            isLastOfRing: false,
            firstChain: firstChain
        )
        var chainStart = from
        var directionX: Int32 = 0
        var directionY: Int32 = 0
        // How often the ring turns from east to west or back.
        var turnsOfX = 0
        var firstX: Int32 = 0
        var lastX: Int32 = 0
        for position in range {
            let to = points[position == last ? start : position &+ 1]
            leastTurn = min(leastTurn, TilePoint.turn(before, from, to))
            let stepX = (to.x &- from.x).signum()
            let stepY = (to.y &- from.y).signum()
            if directionX &* stepX < 0 || directionY &* stepY < 0 {
                if TilePoint.isSpike(before, from, to) { return false }
                chains.append(chain)
                boxes.append(RingSimplicity.box(chainStart, from))
                chainStart = from
                chain.first = Int32(truncatingIfNeeded: position)
                chain.edgeCount = 0
                directionX = stepX
                directionY = stepY
            } else {
                if directionX == 0 { directionX = stepX }
                if directionY == 0 { directionY = stepY }
            }
            if stepX != 0 {
                if firstX == 0 { firstX = stepX }
                if stepX &+ lastX == 0 { turnsOfX &+= 1 }
                lastX = stepX
            }
            chain.edgeCount &+= 1
            before = from
            from = to
        }
        chain.isLastOfRing = true
        if firstX &+ lastX == 0 { turnsOfX &+= 1 }
        // A ring that turns one way only does that twice each time it goes round.
        if leastTurn < 0 || turnsOfX > 2 { isConvex = false }
        chains.append(chain)
        boxes.append(RingSimplicity.box(chainStart, from))
        return true
    }

    /// The box around a chain: its ends are its corners.
    @inline(__always)
    private static func box(_ a: TilePoint, _ b: TilePoint) -> SIMD4<Int32> {
        SIMD4(min(a.x, b.x), min(a.y, b.y), 0 &- max(a.x, b.x), 0 &- max(a.y, b.y))
    }

    private func isSimplePairwise(_ rings: RingSet) -> Bool {
        let boxes = boxes.span
        var first = 0
        while first < boxes.count {
            let box = boxes[first]
            // What another box's minX, minY, −maxX and −maxY may be at most if it is to touch this one.
            let most = SIMD4(0 &- box[2], 0 &- box[3], 0 &- box[0], 0 &- box[1])
            var second = first &+ 1
            while second < boxes.count {
                if all(boxes[second] .<= most), meet(first, second, rings) { return false }
                second &+= 1
            }
            first &+= 1
        }
        return true
    }

    /// Looks at chains in the order of their west ends, each with those that begin before it ends.
    private mutating func isSimpleSwept(_ rings: RingSet) -> Bool {
        order.removeAll(keepingCapacity: true)
        for position in chains.indices { order.append(Int32(truncatingIfNeeded: position)) }
        let boxes = boxes
        order.sort { boxes[Int($0)][0] < boxes[Int($1)][0] }
        for place in order.indices {
            let first = Int(order[place])
            let east = 0 - boxes[first][2]
            var next = place + 1
            while next < order.count {
                let second = Int(order[next])
                if boxes[second][0] > east { break }
                if meet(min(first, second), max(first, second), rings) { return false }
                next += 1
            }
        }
        return true
    }

    /// Whether two chains, the first before the second, meet elsewhere than where they follow each other.
    private func meet(_ first: Int, _ second: Int, _ rings: RingSet) -> Bool {
        let a = chains[first]
        let b = chains[second]
        let shared = pointwiseMax(boxes[first], boxes[second])
        let (minX, minY, maxX, maxY) = (shared[0], shared[1], 0 &- shared[2], 0 &- shared[3])
        if minX > maxX || minY > maxY { return false }
        let follow =
            a.ringStart == b.ringStart && (second == first &+ 1 || (b.isLastOfRing && Int(a.firstChain) == first))
        if follow, minX == maxX || minY == maxY { return false }
        return edgesMeet(a, b, TileBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY), rings)
    }

    /// Whether edges of two chains meet inside a box, other than edges that follow each other.
    ///
    /// Both are walked side by side along the longer side of the box: an edge is compared with those of the other chain that
    /// lie beside it.
    private func edgesMeet(_ a: Chain, _ b: Chain, _ box: TileBox, _ rings: RingSet) -> Bool {
        let points = rings.points.span
        let alongX = Int64(box.maxX) &- Int64(box.minX) > Int64(box.maxY) &- Int64(box.minY)
        @inline(__always)
        func place(_ point: TilePoint) -> Int32 { alongX ? point.x : point.y }
        let from = alongX ? box.minX : box.minY
        let to = alongX ? box.maxX : box.maxY
        let isReversedA = isDescending(a, alongX: alongX, points)
        let isReversedB = isDescending(b, alongX: alongX, points)
        var lowestB = 0
        for numberA in 0..<Int(a.edgeCount) {
            let first = Int(a.first) &+ (isReversedA ? Int(a.edgeCount) &- 1 &- numberA : numberA)
            let firstEnd = RingSimplicity.end(first, a)
            let (start, end) = (points[first], points[firstEnd])
            let low = min(place(start), place(end))
            let high = max(place(start), place(end))
            if high < from { continue }
            if low > to { return false }
            var numberB = lowestB
            while numberB < Int(b.edgeCount) {
                let second = Int(b.first) &+ (isReversedB ? Int(b.edgeCount) &- 1 &- numberB : numberB)
                let secondEnd = RingSimplicity.end(second, b)
                let (otherStart, otherEnd) = (points[second], points[secondEnd])
                if max(place(otherStart), place(otherEnd)) < low {
                    // The edges of the first chain that come have left it behind too.
                    numberB &+= 1
                    lowestB = numberB
                    continue
                }
                if min(place(otherStart), place(otherEnd)) > high { break }
                numberB &+= 1
                if secondEnd == first || second == firstEnd { continue }
                if mayShareVertices, a.ringStart != b.ringStart,
                    RingSimplicity.meetAtEndsOnly(start, end, otherStart, otherEnd)
                {
                    continue
                }
                if TilePoint.edgesMeet(start, end, otherStart, otherEnd) { return true }
            }
        }
        return false
    }

    /// The position of an edge's second point.
    @inline(__always)
    private static func end(_ position: Int, _ chain: Chain) -> Int {
        position &+ 1 == Int(chain.ringEnd) ? Int(chain.ringStart) : position &+ 1
    }

    /// Whether a chain runs toward smaller x or y.
    private func isDescending(_ chain: Chain, alongX: Bool, _ points: Span<TilePoint>) -> Bool {
        let first = points[Int(chain.first)]
        let last = points[RingSimplicity.end(Int(chain.first &+ chain.edgeCount &- 1), chain)]
        return alongX ? last.x < first.x : last.y < first.y
    }

    /// Whether two edges have one end in common and no other point.
    private static func meetAtEndsOnly(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint, _ d: TilePoint) -> Bool {
        let shared: TilePoint
        let other: TilePoint
        if a == c || a == d {
            (shared, other) = (a, b)
        } else if b == c || b == d {
            (shared, other) = (b, a)
        } else {
            return false
        }
        let another = shared == c ? d : c
        // On one line and to the same side of the shared end, they run over each other.
        return TilePoint.turn(other, shared, another) != 0 || !TilePoint.isSpike(other, shared, another)
    }
}
