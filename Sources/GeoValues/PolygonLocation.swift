/// Decides edge by edge whether a point lies in an area, exactly (even-odd rule; crossing number with Int64 orientation).
///
/// Feed every edge of every ring, holes too, in any order; then read ``location``.
@frozen
public struct PointLocator {
    @usableFromInline let x: Int32
    @usableFromInline let y: Int32
    @usableFromInline var isOdd = false
    @usableFromInline var isOnEdge = false

    @inlinable
    public init(x: Int32, y: Int32) {
        self.x = x
        self.y = y
    }

    /// Takes in the edge a→b in RD millimetres.
    @inlinable
    public mutating func add(ax: Int32, ay: Int32, bx: Int32, by: Int32) {
        // Edges wholly above, below or west of the point decide nothing.
        if (ay > y && by > y) || (ay < y && by < y) || (ax < x && bx < x) { return }
        let turn =
            (Int64(bx) &- Int64(ax)) &* (Int64(y) &- Int64(ay)) &- (Int64(by) &- Int64(ay)) &* (Int64(x) &- Int64(ax))
        if turn == 0 {
            if (ax <= x || bx <= x) && (ax >= x || bx >= x) { isOnEdge = true }
            return
        }
        if (ay > y) != (by > y), (turn > 0) == (by > ay) { isOdd.toggle() }
    }

    /// Takes in all edges of a path that lies wholly east of the point, from its first vertex to its last: a ray to the
    /// east crosses it an odd number of times just when its ends lie on different sides of the ray.
    @inlinable
    public mutating func addPathToTheEast(fromY: Int32, toY: Int32) {
        if (fromY > y) != (toY > y) { isOdd.toggle() }
    }

    @inlinable public var location: PointLocation { isOnEdge ? .onBoundary : (isOdd ? .inside : .outside) }
}

/// Where a point lies in relation to a polygon. Exact.
public func location(of point: RDPoint, in polygon: RDPolygon) -> PointLocation {
    location(of: point, in: [polygon])
}

/// Where a point lies in relation to a valid multipolygon. Exact.
public func location(of point: RDPoint, in polygons: [RDPolygon]) -> PointLocation {
    var locator = PointLocator(x: point.x, y: point.y)
    for polygon in polygons {
        for ring in polygon.rings {
            var previous = ring.points[ring.points.count - 1]
            for next in ring.points {
                locator.add(ax: previous.x, ay: previous.y, bx: next.x, by: next.y)
                previous = next
            }
        }
    }
    return locator.location
}

/// The exact squared distance from a point to the nearest edge of a multipolygon; zero inside and on the boundary.
///
/// Polygons must not be empty.
public func squaredDistance(from point: RDPoint, to polygons: [RDPolygon]) -> SquaredDistance {
    if location(of: point, in: polygons) != .outside { return .zero }
    var nearest: SquaredDistance?
    for polygon in polygons {
        for ring in polygon.rings {
            var previous = ring.points[ring.points.count - 1]
            for next in ring.points {
                let distance = squaredDistance(from: point, toSegment: previous, next)
                if nearest.map({ distance < $0 }) ?? true { nearest = distance }
                previous = next
            }
        }
    }
    return nearest ?? .zero
}
