import HTTPTypes
import Hummingbird
import NIOCore
import Service

/// Conditional requests by strong entity tag (RFC 9110, 8.8.3 and 13.1.2).
enum ConditionalRequest {
    /// Whether the client has this representation already: `If-None-Match` holds the tag (weak comparison) or `*`.
    static func isNotModified(_ request: Request, tag: String) -> Bool {
        request.headers[values: .ifNoneMatch].contains { line in
            line.split(separator: ",").contains { candidate in
                var text = candidate.drop { $0 == " " || $0 == "\t" }
                while text.last == " " || text.last == "\t" { text = text.dropLast() }
                if text.hasPrefix("W/") { text = text.dropFirst(2) }
                return text == "*" || text == tag
            }
        }
    }

    /// A JSON answer under the checksum of its bytes, or 304 when the client has it.
    static func response(_ request: Request, _ value: some Encodable, _ further: HTTPFields = [:]) -> Response {
        response(request, Array(JSONBody.bytes(value).readableBytesView), contentType: "application/json", further)
    }

    /// An answer under the checksum of its bytes, or 304 when the client has it.
    static func response(
        _ request: Request,
        _ bytes: [UInt8],
        contentType: String,
        _ further: HTTPFields = [:]
    ) -> Response {
        response(request, TaggedAnswer(bytes), contentType: contentType, further)
    }

    static func response(
        _ request: Request,
        _ answer: TaggedAnswer,
        contentType: String,
        _ further: HTTPFields = [:]
    ) -> Response {
        var headers = further
        headers.append(HTTPField(name: .contentType, value: contentType))
        headers.append(HTTPField(name: .eTag, value: answer.tag))
        headers.append(HTTPField(name: .cacheControl, value: "no-cache"))
        if isNotModified(request, tag: answer.tag) { return notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: answer.bytes))
    }

    /// A 304 with the headers that the full response would have had.
    static func notModified(_ headers: HTTPFields) -> Response {
        var kept = headers
        kept[.contentType] = nil
        kept[.contentEncoding] = nil
        return Response(status: .notModified, headers: kept)
    }
}
