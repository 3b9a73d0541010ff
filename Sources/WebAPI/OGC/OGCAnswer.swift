import FileBridge
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers with a strong entity tag, or 304.
enum OGCAnswer {
    static func bytes(
        _ request: Request,
        _ bytes: [UInt8],
        _ contentType: String,
        _ further: HTTPFields = [:]
    ) -> Response {
        let tag = "\"\(Checksum128(of: bytes))\""
        var headers = further
        headers[.contentType] = contentType
        headers[.eTag] = tag
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept, Accept-Language"
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(_ request: Request, _ value: some Encodable, _ contentType: String = "application/json")
        -> Response
    {
        bytes(request, Array(JSONBody.bytes(value).readableBytesView), contentType)
    }

    static func html(_ request: Request, _ page: HTMLPage, _ further: HTTPFields = [:]) -> Response {
        var headers = further
        headers[.contentLanguage] = page.isEnglish ? "en" : "nl"
        return bytes(request, Array(page.text.utf8), "text/html; charset=utf-8", headers)
    }
}
