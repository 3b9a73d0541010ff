import FeatureLayers
import GEOSBridge
import GeoValues
import Glibc

/// The plane of one tile in its units (4,096 to a side, y southward), in floating point: what the index knows is carried over
/// without rounding.
struct TilePlane {
    static let extent = 4096.0
    static let buffer = 64.0

    let tile: TileCoordinate

    /// A box around the tile, `units` larger on every side.
    static func box(grownBy units: Double) -> PlaneArea {
        PlaneArea(minX: -units, minY: -units, maxX: extent + units, maxY: extent + units)
    }

    static func contains(_ place: (x: Double, y: Double), grownBy units: Double) -> Bool {
        place.x > -units && place.x < extent + units && place.y > -units && place.y < extent + units
    }

    /// Whether a place belongs to the tile: west and north edge included.
    static func owns(_ place: (x: Double, y: Double), grownBy units: Double) -> Bool {
        place.x >= -units && place.x < extent + units && place.y >= -units && place.y < extent + units
    }

    /// Where a vertex of a segment lies.
    func place(_ position: Int, _ segment: Segment) -> (x: Double, y: Double) {
        switch tile.matrixSet {
        case .webMercatorQuad: place(segment.mercatorVertex(position))
        case .netherlandsRDNewQuad: place(segment.vertex(position))
        }
    }

    func place(_ point: MercatorPoint) -> (x: Double, y: Double) {
        // 2^(32 − z) to a tile's side: differences are whole and exact.
        let side = Int64(1) << Int64(32 - tile.z)
        let unit = Double(side) / TilePlane.extent
        return (
            Double(Int64(point.x) - Int64(tile.x) * side) / unit, Double(Int64(point.y) - Int64(tile.y) * side) / unit
        )
    }

    func place(_ point: RDPoint) -> (x: Double, y: Double) {
        let side = Double(RDTileGrid.span) / Double(1 << tile.z)
        let unit = side / TilePlane.extent
        return (
            (Double(Int64(point.x) - RDTileGrid.originX) - Double(tile.x) * side) / unit,
            (Double(RDTileGrid.originY - Int64(point.y)) - Double(tile.y) * side) / unit
        )
    }

    /// RD metres of a place in an RD tile.
    func rdMetres(x: Double, y: Double) -> (x: Double, y: Double) {
        let side = Double(RDTileGrid.span) / 1000 / Double(1 << tile.z)
        return (
            Double(RDTileGrid.originX) / 1000 + (Double(tile.x) + x / TilePlane.extent) * side,
            Double(RDTileGrid.originY) / 1000 - (Double(tile.y) + y / TilePlane.extent) * side
        )
    }

    /// The position of a place in a Mercator tile.
    func geographic(x: Double, y: Double) -> GeographicPoint {
        let tiles = Double(1 << tile.z)
        // Shares of the world from its north-west corner.
        let across = (Double(tile.x) + x / TilePlane.extent) / tiles
        let down = (Double(tile.y) + y / TilePlane.extent) / tiles
        return GeographicPoint(
            longitude: across * 360 - 180,
            latitude: atan(sinh(.pi * (1 - 2 * down))) * 180 / .pi
        )
    }

    /// The polygons of a feature; nil when it has none.
    func area(_ feature: Int, _ segment: Segment) -> PlaneArea? {
        guard segment.geometryKind(feature) == .polygons else { return nil }
        var polygons: [[[Double]]] = []
        for ring in segment.rings(feature) {
            var coordinates: [Double] = []
            for position in segment.vertexRange(ring: ring) {
                let (x, y) = place(position, segment)
                coordinates += [x, y]
            }
            guard coordinates.count >= 6 else { continue }
            coordinates += coordinates[..<2]
            if segment.isHole(ring: ring), !polygons.isEmpty {
                polygons[polygons.count - 1].append(coordinates)
            } else {
                polygons.append([coordinates])
            }
        }
        return PlaneArea(polygons)
    }

    /// Points or the vertices of lines of a feature.
    func places(_ feature: Int, _ segment: Segment) -> [(x: Double, y: Double)] {
        segment.rings(feature).flatMap { ring in segment.vertexRange(ring: ring).map { place($0, segment) } }
    }
}
