import GeoValues

/// One closed path from the rings of a polygon, for triangulation: GEOS 3.11 fails on some polygons whose holes touch
/// ("Unable to find a convex corner"), but not on the same area as one path that meets itself. Exact.
enum RingJoining {
    /// The exterior of a valid, noded polygon with every hole made part of it; the interior lies left of the path.
    ///
    ///     A─────────B        a hole that touches, V-p-q, is put in where it touches: A V p q V B
    ///     │  q──p   │
    ///     │   \/    │        a hole that does not is reached over a bridge from the nearest
    ///     └───V─────┘        vertex that sees it, there and back: A V p q p V B
    static func path(of polygon: RDPolygon) -> [RDPoint]? {
        var path = polygon.exterior.points
        var waiting = polygon.holes.map(\.points)
        while !waiting.isEmpty {
            if let (number, longer) = touching(path, waiting) {
                path = longer
                waiting.remove(at: number)
            } else if let (number, longer) = bridged(path, waiting) {
                path = longer
                waiting.remove(at: number)
            } else {
                return nil
            }
        }
        return path
    }

    /// The first hole that shares a vertex with the path, and the path with it.
    private static func touching(_ path: [RDPoint], _ holes: [[RDPoint]]) -> (Int, [RDPoint])? {
        let vertices = Set(path)
        for (number, hole) in holes.enumerated() {
            for (start, touch) in hole.enumerated() where vertices.contains(touch) {
                let next = hole[(start + 1) % hole.count]
                for (place, point) in path.enumerated() where point == touch {
                    // A vertex that occurs more than once has several corners; the hole lies in one of them.
                    guard isInside(next, ofCornerAt: place, of: path) else { continue }
                    let loop = Array(hole[(start + 1)...] + hole[...start])
                    return (number, Array(path[...place]) + loop + Array(path[(place + 1)...]))
                }
            }
        }
        return nil
    }

    /// The path with the hole that is reached over the shortest bridge.
    private static func bridged(_ path: [RDPoint], _ holes: [[RDPoint]]) -> (Int, [RDPoint])? {
        struct Bridge {
            let squaredLength: Int64
            let place: Int
            let hole: Int
            let start: Int
        }
        var bridges: [Bridge] = []
        for (number, hole) in holes.enumerated() {
            for (start, to) in hole.enumerated() {
                for (place, from) in path.enumerated() {
                    let dx = Int64(to.x) - Int64(from.x)
                    let dy = Int64(to.y) - Int64(from.y)
                    let squaredLength = dx * dx + dy * dy
                    bridges.append(Bridge(squaredLength: squaredLength, place: place, hole: number, start: start))
                }
            }
        }
        bridges.sort {
            ($0.squaredLength, $0.hole, $0.start, $0.place) < ($1.squaredLength, $1.hole, $1.start, $1.place)
        }
        for bridge in bridges {
            let hole = holes[bridge.hole]
            let from = path[bridge.place]
            let to = hole[bridge.start]
            guard
                isInside(to, ofCornerAt: bridge.place, of: path), isInside(from, ofCornerAt: bridge.start, of: hole),
                ([path] + holes).allSatisfy({ isFree(from, to, of: $0) })
            else { continue }
            let loop = Array(hole[bridge.start...] + hole[...bridge.start])
            return (bridge.hole, Array(path[...bridge.place]) + loop + Array(path[bridge.place...]))
        }
        return nil
    }

    /// Whether a segment meets a closed path at most in its own ends.
    private static func isFree(_ from: RDPoint, _ to: RDPoint, of path: [RDPoint]) -> Bool {
        var previous = path[path.count - 1]
        for point in path {
            let isJoined = previous == from || previous == to || point == from || point == to
            if isJoined {
                // Edges that share an end may still run along the segment.
                for end in [previous, point] where end != from && end != to {
                    if RDBox(from, to).contains(end), orientation(from, to, end) == 0 { return false }
                }
                for end in [from, to] where end != previous && end != point {
                    if RDBox(previous, point).contains(end), orientation(previous, point, end) == 0 {
                        return false
                    }
                }
            } else if segmentsIntersect(from, to, previous, point) {
                return false
            }
            previous = point
        }
        return true
    }

    /// Whether the direction from a corner of a path to `point` lies strictly in the interior, left of the path.
    private static func isInside(_ point: RDPoint, ofCornerAt place: Int, of path: [RDPoint]) -> Bool {
        let before = path[(place + path.count - 1) % path.count]
        let corner = path[place]
        let after = path[(place + 1) % path.count]
        let leftOfFirst = orientation(before, corner, point) > 0
        let leftOfSecond = orientation(corner, after, point) > 0
        let turn = orientation(before, corner, after)
        // A convex corner wants both; a reflex corner, and the end of a bridge (which turns back), either.
        return turn > 0 ? leftOfFirst && leftOfSecond : leftOfFirst || leftOfSecond
    }
}
