/// Why a filter is refused: where in its text, what was expected there, and what was found.
public struct FilterProblem: Error, Hashable, Sendable {
    /// The character of the filter's text at which it goes wrong, counted from 1.
    public let position: Int
    public let reason: Reason

    public enum Reason: Hashable, Sendable {
        /// `found` is the word or sign that stands there; empty at the end of the text.
        case expected(Expectation, found: String)
        case unknownProperty(name: String, known: [String])
        /// A property is compared with a value of another type, or used in a place that does not suit its type.
        case wrongType(property: String, holds: FilterType)
        /// The parts of a geometry do not form one; the text is GEOS's or ours, in English.
        case invalidGeometry(String)
        /// A position that the coordinate system of the filter can't have in the Netherlands.
        case outsideArea(first: Double, second: Double)
        case tooLong(limit: Int)
        case tooDeep(limit: Int)
        case tooManyTerms(limit: Int)
        case patternTooLong(limit: Int)
    }

    /// What a filter may go on with.
    public enum Expectation: Hashable, Sendable {
        case condition, comparison, property, value, number, text, endOfText, geometry, date, timestamp
        case sign(String)
    }

    init(_ position: Int, _ reason: Reason) {
        self.position = position
        self.reason = reason
    }

    public var dutch: String { "Teken \(position) van het filter: \(sentence { $0.dutch })." }
    public var english: String { "Character \(position) of the filter: \(sentence { $0.english })." }

    private func sentence(_ chosen: ((dutch: String, english: String)) -> String) -> String {
        switch reason {
        case .expected(let expectation, let found):
            let what = chosen(expectation.text)
            if found.isEmpty {
                return chosen(
                    ("verwacht: \(what); het filter houdt hier op", "expected \(what), but the filter ends here")
                )
            }
            return chosen(("verwacht: \(what); gevonden: '\(found)'", "expected \(what), found '\(found)'"))
        case .unknownProperty(let name, let known):
            let names = known.joined(separator: ", ")
            return chosen(
                (
                    "eigenschap '\(name)' is er niet; wel: \(names)",
                    "there is no property '\(name)'; there are: \(names)"
                )
            )
        case .wrongType(let property, let type):
            let holds = chosen(type.text)
            return chosen(
                (
                    "eigenschap '\(property)' bevat \(holds); dat past niet bij deze vergelijking",
                    "property '\(property)' holds \(holds), which does not fit this comparison"
                )
            )
        case .invalidGeometry(let text):
            return chosen(("de geometrie is ongeldig: \(text)", "the geometry is invalid: \(text)"))
        case .outsideArea(let first, let second):
            return chosen(
                (
                    "de positie (\(first) \(second)) ligt buiten Nederland in het coördinatenstelsel van het filter",
                    "the position (\(first) \(second)) lies outside the Netherlands in the coordinate system of the filter"
                )
            )
        case .tooLong(let limit):
            return chosen(
                ("een filter is ten hoogste \(limit) tekens lang", "a filter has at most \(limit) characters")
            )
        case .patternTooLong(let limit):
            return chosen(
                ("een patroon is ten hoogste \(limit) tekens lang", "a pattern has at most \(limit) characters")
            )
        case .tooDeep(let limit):
            return chosen(
                ("haakjes en NOT gaan ten hoogste \(limit) diep", "parentheses and NOT go at most \(limit) deep")
            )
        case .tooManyTerms(let limit):
            return chosen(
                (
                    "een filter heeft ten hoogste \(limit) voorwaarden, waarden en posities",
                    "a filter has at most \(limit) conditions, values and positions"
                )
            )
        }
    }
}

extension FilterProblem.Expectation {
    fileprivate var text: (dutch: String, english: String) {
        switch self {
        case .condition: ("een voorwaarde", "a condition")
        case .comparison:
            ("=, <>, <, <=, >, >=, BETWEEN, IN, LIKE of IS NULL", "=, <>, <, <=, >, >=, BETWEEN, IN, LIKE or IS NULL")
        case .property: ("de naam van een eigenschap", "the name of a property")
        case .value:
            (
                "een getal, een tekst tussen enkele aanhalingstekens, TRUE, FALSE, DATE('…') of TIMESTAMP('…')",
                "a number, a text in single quotes, TRUE, FALSE, DATE('…') or TIMESTAMP('…')"
            )
        case .number: ("een getal", "a number")
        case .text: ("een tekst tussen enkele aanhalingstekens", "a text in single quotes")
        case .endOfText: ("AND, OR of het einde", "AND, OR or the end")
        case .geometry:
            (
                "POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON of BBOX",
                "POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON or BBOX"
            )
        case .date: ("een datum 'JJJJ-MM-DD'", "a date 'YYYY-MM-DD'")
        case .timestamp:
            ("een tijdstip 'JJJJ-MM-DDTuu:mm:ssZ'", "a moment 'YYYY-MM-DDThh:mm:ssZ'")
        case .sign(let sign): ("'\(sign)'", "'\(sign)'")
        }
    }
}

/// What a property holds, as filters see it.
public enum FilterType: Hashable, Sendable {
    case text, number, date, geometry

    fileprivate var text: (dutch: String, english: String) {
        switch self {
        case .text: ("tekst", "text")
        case .number: ("een getal", "a number")
        case .date: ("een datum", "a date")
        case .geometry: ("een geometrie", "a geometry")
        }
    }
}
