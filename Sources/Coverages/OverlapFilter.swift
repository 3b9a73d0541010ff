import GeoValues

/// Tells pairs of polygons that may overlap from those that are neighbours, exactly and without building anything.
struct OverlapFilter {
    let polygons: FlatPolygons
    let runs: EdgeRuns
    private var edges: [Edge] = []
    private var otherEdges: [Edge] = []

    init(polygons: FlatPolygons, runs: EdgeRuns) {
        self.polygons = polygons
        self.runs = runs
    }

    /// A place where two valid features may overlap; nil when their interiors don't meet.
    ///
    /// If they do, then two edges cross, or an edge is used in the same direction by both, or a vertex of one lies inside the
    /// other, or an edge of one, from boundary to boundary of the other, runs inside it. An edge that passes a vertex of the
    /// other on its way may do the last in part, so it counts as suspect.
    ///
    /// - Parameter box: what the boxes of the two have in common.
    mutating func witness(_ feature: Int, _ other: Int, in box: RDBox) -> RDPoint? {
        edges.removeAll(keepingCapacity: true)
        otherEdges.removeAll(keepingCapacity: true)
        runs.appendEdges(of: feature, in: polygons, meeting: box, to: &edges)
        runs.appendEdges(of: other, in: polygons, meeting: box, to: &otherEdges)
        if edges.isEmpty || otherEdges.isEmpty {
            // One that has no edge near covers the whole box or nothing of it.
            let isCovered =
                (!edges.isEmpty || isMiddleInside(box, feature)) && (!otherEdges.isEmpty || isMiddleInside(box, other))
            return isCovered ? RDPoint(x: box.minX, y: box.minY) : nil
        }
        for edge in edges {
            let minX = min(edge.from.x, edge.to.x)
            let maxX = max(edge.from.x, edge.to.x)
            let minY = min(edge.from.y, edge.to.y)
            let maxY = max(edge.from.y, edge.to.y)
            for otherEdge in otherEdges {
                if max(otherEdge.from.x, otherEdge.to.x) < minX || min(otherEdge.from.x, otherEdge.to.x) > maxX
                    || max(otherEdge.from.y, otherEdge.to.y) < minY || min(otherEdge.from.y, otherEdge.to.y) > maxY
                {
                    continue
                }
                if let witness = OverlapFilter.suspectPlace(edge, otherEdge) { return witness }
            }
        }
        return vertexWitness(edges, otherEdges, other, in: box) ?? vertexWitness(otherEdges, edges, feature, in: box)
    }

    /// Where two edges cross, run along each other in the same direction, or one passes an end of the other.
    private static func suspectPlace(_ e: Edge, _ f: Edge) -> RDPoint? {
        if e.from == f.from { return e.to == f.to ? e.from : suspectEnd(e, f, e.to, f.to) }
        if e.to == f.to { return suspectEnd(e, f, e.from, f.from) }
        if e.from == f.to { return e.to == f.from ? nil : suspectEnd(e, f, e.to, f.from) }
        if e.to == f.from { return suspectEnd(e, f, e.from, f.to) }
        let s = orientation(e.from, e.to, f.from)
        let t = orientation(e.from, e.to, f.to)
        if (s > 0 && t > 0) || (s < 0 && t < 0) { return nil }
        let u = orientation(f.from, f.to, e.from)
        let v = orientation(f.from, f.to, e.to)
        if (u > 0 && v > 0) || (u < 0 && v < 0) { return nil }
        if s == 0, isWithin(f.from, e) { return f.from }
        if t == 0, isWithin(f.to, e) { return f.to }
        if u == 0, isWithin(e.from, f) { return e.from }
        if v == 0, isWithin(e.to, f) { return e.to }
        // Apart on one line, or else they cross.
        return s == 0 && t == 0 ? nil : f.from
    }

    /// For edges with one end in common: the far end of one, if it lies on the other.
    private static func suspectEnd(_ e: Edge, _ f: Edge, _ end: RDPoint, _ otherEnd: RDPoint) -> RDPoint? {
        if orientation(e.from, e.to, otherEnd) != 0 { return nil }
        if isWithin(otherEnd, e) { return otherEnd }
        return isWithin(end, f) ? end : nil
    }

    /// Whether a point on the line of an edge lies on the edge.
    private static func isWithin(_ point: RDPoint, _ edge: Edge) -> Bool {
        min(edge.from.x, edge.to.x) <= point.x && point.x <= max(edge.from.x, edge.to.x)
            && min(edge.from.y, edge.to.y) <= point.y && point.y <= max(edge.from.y, edge.to.y)
    }

    /// A vertex of one polygon, given by its edges near the other, that lies inside the other; or the start of an edge that
    /// runs inside it from boundary to boundary. No edge passes a vertex of the other polygon.
    ///
    /// The boundary of one goes from inside to outside only where both have a vertex: of a run of edges between two of those, the first
    /// vertex tells.
    private func vertexWitness(_ edges: [Edge], _ otherEdges: [Edge], _ other: Int, in box: RDBox) -> RDPoint? {
        // Where the edge before leads to, when that is known to be outside.
        var outside: RDPoint?
        for edge in edges {
            var isFromShared = false
            var isToShared = false
            var isEdgeShared = false
            for otherEdge in otherEdges {
                if otherEdge.from == edge.from {
                    isFromShared = true
                    if otherEdge.to == edge.to { isEdgeShared = true }
                }
                if otherEdge.from == edge.to {
                    isToShared = true
                    if otherEdge.to == edge.from { isEdgeShared = true }
                }
            }
            if isEdgeShared { continue }
            if isFromShared {
                if isToShared, location(edge.from, edge.to, in: other) == .inside { return edge.from }
                continue
            }
            // No edge passes a vertex, so the vertex is inside or outside; beyond the box it is outside.
            if outside != edge.from, box.contains(edge.from), location(edge.from, edge.from, in: other) == .inside {
                return edge.from
            }
            outside = isToShared ? nil : edge.to
        }
        return nil
    }

    private func isMiddleInside(_ box: RDBox, _ feature: Int) -> Bool {
        location(RDPoint(x: box.minX, y: box.minY), RDPoint(x: box.maxX, y: box.maxY), in: feature) == .inside
    }

    /// Where the middle between two points lies.
    private func location(_ from: RDPoint, _ to: RDPoint, in feature: Int) -> PointLocation {
        runs.location(
            doubledX: Int64(from.x) + Int64(to.x),
            doubledY: Int64(from.y) + Int64(to.y),
            in: feature,
            of: polygons
        )
    }
}
