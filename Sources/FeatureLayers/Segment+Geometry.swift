public import GeoValues

extension Segment {
    public var mercatorBox: MercatorBox { contents.mercatorBox }

    /// What the geometry of a feature is made of.
    public func geometryKind(_ feature: Int) -> GeometryKind { contents.geometryKind(feature) }

    /// The box of a feature; empty when it has no place.
    public func box(_ feature: Int) -> RDBox { contents.tree.box(feature) }

    /// The rings (or lines, or point runs) of a feature.
    public func rings(_ feature: Int) -> Range<Int> { contents.rings(feature) }

    /// The vertices of a ring, as positions in the segment's vertex arrays.
    public func vertexRange(ring: Int) -> Range<Int> { contents.vertexRange(ring: ring) }

    /// Whether a ring is a hole in the exterior before it.
    public func isHole(ring: Int) -> Bool { contents.ringRoles[ring] == 1 }

    /// A vertex in RD millimetres.
    public func vertex(_ position: Int) -> RDPoint { contents.vertices[position] }

    /// The place of a feature that is a point, the first of several; nil for others.
    public func firstPoint(_ feature: Int) -> RDPoint? {
        let contents = contents
        guard contents.geometryKind(feature) == .points else { return nil }
        let rings = contents.rings(feature)
        guard !rings.isEmpty else { return nil }
        let vertices = contents.vertexRange(ring: rings.lowerBound)
        return vertices.isEmpty ? nil : contents.vertices[vertices.lowerBound]
    }

    /// A vertex in Mercator units.
    public func mercatorVertex(_ position: Int) -> MercatorPoint { contents.mercatorVertices[position] }

    /// The tolerance in millimetres at which simplification may drop a vertex; ``DerivedGeometry/neverGoes``: never.
    public func importance(_ position: Int) -> UInt16 { contents.importances[position] }

    /// Where a feature's label belongs, RD millimetres; nil when nothing was chosen.
    public func labelPoint(_ feature: Int) -> RDPoint? {
        let point = contents.labelPoints[feature]
        return point.x == .min ? nil : point
    }

    /// The geometry as a value, copied out of the file.
    public func geometry(_ feature: Int) -> RDGeometry {
        let rings = self.rings(feature)
        func points(_ ring: Int) -> [RDPoint] { vertexRange(ring: ring).map { vertex($0) } }
        switch geometryKind(feature) {
        case .none: return .none
        case .points: return .points(rings.flatMap(points))
        case .lines: return .lines(rings.map(points))
        case .polygons: return .polygons(polygons(feature))
        }
    }

    /// The polygons of a feature; empty for points and lines.
    public func polygons(_ feature: Int) -> [RDPolygon] {
        guard geometryKind(feature) == .polygons else { return [] }
        var polygons: [RDPolygon] = []
        var exterior: RDRing?
        var holes: [RDRing] = []
        for number in rings(feature) {
            guard let ring = RDRing(vertexRange(ring: number).map { vertex($0) }) else { continue }
            if isHole(ring: number) {
                holes.append(ring)
            } else {
                if let exterior { polygons.append(RDPolygon(exterior: exterior, holes: holes)) }
                exterior = ring
                holes = []
            }
        }
        if let exterior { polygons.append(RDPolygon(exterior: exterior, holes: holes)) }
        return polygons
    }

    // MARK: Queries

    /// Calls `body` with each feature whose box meets the window, in ascending order.
    public func forEachFeature(in window: RDBox, _ body: (Int) -> Void) {
        var search = contents.tree.items(meeting: window)
        while let feature = search.next() { body(feature) }
    }

    /// Where a point lies in relation to a feature: exact. A point or line feature has a boundary only.
    public func location(of point: RDPoint, in feature: Int) -> PointLocation {
        contents.location(of: point, in: feature)
    }

    /// The exact squared distance from a point to the nearest part of a feature; zero inside a polygon.
    ///
    /// A feature without a place is infinitely far: its distance is not within any radius.
    public func squaredDistance(from point: RDPoint, to feature: Int) -> SquaredDistance {
        contents.squaredDistance(from: point, to: feature, bound: .max) ?? .infinite
    }

    /// The exact squared distance from a point to the nearest edge of a polygon's boundary, whether it lies inside or outside; to
    /// the nearest part of a line or point. Infinite for a feature without a place.
    public func squaredDistance(from point: RDPoint, toBoundaryOf feature: Int) -> SquaredDistance {
        let contents = contents
        let kind = contents.geometryKind(feature)
        return contents.squaredDistance(from: point, toEdgesOf: feature, kind, bound: .max) ?? .infinite
    }
}

extension SquaredDistance {
    /// Farther than any two points.
    static let infinite = SquaredDistance(numerator: .max, denominator: 1)
}
