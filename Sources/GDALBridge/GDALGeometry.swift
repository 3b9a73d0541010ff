public import GeoValues

/// A geometry as plain arrays: coordinates interleaved x, y (east, north, or longitude, latitude) in the unit of the
/// layer's reference system. Heights and measures are dropped; multi-geometries are flattened.
public enum GDALGeometry: Hashable, Sendable {
    /// x, y of each point.
    case points([Double])
    /// x, y of the vertices of each line.
    case lines([[Double]])
    /// Polygon → ring → x, y of its vertices as stored: usually with the closing point repeated, nothing checked. The
    /// first ring is the exterior.
    case polygons([[[Double]]])
    case none(Absence)
    /// A geometry that cannot be brought into one of these shapes, and why.
    case unsupported(String)

    /// Why a feature has no geometry.
    public enum Absence: Hashable, Sendable {
        /// The layer has no geometry, or this feature's is null.
        case null
        /// The feature has a geometry without any vertex.
        case empty
    }

    /// The geometry in RD metres: millimetres divided by 1000 (correctly rounded), rings closed.
    public init(_ geometry: RDGeometry) {
        func interleaved(_ points: [RDPoint], closed: Bool) -> [Double] {
            var values: [Double] = []
            values.reserveCapacity(points.count * 2 + 2)
            for point in points {
                values.append(point.xMetres)
                values.append(point.yMetres)
            }
            if closed, let first = points.first {
                values.append(first.xMetres)
                values.append(first.yMetres)
            }
            return values
        }
        switch geometry {
        case .points(let points): self = .points(interleaved(points, closed: false))
        case .lines(let lines): self = .lines(lines.map { interleaved($0, closed: false) })
        case .polygons(let polygons):
            self = .polygons(polygons.map { $0.rings.map { interleaved($0.points, closed: true) } })
        case .none: self = .none(.null)
        }
    }
}
