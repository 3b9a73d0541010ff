import FileBridge
import HTTPTypes
import Hummingbird
import PlanningRules
import Service

/// `GET /v1/panden/{id}/model`.
struct BuildingRoutes {
    let service: StipService

    func model(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["formaat"])
        if let format = query.text("formaat"), format != "glb" {
            query.note(
                ParameterProblem(
                    "formaat",
                    "Formaat '\(format.prefix(40))' wordt niet aangeboden; mogelijk is: glb.",
                    "Format '\(format.prefix(40))' is not offered; possible is: glb."
                )
            )
        }
        let identifier = context.parameters.get("id") ?? ""
        let digits = identifier.hasPrefix("NL.IMBAG.Pand.") ? String(identifier.dropFirst(14)) : identifier
        if digits.utf8.count != 16 || !digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            query.note(
                ParameterProblem(
                    "id",
                    "Een pandidentificatie heeft 16 cijfers; ontvangen: '\(identifier.prefix(40))'.",
                    "A pand identifier has 16 digits; received: '\(identifier.prefix(40))'."
                )
            )
        }
        try query.finish()
        let model: BuildingModel
        do {
            model = try await service.buildingModel(digits)
        } catch let problem as ServiceProblem {
            throw BuildingRoutes.requestProblem(problem, digits)
        }
        let tag = "\"\(Checksum128(of: model.bytes))\""
        let headers: HTTPFields = [
            .contentType: "model/gltf-binary", .eTag: tag, .cacheControl: "no-cache",
            .contentDisposition: "inline; filename=\"\(digits).glb\"",
        ]
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: model.bytes)))
    }

    private static func requestProblem(_ problem: ServiceProblem, _ identifier: String) -> any Error {
        switch problem {
        case .noSuchBuilding:
            RequestProblem.notFound(
                BilingualText(
                    dutch: "Pand \(identifier) staat niet in de gegevens van deze server.",
                    english: "\(problem)"
                )
            )
        case .buildingWithoutShape:
            RequestProblem.notFound(
                BilingualText(
                    dutch: "Pand \(identifier) heeft geen plattegrond in deze gegevens.",
                    english: "\(problem)"
                )
            )
        case .layerFailing:
            RequestProblem.unavailable(
                BilingualText(dutch: "De laag pand is gestoord en wordt hersteld.", english: "\(problem)")
            )
        case .noInstallation, .unusableDefinition, .busy: problem
        }
    }
}
