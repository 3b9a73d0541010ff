import FeatureFilters
import GeoValues
import PROJBridge

/// The coordinate reference systems of OGC API Features, each with the axis order of its definition.
enum ReferenceSystem: CaseIterable {
    /// Longitude, latitude.
    case crs84
    /// RD New: x (east), y (north); in which the data is kept.
    case rd
    /// WGS 84: latitude, longitude. Taken equal to ETRS89, as NSGI prescribes.
    case wgs84
    /// ETRS89: latitude, longitude.
    case etrs89
    /// Web Mercator: x (east), y (north).
    case webMercator

    var uri: String {
        switch self {
        case .crs84: "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
        case .rd: "http://www.opengis.net/def/crs/EPSG/0/28992"
        case .wgs84: "http://www.opengis.net/def/crs/EPSG/0/4326"
        case .etrs89: "http://www.opengis.net/def/crs/EPSG/0/4258"
        case .webMercator: "http://www.opengis.net/def/crs/EPSG/0/3857"
        }
    }

    /// Recognises the URI, the URN and `EPSG:28992`, with or without brackets; nil for any other system.
    init?(_ text: String) {
        var text = text[...]
        for (open, close) in [("[", "]"), ("<", ">")] where text.hasPrefix(open) && text.hasSuffix(close) {
            text = text.dropFirst().dropLast()
        }
        let parts = text.split(whereSeparator: { $0 == "/" || $0 == ":" }).map { $0.uppercased() }
        guard let code = parts.last, parts.contains("EPSG") != (code == "CRS84") else { return nil }
        switch code {
        case "CRS84": self = .crs84
        case "28992": self = .rd
        case "4326": self = .wgs84
        case "4258": self = .etrs89
        case "3857": self = .webMercator
        default: return nil
        }
    }

    static func problem(_ parameter: String, _ text: String) -> ParameterProblem {
        let known = allCases.map(\.uri).joined(separator: ", ")
        return ParameterProblem(
            parameter,
            "Coördinatenstelsel '\(text.prefix(80))' wordt niet aangeboden; mogelijk zijn \(known).",
            "Coordinate system '\(text.prefix(80))' is not offered; possible are \(known)."
        )
    }

    var isLatitudeFirst: Bool { self == .wgs84 || self == .etrs89 }
    private var isGeographic: Bool { self == .crs84 || isLatitudeFirst }

    /// Decimals that are written: of metres three, of degrees nine (0.1 mm).
    var decimals: Int { isGeographic ? 9 : 3 }

    /// The positions of RD points in this system's axis order.
    ///
    /// - Throws: `CoordinateProblem` outside the area of RDNAPTRANS2018.
    func positions(of points: [RDPoint], _ transformer: CoordinateTransformer) throws -> [(Double, Double)] {
        if self == .rd { return points.map { ($0.xMetres, $0.yMetres) } }
        let places = try transformer.geographic(rd: points)
        switch self {
        case .crs84, .rd: return places.map { ($0.longitude, $0.latitude) }
        case .wgs84, .etrs89: return places.map { ($0.latitude, $0.longitude) }
        case .webMercator:
            return places.map {
                let metres = WebMercator.metres($0)
                return (metres.xMetres, metres.yMetres)
            }
        }
    }

    // MARK: Filters

    /// Everything that a layer can hold lies in this part of the earth, and RDNAPTRANS2018 is exact in it.
    private static let south = 50.01
    private static let north = 55.99
    private static let west = 2.01
    private static let east = 7.99

    /// How positions of a filter in this system come to RD.
    func placement(_ transformer: CoordinateTransformer) -> FilterPlacement {
        let (low, high): (FilterPosition, FilterPosition) =
            switch self {
            case .crs84:
                (
                    FilterPosition(ReferenceSystem.west, ReferenceSystem.south),
                    FilterPosition(ReferenceSystem.east, ReferenceSystem.north)
                )
            case .wgs84, .etrs89:
                (
                    FilterPosition(ReferenceSystem.south, ReferenceSystem.west),
                    FilterPosition(ReferenceSystem.north, ReferenceSystem.east)
                )
            case .rd: (FilterPosition(-8_000, 288_000), FilterPosition(301_000, 630_000))
            case .webMercator:
                (
                    ReferenceSystem.mercator(ReferenceSystem.west, ReferenceSystem.south),
                    ReferenceSystem.mercator(ReferenceSystem.east, ReferenceSystem.north)
                )
            }
        return FilterPlacement(name: uri, low: low, high: high, isPlanarRD: self == .rd) { position in
            rdPoint(position, transformer)
        }
    }

    private static func mercator(_ longitude: Double, _ latitude: Double) -> FilterPosition {
        let metres = WebMercator.metres(GeographicPoint(longitude: longitude, latitude: latitude))
        return FilterPosition(metres.xMetres, metres.yMetres)
    }

    /// The nearest RD millimetre, also beyond the envelope of the data; nil where there is none.
    private func rdPoint(_ position: FilterPosition, _ transformer: CoordinateTransformer) -> RDPoint? {
        let metres: (xMetres: Double, yMetres: Double)
        switch self {
        case .rd: metres = (position.first, position.second)
        case .crs84, .wgs84, .etrs89, .webMercator:
            let place =
                switch self {
                case .webMercator: WebMercator.geographic(xMetres: position.first, yMetres: position.second)
                case .crs84, .rd: GeographicPoint(longitude: position.first, latitude: position.second)
                case .wgs84, .etrs89: GeographicPoint(longitude: position.second, latitude: position.first)
                }
            do { metres = try transformer.rd(place) } catch { return nil }
        }
        // 2^29 mm apart at most, so that orientation tests stay exact.
        guard abs(metres.xMetres) < 400_000, metres.yMetres > 200_000, metres.yMetres < 900_000 else { return nil }
        return RDPoint(x: Int32((metres.xMetres * 1000).rounded()), y: Int32((metres.yMetres * 1000).rounded()))
    }
}
