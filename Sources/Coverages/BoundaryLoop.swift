import GeoValues

/// Unmatched edges that come round to where they began.
struct BoundaryLoop {
    /// Without the closing repeat.
    var points: [RDPoint]
    /// For each point the feature of the edge that begins there.
    var keys: [UInt64]

    /// Twice the area in mm², negative when clockwise.
    var doubledArea: Int128 {
        var sum: Int128 = 0
        guard let origin = points.first, var previous = points.last else { return 0 }
        for point in points {
            sum += Int128(orientation(origin, previous, point))
            previous = point
        }
        return sum
    }

    var box: RDBox { RDBox(around: points) }
}

extension GapFinder {
    /// All loops of edges of one group that are sorted by their beginnings: at each vertex an edge goes on with the one that is
    /// nearest on its right-hand side, so that each loop encloses one uncovered area or one covered one.
    static func boundaryLoops(_ edges: [UnmatchedEdge]) -> [BoundaryLoop] {
        let successors = successors(edges)
        var isUsed = [Bool](repeating: false, count: edges.count)
        var loops: [BoundaryLoop] = []
        for first in edges.indices where !isUsed[first] {
            var loop = BoundaryLoop(points: [], keys: [])
            var edge = first
            while edge >= 0, !isUsed[edge] {
                isUsed[edge] = true
                loop.points.append(edges[edge].from)
                loop.keys.append(edges[edge].key)
                edge = successors[edge]
            }
            // Edges of rings come round; what does not is left of a ring that is none.
            if edge == first, loop.points.count >= 3 { loops.append(loop) }
        }
        return loops
    }

    /// For each edge the one that follows it; −1 when there is none.
    private static func successors(_ edges: [UnmatchedEdge]) -> [Int] {
        let byEnd = edges.indices.sorted { left, right in
            edges[left].to != edges[right].to ? edges[left].to < edges[right].to : left < right
        }
        var successors = [Int](repeating: -1, count: edges.count)
        var incoming = 0
        var outgoing = 0
        while incoming < byEnd.count {
            let vertex = edges[byEnd[incoming]].to
            var incomingEnd = incoming
            while incomingEnd < byEnd.count, edges[byEnd[incomingEnd]].to == vertex { incomingEnd += 1 }
            while outgoing < edges.count, edges[outgoing].from < vertex { outgoing += 1 }
            var outgoingEnd = outgoing
            while outgoingEnd < edges.count, edges[outgoingEnd].from == vertex { outgoingEnd += 1 }
            if incomingEnd - incoming == 1, outgoingEnd - outgoing == 1 {
                successors[byEnd[incoming]] = outgoing
            } else {
                var spokes = byEnd[incoming..<incomingEnd].map {
                    Spoke(edge: $0, far: edges[$0].from, isIncoming: true)
                }
                spokes += (outgoing..<outgoingEnd).map { Spoke(edge: $0, far: edges[$0].to, isIncoming: false) }
                join(&spokes, around: vertex, &successors)
            }
            incoming = incomingEnd
            outgoing = outgoingEnd
        }
        return successors
    }

    /// An edge at a vertex, as seen from the vertex.
    private struct Spoke {
        var edge: Int
        var far: RDPoint
        var isIncoming: Bool
    }

    /// Joins each incoming edge to the outgoing one that comes next counter-clockwise and is not taken by one between, as
    /// parentheses are joined, twice around.
    private static func join(_ spokes: inout [Spoke], around vertex: RDPoint, _ successors: inout [Int]) {
        func isUpper(_ point: RDPoint) -> Bool {
            point.y != vertex.y ? point.y > vertex.y : point.x > vertex.x
        }
        spokes.sort { left, right in
            let isLeftUpper = isUpper(left.far)
            let isRightUpper = isUpper(right.far)
            if isLeftUpper != isRightUpper { return isLeftUpper }
            let turn = orientation(vertex, left.far, right.far)
            if turn != 0 { return turn > 0 }
            if left.isIncoming != right.isIncoming { return left.isIncoming }
            return left.edge < right.edge
        }
        var open: [Int] = []
        var isTaken = [Bool](repeating: false, count: spokes.count)
        for position in 0..<2 * spokes.count {
            let spoke = spokes[position % spokes.count]
            if spoke.isIncoming {
                if position < spokes.count { open.append(spoke.edge) }
            } else if !isTaken[position % spokes.count], let incoming = open.popLast() {
                successors[incoming] = spoke.edge
                isTaken[position % spokes.count] = true
            }
        }
    }
}
