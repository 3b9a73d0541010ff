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
        guard let type = types[name.split(separator: ".").last.map(String.init) ?? ""], let bytes = contents(name)
        else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Er is hier niets op het adres \(path.prefix(200)).",
                    english: "There is nothing at the address \(path.prefix(200))."
                )
            )
        }
        return ConditionalRequest.response(request, bytes, contentType: type)
    }

    /// A file of `Public`; nil when there is none.
    static func contents(_ name: String) -> [UInt8]? {
        path(name).flatMap { FileManager.default.contents(atPath: $0) }.map { [UInt8]($0) }
    }

    static func has(_ name: String) -> Bool { path(name).map { FileManager.default.fileExists(atPath: $0) } ?? false }

    /// Where a file lies; nil for names with a dot in front, steps up and the like, which are never files of ours.
    private static func path(_ name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
        guard isPlain, !name.contains("%"), !name.contains("\\"), name.utf8.allSatisfy({ $0 >= 0x20 }) else {
            return nil
        }
        return Bundle.module.resourcePath.map { $0 + "/Public/" + name }
    }
}
