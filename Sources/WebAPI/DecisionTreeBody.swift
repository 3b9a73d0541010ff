import DecisionTrees
import Foundation
import GeoValues
import HTTPTypes
import Hummingbird
import Service

/// The answers in the body of a request: JSON (`antwoorden`, `locatie`) or a form.
struct DecisionTreeBody {
    private static let formType = "application/x-www-form-urlencoded"

    /// By position of the input.
    private(set) var answers: [Int: FEELValue] = [:]
    /// The place, when the body names one.
    private(set) var point: RDPoint?
    private let document: DecisionDocument

    /// A value as JSON has it; numbers with all their digits.
    private enum Answer: Decodable {
        case none
        case boolean(Bool)
        case number(Decimal)
        case text(String)
        case list([Answer])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let boolean = try? container.decode(Bool.self) {
                self = .boolean(boolean)
            } else if let number = try? container.decode(Decimal.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .list(try container.decode([Answer].self))
            }
        }
    }

    private struct Members: Decodable {
        var antwoorden: [String: Answer]?
        var locatie: [String: Answer]?
    }

    /// Reads and checks a body, and notes in `query` everything that is wrong with it.
    ///
    /// - Throws: ``RequestProblem`` for a body that is neither.
    init(_ request: Request, _ query: inout QueryReader, _ tree: ServedTree, _ service: StipService) async throws {
        document = tree.document
        let contentType = request.headers[.contentType] ?? "geen"
        let mediaType = contentType.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } } ?? ""
        guard [Self.formType, "application/json"].contains(mediaType) else {
            throw RequestProblem.unsupportedMediaType(
                found: String(contentType.prefix(80)),
                expected: ["application/json", Self.formType]
            )
        }
        let bytes = Array(try await request.body.collect(upTo: PlanBody.byteLimit).readableBytesView)
        let needed = Set(document.needed(by: tree.root).inputs)
        if mediaType == Self.formType {
            read(form: bytes, &query, needed, service)
        } else {
            try read(json: bytes, &query, needed, service)
        }
    }

    // MARK: JSON

    private mutating func read(
        json bytes: [UInt8],
        _ query: inout QueryReader,
        _ needed: Set<Int>,
        _ service: StipService
    ) throws {
        guard let members = try? JSONDecoder().decode(Members.self, from: Data(bytes)),
            let all = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
        else {
            query.note(
                ParameterProblem(
                    "body",
                    "Het bericht is geen JSON-object met antwoorden (object) en eventueel locatie (object).",
                    "The body is not a JSON object with antwoorden (object) and perhaps locatie (object)."
                )
            )
            return
        }
        for name in all.keys.sorted() where !["antwoorden", "locatie"].contains(name) {
            query.note(
                ParameterProblem(
                    name,
                    "Onbekend lid '\(name.prefix(40))'; mogelijk zijn: antwoorden, locatie.",
                    "Unknown member '\(name.prefix(40))'; possible are: antwoorden, locatie."
                )
            )
        }
        for (name, answer) in (members.antwoorden ?? [:]).sorted(by: { $0.key < $1.key }) {
            take(name, texts(answer), &query, needed)
        }
        guard let place = members.locatie else { return }
        var texts: [String: String] = [:]
        for (name, value) in place { texts[name] = self.texts(value)?.first }
        readPlace(texts, &query, service)
    }

    /// An answer as texts, booleans as `ja` and `nee`; nil for none.
    private func texts(_ answer: Answer) -> [String]? {
        switch answer {
        case .none: nil
        case .boolean(let isTrue): [isTrue ? "ja" : "nee"]
        case .number(let number): [number.description]
        case .text(let text): [text]
        case .list(let items): items.flatMap { texts($0) ?? [] }
        }
    }

    // MARK: Form

    private mutating func read(
        form bytes: [UInt8],
        _ query: inout QueryReader,
        _ needed: Set<Int>,
        _ service: StipService
    ) {
        var values: [(name: String, texts: [String])] = []
        for (name, text) in FormQuery.pairs(String(decoding: bytes, as: UTF8.self)) {
            if let place = values.firstIndex(where: { $0.name == name }) {
                values[place].texts.append(text)
            } else {
                values.append((name, [text]))
            }
        }
        var place: [String: String] = [:]
        for (name, texts) in values {
            // An empty field of a form is a question left open.
            let filled = texts.filter { !$0.isEmpty }
            if PlaceReader.parameters.contains(name) {
                place[name] = filled.first
            } else {
                take(name, filled.isEmpty ? nil : filled, &query, needed)
            }
        }
        if place.contains(where: { $0.key != "crs" }) { readPlace(place, &query, service) }
    }

    // MARK: Values

    private mutating func readPlace(_ texts: [String: String], _ query: inout QueryReader, _ service: StipService) {
        if PlaceReader.parameters.contains(where: query.has) {
            query.note(
                ParameterProblem(
                    "locatie",
                    "De locatie staat in het adres en in het bericht; geef haar één keer.",
                    "The place is in the address and in the body; give it once."
                )
            )
            return
        }
        var reader = QueryReader(values: texts, allowed: PlaceReader.parameters)
        point = PlaceReader(service: service).point(&reader)
        for problem in reader.problems { query.note(problem) }
    }

    private mutating func take(_ name: String, _ texts: [String]?, _ query: inout QueryReader, _ needed: Set<Int>) {
        let inputs = document.inputs
        let found =
            inputs.firstIndex { $0.identifier == name }
            ?? inputs.firstIndex { $0.name == name }
            ?? inputs.firstIndex { $0.rule.map { document.rules[$0].identifier } == name }
        guard let input = found, needed.contains(input) else {
            let known = needed.sorted().map { inputs[$0].name }.joined(separator: ", ")
            query.note(
                ParameterProblem(
                    name,
                    "Deze boom vraagt niet naar '\(name.prefix(60))'; wel naar: \(known.prefix(600)).",
                    "This tree does not ask for '\(name.prefix(60))'; it does ask for: \(known.prefix(600))."
                )
            )
            return
        }
        guard let texts else { return }
        if let value = Self.value(texts, inputs[input].type) {
            answers[input] = value
        } else {
            query.note(Self.problem(inputs[input], texts.joined(separator: ", ")))
        }
    }

    private static func value(_ texts: [String], _ type: AnswerType) -> FEELValue? {
        if case .list(let options, true) = type {
            let isKnown = options.isEmpty || texts.allSatisfy(options.contains)
            return isKnown ? .list(texts.map(FEELValue.string)) : nil
        }
        guard texts.count == 1, let text = texts.first else { return nil }
        switch type {
        case .boolean:
            switch text.lowercased() {
            case "ja", "true", "yes": return .boolean(true)
            case "nee", "false", "no": return .boolean(false)
            default: return nil
            }
        case .number:
            // A comma is the Dutch decimal sign; with a point beside it a number can't be read with certainty.
            let commas = text.count { $0 == "," }
            guard commas == 0 || (commas == 1 && !text.contains(".")) else { return nil }
            return ExactDecimal(text.replacingOccurrences(of: ",", with: ".")).map(FEELValue.number)
        case .string: return text.count <= 2000 ? .string(text) : nil
        case .date: return text.utf8.count == 10 ? CalendarDay.day(text).map(FEELValue.date) : nil
        case .list(let options, _): return options.isEmpty || options.contains(text) ? .string(text) : nil
        }
    }

    private static func problem(_ input: DecisionInput, _ found: String) -> ParameterProblem {
        let (dutch, english) =
            switch input.type {
            case .boolean: ("true of false (of ja, nee)", "true or false")
            case .number:
                (
                    "een getal van ten hoogste \(ExactDecimal.digitLimit) cijfers",
                    "a number of at most \(ExactDecimal.digitLimit) digits"
                )
            case .string: ("een tekst van ten hoogste 2000 tekens", "a text of at most 2000 characters")
            case .date: ("een datum als 2026-01-31", "a date as 2026-01-31")
            case .list(let options, let allowsSeveral):
                (
                    "\(allowsSeveral ? "een of meer" : "een") van: \(options.joined(separator: "; "))",
                    "\(allowsSeveral ? "one or more" : "one") of: \(options.joined(separator: "; "))"
                )
            }
        return ParameterProblem(
            input.name,
            "'\(input.name)' is \(dutch); ontvangen: '\(found.prefix(60))'.",
            "'\(input.name)' is \(english); received: '\(found.prefix(60))'."
        )
    }
}
