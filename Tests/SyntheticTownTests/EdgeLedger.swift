import GeoValues

/// Counts the edges of polygons that should divide an area without gap or overlap.
///
/// Where vertices are shared, every edge inside the area is used exactly once in each direction, so what is left over is
/// the area's own boundary.
struct EdgeLedger {
    struct Edge: Hashable {
        var from: RDPoint
        var to: RDPoint

        var reversed: Edge { Edge(from: to, to: from) }
    }

    private(set) var edges: Set<Edge> = []
    /// Edges that were used twice in the same direction: overlaps.
    private(set) var repeated = 0
    /// The sum of twice the areas in mm².
    private(set) var doubledArea: Int128 = 0

    mutating func add(_ polygon: RDPolygon) {
        doubledArea += polygon.doubledArea
        for ring in polygon.rings {
            for (place, point) in ring.points.enumerated() {
                let next = ring.points[place + 1 == ring.points.count ? 0 : place + 1]
                if !edges.insert(Edge(from: point, to: next)).inserted { repeated += 1 }
            }
        }
    }

    /// Edges without a counterpart: the boundary of all polygons together.
    var boundary: Set<Edge> { edges.filter { !edges.contains($0.reversed) } }

    /// Twice the area that the boundary encloses, in mm².
    var doubledAreaOfBoundary: Int128 {
        boundary.reduce(0) { $0 + Int128($1.from.x) * Int128($1.to.y) - Int128($1.to.x) * Int128($1.from.y) }
    }
}
