import GeoValues

/// A polygon as GEOS takes and gives it: the exterior ring, then holes, each x, y interleaved and closed.
///
/// Coordinates are whole numbers in Double (millimetres or tile units) less a local origin, so they are exact.
struct PlanarPolygon {
    var rings: [[Double]]
}

/// What is taken off coordinates before they go to GEOS and added again afterwards: small numbers keep more digits of
/// computed intersections.
struct LocalOrigin {
    let x: Int32
    let y: Int32

    static let zero = LocalOrigin(x: 0, y: 0)

    private init(x: Int32, y: Int32) {
        self.x = x
        self.y = y
    }

    /// The lower left corner of everything in the job; zero when there is nothing.
    init(of box: RDBox) {
        self.init(x: box.isEmpty ? 0 : box.minX, y: box.isEmpty ? 0 : box.minY)
    }

    init(of polygons: [RDPolygon]...) {
        var box = RDBox.empty
        for polygon in polygons.joined() { box.formUnion(polygon.box) }
        self.init(of: box)
    }

    /// Closed, interleaved coordinates of points that are not closed.
    func closedRing<Point>(_ points: [Point], _ position: (Point) -> (x: Int32, y: Int32)) -> [Double] {
        var ring: [Double] = []
        ring.reserveCapacity(2 * points.count + 2)
        for point in points {
            let (x, y) = position(point)
            ring.append(Double(Int64(x) - Int64(self.x)))
            ring.append(Double(Int64(y) - Int64(self.y)))
        }
        if ring.count >= 2 {
            ring.append(ring[0])
            ring.append(ring[1])
        }
        return ring
    }

    func planar(_ ring: RDRing) -> [Double] { closedRing(ring.points) { ($0.x, $0.y) } }

    func planar(_ polygon: RDPolygon) -> PlanarPolygon { PlanarPolygon(rings: polygon.rings.map(planar)) }

    func planar(_ polygons: [RDPolygon]) -> [PlanarPolygon] { polygons.map(planar) }

    /// Points without the closing one, from a closed ring on the grid.
    func points<Point>(_ ring: [Double], _ make: (Int32, Int32) -> Point) throws -> [Point] {
        var points: [Point] = []
        points.reserveCapacity(ring.count / 2)
        for index in stride(from: 0, to: ring.count - 2, by: 2) {
            guard
                let x = Int32(exactly: (ring[index] + Double(x)).rounded()),
                let y = Int32(exactly: (ring[index + 1] + Double(y)).rounded())
            else { throw GEOSError.coordinateOutOfRange }
            points.append(make(x, y))
        }
        return points
    }

    /// Polygons in RD from polygons on the grid; a ring with fewer than three corners cannot occur in valid output.
    func polygons(_ planar: [PlanarPolygon]) throws -> [RDPolygon] {
        try planar.map { polygon in
            let rings = try polygon.rings.map { ring in
                guard let ring = RDRing(try points(ring) { RDPoint(x: $0, y: $1) }) else {
                    throw GEOSError.notRepairable(reason: "a ring collapsed")
                }
                return ring
            }
            guard let exterior = rings.first else { throw GEOSError.notRepairable(reason: "a polygon has no rings") }
            return RDPolygon(exterior: exterior, holes: Array(rings.dropFirst()))
        }
    }
}
