import GeoValues
import Service

/// Reads the place that a request asks about: `lon` and `lat`, or `x`, `y` and `crs`.
struct PlaceReader {
    static let parameters = ["lon", "lat", "x", "y", "crs"]

    let service: StipService

    /// The RD point of the query, or nil with the reason noted in `query`.
    func point(_ query: inout QueryReader) -> RDPoint? {
        let crs = query.text("crs").map { CRSParameter($0) }
        if case .some(.none) = crs {
            query.note(CRSParameter.problem("crs", query.text("crs") ?? ""))
            return nil
        }
        let isGeographic = query.has("lon") || query.has("lat")
        let isPlanar = query.has("x") || query.has("y")
        if isGeographic, isPlanar {
            query.note(
                ParameterProblem(
                    "lon",
                    "Geef lon en lat, of x en y; niet beide.",
                    "Give lon and lat, or x and y; not both."
                )
            )
            return nil
        }
        return isPlanar ? planar(&query, crs ?? nil) : geographic(&query, crs ?? nil)
    }

    private func geographic(_ query: inout QueryReader, _ crs: CRSParameter?) -> RDPoint? {
        for name in ["lon", "lat"] where !query.has(name) {
            query.note(
                ParameterProblem(
                    name,
                    "'\(name)' ontbreekt. Geef lon en lat in graden, of x, y en crs=\(CRSParameter.rdURI).",
                    "'\(name)' is missing. Give lon and lat in degrees, or x, y and crs=\(CRSParameter.rdURI)."
                )
            )
        }
        if crs == .rd {
            query.note(
                ParameterProblem(
                    "crs",
                    "crs is RD (EPSG:28992), maar lon en lat zijn graden: geef x en y.",
                    "crs is RD (EPSG:28992) but lon and lat are degrees: give x and y."
                )
            )
        }
        // Both are read before either is asked for, so that all that is wrong is said at once.
        let given = (longitude: query.number("lon"), latitude: query.number("lat"))
        guard let longitude = given.longitude, let latitude = given.latitude, crs != .rd else { return nil }
        return point(longitude: longitude, latitude: latitude, ("lon", "lat"), &query)
    }

    /// The RD point of degrees; says what was probably meant when they can't be degrees in the Netherlands.
    func point(
        longitude: Double,
        latitude: Double,
        _ names: (String, String),
        _ query: inout QueryReader
    ) -> RDPoint? {
        switch place(longitude: longitude, latitude: latitude, names) {
        case .success(let point): return point
        case .failure(let problem):
            query.note(problem)
            return nil
        }
    }

    func place(
        longitude: Double,
        latitude: Double,
        _ names: (String, String)
    ) -> Result<RDPoint, ParameterProblem> {
        if RDEnvelope.contains(xMetres: longitude, yMetres: latitude) {
            return .failure(looksLikeRD(longitude, latitude, names.0))
        }
        if RDEnvelope.containsSwapped(xMetres: longitude, yMetres: latitude) {
            return .failure(
                ParameterProblem(
                    names.0,
                    "Deze waarden lijken RD-coördinaten (EPSG:28992) met x en y verwisseld.",
                    "These values look like RD coordinates (EPSG:28992) with x and y exchanged."
                )
            )
        }
        if (50...54).contains(longitude), (2.5...8).contains(latitude) {
            return .failure(
                ParameterProblem(
                    names.0,
                    "De lengte (lon) en breedte (lat) lijken verwisseld: Nederland ligt bij lon 3,2–7,3 en lat 50,7–53,6.",
                    "Longitude (lon) and latitude (lat) seem exchanged: the Netherlands lie at lon 3.2–7.3, lat 50.7–53.6."
                )
            )
        }
        let place = GeographicPoint(longitude: longitude, latitude: latitude)
        if let point = try? service.rdPoint(place) { return .success(point) }
        return .failure(
            ParameterProblem(
                names.0,
                "(\(longitude), \(latitude)) ligt buiten Nederland (lon 3,2–7,3, lat 50,7–53,6).",
                "(\(longitude), \(latitude)) lies outside the Netherlands (lon 3.2–7.3, lat 50.7–53.6)."
            )
        )
    }

    private func looksLikeRD(_ x: Double, _ y: Double, _ name: String) -> ParameterProblem {
        var dutch = "Deze waarden lijken RD-coördinaten (EPSG:28992). Stuur x, y en crs=\(CRSParameter.rdURI)"
        var english = "These values look like RD coordinates (EPSG:28992). Send x, y and crs=\(CRSParameter.rdURI)"
        if let point = RDPoint(xMetres: x, yMetres: y), let place = try? service.geographic(point) {
            let longitude = (place.longitude * 1e6).rounded() / 1e6
            let latitude = (place.latitude * 1e6).rounded() / 1e6
            dutch += ", of gebruik lon=\(longitude) en lat=\(latitude)"
            english += ", or use lon=\(longitude) and lat=\(latitude)"
        }
        return ParameterProblem(name, dutch + ".", english + ".")
    }

    private func planar(_ query: inout QueryReader, _ crs: CRSParameter?) -> RDPoint? {
        for name in ["x", "y"] where !query.has(name) {
            query.note(ParameterProblem(name, "'\(name)' ontbreekt.", "'\(name)' is missing."))
        }
        let given = (x: query.number("x"), y: query.number("y"))
        guard let x = given.x, let y = given.y else { return nil }
        guard crs == .rd else {
            if RDEnvelope.contains(xMetres: x, yMetres: y) {
                query.note(looksLikeRD(x, y, "crs"))
            } else {
                query.note(
                    ParameterProblem(
                        "crs",
                        "x en y vragen om crs=\(CRSParameter.rdURI); graden horen in lon en lat.",
                        "x and y need crs=\(CRSParameter.rdURI); degrees belong in lon and lat."
                    )
                )
            }
            return nil
        }
        switch PlaceReader.rdPoint(x: x, y: y, "x") {
        case .success(let point): return point
        case .failure(let problem):
            query.note(problem)
            return nil
        }
    }

    /// The point of RD metres; says what was probably meant when they can't be RD.
    static func rdPoint(x: Double, y: Double, _ name: String) -> Result<RDPoint, ParameterProblem> {
        if let point = RDPoint(xMetres: x, yMetres: y) { return .success(point) }
        if RDEnvelope.containsSwapped(xMetres: x, yMetres: y) {
            return .failure(
                ParameterProblem(
                    name,
                    "x en y lijken verwisseld: RD heeft x (oost) tussen -7000 en 300000 en y (noord) tussen 289000 en 629000.",
                    "x and y seem exchanged: RD has x (east) from -7000 to 300000 and y (north) from 289000 to 629000."
                )
            )
        }
        if abs(x) <= 180, abs(y) <= 90 {
            return .failure(
                ParameterProblem(
                    name,
                    "Deze waarden lijken graden; stuur ze als lon en lat (CRS84), of geef RD-meters.",
                    "These values look like degrees; send them as lon and lat (CRS84), or give RD metres."
                )
            )
        }
        return .failure(
            ParameterProblem(
                name,
                "(\(x), \(y)) ligt buiten RD (x -7000…300000, y 289000…629000 meter).",
                "(\(x), \(y)) lies outside RD (x -7000…300000, y 289000…629000 metres)."
            )
        )
    }
}
