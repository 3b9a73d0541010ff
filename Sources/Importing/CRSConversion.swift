import Foundation
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
        let name = reference.name
        if let known = reference.epsgCode.flatMap(Self.init(code:)) {
            self = known
        } else if name.contains("CRS84") || name.contains("CRS 84") {
            self = .fromGeographic
        } else if name.lowercased().contains("amersfoort / rd new") {
            self = .none
        } else {
            let found = reference.epsgCode.map { "EPSG:\($0) (\(name))" } ?? name
            throw ImportProblem.unknownCRS(path: path, layer: layer.name, found: found)
        }
    }

    /// By EPSG code; heights are dropped. nil: none that Stip reads.
    private init?(code: Int) {
        switch code {
        case 28992, 7415: self = .none
        case 4258, 4326, 4979, 4937, 9067, 7931: self = .fromGeographic
        case 3857: self = .fromWebMercator
        default: return nil
        }
    }

    /// By name: `EPSG:28992`, `[EPSG:28992]`, `http://www.opengis.net/def/crs/EPSG/0/28992`, `urn:ogc:def:crs:EPSG::28992`,
    /// or one of OGC's CRS84. nil: none that Stip reads.
    init?(named name: String) {
        let parts = name.trimmingCharacters(in: ["[", "]", " "]).uppercased()
            .split(whereSeparator: { $0 == ":" || $0 == "/" })
        guard let last = parts.last else { return nil }
        if last == "CRS84" || last == "CRS84H" {
            self = .fromGeographic
        } else if parts.contains("EPSG"), let code = Int(last), let known = Self(code: code) {
            self = known
        } else {
            return nil
        }
    }

    /// Whether the system's own axis order is latitude before longitude: so it is with EPSG's geographic systems.
    static func writesNorthFirst(_ name: String) -> Bool {
        name.uppercased().contains("EPSG") && Self(named: name) == .fromGeographic
    }

    /// What a position that can't be brought to RD is rejected for.
    static func finding(_ error: any Error) -> (code: FindingCode, detail: String) {
        guard case CoordinateProblem.outsideArea(let position) = error else { return (.unreadable, "\(error)") }
        let (first, second) = (position.first, position.second)
        switch position.diagnosis {
        case .looksLikeRD:
            let isSwapped = RDEnvelope.containsSwapped(xMetres: first, yMetres: second)
            return (.metres, "east \(isSwapped ? second : first), north \(isSwapped ? first : second)")
        case .swappedAxes: return (.degreesSwapped, "(\(first), \(second))")
        default: return (.unreadable, "\(error)")
        }
    }

    /// One position in RD metres.
    ///
    /// - Throws: what the transformer says of a position outside its area.
    func converted(x: Double, y: Double, _ transformer: CoordinateTransformer) throws -> (x: Double, y: Double) {
        switch self {
        case .none: return (x, y)
        case .fromGeographic:
            let rd = try transformer.rd(GeographicPoint(longitude: x, latitude: y))
            return (rd.xMetres, rd.yMetres)
        case .fromWebMercator:
            let rd = try transformer.rd(WebMercator.geographic(xMetres: x, yMetres: y))
            return (rd.xMetres, rd.yMetres)
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
                let rd = try converted(x: coordinates[position], y: coordinates[position + 1], transformer)
                result.append(rd.x)
                result.append(rd.y)
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
