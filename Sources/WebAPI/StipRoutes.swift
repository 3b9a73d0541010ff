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
        return ConditionalRequest.response(
            request,
            try StipDocument(answer, snapshot, service),
            [.contentCRS: "<\(CRSParameter.crs84URI)>"]
        )
    }
}
