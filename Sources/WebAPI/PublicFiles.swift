import FileBridge
import Foundation
import HTTPTypes
import Hummingbird
import PlanningRules

/// The page and its files, as they lie in `Public`.
enum PublicFiles {
    private static let types = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "txt": "text/plain; charset=utf-8",
    ]

    @Sendable static func serve(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let path = request.uri.path
        let name = path == "/" ? "index.html" : path == "/v1/openapi.json" ? "openapi.json" : String(path.dropFirst())
        let parts = name.split(separator: "/")
        let folder = Bundle.module.resourcePath.map { $0 + "/Public/" } ?? ""
        // Names with a dot in front, or steps up, are never files of ours.
        guard !parts.contains(where: { $0.hasPrefix(".") }), !name.contains("%"), !name.contains("\\"),
            let type = types[name.split(separator: ".").last.map(String.init) ?? ""],
            let data = FileManager.default.contents(atPath: folder + name)
        else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Er is hier niets op het adres \(path.prefix(200)).",
                    english: "There is nothing at the address \(path.prefix(200))."
                )
            )
        }
        let bytes = [UInt8](data)
        let tag = "\"\(Checksum128(of: bytes))\""
        let headers: HTTPFields = [.contentType: type, .eTag: tag, .cacheControl: "no-cache"]
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
