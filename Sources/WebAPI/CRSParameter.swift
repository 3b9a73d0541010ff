import HTTPTypes
import Hummingbird

/// The coordinate systems that requests may use.
enum CRSParameter {
    /// CRS84, WGS84 or ETRS89 degrees; here always longitude before latitude.
    case geographic
    /// RD New metres, x before y.
    case rd

    static let rdURI = "http://www.opengis.net/def/crs/EPSG/0/28992"
    static let crs84URI = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

    /// Recognises the URI, URN and short spellings; nil for any other system.
    init?(_ text: String) {
        let code = text.trimmingAngles.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init) ?? ""
        switch code.uppercased() {
        case "28992": self = .rd
        case "CRS84": self = .geographic
        default: return nil
        }
    }

    /// Of the coordinates in a body: `crs` in the query, or the `Content-Crs` header; CRS84 when neither is given.
    static func ofBody(_ request: Request, _ query: inout QueryReader) -> CRSParameter {
        let given = query.text("crs").map { ("crs", $0) } ?? request.headers[.contentCRS].map { ("Content-Crs", $0) }
        guard let (parameter, text) = given else { return .geographic }
        if let crs = CRSParameter(text) { return crs }
        query.note(problem(parameter, text))
        return .geographic
    }

    static func problem(_ parameter: String, _ text: String) -> ParameterProblem {
        ParameterProblem(
            parameter,
            "Coördinatenstelsel '\(text.prefix(80))' wordt niet aangeboden; mogelijk zijn \(crs84URI) en \(rdURI).",
            "Coordinate system '\(text.prefix(80))' is not offered; possible are \(crs84URI) and \(rdURI)."
        )
    }
}

extension String {
    /// Without the angle brackets that `Content-Crs` puts around a URI (API Design Rules, geospatial module).
    fileprivate var trimmingAngles: String {
        hasPrefix("<") && hasSuffix(">") ? String(dropFirst().dropLast()) : self
    }
}
