public import GeoValues

extension Segment {
    /// What the geometry of a feature is made of.
    public func geometryKind(_ feature: Int) -> GeometryKind { GeometryKind(rawValue: kinds[feature]) ?? .none }

    /// The box of a feature; empty when it has no place.
    public func box(_ feature: Int) -> RDBox { tree.box(feature) }

    /// The rings (or lines, or point runs) of a feature.
    public func rings(_ feature: Int) -> Range<Int> {
        let start = Int(firstRings[feature])
        let end = Int(firstRings[feature + 1])
        // A damaged file must not trap: an impossible range is empty.
        return start <= end && end <= ringRoles.count ? start..<end : 0..<0
    }

    /// The vertices of a ring, as positions in the segment's vertex arrays.
    public func vertexRange(ring: Int) -> Range<Int> {
        let start = Int(firstVertices[ring])
        let end = Int(firstVertices[ring + 1])
        return start <= end && end * 2 <= vertices.count ? start..<end : 0..<0
    }

    /// Whether a ring is a hole in the exterior before it.
    public func isHole(ring: Int) -> Bool { ringRoles[ring] == 1 }

    /// A vertex in RD millimetres.
    public func vertex(_ position: Int) -> RDPoint {
        RDPoint(x: vertices[position * 2], y: vertices[position * 2 + 1])
    }

    /// A vertex in Mercator units.
    public func mercatorVertex(_ position: Int) -> MercatorPoint {
        MercatorPoint(x: mercatorVertices[position * 2], y: mercatorVertices[position * 2 + 1])
    }

    /// The tolerance in millimetres at which simplification may drop a vertex; ``DerivedGeometry/neverGoes``: never.
    public func importance(_ position: Int) -> UInt16 { importances[position] }

    /// Where a feature's label belongs, RD millimetres; nil when nothing was chosen.
    public func labelPoint(_ feature: Int) -> RDPoint? {
        let point = RDPoint(x: labelPoints[feature * 2], y: labelPoints[feature * 2 + 1])
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
        tree.forEachItem(in: window, body)
    }

    /// Where a point lies in relation to a feature: exact. A point or line feature has a boundary only.
    public func location(of point: RDPoint, in feature: Int) -> PointLocation {
        switch geometryKind(feature) {
        case .none: return .outside
        case .polygons: return polygonLocation(of: point, in: feature)
        case .points, .lines:
            return squaredDistance(from: point, to: feature).isWithin(radius: 0) ? .onBoundary : .outside
        }
    }

    private func polygonLocation(of point: RDPoint, in feature: Int) -> PointLocation {
        let vertices = self.vertices
        var locator = PointLocator(x: point.x, y: point.y)
        for ring in rings(feature) {
            let range = vertexRange(ring: ring)
            guard let last = range.last else { continue }
            var ax = vertices[last * 2]
            var ay = vertices[last * 2 + 1]
            for position in range {
                let bx = vertices[position * 2]
                let by = vertices[position * 2 + 1]
                locator.add(ax: ax, ay: ay, bx: bx, by: by)
                ax = bx
                ay = by
            }
        }
        return locator.location
    }

    /// The exact squared distance from a point to the nearest part of a feature; zero inside a polygon.
    ///
    /// A feature without a place is infinitely far: its distance is not within any radius.
    public func squaredDistance(from point: RDPoint, to feature: Int) -> SquaredDistance {
        let kind = geometryKind(feature)
        if kind == .polygons, polygonLocation(of: point, in: feature) != .outside { return .zero }
        var nearest = SquaredDistance(numerator: .max, denominator: 1)
        // Edges whose box is farther than what was found need no exact distance.
        var bound = Int64.max
        for ring in rings(feature) {
            let range = vertexRange(ring: ring)
            guard let first = range.first, let last = range.last else { continue }
            var previous = vertex(kind == .polygons ? last : first)
            for position in range {
                let next = vertex(position)
                if kind == .points { previous = next }
                let box = RDBox(
                    minX: min(previous.x, next.x),
                    minY: min(previous.y, next.y),
                    maxX: max(previous.x, next.x),
                    maxY: max(previous.y, next.y)
                )
                if box.squaredDistance(toX: point.x, y: point.y) <= bound {
                    let distance = GeoValues.squaredDistance(from: point, toSegment: previous, next)
                    if distance < nearest {
                        nearest = distance
                        bound = Int64(clamping: distance.numerator / Int128(distance.denominator) + 1)
                    }
                }
                previous = next
            }
        }
        return nearest
    }
}
