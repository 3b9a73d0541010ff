import Foundation
import HTTPTypes
import Hummingbird
public import PlanningRules

/// Something wrong with one parameter or member of a request.
public struct ParameterProblem: Error, Hashable, Sendable {
    public let parameter: String
    public let text: BilingualText

    init(_ parameter: String, _ dutch: String, _ english: String) {
        self.parameter = parameter
        self.text = BilingualText(dutch: dutch, english: english)
    }
}

/// Why a request is refused. One exhaustive switch turns each into a problem+json (RFC 9457).
enum RequestProblem: Error {
    case invalid([ParameterProblem])
    case notFound(BilingualText)
    case notAcceptable(BilingualText)
    case gone(BilingualText)
    /// What was asked for is no more; its history, the oldest version first.
    case demolished(BilingualText, history: [FactSheet])
    case methodNotAllowed(allowed: [HTTPRequest.Method])
    case unsupportedMediaType(found: String, expected: [String] = ["application/json", "application/geo+json"])
    case bodyTooLarge(limit: Int)
    case busy
    case unavailable(BilingualText)
    case failed

    var status: HTTPResponse.Status {
        switch self {
        case .invalid: .badRequest
        case .notFound: .notFound
        case .notAcceptable: .notAcceptable
        case .gone, .demolished: .gone
        case .methodNotAllowed: .methodNotAllowed
        case .unsupportedMediaType: .unsupportedMediaType
        case .bodyTooLarge: .contentTooLarge
        case .busy, .unavailable: .serviceUnavailable
        case .failed: .internalServerError
        }
    }

    private var title: BilingualText {
        switch self {
        case .invalid: BilingualText(dutch: "Ongeldig verzoek", english: "Invalid request")
        case .notFound: BilingualText(dutch: "Niet gevonden", english: "Not found")
        case .notAcceptable: BilingualText(dutch: "Niet te leveren", english: "Not acceptable")
        case .gone, .demolished: BilingualText(dutch: "Niet meer beschikbaar", english: "No longer available")
        case .methodNotAllowed: BilingualText(dutch: "Methode niet toegestaan", english: "Method not allowed")
        case .unsupportedMediaType:
            BilingualText(dutch: "Mediatype niet ondersteund", english: "Unsupported media type")
        case .bodyTooLarge: BilingualText(dutch: "Bericht te groot", english: "Content too large")
        case .busy, .unavailable: BilingualText(dutch: "Tijdelijk niet beschikbaar", english: "Temporarily unavailable")
        case .failed: BilingualText(dutch: "Interne fout", english: "Internal error")
        }
    }

    private var detail: BilingualText {
        switch self {
        case .invalid(let problems):
            BilingualText(
                dutch: problems.map(\.text.dutch).joined(separator: " "),
                english: problems.map(\.text.english).joined(separator: " ")
            )
        case .notFound(let text), .notAcceptable(let text), .gone(let text), .unavailable(let text): text
        case .demolished(let text, history: _): text
        case .methodNotAllowed(let allowed):
            BilingualText(
                dutch: "Dit adres kent alleen \(allowed.map(\.rawValue).joined(separator: ", ")).",
                english: "This address knows only \(allowed.map(\.rawValue).joined(separator: ", "))."
            )
        case .unsupportedMediaType(let found, let expected):
            BilingualText(
                dutch: "Stuur \(expected.joined(separator: " of ")); ontvangen: \(found).",
                english: "Send \(expected.joined(separator: " or ")); received: \(found)."
            )
        case .bodyTooLarge(let limit):
            BilingualText(
                dutch: "Het bericht is groter dan \(limit) bytes.",
                english: "The body is larger than \(limit) bytes."
            )
        case .busy:
            BilingualText(
                dutch: "De server is vol; probeer het over een seconde opnieuw.",
                english: "The server is full; try again in a second."
            )
        case .failed:
            BilingualText(
                dutch: "Er ging iets mis bij ons. De fout is vastgelegd.",
                english: "Something went wrong on our side. The error was logged."
            )
        }
    }

    /// The problem as a response, in the language that the request asks for.
    func response(english: Bool) -> Response {
        func chosen(_ text: BilingualText) -> String { english ? text.english : text.dutch }
        var problems: [ParameterProblem] = []
        if case .invalid(let found) = self { problems = found }
        var history: [FactSheet]?
        if case .demolished(_, let versions) = self { history = versions }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("detail", chosen(detail))
            writer.member("errors", each: problems) { writer, problem in
                writer.object { writer in
                    writer.member("detail", chosen(problem.text))
                    writer.member("parameter", problem.parameter)
                }
            }
            writer.member("geschiedenis", history)
            writer.member("status", status.code)
            writer.member("title", chosen(title))
            writer.member("type", "about:blank")
        }
        var response = Response(
            status: status,
            headers: [.contentType: "application/problem+json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes))
        )
        response.headers[.contentLanguage] = english ? "en" : "nl"
        if case .methodNotAllowed(let allowed) = self {
            response.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        }
        if case .busy = self { response.headers[.retryAfter] = "1" }
        return response
    }
}
