import GeoValues

extension GapFinder {
    /// A loop divided where its edges cross, so that each part turns one way; crossings are rounded to the millimetre.
    static func simpleLoops(_ loop: BoundaryLoop) -> [BoundaryLoop] {
        var crossings = crossings(of: loop)
        if crossings.isEmpty { return [loop] }
        crossings.sort { $0.edge != $1.edge ? $0.edge < $1.edge : $0.share < $1.share }
        // The loop with the crossings put in; each crossing occurs twice.
        var points: [RDPoint] = []
        var keys: [UInt64] = []
        var numbers: [Int] = []
        var next = 0
        for edge in loop.points.indices {
            points.append(loop.points[edge])
            keys.append(loop.keys[edge])
            numbers.append(-1)
            while next < crossings.count, crossings[next].edge == edge {
                points.append(crossings[next].place)
                keys.append(loop.keys[edge])
                numbers.append(crossings[next].number)
                next += 1
            }
        }
        // Walks along and cuts off what lies between two visits of a crossing.
        var parts: [BoundaryLoop] = []
        var path: [Int] = []
        var pathPosition: [Int: Int] = [:]
        for position in points.indices {
            let number = numbers[position]
            if number >= 0, let start = pathPosition[number] {
                let cut = Array(path[start...])
                parts.append(BoundaryLoop(points: cut.map { points[$0] }, keys: cut.map { keys[$0] }))
                for visited in cut where numbers[visited] >= 0 { pathPosition[numbers[visited]] = nil }
                path.removeSubrange(start...)
            }
            if number >= 0 { pathPosition[number] = path.count }
            path.append(position)
        }
        parts.append(BoundaryLoop(points: path.map { points[$0] }, keys: path.map { keys[$0] }))
        return parts.filter { $0.points.count >= 3 }
    }

    /// A crossing as seen from one of its edges.
    private struct Crossing {
        var edge: Int
        /// How far along the edge, 0…1.
        var share: Double
        var place: RDPoint
        var number: Int
    }

    /// The proper crossings of a loop's edges, each twice.
    private static func crossings(of loop: BoundaryLoop) -> [Crossing] {
        let points = loop.points
        func end(_ edge: Int) -> RDPoint { points[edge + 1 == points.count ? 0 : edge + 1] }
        let order = points.indices.sorted { min(points[$0].x, end($0).x) < min(points[$1].x, end($1).x) }
        var found: [Crossing] = []
        var active: [Int] = []
        for edge in order {
            let a = points[edge]
            let b = end(edge)
            let west = min(a.x, b.x)
            active.removeAll { max(points[$0].x, end($0).x) < west }
            for other in active {
                let c = points[other]
                let d = end(other)
                if max(c.y, d.y) < min(a.y, b.y) || min(c.y, d.y) > max(a.y, b.y) { continue }
                let s = orientation(a, b, c)
                let t = orientation(a, b, d)
                guard s != 0, t != 0, (s > 0) != (t > 0) else { continue }
                let u = orientation(c, d, a)
                let v = orientation(c, d, b)
                guard u != 0, v != 0, (u > 0) != (v > 0) else { continue }
                let share = Double(u) / (Double(u) - Double(v))
                let place = RDPoint(
                    x: a.x + Int32((share * Double(Int64(b.x) - Int64(a.x))).rounded()),
                    y: a.y + Int32((share * Double(Int64(b.y) - Int64(a.y))).rounded())
                )
                let number = found.count / 2
                found.append(Crossing(edge: edge, share: share, place: place, number: number))
                let otherShare = Double(s) / (Double(s) - Double(t))
                found.append(Crossing(edge: other, share: otherShare, place: place, number: number))
            }
            active.append(edge)
        }
        return found
    }
}
