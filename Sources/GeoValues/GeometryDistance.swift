/// The exact squared distance between the nearest parts of two geometries; zero where they share a point, nil when one has
/// no place.
///
/// Takes time that grows with the product of their numbers of vertices.
public func squaredDistance(between left: RDGeometry, and right: RDGeometry) -> SquaredDistance? {
    guard let leftPoint = left.edges.first?.0, let rightPoint = right.edges.first?.0 else { return nil }
    // One inside the other: then no edges need be near.
    if left.holds(rightPoint) || right.holds(leftPoint) { return .zero }
    var nearest: SquaredDistance?
    for (a, b) in left.edges {
        for (c, d) in right.edges {
            if segmentsIntersect(a, b, c, d) { return .zero }
            // Of two segments that do not cross, an end of one is nearest to the other.
            let distances = [
                squaredDistance(from: a, toSegment: c, d), squaredDistance(from: b, toSegment: c, d),
                squaredDistance(from: c, toSegment: a, b), squaredDistance(from: d, toSegment: a, b),
            ]
            for distance in distances where nearest.map({ distance < $0 }) ?? true { nearest = distance }
        }
    }
    return nearest
}

extension RDGeometry {
    /// The edges; a point is one of length zero.
    fileprivate var edges: [(RDPoint, RDPoint)] {
        switch self {
        case .points(let points): points.map { ($0, $0) }
        case .lines(let lines): lines.flatMap { zip($0, $0.dropFirst()).map { ($0, $1) } }
        case .polygons(let polygons):
            polygons.flatMap(\.rings).flatMap { ring in
                zip(ring.points, ring.points.dropFirst() + ring.points.prefix(1)).map { ($0, $1) }
            }
        case .none: []
        }
    }

    fileprivate func holds(_ point: RDPoint) -> Bool {
        guard case .polygons(let polygons) = self else { return false }
        return location(of: point, in: polygons) != .outside
    }
}
