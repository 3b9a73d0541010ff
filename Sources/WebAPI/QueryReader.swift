import GeoValues
import Hummingbird

/// Reads the query of one request and gathers everything that is wrong with it.
struct QueryReader {
    private let values: [String: String]
    private(set) var problems: [ParameterProblem] = []

    /// Notes parameters that are unknown or given twice.
    init(_ request: Request, allowed: [String]) {
        self.init(FormQuery.pairs(request.uri.query ?? ""), allowed: allowed)
    }

    /// The same for names and values that were read already.
    init(_ pairs: [(name: String, value: String)], allowed: [String]) {
        var values: [String: String] = [:]
        for (name, value) in pairs {
            if !allowed.contains(name) {
                let known = allowed.isEmpty ? "geen" : allowed.joined(separator: ", ")
                let knownEnglish = allowed.isEmpty ? "none" : allowed.joined(separator: ", ")
                problems.append(
                    ParameterProblem(
                        name,
                        "Onbekende parameter '\(name)'; mogelijk zijn: \(known).",
                        "Unknown parameter '\(name)'; possible are: \(knownEnglish)."
                    )
                )
            } else if values.updateValue(value, forKey: name) != nil {
                problems.append(
                    ParameterProblem(
                        name,
                        "Parameter '\(name)' staat er meer dan eens.",
                        "Parameter '\(name)' is given more than once."
                    )
                )
            }
        }
        self.values = values
    }

    /// Reads values that a body gives as a query would.
    init(values: [String: String], allowed: [String]) {
        self.values = values.filter { allowed.contains($0.key) }
        for name in values.keys.sorted() where !allowed.contains(name) {
            note(
                ParameterProblem(
                    name,
                    "Onbekend lid '\(name.prefix(40))'; mogelijk zijn: \(allowed.joined(separator: ", ")).",
                    "Unknown member '\(name.prefix(40))'; possible are: \(allowed.joined(separator: ", "))."
                )
            )
        }
    }

    mutating func note(_ problem: ParameterProblem) { problems.append(problem) }

    func has(_ name: String) -> Bool { values[name] != nil }

    func text(_ name: String) -> String? { values[name] }

    /// A finite decimal number, with a point; notes anything else.
    mutating func number(_ name: String) -> Double? {
        // A plus sign that was not escaped came as a space.
        guard let text = values[name].map({ String($0.drop { $0 == " " }) }) else { return nil }
        if let number = QueryReader.decimal(text) { return number }
        problems.append(
            ParameterProblem(
                name,
                "'\(name)' is geen getal met een decimale punt: '\(text.prefix(40))'.",
                "'\(name)' is not a number with a decimal point: '\(text.prefix(40))'."
            )
        )
        return nil
    }

    /// Digits with an optional sign, fraction and exponent; no hexadecimal, no words, nothing infinite.
    static func decimal(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
        }
        guard allowed, text.utf8.count <= 40, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// - Throws: ``RequestProblem/invalid(_:)`` when anything was noted.
    func finish() throws {
        if !problems.isEmpty { throw RequestProblem.invalid(problems) }
    }
}
