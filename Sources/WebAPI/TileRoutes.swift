import GeoValues
import HTTPTypes
import Hummingbird
import Service

/// `GET /tiles`, `GET /tiles/{tileset}` and `GET /tiles/{tileset}/{z}/{x}/{y}`, and the same for a matrix set by name:
/// `GET /tiles/{tileset}/{tileMatrixSet}`, its `metadata.json`, and `GET /tiles/{tileset}/{tileMatrixSet}/{z}/{x}/{y}`.
///
/// In place of a tileset's name may stand some of its layers, with commas between. `geldigOp` (or `datetime`) shows layers that
/// keep what was as they were on that day; `filter` shows features that pass it, as CQL2 text.
struct TileRoutes {
    let service: StipService

    private struct TilesetList: Encodable {
        struct Item: Encodable {
            let naam: String
            let omschrijving: String
            let links: [String: String]
        }

        let tegelsets: [Item]
    }

    func list(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try QueryReader(request, allowed: []).finish()
        let base = BaseAddress.of(request)
        let items = TilesetName.allCases.map { tileset in
            let links = TileMatrixSet.allCases.map {
                ($0.rawValue, "\(base)/tiles/\(tileset.rawValue)/\($0.rawValue)")
            }
            return TilesetList.Item(
                naam: tileset.rawValue,
                omschrijving: service.definition(tileset).description,
                links: Dictionary(uniqueKeysWithValues: links)
            )
        }
        return ConditionalRequest.response(request, TilesetList(tegelsets: items))
    }

    func description(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let selection = try selection(request, context)
        // Named as the router names what stands there.
        let setName = context.parameters.get("z")
        let matrixSet = try TileAddress.matrixSet(setName)
        let tileset = context.parameters.get("tileset") ?? ""
        let path = "tiles/\(tileset)" + (setName.map { "/\($0)" } ?? "")
        let query = request.uri.query.map { "?\($0)" } ?? ""
        let address = "\(BaseAddress.of(request))/\(path)/{z}/{x}/{y}\(query)"
        return ConditionalRequest.response(request, try TileJSON(selection, matrixSet, address: address, service))
    }

    func tile(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let parameters = context.parameters
        let matrixSet = try TileAddress.matrixSet(parameters.get("tileMatrixSet"))
        var row = parameters.get("y") ?? ""
        // Programs that take a tileset for a directory of files ask for those.
        if row.hasSuffix(".pbf") || row.hasSuffix(".mvt") { row.removeLast(4) }
        let tile = try TileAddress.tile(matrixSet, [parameters.get("z"), parameters.get("x"), row])
        return try await TileAnswer(service: service).response(request, tile, try selection(request, context))
    }

    private func selection(_ request: Request, _ context: StipRequestContext) throws -> TileSelection {
        var query = QueryReader(
            request,
            allowed: ["geldigOp", "datetime"] + TileFilterReader.parameters
        )
        if query.has("geldigOp"), query.has("datetime") {
            query.note(
                ParameterProblem(
                    "datetime",
                    "'geldigOp' en 'datetime' betekenen hetzelfde; geef er een.",
                    "'geldigOp' and 'datetime' mean the same; give one."
                )
            )
        }
        let day = ["geldigOp", "datetime"].lazy.compactMap { name in query.text(name).map { (name, $0) } }.first
        var selection = try TileAddress.selection(context.parameters.get("tileset") ?? "", day: day, service)
        let source = service.tileSource(selection.tileset)
        let shown = selection.layers(of: service.definition(selection.tileset))
        selection.filters = TileFilterReader.read(
            &query,
            shown.compactMap { source.layer($0.id) },
            service.transformer
        )
        try query.finish()
        return selection
    }
}

/// How clients reach this server.
enum BaseAddress {
    /// Scheme and host as the client named them.
    static func of(_ request: Request) -> String {
        let scheme = request.headers[.forwardedProtocol] == "https" ? "https" : "http"
        return "\(scheme)://\(request.head.authority ?? "localhost")"
    }
}
