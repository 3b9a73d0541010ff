import FileBridge
import HTTPTypes
import Hummingbird
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
        let name = ObjectAddress.building(context.parameters.get("id") ?? "", &query)
        try query.finish()
        guard case .building(let digits)? = name else { throw RequestProblem.failed }
        let model = try await service.buildingModel(digits)
        let tag = "\"\(Checksum128(of: model.bytes))\""
        let headers: HTTPFields = [
            .contentType: "model/gltf-binary", .eTag: tag, .cacheControl: "no-cache",
            .contentDisposition: "inline; filename=\"\(digits).glb\"",
        ]
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: model.bytes)))
    }
}
