import Foundation
public import PlanningRules

/// Ways onward to what other systems do, as an authority writes them down in `verwijzingen.json` of its workspace: a case, a
/// counter, a payment, a file. Without that file there are none.
///
/// `{"verwijzingen": [{"rel": "loket", "href": "https://…?bij={gemeentecode}", "titel": {"nl": …, "en": …}, "gemeentecode": "GM0998"}]}`;
/// the last is optional: only in that municipality.
public struct OnwardLinks: Sendable {
    /// What a template may name in braces (RFC 6570, level 1).
    public enum Variable: String, CaseIterable, Sendable {
        case activity = "activiteit"
        case municipality = "gemeentecode"
        case longitude = "lon"
        case latitude = "lat"
        case rule = "regel"
    }

    public struct Template: Sendable {
        /// `zaak`, `loket`, `betaling` or `dossier`.
        public let relation: String
        public let title: BilingualText
        /// Only here, as `GM0998`; nil: everywhere.
        public let municipality: String?
        /// Text and variables in turn.
        fileprivate let parts: [Part]

        fileprivate enum Part: Sendable {
            case text(String)
            case variable(Variable)
        }

        public func uses(_ variable: Variable) -> Bool {
            parts.contains { if case .variable(variable) = $0 { true } else { false } }
        }

        /// The address; nil when one of its variables has no value here.
        ///
        /// - Parameter value: percent-encoded.
        public func address(_ value: (Variable) -> String?) -> String? {
            var address = ""
            for part in parts {
                switch part {
                case .text(let text): address += text
                case .variable(let variable):
                    guard let text = value(variable) else { return nil }
                    address += text
                }
            }
            return address
        }
    }

    public static let relations = ["zaak", "loket", "betaling", "dossier"]

    public let templates: [Template]

    private struct File: Decodable {
        struct Entry: Decodable {
            let rel: String
            let href: String
            let titel: BilingualText
            let gemeentecode: String?
        }

        let verwijzingen: [Entry]
    }

    /// - Throws: ``ServiceProblem/unusableDefinition(path:reason:)`` when the file is there and is not as described.
    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            templates = []
            return
        }
        func refusal(_ reason: String) -> ServiceProblem { .unusableDefinition(path: path, reason: reason) }
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw refusal("\(error)")
        }
        templates = try file.verwijzingen.map { entry in
            guard Self.relations.contains(entry.rel) else {
                throw refusal("rel '\(entry.rel)' is none of \(Self.relations.joined(separator: ", ")).")
            }
            guard entry.href.hasPrefix("https://") || entry.href.hasPrefix("http://") else {
                throw refusal("href '\(entry.href)' does not begin with https://.")
            }
            guard let parts = Self.parts(entry.href) else {
                let known = Variable.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
                throw refusal("href '\(entry.href)' names something other than \(known).")
            }
            return Template(
                relation: entry.rel,
                title: entry.titel,
                municipality: entry.gemeentecode,
                parts: parts
            )
        }
    }

    private static func parts(_ template: String) -> [Template.Part]? {
        var parts: [Template.Part] = []
        var rest = template[...]
        while let start = rest.firstIndex(of: "{") {
            guard let end = rest[start...].firstIndex(of: "}"),
                let variable = Variable(rawValue: String(rest[rest.index(after: start)..<end]))
            else { return nil }
            parts += [.text(String(rest[..<start])), .variable(variable)]
            rest = rest[rest.index(after: end)...]
        }
        return rest.contains("}") ? nil : parts + [.text(String(rest))]
    }
}
