import Foundation
import GeoValues
import HTTPTypes
import Hummingbird
import PlanChecking
import PlanningRules
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
        let members = try await JSONObjectBody.members(
            request,
            upTo: PlanBody.byteLimit,
            BilingualText(dutch: "footprint en hoogte", english: "footprint and hoogte"),
            &query
        )
        let crs = CRSParameter.ofBody(request, &query)
        let allowed = ["footprint", "hoogte", "goothoogte"] + (withName ? ["naam"] : [])
        JSONObjectBody.noteUnknown(members, allowed: allowed, &query)
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
        switch AreaReader(service: service, crs: crs, member: "footprint").footprint(members["footprint"]) {
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
        guard let number = value as? NSNumber, JSONObjectBody.isNumber(number), number.doubleValue.isFinite,
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
