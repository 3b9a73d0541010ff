import FeatureLayers
import GeoValues
import HTTPTypes
import Hummingbird
import PlanningRules
import Registers
import Service

/// `GET /tiles/basis` and `GET /tiles/basis/{z}/{x}/{y}`, and the same for a matrix set by name:
/// `GET /tiles/basis/{tileMatrixSet}`, its `metadata.json`, and `GET /tiles/basis/{tileMatrixSet}/{z}/{x}/{y}`.
struct TileRoutes {
    let service: StipService

    // MARK: TileJSON 3.0

    private struct TileJSON: Encodable {
        struct VectorLayer: Encodable {
            let id: String
            let description: String
            let minzoom: Int
            let maxzoom: Int
            let fields: [String: String]
            /// Whether it has every feature at these zooms, or their number only.
            let volledig: Bool?
        }

        let tilejson = "3.0.0"
        let name: String
        let description: String
        let attribution: String
        let version: String
        let scheme = "xyz"
        let tiles: [String]
        let minzoom: Int
        let maxzoom: Int
        let bounds: [Double]
        let center: [Double]
        let vectorLayers: [VectorLayer]
        // What GDAL reads from a tileset in another CRS than Web Mercator.
        let crs: String?
        let originX: Double?
        let originY: Double?
        let dimension: Double?

        enum CodingKeys: String, CodingKey {
            case tilejson, name, description, attribution, version, scheme, tiles, minzoom, maxzoom, bounds, center, crs
            case vectorLayers = "vector_layers"
            case originX = "tile_origin_upper_left_x"
            case originY = "tile_origin_upper_left_y"
            case dimension = "tile_dimension_zoom_0"
        }
    }

    func description(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try QueryReader(request, allowed: []).finish()
        let name = context.parameters.get("z")
        let matrixSet = try matrixSet(name)
        let snapshot = service.holder.snapshot
        let tileset = service.tileset
        let bounds = try bounds(snapshot)
        let path = "tiles/basis" + (name.map { "/\($0)" } ?? "")
        func zoom(_ mercatorZoom: Int) -> Int { StipService.zoom(mercatorZoom, in: matrixSet) }
        let layers = tileset.describedLayers(in: matrixSet).map { layer in
            TileJSON.VectorLayer(
                id: layer.id,
                description: layer.description,
                minzoom: layer.minzoom,
                maxzoom: layer.maxzoom,
                fields: layer.fields,
                volledig: layer.isComplete
            )
        }
        let isRD = matrixSet == .netherlandsRDNewQuad
        let document = TileJSON(
            name: tileset.name,
            description: tileset.description,
            attribution: tileset.attribution,
            version: "1.0.0",
            tiles: ["\(baseAddress(request))/\(path)/{z}/{x}/{y}"],
            minzoom: layers.map(\.minzoom).min() ?? 0,
            maxzoom: zoom(tileset.maxzoom),
            bounds: bounds,
            center: [
                roundedDegrees((bounds[0] + bounds[2]) / 2), roundedDegrees((bounds[1] + bounds[3]) / 2),
                Double(zoom(14)),
            ],
            vectorLayers: layers,
            crs: isRD ? "EPSG:28992" : nil,
            originX: isRD ? Double(RDTileGrid.originX) / 1000 : nil,
            originY: isRD ? Double(RDTileGrid.originY) / 1000 : nil,
            dimension: isRD ? Double(RDTileGrid.span) / 1000 : nil
        )
        return ConditionalRequest.response(request, document)
    }

    /// West, south, east, north of all data; of the Netherlands when there is none.
    private func bounds(_ snapshot: ServedSnapshot) throws -> [Double] {
        var box = RDBox.empty
        for name in snapshot.registers.layerNames {
            for segment in snapshot.registers.layer(name)?.segments ?? [] { box.formUnion(segment.box) }
        }
        guard !box.isEmpty else { return [3.2, 50.7, 7.3, 53.6] }
        let corners = try [(box.minX, box.minY), (box.minX, box.maxY), (box.maxX, box.minY), (box.maxX, box.maxY)]
            .map { try service.geographic(RDPoint(x: $0.0, y: $0.1)) }
        let longitudes = corners.map(\.longitude).sorted()
        let latitudes = corners.map(\.latitude).sorted()
        return [longitudes[0], latitudes[0], longitudes[3], latitudes[3]].map(roundedDegrees)
    }

