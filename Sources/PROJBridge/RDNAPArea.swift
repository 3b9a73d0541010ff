import GeoValues

/// The area in which RDNAPTRANS2018 is exact by its grids, in ETRS89 degrees.
///
/// Both grids reach from 50° to 56° north and from 2° to 8° east: the heights in ETRS89, the horizontal one in RD Bessel,
/// into which a position moves by up to 0.001441° north and from 0.000127° west to 0.000842° east (the extremes of the
/// table at its edges). A position in this area lies in both grids before and after that move, with at least 0.0001° to
/// spare. That matters: near its edge PROJ's iteration answers 15 mm off without an error.
enum RDNAPArea {
    static let longitudes = 2.0003...7.9990
    static let latitudes = 50.0001...55.9984
    /// The box in RD metres around the area, rounded outwards; a position in its corners can still lie outside the area.
    static let xMetres = -87_840.0...342_280.0
    static let yMetres = 223_240.0...895_970.0

    static func contains(_ point: GeographicPoint) -> Bool {
        longitudes.contains(point.longitude) && latitudes.contains(point.latitude)
    }

    /// Like ``contains(_:)`` for a computed position: what was let in at the very edge may come back 0.1 mm outside it.
    static func containsResult(_ point: GeographicPoint) -> Bool {
        let tolerance = 1e-9
        return point.longitude >= longitudes.lowerBound - tolerance
            && point.longitude <= longitudes.upperBound + tolerance
            && point.latitude >= latitudes.lowerBound - tolerance && point.latitude <= latitudes.upperBound + tolerance
    }

    static func mayContain(xMetres x: Double, yMetres y: Double) -> Bool {
        xMetres.contains(x) && yMetres.contains(y)
    }
}

/// What a position outside the area of RDNAPTRANS2018 most likely is.
public enum CoordinateDiagnosis: Sendable, Equatable {
    /// A value is NaN or infinite.
    case notFinite
    /// With the two values exchanged the position would lie in the Netherlands.
    case swappedAxes
    /// The values look like RD New metres.
    case looksLikeRD
    /// The values look like degrees.
    case looksLikeDegrees
    /// The values look like Web Mercator (EPSG:3857) metres.
    case looksLikeWebMercator
    /// A place elsewhere.
    case elsewhere

    /// Why a position that was given as longitude and latitude can't be one in the area.
    static func ofRejected(longitude: Double, latitude: Double) -> CoordinateDiagnosis {
        if !longitude.isFinite || !latitude.isFinite { return .notFinite }
        if RDNAPArea.contains(GeographicPoint(longitude: latitude, latitude: longitude)) { return .swappedAxes }
        if looksLikeRD(longitude, latitude) || looksLikeRD(latitude, longitude) { return .looksLikeRD }
        return looksLikeWebMercator(longitude, latitude) ? .looksLikeWebMercator : .elsewhere
    }

    /// Why a position that was given as RD metres can't be one in the area.
    static func ofRejected(xMetres: Double, yMetres: Double) -> CoordinateDiagnosis {
        if !xMetres.isFinite || !yMetres.isFinite { return .notFinite }
        if RDEnvelope.containsSwapped(xMetres: xMetres, yMetres: yMetres) { return .swappedAxes }
        if looksLikeDegrees(xMetres, yMetres) || looksLikeDegrees(yMetres, xMetres) { return .looksLikeDegrees }
        return looksLikeWebMercator(xMetres, yMetres) ? .looksLikeWebMercator : .elsewhere
    }

    private static func looksLikeRD(_ x: Double, _ y: Double) -> Bool { RDEnvelope.contains(xMetres: x, yMetres: y) }

    private static func looksLikeDegrees(_ longitude: Double, _ latitude: Double) -> Bool {
        RDNAPArea.contains(GeographicPoint(longitude: longitude, latitude: latitude))
    }

    private static func looksLikeWebMercator(_ x: Double, _ y: Double) -> Bool {
        RDNAPArea.contains(WebMercator.geographic(xMetres: x, yMetres: y))
    }
}
