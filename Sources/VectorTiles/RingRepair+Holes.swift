/// Holes that touch their exterior more than once, and so cut their polygon in pieces.
extension RingRepair {
    /// A hole that comes to an exterior at two vertices: their positions in the hole's and in the exterior's ring.
    struct Touch {
        let hole: Int
        let exterior: Int
        let inHole: Int
        let inExterior: Int
        let otherInExterior: Int
    }

    /// The first hole that cuts its polygon in pieces; nil when there is none.
    func repeatedTouch(_ rings: RingSet) -> Touch? {
        let shared = sharedPoints(rings)
        if shared.count < 2 { return nil }
        for hole in 0..<rings.ringCount where rings.doubledArea(hole) < 0 && touches(hole, rings, shared) > 1 {
            for exterior in 0..<rings.ringCount where rings.doubledArea(exterior) > 0 && !rings.isHole(exterior) {
                var first: (inHole: Int, inExterior: Int)?
                for inHole in rings.range(hole) {
                    guard
                        let inExterior = rings.range(exterior).first(where: { rings.points[$0] == rings.points[inHole] }
                        )
                    else { continue }
                    guard let first else {
                        first = (inHole, inExterior)
                        continue
                    }
                    return Touch(
                        hole: hole,
                        exterior: exterior,
                        inHole: first.inHole,
                        inExterior: first.inExterior,
                        otherInExterior: inExterior
                    )
                }
            }
        }
        return nil
    }

    /// Makes one ring of a hole and its exterior: the exterior from one vertex of both to the other, there all of the hole, and on.
    /// Split where it comes to a point again, it falls into the pieces between hole and exterior.
    mutating func join(_ touch: Touch, _ rings: inout RingSet) {
        pieces.clear()
        for ring in 0..<rings.ringCount where ring != touch.hole && ring != touch.exterior {
            pieces.appendRing(rings.range(ring), of: rings, isHole: rings.isHole(ring))
        }
        let (exterior, hole) = (rings.range(touch.exterior), rings.range(touch.hole))
        func position(_ step: Int, from start: Int, in ring: Range<Int>) -> Int {
            ring.lowerBound + (start - ring.lowerBound + step) % ring.count
        }
        for step in 0..<exterior.count {
            let here = position(step, from: touch.otherInExterior, in: exterior)
            pieces.append(rings.points[here])
            guard here == touch.inExterior else { continue }
            for step in 1...hole.count { pieces.append(rings.points[position(step, from: touch.inHole, in: hole)]) }
        }
        pieces.endRing(isHole: false)
        swap(&rings, &pieces)
    }
}
