extension RDRing {
    /// Whether the ring neither crosses nor touches itself. Exact; tests every pair of edges, so it is for short rings:
    /// the work grows with the square of the number of points.
    public var isSimple: Bool {
        let count = points.count
        for first in 0..<count {
            let a = points[first]
            let b = points[(first + 1) % count]
            let c = points[(first + 2) % count]
            if orientation(a, b, c) == 0, RDRing.runsBack(a, b, c) { return false }
            for second in first + 2..<max(first + 2, count) where !(first == 0 && second == count - 1) {
                let d = points[second]
                let e = points[(second + 1) % count]
                if max(a.x, b.x) < min(d.x, e.x) || max(d.x, e.x) < min(a.x, b.x) { continue }
                if max(a.y, b.y) < min(d.y, e.y) || max(d.y, e.y) < min(a.y, b.y) { continue }
                if segmentsIntersect(a, b, d, e) { return false }
            }
        }
        return true
    }

    /// Whether the edge b-c runs back along a-b, the two being collinear: a spike.
    private static func runsBack(_ a: RDPoint, _ b: RDPoint, _ c: RDPoint) -> Bool {
        let along = (Int64(b.x) - Int64(a.x)) * (Int64(c.x) - Int64(b.x))
        let across = (Int64(b.y) - Int64(a.y)) * (Int64(c.y) - Int64(b.y))
        return along + across < 0
    }
}
