/// Decides whether rings neither cross nor touch themselves or one another.
///
/// A ring is cut into chains along which x and y each never turn back. A chain cannot meet itself, and two chains whose boxes
/// are apart cannot meet: of the pairs of edges only a few remain. Chains that follow each other meet where they join; beyond
/// that only when their boxes share area, or when the ring runs back over itself at the joint.
struct RingSimplicity {
    private struct Chain {
        var box: TileBox
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
    private var order: [Int32] = []
    /// Whether different rings may have a vertex in common.
    private var mayShareVertices = false

    /// - Parameter sharingVertices: allows that two rings touch where both have a vertex.
    /// - Precondition: every ring has at least three points, no equal neighbours, and area.
    mutating func isSimple(_ rings: RingSet, sharingVertices: Bool = false) -> Bool {
        mayShareVertices = sharingVertices
        chains.removeAll(keepingCapacity: true)
        for ring in 0..<rings.ringCount where !appendChains(rings, rings.range(ring)) { return false }
        return chains.count < RingSimplicity.fewestSorted ? isSimplePairwise(rings) : isSimpleSwept(rings)
    }

    /// Cuts a ring into chains; false when it runs back over itself at a point.
    private mutating func appendChains(_ rings: RingSet, _ range: Range<Int>) -> Bool {
        let points = rings.points.span
        let start = range.lowerBound
        let last = range.upperBound &- 1
        let firstChain = Int32(truncatingIfNeeded: chains.count)
        var before = points[last]
        var from = points[start]
        if TilePoint.isSpike(before, from, points[start &+ 1]) { return false }
        var chain = Chain(
            box: TileBox(minX: from.x, minY: from.y, maxX: from.x, maxY: from.y),
            first: Int32(truncatingIfNeeded: start),
            edgeCount: 0,
            ringStart: Int32(truncatingIfNeeded: start),
            ringEnd: Int32(truncatingIfNeeded: range.upperBound),
            isLastOfRing: false,
            firstChain: firstChain
        )
        var directionX: Int32 = 0
        var directionY: Int32 = 0
        for position in range {
            let to = points[position == last ? start : position &+ 1]
            let stepX = (to.x &- from.x).signum()
            let stepY = (to.y &- from.y).signum()
            if directionX &* stepX < 0 || directionY &* stepY < 0 {
                if TilePoint.isSpike(before, from, to) { return false }
                chains.append(chain)
                chain.box = TileBox(minX: from.x, minY: from.y, maxX: from.x, maxY: from.y)
                chain.first = Int32(truncatingIfNeeded: position)
                chain.edgeCount = 0
                directionX = stepX
                directionY = stepY
            } else {
                if directionX == 0 { directionX = stepX }
                if directionY == 0 { directionY = stepY }
            }
            chain.edgeCount &+= 1
            chain.box.extend(by: to)
            before = from
            from = to
        }
        chain.isLastOfRing = true
        chains.append(chain)
        return true
    }

    private func isSimplePairwise(_ rings: RingSet) -> Bool {
        for first in chains.indices {
            for second in first &+ 1..<chains.count where meet(first, second, rings) { return false }
        }
        return true
    }

    /// Looks at chains in the order of their west ends, each with those that begin before it ends.
    private mutating func isSimpleSwept(_ rings: RingSet) -> Bool {
        order.removeAll(keepingCapacity: true)
        for position in chains.indices { order.append(Int32(truncatingIfNeeded: position)) }
        let chains = chains
        order.sort { chains[Int($0)].box.minX < chains[Int($1)].box.minX }
        for place in order.indices {
            let first = Int(order[place])
            let east = chains[first].box.maxX
            var next = place + 1
            while next < order.count {
                let second = Int(order[next])
                if chains[second].box.minX > east { break }
                if meet(min(first, second), max(first, second), rings) { return false }
                next += 1
            }
        }
        return true
    }

    /// Whether two chains, the first before the second, meet elsewhere than where they follow each other.
    @inline(__always)
    private func meet(_ first: Int, _ second: Int, _ rings: RingSet) -> Bool {
        let a = chains[first]
        let b = chains[second]
        let minX = max(a.box.minX, b.box.minX)
        let maxX = min(a.box.maxX, b.box.maxX)
        let minY = max(a.box.minY, b.box.minY)
        let maxY = min(a.box.maxY, b.box.maxY)
        if minX > maxX || minY > maxY { return false }
        let follow =
            a.ringStart == b.ringStart && (second == first &+ 1 || (b.isLastOfRing && Int(a.firstChain) == first))
        if follow, minX == maxX || minY == maxY { return false }
        return edgesMeet(a, b, TileBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY), rings)
    }

    /// Whether edges of two chains meet inside a box, other than edges that follow each other.
    private func edgesMeet(_ a: Chain, _ b: Chain, _ box: TileBox, _ rings: RingSet) -> Bool {
        let points = rings.points.span
        @inline(__always)
        func end(_ position: Int, _ chain: Chain) -> Int {
            position &+ 1 == Int(chain.ringEnd) ? Int(chain.ringStart) : position &+ 1
        }
        @inline(__always)
        func misses(_ from: TilePoint, _ to: TilePoint) -> Bool {
            max(from.x, to.x) < box.minX || min(from.x, to.x) > box.maxX || max(from.y, to.y) < box.minY
                || min(from.y, to.y) > box.maxY
        }
        for first in Int(a.first)..<Int(a.first &+ a.edgeCount) {
            let firstEnd = end(first, a)
            let (from, to) = (points[first], points[firstEnd])
            if misses(from, to) { continue }
            for second in Int(b.first)..<Int(b.first &+ b.edgeCount) {
                let secondEnd = end(second, b)
                if secondEnd == first || second == firstEnd { continue }
                if mayShareVertices, a.ringStart != b.ringStart,
                    RingSimplicity.meetAtEndsOnly(from, to, points[second], points[secondEnd])
                {
                    continue
                }
                if TilePoint.edgesMeet(from, to, points[second], points[secondEnd]) { return true }
            }
        }
        return false
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
