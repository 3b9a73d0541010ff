import GDALBridge
import GeoValues
import PROJBridge

/// Brings the coordinates of a layer to RD metres, by RDNAPTRANS2018 and nothing else.
enum CRSConversion: Sendable {
    case none
    /// ETRS89, WGS84 and CRS84 degrees, longitude first.
    case fromGeographic
    /// EPSG:3857 metres.
    case fromWebMercator

    /// The conversion that a layer's declared system needs. Without one RD is assumed: the intake then sees whether the
    /// numbers can be RD.
    ///
    /// - Throws: ``ImportProblem/unknownCRS(path:layer:found:)``.
    init(of layer: GDALLayer, path: String) throws {
        guard let reference = layer.spatialReference else {
            self = .none
            return
        }
        switch reference.epsgCode {
        case 28992, 7415: self = .none
        case 4258, 4326, 4979, 4937, 9067, 7931: self = .fromGeographic
        case 3857: self = .fromWebMercator
        case let code:
            if reference.name.contains("CRS84") || reference.name.contains("CRS 84") {
                self = .fromGeographic
                return
            }
            if reference.name.lowercased().contains("amersfoort / rd new") {
                self = .none
                return
            }
            let found = code.map { "EPSG:\($0) (\(reference.name))" } ?? reference.name
            throw ImportProblem.unknownCRS(path: path, layer: layer.name, found: found)
        }
    }

    /// The geometry in RD metres.
    ///
    /// - Throws: what the transformer says of a position outside its area.
    func converted(_ geometry: RawGeometry, _ transformer: CoordinateTransformer) throws -> RawGeometry {
        if case .none = self { return geometry }
        func metres(_ coordinates: [Double]) throws -> [Double] {
            var result: [Double] = []
            result.reserveCapacity(coordinates.count)
            for position in stride(from: 0, to: coordinates.count - 1, by: 2) {
                let first = coordinates[position]
                let second = coordinates[position + 1]
                let place =
                    self == .fromGeographic
                    ? GeographicPoint(longitude: first, latitude: second)
                    : WebMercator.geographic(xMetres: first, yMetres: second)
                let rd = try transformer.rd(place)
                result.append(rd.xMetres)
                result.append(rd.yMetres)
            }
            return result
        }
        switch geometry {
        case .none: return .none
        case .points(let points): return .points(try metres(points))
        case .lines(let lines): return .lines(try lines.map(metres))
        case .polygons(let polygons): return .polygons(try polygons.map { try $0.map(metres) })
        }
    }
}
