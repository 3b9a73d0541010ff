import Foundation
import HTTPTypes
import Hummingbird

/// The representations of an OGC API: `f`, else `Accept`, chooses one.
enum OGCFormat: String, CaseIterable {
    case json
    case jsonfg
    case html

    /// The media type of a document, or of features.
    func mediaType(ofFeatures: Bool) -> String {
        switch self {
        case .json: ofFeatures ? "application/geo+json" : "application/json"
        case .jsonfg: ofFeatures ? "application/vnd.ogc.fg+json" : "application/json"
        case .html: "text/html"
        }
    }

    /// The format that a request asks for; JSON when nothing that it accepts is offered. Notes an unknown `f`.
    static func of(_ request: Request, _ query: inout QueryReader) -> OGCFormat {
        if let name = query.text("f") {
            if let format = OGCFormat(rawValue: name) { return format }
            let known = allCases.map(\.rawValue).joined(separator: ", ")
            query.note(
                ParameterProblem(
                    "f",
                    "Formaat '\(name.prefix(40))' is er niet; wel: \(known).",
                    "There is no format '\(name.prefix(40))'; there are: \(known)."
                )
            )
            return .json
        }
        var best: (format: OGCFormat, weight: Double)?
        for range in request.headers[values: .accept].joined(separator: ",").split(separator: ",") {
            let pieces = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            let format: OGCFormat
            switch pieces.first {
            case "text/html", "application/xhtml+xml": format = .html
            case "application/vnd.ogc.fg+json": format = .jsonfg
            case "application/geo+json", "application/json", "application/*", "*/*": format = .json
            default: continue
            }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > best?.weight ?? 0 { best = (format, weight) }
        }
        return best?.format ?? .json
    }
}

/// A link of an OGC API document (RFC 8288).
struct OGCLink: Encodable {
    let href: String
    let rel: String
    let type: String
    let title: String
    /// Whether the address has parts in braces (RFC 6570).
    var templated: Bool?
}

/// Addresses under `/ogc/v1`, with scheme and host as the client named them.
struct OGCAddress {
    static let root = "/ogc/v1"

    let base: String
    /// Path and query of the request at hand.
    private let path: String
    private let query: [(name: String, value: String)]

    init(_ request: Request) {
        let scheme = request.headers[.forwardedProtocol] == "https" ? "https" : "http"
        base = "\(scheme)://\(request.head.authority ?? "localhost")"
        path = request.uri.path
        query = FormQuery.pairs(request.uri.query ?? "")
    }

    /// An address below `/ogc/v1`; the pieces are escaped.
    func below(_ pieces: String...) -> String {
        base + OGCAddress.root + pieces.map { "/" + OGCAddress.escaped($0) }.joined()
    }

    /// The address of the request with some parameters replaced; nil takes one away.
    func this(_ changes: [String: String?]) -> String {
        var kept = query.filter { changes[$0.name] == nil }
        for name in changes.keys.sorted() {
            if let value = changes[name] ?? nil { kept.append((name, value)) }
        }
        let text = kept.map { "\(OGCAddress.escaped($0.name))=\(OGCAddress.escaped($0.value))" }.joined(separator: "&")
        return base + path + (text.isEmpty ? "" : "?" + text)
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,"
    )

    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// Links to the document at hand in every format, this one first.
    func selfLinks(_ format: OGCFormat, ofFeatures: Bool, formats: [OGCFormat] = [.json, .html]) -> [OGCLink] {
        let others = formats.filter { $0 != format }
        return ([format] + others).map { other in
            OGCLink(
                href: this(["f": other.rawValue]),
                rel: other == format ? "self" : "alternate",
                type: other.mediaType(ofFeatures: ofFeatures),
                title: other == format ? "This document" : "This document as \(other.title)"
            )
        }
    }
}

extension OGCFormat {
    var title: String {
        switch self {
        case .json: "JSON"
        case .jsonfg: "JSON-FG"
        case .html: "HTML"
        }
    }
}
