/// The points that mending put into edges of the features of one layer in one tile.
///
/// Where rounding to the grid made a feature cross itself, the crossing is rounded too, which bends the edges that go through it. A
/// neighbour has the same edge and is whole; were it not bent there as well, the two would overlap, or leave a gap, along all of
/// the edge. So every feature gets the points of the edges that it has.
struct EdgeBends {
    /// An edge, whichever way it runs.
    private struct Edge: Hashable {
        let low: TilePoint
        let high: TilePoint

        init(_ a: TilePoint, _ b: TilePoint) {
            (low, high) = a.precedes(b) ? (a, b) : (b, a)
        }

        var box: TileBox {
            var box = TileBox.empty
            box.extend(by: low)
            box.extend(by: high)
            return box
        }
    }

    /// From the lower end of an edge on. Mending goes on with the parts of an edge, which may be bent in their turn.
    private var points: [Edge: [TilePoint]] = [:]
    /// The boxes of the edges that were bent since they were last asked for.
    private var newBoxes: [TileBox] = []
    private var spare = RingSet()
    /// Parts of parts of an edge that are bent: of edges some units long there are no more.
    private static let deepest = 8

    var isEmpty: Bool { points.isEmpty }

    mutating func clear() {
        points.removeAll(keepingCapacity: true)
        newBoxes.removeAll(keepingCapacity: true)
    }

    /// Notes the points that were put into the edge from `a` to `b`, in that order. An edge that is bent already stays as it is.
    mutating func record(_ a: TilePoint, _ b: TilePoint, _ between: ArraySlice<TilePoint>) {
        let edge = Edge(a, b)
        guard points[edge] == nil else { return }
        points[edge] = edge.low == a ? Array(between) : between.reversed()
        newBoxes.append(edge.box)
    }

    /// The boxes of the edges that were bent since the last call.
    mutating func takeNewBoxes() -> [TileBox] {
        defer { newBoxes.removeAll() }
        return newBoxes
    }

    /// Puts the points into the edges of rings.
    mutating func bend(_ rings: inout RingSet) {
        spare.clear()
        for ring in 0..<rings.ringCount {
            let range = rings.range(ring)
            for position in range {
                let next = position + 1 == range.upperBound ? range.lowerBound : position + 1
                spare.append(rings.points[position])
                appendPoints(between: rings.points[position], rings.points[next], depth: 0)
            }
            spare.endRing(isHole: rings.isHole(ring), fewest: 0)
        }
        swap(&rings, &spare)
    }

    private mutating func appendPoints(between a: TilePoint, _ b: TilePoint, depth: Int) {
        let edge = Edge(a, b)
        guard depth < EdgeBends.deepest, let found = points[edge] else { return }
        var from = a
        for point in edge.low == a ? found : found.reversed() {
            appendPoints(between: from, point, depth: depth + 1)
            spare.append(point)
            from = point
        }
        appendPoints(between: from, b, depth: depth + 1)
    }
}

extension TilePoint {
    fileprivate func precedes(_ other: TilePoint) -> Bool { x != other.x ? x < other.x : y < other.y }
}