    /// Scheme and host as the client named them.
    private func baseAddress(_ request: Request) -> String {
        let forwarded = request.headers[.forwardedProtocol]
        let scheme = forwarded == "https" ? "https" : "http"
        return "\(scheme)://\(request.head.authority ?? "localhost")"
    }

    // MARK: Tiles

    func tile(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try QueryReader(request, allowed: []).finish()
        let tile = try tile(context)
        let snapshot = service.holder.snapshot
        let gzipped = TileRoutes.acceptsGzip(request)
        let tag = "\"\(service.tileValidator(tile, in: snapshot))\(gzipped ? "-gzip" : "")\""
        var headers: HTTPFields = [
            .eTag: tag, .vary: "Accept-Encoding", .cacheControl: "no-cache",
            .contentType: "application/vnd.mapbox-vector-tile",
        ]
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        let bytes = try await service.tile(tile, in: snapshot, gzipped: gzipped)
        try refuseDamaged(snapshot)
        if bytes.isEmpty {
            headers[.contentType] = nil
            return Response(status: .noContent, headers: headers)
        }
        if gzipped { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A tile drawn from a file that was lost meanwhile would lack features without saying so.
    private func refuseDamaged(_ snapshot: ServedSnapshot) throws {
        let damaged = service.tileset.layers.map(\.id).filter { snapshot.registers.layer($0)?.isDamaged == true }
        guard damaged.isEmpty else {
            let names = damaged.joined(separator: ", ")
            throw RequestProblem.unavailable(
                BilingualText(
                    dutch: "Laag \(names) is beschadigd en wordt hersteld.",
                    english: "Layer \(names) is damaged and is being restored."
                )
            )
        }
    }

    /// The matrix set that the address names; WebMercatorQuad when it names none.
    private func matrixSet(_ name: String?) throws -> TileMatrixSet {
        guard let name else { return .webMercatorQuad }
        guard let matrixSet = TileMatrixSet(rawValue: name) else {
            let known = TileMatrixSet.allCases.map(\.rawValue).joined(separator: ", ")
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Tegelschema '\(name.prefix(40))' is er niet; wel \(known).",
                    english: "There is no tile matrix set '\(name.prefix(40))'; there are \(known)."
                )
            )
        }
        return matrixSet
    }

    private func tile(_ context: StipRequestContext) throws -> TileCoordinate {
        let matrixSet = try matrixSet(context.parameters.get("tileMatrixSet"))
        var numbers: [Int] = []
        var problems: [ParameterProblem] = []
        for name in ["z", "x", "y"] {
            var text = context.parameters.get(name) ?? ""
            // Programs that take a tileset for a directory of files ask for those.
            if name == "y", text.hasSuffix(".pbf") || text.hasSuffix(".mvt") { text.removeLast(4) }
            if let number = Int(text), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
                numbers.append(number)
            } else {
                problems.append(
                    ParameterProblem(
                        name,
                        "'\(name)' is geen geheel getal van 0 of meer: '\(text.prefix(40))'.",
                        "'\(name)' is not a whole number of 0 or more: '\(text.prefix(40))'."
                    )
                )
            }
        }
        guard problems.isEmpty else { throw RequestProblem.invalid(problems) }
        guard let tile = TileCoordinate(matrixSet, z: numbers[0], x: numbers[1], y: numbers[2]) else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch:
                        "Tegel \(numbers[0])/\(numbers[1])/\(numbers[2]) bestaat niet: zoom 0…\(matrixSet.highestZoom), "
                        + "kolom en rij 0…2^zoom − 1.",
                    english:
                        "Tile \(numbers[0])/\(numbers[1])/\(numbers[2]) does not exist: zoom 0…\(matrixSet.highestZoom), "
                        + "column and row 0…2^zoom − 1."
                )
            )
        }
        return tile
    }

    /// Whether `Accept-Encoding` allows gzip with a weight above zero (RFC 9110, 12.5.3).
    static func acceptsGzip(_ request: Request) -> Bool {
        var gzip: Double?
        var any: Double?
        for part in request.headers[values: .acceptEncoding].joined(separator: ",").split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let coding = pieces.first else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if coding == "gzip" || coding == "x-gzip" { gzip = weight }
            if coding == "*" { any = weight }
        }
        return (gzip ?? any ?? 0) > 0
    }
}
