import FileBridge
import HTTPTypes
import Hummingbird
import Service

/// `GET /v1/stip`: everything at a point.
struct StipRoutes {
    let service: StipService

    func answer(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: PlaceReader.parameters)
        let point = PlaceReader(service: service).point(&query)
        try query.finish()
        guard let point else { throw RequestProblem.failed }
        let (answer, snapshot) = service.stip(at: point)
        let body = JSONBody.bytes(try StipDocument(answer, snapshot, service))
        let tag = "\"\(Checksum128(of: Array(body.readableBytesView)))\""
        let headers: HTTPFields = [
            .contentType: "application/json", .eTag: tag, .cacheControl: "no-cache",
            .contentCRS: "<\(CRSParameter.crs84URI)>",
        ]
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
