import Foundation
import GEOSBridge
import GeoValues
import HTTPTypes
import Hummingbird
import PlanChecking
import Service

/// The plan in the body of a request: `footprint` (GeoJSON Polygon), `hoogte`, `goothoogte`, and `naam` when it is to be
/// stored.
struct PlanBody {
    static let byteLimit = 1_048_576
    static let maximumHeightMetres = 500.0
    static let maximumNameLength = 200

    let footprint: PlanFootprint
    let name: String?
    let heightMetres: Double
    let eavesHeightMetres: Double?

    /// Reads and checks a body, and gathers everything that is wrong with it.
    ///
    /// - Throws: ``RequestProblem``.
    init(_ request: Request, _ query: inout QueryReader, _ service: StipService, withName: Bool) async throws {
        let contentType = request.headers[.contentType] ?? "geen"
        let mediaType = contentType.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } }
        guard ["application/json", "application/geo+json"].contains(mediaType) else {
            throw RequestProblem.unsupportedMediaType(found: String(contentType.prefix(80)))
        }
        let crs = PlanBody.crs(request, &query)
        let buffer = try await request.body.collect(upTo: PlanBody.byteLimit)
        guard let json = try? JSONSerialization.jsonObject(with: Data(buffer.readableBytesView)),
            let members = json as? [String: Any]
        else {
            query.note(
                ParameterProblem(
                    "body",
                    "Het bericht is geen JSON-object met footprint en hoogte.",
                    "The body is not a JSON object with footprint and hoogte."
                )
            )
            try query.finish()
            throw RequestProblem.failed
        }
        let allowed = ["footprint", "hoogte", "goothoogte"] + (withName ? ["naam"] : [])
        for member in members.keys.sorted() where !allowed.contains(member) {
            query.note(
                ParameterProblem(
                    member,
                    "Onbekend lid '\(member.prefix(40))'; mogelijk zijn: \(allowed.joined(separator: ", ")).",
                    "Unknown member '\(member.prefix(40))'; possible are: \(allowed.joined(separator: ", "))."
                )
            )
        }
        let height = PlanBody.height("hoogte", members, isRequired: true, &query)
        let eaves = PlanBody.height("goothoogte", members, isRequired: false, &query)
        if let height, let eaves, eaves > height {
            query.note(
                ParameterProblem(
                    "goothoogte",
                    "De goothoogte (\(eaves) m) is hoger dan de hoogte (\(height) m).",
                    "The eaves (\(eaves) m) are higher than the building (\(height) m)."
                )
            )
        }
        let name = withName ? PlanBody.name(members, &query) : nil
        var polygon: RDPolygon?
        switch FootprintReader(service: service, crs: crs).polygon(members["footprint"]) {
        case .success(let read): polygon = read
        case .failure(let problem): query.note(problem)
        }
        try query.finish()
        guard let polygon, let height else { throw RequestProblem.failed }
        footprint = PlanFootprint(
            polygon: polygon,
            heightMillimetres: Int32((height * 1000).rounded()),
            eavesHeightMillimetres: eaves.map { Int32(($0 * 1000).rounded()) }
        )
        self.name = name
        heightMetres = height
        eavesHeightMetres = eaves
    }

    /// `crs` in the query, or the `Content-Crs` header; CRS84 when neither is given.
    private static func crs(_ request: Request, _ query: inout QueryReader) -> CRSParameter {
        let given = query.text("crs").map { ("crs", $0) } ?? request.headers[.contentCRS].map { ("Content-Crs", $0) }
        guard let (parameter, text) = given else { return .geographic }
        if let crs = CRSParameter(text) { return crs }
        query.note(CRSParameter.problem(parameter, text))
        return .geographic
    }

    private static func height(
        _ name: String,
        _ members: [String: Any],
        isRequired: Bool,
        _ query: inout QueryReader
    ) -> Double? {
        guard let value = members[name], !(value is NSNull) else {
            if isRequired {
                query.note(
                    ParameterProblem(
                        name,
                        "'\(name)' ontbreekt: geef meters boven peil.",
                        "'\(name)' is missing: give metres above peil."
                    )
                )
            }
            return nil
        }
        // A JSON boolean is an NSNumber too.
        guard let number = value as? NSNumber, CFBoolean.isNot(number), number.doubleValue.isFinite,
            number.doubleValue >= 0.001, number.doubleValue <= maximumHeightMetres
        else {
            query.note(
                ParameterProblem(
                    name,
                    "'\(name)' is geen getal tussen 0 en \(Int(maximumHeightMetres)) meter.",
                    "'\(name)' is not a number between 0 and \(Int(maximumHeightMetres)) metres."
                )
            )
            return nil
        }
        return number.doubleValue
    }

    private static func name(_ members: [String: Any], _ query: inout QueryReader) -> String? {
        let name = (members["naam"] as? String)?.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let name, !name.isEmpty, name.count <= maximumNameLength else {
            query.note(
                ParameterProblem(
                    "naam",
                    "'naam' ontbreekt of is langer dan \(maximumNameLength) tekens.",
                    "'naam' is missing or longer than \(maximumNameLength) characters."
                )
            )
            return nil
        }
        return name
    }
}

/// Tells JSON's true and false from its numbers.
private enum CFBoolean {
    static func isNot(_ number: NSNumber) -> Bool {
        !(number === NSNumber(value: true) || number === NSNumber(value: false))
    }
}
