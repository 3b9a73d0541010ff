import Foundation
import HTTPTypes
import Hummingbird
import PlanningRules

/// Reads bodies that are one JSON object.
enum JSONObjectBody {
    /// The members of a body.
    ///
    /// - Parameters:
    ///   - byteLimit: a longer body is refused.
    ///   - expected: what the object is to hold, for the words of a refusal.
    /// - Throws: ``RequestProblem``; `NIOTooManyBytesError`.
    static func members(
        _ request: Request,
        upTo byteLimit: Int,
        _ expected: BilingualText,
        _ query: inout QueryReader
    ) async throws -> [String: Any] {
        let contentType = request.headers[.contentType] ?? "geen"
        let mediaType = contentType.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } }
        guard ["application/json", "application/geo+json"].contains(mediaType) else {
            throw RequestProblem.unsupportedMediaType(found: String(contentType.prefix(80)))
        }
        let buffer = try await request.body.collect(upTo: byteLimit)
        if let json = try? JSONSerialization.jsonObject(with: Data(buffer.readableBytesView)),
            let members = json as? [String: Any]
        {
            return members
        }
        query.note(
            ParameterProblem(
                "body",
                "Het bericht is geen JSON-object met \(expected.dutch).",
                "The body is not a JSON object with \(expected.english)."
            )
        )
        try query.finish()
        throw RequestProblem.failed
    }

    static func noteUnknown(_ members: [String: Any], allowed: [String], _ query: inout QueryReader) {
        for member in members.keys.sorted() where !allowed.contains(member) {
            query.note(
                ParameterProblem(
                    member,
                    "Onbekend lid '\(member.prefix(40))'; mogelijk zijn: \(allowed.joined(separator: ", ")).",
                    "Unknown member '\(member.prefix(40))'; possible are: \(allowed.joined(separator: ", "))."
                )
            )
        }
    }

    /// Tells JSON's numbers from its true and false, which are `NSNumber`s too.
    static func isNumber(_ number: NSNumber) -> Bool {
        !(number === NSNumber(value: true) || number === NSNumber(value: false))
    }
}
