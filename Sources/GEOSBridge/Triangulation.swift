import CGEOS
public import GeoValues

/// Three positions in an array of vertices, counter-clockwise.
public struct TriangleCorners: Hashable, Sendable {
    public let a: Int
    public let b: Int
    public let c: Int

    public init(_ a: Int, _ b: Int, _ c: Int) {
        self.a = a
        self.b = b
        self.c = c
    }
}

/// Division of polygons into triangles.
public enum Triangulation {
    /// The constrained Delaunay triangles of a valid, noded polygon, as positions in its rings' points one after the
    /// other (``RDPolygon/rings``), counter-clockwise.
    ///
    /// Uses every vertex, also those on a straight edge, so that walls on the same vertices leave no T-crack. Checked
    /// exactly: every triangle has positive area, the areas add up to the polygon's, and every edge of the polygon is
    /// the edge of exactly one triangle. Where rings touch, the vertex that comes first stands for both.
    /// - Parameter polygon: no vertex inside an edge of another ring; ``noded(_:)`` sees to that.
    /// - Throws: ``GEOSError``; ``GEOSError/notTriangulable(reason:)`` when the check fails.
    public static func triangles(of polygon: RDPolygon) throws -> [TriangleCorners] {
        let origin = LocalOrigin(of: polygon.box)
        var positions: [RDPoint: Int] = [:]
        var count = 0
        for ring in polygon.rings {
            for point in ring.points {
                if positions[point] == nil { positions[point] = count }
                count += 1
            }
        }
        do {
            return try checked(delaunay(polygon.rings.map(\.points), origin), of: polygon, positions)
        } catch let failure as GEOSError {
            guard let path = RingJoining.path(of: polygon), !polygon.holes.isEmpty else { throw failure }
            return try checked(delaunay([path], origin), of: polygon, positions)
        }
    }

    private static func delaunay(_ rings: [[RDPoint]], _ origin: LocalOrigin) throws -> [RDPolygon] {
        try GEOSContext.job { context in
            let planar = PlanarPolygon(rings: rings.map { ring in origin.closedRing(ring) { ($0.x, $0.y) } })
            let geometry = try context.polygon(planar)
            let collection = unsafe try context.geometry(
                GEOSConstrainedDelaunayTriangulation_r(context.handle, geometry.pointer),
                from: "a triangulation"
            )
            return try origin.polygons(context.polygons(in: collection))
        }
    }

    /// The polygon with a vertex wherever a vertex of one ring lies inside an edge of another: the same area, and no
    /// T-crack when it is divided. Valid polygons touch in this way when a hole's corner lies on a wall.
    public static func noded(_ polygon: RDPolygon) -> RDPolygon {
        guard !polygon.holes.isEmpty else { return polygon }
        let vertices = polygon.rings.flatMap(\.points)
        func noded(_ ring: RDRing) -> RDRing {
            var points: [RDPoint] = []
            for (number, from) in ring.points.enumerated() {
                let to = ring.points[(number + 1) % ring.points.count]
                let box = RDBox(from, to)
                let touches = vertices.filter {
                    $0 != from && $0 != to && box.contains($0) && orientation(from, to, $0) == 0
                }
                // Along a line, order by (x, y) is order along the line, one way or the other.
                let ordered = Set(touches).sorted { from < to ? $0 < $1 : $1 < $0 }
                points.append(from)
                points += ordered
            }
            return points.count == ring.points.count ? ring : RDRing(points) ?? ring
        }
        return RDPolygon(exterior: noded(polygon.exterior), holes: polygon.holes.map(noded))
    }

    private static func checked(
        _ found: [RDPolygon],
        of polygon: RDPolygon,
        _ positions: [RDPoint: Int]
    ) throws -> [TriangleCorners] {
        struct Edge: Hashable {
            let from: RDPoint
            let to: RDPoint
        }
        var triangles: [TriangleCorners] = []
        triangles.reserveCapacity(found.count)
        var edges = Set<Edge>()
        var area: Int128 = 0
        for triangle in found {
            let corners = triangle.exterior.points
            guard
                corners.count == 3, let a = positions[corners[0]], let b = positions[corners[1]],
                let c = positions[corners[2]]
            else { throw GEOSError.notTriangulable(reason: "a triangle has a corner that is not the polygon's") }
            let doubled = triangle.doubledArea
            guard doubled > 0 else { throw GEOSError.notTriangulable(reason: "a triangle has no area") }
            area += doubled
            for (from, to) in [(0, 1), (1, 2), (2, 0)] {
                guard edges.insert(Edge(from: corners[from], to: corners[to])).inserted else {
                    throw GEOSError.notTriangulable(reason: "two triangles overlap")
                }
            }
            triangles.append(TriangleCorners(a, b, c))
        }
        guard area == polygon.doubledArea else {
            throw GEOSError.notTriangulable(reason: "the triangles cover \(area) of \(polygon.doubledArea) half mm²")
        }
        for ring in polygon.rings {
            var previous = ring.points[ring.points.count - 1]
            for point in ring.points {
                guard edges.contains(Edge(from: previous, to: point)), !edges.contains(Edge(from: point, to: previous))
                else { throw GEOSError.notTriangulable(reason: "an edge of the polygon is not a triangle's edge") }
                previous = point
            }
        }
        return triangles
    }
}
