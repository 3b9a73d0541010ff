import GeoValues

/// Whether a ring, without a closing repeat, runs counter-clockwise and touches itself nowhere. For short rings: every
/// edge is compared with every other.
func isSound(_ ring: [RDPoint]) -> Bool {
    let count = ring.count
    guard count >= 3, let doubledArea = RDRing(ring)?.doubledArea, doubledArea > 0 else { return false }
    for one in 0..<count {
        let (a, b) = (ring[one], ring[(one + 1) % count])
        for other in one + 1..<count {
            let (c, d) = (ring[other], ring[(other + 1) % count])
            if other == one + 1 || (one == 0 && other == count - 1) {
                // Neighbours share a corner; folded onto each other they share more.
                let (corner, before, after) = other == one + 1 ? (b, a, d) : (a, c, b)
                if side(before, corner, after) == 0 {
                    let back = Vector(before) - Vector(corner)
                    let on = Vector(after) - Vector(corner)
                    if back.x * on.x + back.y * on.y > 0 { return false }
                }
                continue
            }
            if segmentsMeet(a, b, c, d) { return false }
        }
    }
    return true
}

/// Whether two rings, without closing repeats, cross or touch, or one lies in the other. For short rings: every edge is
/// compared with every other.
func ringsMeet(_ one: [RDPoint], _ other: [RDPoint]) -> Bool {
    // Without a crossing each lies wholly inside or wholly outside the other.
    edgesMeet(one, other) || firstPoint(of: one, liesIn: other) || firstPoint(of: other, liesIn: one)
}

/// Whether a ring lies in another and touches it nowhere.
func ringLies(_ inner: [RDPoint], within outer: [RDPoint]) -> Bool {
    !edgesMeet(inner, outer) && firstPoint(of: inner, liesIn: outer)
}

private func edgesMeet(_ one: [RDPoint], _ other: [RDPoint]) -> Bool {
    one.indices.contains { place in
        let (a, b) = (one[place], one[(place + 1) % one.count])
        return other.indices.contains { segmentsMeet(a, b, other[$0], other[($0 + 1) % other.count]) }
    }
}

private func firstPoint(of inner: [RDPoint], liesIn outer: [RDPoint]) -> Bool {
    guard let point = inner.first, let ring = RDRing(outer) else { return false }
    return location(of: point, in: RDPolygon(exterior: ring)) != .outside
}

/// Whether the segments from `a` to `b` and from `c` to `d` have a point in common, ends included.
private func segmentsMeet(_ a: RDPoint, _ b: RDPoint, _ c: RDPoint, _ d: RDPoint) -> Bool {
    func isBetween(_ point: RDPoint, _ a: RDPoint, _ b: RDPoint) -> Bool {
        min(a.x, b.x) <= point.x && point.x <= max(a.x, b.x) && min(a.y, b.y) <= point.y && point.y <= max(a.y, b.y)
    }
    let (abc, abd, cda, cdb) = (side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b))
    if abc * abd < 0, cda * cdb < 0 { return true }
    if abc == 0 && isBetween(c, a, b) || abd == 0 && isBetween(d, a, b) { return true }
    return cda == 0 && isBetween(a, c, d) || cdb == 0 && isBetween(b, c, d)
}

/// 1 when `c` lies to the left of the line from `a` to `b`, −1 to the right, 0 on it.
private func side(_ a: RDPoint, _ b: RDPoint, _ c: RDPoint) -> Int { Int(orientation(a, b, c).signum()) }

extension TownMesh {
    /// Whether all plots of a row are sound: where a block is bent too much, its dividing lines cross.
    func isSound(_ row: PlotRow) -> Bool {
        (0..<row.plotCount).allSatisfy { number in
            var ring: [Int32] = []
            let front = row.front[row.breaks[number]...row.breaks[number + 1]]
            let mid = row.mid[row.midBreaks[number]...row.midBreaks[number + 1]]
            for vertex in front + row.paths[number + 1] + mid.reversed() + row.paths[number].reversed()
            where ring.last != vertex {
                ring.append(vertex)
            }
            while ring.count > 1, ring.first == ring.last { ring.removeLast() }
            return SyntheticTown.isSound(ring.map { points[Int($0)] })
        }
    }
}
