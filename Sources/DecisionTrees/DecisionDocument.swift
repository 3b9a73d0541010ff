/// A file of toepasbare regels (STTR): questions, inputs and the decisions that follow from them.
///
/// Decisions and inputs refer to each other by position. Requirements have no cycles.
public struct DecisionDocument: Sendable {
    public let name: String
    /// The namespace that identifies the maker.
    public let namespace: String
    /// Version of DMN by the file's namespace: `1.1`, `1.2`, `1.3`; nil when it is none of those.
    public let version: String?
    /// The program that wrote the file, with its version.
    public let exporter: String?
    public internal(set) var groups: [QuestionGroup] = []
    public internal(set) var rules: [ExecutionRule] = []
    public internal(set) var inputs: [DecisionInput] = []
    public internal(set) var decisions: [Decision] = []
    /// What was read but is not evaluated, each with its line. Where a decision depends on it, its outcome is unknown.
    public internal(set) var notes: [Note] = []
    /// All decisions, each after those that it needs.
    var order: [Int] = []

    public struct Note: Hashable, Sendable {
        public let line: Int
        public let text: String
    }

    /// Rules in all decision tables.
    public var ruleCount: Int { decisions.reduce(0) { $0 + ($1.table?.rules.count ?? 0) } }

    /// The trees: decisions that belong to an activity, or, where none says so, that no other decision needs.
    public var roots: [Int] {
        let named = decisions.indices.filter { decisions[$0].concept != nil }
        if !named.isEmpty { return named }
        let needed = Set(decisions.flatMap(\.requiredDecisions))
        return decisions.indices.filter { !needed.contains($0) }
    }

    /// A name for each of ``roots`` that holds in addresses: that of what it decides, else made of its own.
    public var treeIdentifiers: [String] {
        var seen: Set<String> = []
        return roots.map { root in
            let given = decisions[root].concept?.identifier ?? decisions[root].name
            let plain = given.unicodeScalars.map { scalar in
                let isKept = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                return isKept || scalar == "." || scalar == "_" ? Character(scalar) : "-"
            }
            var identifier = String(plain.prefix(120))
            // Two trees of one file about the same.
            while !seen.insert(identifier).inserted { identifier += "-\(root)" }
            return identifier
        }
    }
}

/// A group of questions (`regelgroep`).
public struct QuestionGroup: Hashable, Sendable {
    public let identifier: String
    public let name: String
    /// Groups with a lower number come first.
    public let priority: Int?
}

/// What is asked, or looked up, for an input (`uitvoeringsregel`).
public struct ExecutionRule: Sendable {
    public enum Content: Sendable {
        case question(AnswerType)
        /// Whether the place lies in one of these locations (`geoVerwijzing`).
        case geoReference(locations: [String])
        /// A document to hand in, as `Situatieschets`.
        case attachment(type: String)
        /// Anything else, by the name of its element.
        case other(String)
    }

    public let identifier: String
    public let content: Content
    /// `vraagTekst`; nil when there is none.
    public let text: String?
    /// `toelichting` and `langeToelichting`.
    public let help: String?
    public let longHelp: String?
    /// Position in ``DecisionDocument/groups``.
    public let group: Int?
    public let priority: Int?
    /// The identifier under which a question is the same in other files (`herbruikbaarId`).
    public let reusableIdentifier: String?
    /// Every other element with its text, in the file's order: `bereik`, `publiceerbaar`, …
    public let properties: [Property]
    public let line: Int

    public struct Property: Hashable, Sendable {
        public let name: String
        public let value: String
    }
}

/// What kind of answer a question takes (`gegevensType`).
public enum AnswerType: Hashable, Sendable {
    case boolean
    case number
    case string
    case date
    /// One of the options, or several.
    case list(options: [String], allowsSeveral: Bool)

    /// The word of the specification.
    public var name: String {
        switch self {
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .list: "list"
        }
    }
}

/// Something that decisions need to know (`inputData`).
public struct DecisionInput: Sendable {
    public let identifier: String
    public let name: String
    public let type: AnswerType
    /// Position in ``DecisionDocument/rules``.
    public let rule: Int?
    public let line: Int
}

/// A decision with the logic that makes it.
public struct Decision: Sendable {
    public enum Logic: Sendable {
        case table(DecisionTable)
        case literal(LiteralExpression)
        /// `reason` is a part of a sentence.
        case unsupported(reason: String)
    }

    public let identifier: String
    public let name: String
    /// What it decides of which activity (`functioneleStructuurRef`).
    public let concept: Concept?
    public internal(set) var requiredInputs: [Int] = []
    public internal(set) var requiredDecisions: [Int] = []
    public internal(set) var logic: Logic
    public let line: Int

    public var table: DecisionTable? { if case .table(let table) = logic { table } else { nil } }
}

/// What a tree decides: of which activity, and whether it is the conclusion or what has to be handed in.
public struct Concept: Hashable, Sendable {
    /// The whole reference, as the file has it.
    public let reference: String
    /// Its last part: `Conclusienl.imow-gm0297.activiteit.2019000800`.
    public let identifier: String
    /// `Conclusie`, `IndieningsvereistenVergunning`, `Maatregelen`, …
    public let kind: String
    /// `nl.imow-gm0297.activiteit.2019000800`; nil when the reference names none.
    public let activity: String?

    init?(_ reference: String) {
        self.reference = reference
        guard let last = reference.split(separator: "/").last.map(String.init), !last.isEmpty else { return nil }
        let identifier = last.hasPrefix("#") ? String(last.dropFirst()) : last
        guard !identifier.isEmpty else { return nil }
        self.identifier = identifier
        if let start = Self.start(ofActivityIn: identifier) {
            kind = String(identifier[..<start])
            activity = String(identifier[start...])
        } else {
            kind = identifier
            activity = nil
        }
    }

    private static func start(ofActivityIn text: String) -> String.Index? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix("nl.imow-") { return start }
            start = text.index(after: start)
        }
        return nil
    }
}

/// An expression with its text.
public struct LiteralExpression: Sendable {
    public let text: String
    let expression: FEELExpression
}
