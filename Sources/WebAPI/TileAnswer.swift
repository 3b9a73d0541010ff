import GeoValues
import HTTPTypes
import Hummingbird
import NIOCore
import PlanningRules
import Service

/// The answer to a request for one tile, whatever the address it came by.
struct TileAnswer {
    let service: StipService

    /// What all answers have in common. Anyone may keep a tile, and asks before using it again: an import or a new plan shows at
    /// once.
    private static let headers: HTTPFields = {
        var headers = ResponseManners.tileHeaders
        headers[.vary] = "Accept-Encoding"
        headers[.cacheControl] = "public, no-cache"
        return headers
    }()

    static let mediaType = "application/vnd.mapbox-vector-tile"

    /// The tile in the coding that the client likes best; 304 when it has it, 204 when nothing lies in it.
    func response(_ request: Request, _ tile: TileCoordinate, _ selection: TileSelection) async throws -> Response {
        let source = service.tileSource(selection.tileset)
        let validator = service.tileValidator(tile, selection, from: source)
        let order = validator.isStored ? TileAnswer.storedOrder : ContentCoding.allCases
        guard let coding = AcceptedCodings.of(request).best(order) else {
            throw RequestProblem.notAcceptable(TileAnswer.noCoding)
        }
        let tag = validator.tag(coding)
        var headers = TileAnswer.headers
        headers.append(HTTPField(name: .eTag, value: tag))
        if ConditionalRequest.isNotModified(request, tag: tag) {
            return Response(status: .notModified, headers: headers)
        }
        let bytes: ByteBuffer
        if let kept = service.keptTile(validator, coding) {
            bytes = kept
        } else {
            bytes = try await service.tile(tile, selection, validator, coding, from: source)
        }
        if bytes.readableBytes == 0 { return Response(status: .noContent, headers: headers) }
        headers.append(HTTPField(name: .contentType, value: TileAnswer.mediaType))
        if coding != .identity { headers.append(HTTPField(name: .contentEncoding, value: coding.rawValue)) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    /// Tiles of an archive are sent as they lie there, where the client does not mind.
    private static let storedOrder: [ContentCoding] = [.gzip, .zstd, .identity]

    private static let noCoding: BilingualText = {
        let codings = ContentCoding.allCases.map(\.rawValue).joined(separator: ", ")
        return BilingualText(
            dutch: "Geen van de coderingen \(codings) mag volgens Accept-Encoding.",
            english: "Accept-Encoding allows none of the codings \(codings)."
        )
    }()
}
