import GeoValues

extension TownMesh {
    /// Rings of vertices as a polygon, the exterior first.
    func polygon(_ rings: [[Int32]]) -> RDPolygon? {
        let rings = rings.compactMap { RDRing($0.map { points[Int($0)] }) }
        guard let exterior = rings.first else { return nil }
        return RDPolygon(exterior: exterior, holes: Array(rings.dropFirst()))
    }

    /// Rings of vertices as shapes of a plan, with their arcs.
    func shapes(_ rings: [[Int32]]) -> [PlanShape] {
        rings.map { ring in
            // A ring that begins in the middle of an arc is begun one vertex later.
            let startsInArc = isArcMiddle[Int(ring[0])]
            let turned = startsInArc ? Array(ring.dropFirst()) + [ring[0]] : ring
            let middles = turned.indices.filter { isArcMiddle[Int(turned[$0])] }
            return PlanShape(points: turned.map { points[Int($0)] }, arcMiddles: Set(middles))
        }
    }
}
