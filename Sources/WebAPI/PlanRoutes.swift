import Dossier
import Foundation
import GeoValues
import HTTPTypes
import Hummingbird
import PlanChecking
import PlanningRules
import Registers
import Service

/// `POST /v1/plantoetsen`, `POST` and `GET /v1/plannen`, `GET /v1/plannen/{id}`.
struct PlanRoutes {
    static let maximumRadiusMetres = 50_000.0

    let service: StipService

    func check(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["crs"])
        let body = try await PlanBody(request, &query, service, withName: false)
        let (result, _) = try await service.check(body.footprint)
        return JSONBody.response(
            try PlanCheckDocument(result, service, english: RequestLanguage.isEnglish(request))
        )
    }

    func publish(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["crs"])
        let body = try await PlanBody(request, &query, service, withName: true)
        let (result, snapshot) = try await service.check(body.footprint)
        let check = try PlanCheckDocument(result, service, english: false)
        let plan = try service.publish(
            NewPlan(
                id: UUID().uuidString.lowercased(),
                name: body.name ?? "",
                footprint: body.footprint.polygon,
                heightMetres: body.heightMetres,
                eavesHeightMetres: body.eavesHeightMetres,
                dataVersion: snapshot.registers.dataVersion,
                checkJSON: String(buffer: JSONBody.bytes(check))
            )
        )
        var response = JSONBody.response(try PlanDocument(plan, service, withCheck: true), status: .created)
        response.headers[.location] = "/v1/plannen/\(plan.id)"
        return response
    }

    func plan(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try QueryReader(request, allowed: []).finish()
        let identifier = context.parameters.get("id") ?? ""
        guard let uuid = UUID(uuidString: identifier) else {
            throw RequestProblem.invalid([
                ParameterProblem(
                    "id",
                    "'\(identifier.prefix(40))' is geen plannummer (UUID).",
                    "'\(identifier.prefix(40))' is not a plan number (UUID)."
                )
            ])
        }
        guard let plan = try service.dossier.plan(id: uuid.uuidString.lowercased()) else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Er is geen plan \(identifier).",
                    english: "There is no plan \(identifier)."
                )
            )
        }
        return ConditionalRequest.response(request, try PlanDocument(plan, service, withCheck: true))
    }

    private struct NearDocument: Encodable {
        let locatie: PlaceDocument
        let straal: Double
        let aantal: Int
        let plannen: [PlanDocument]
    }

    func near(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: PlaceReader.parameters + ["straal"])
        let radius = query.number("straal")
        if !query.has("straal") || radius.map({ $0 < 1 || $0 > PlanRoutes.maximumRadiusMetres }) == true {
            query.note(
                ParameterProblem(
                    "straal",
                    "'straal' is een getal van 1 tot \(Int(PlanRoutes.maximumRadiusMetres)) meter.",
                    "'straal' is a number from 1 to \(Int(PlanRoutes.maximumRadiusMetres)) metres."
                )
            )
        }
        let point = PlaceReader(service: service).point(&query)
        try query.finish()
        guard let point, let radius else { throw RequestProblem.failed }
        let found = try service.dossier.plans(withinMillimetres: Int64((radius * 1000).rounded()), of: point)
        return ConditionalRequest.response(
            request,
            NearDocument(
                locatie: try PlaceDocument(point, service),
                straal: radius,
                aantal: found.count,
                plannen: try found.map { try PlanDocument($0.plan, service, distance: $0.distance, withCheck: false) }
            )
        )
    }
}
