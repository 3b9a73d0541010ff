import PlanningRules

/// Named facts in the order in which people read them: one source of the JSON and of the page, so that both state the same.
///
/// As JSON an object with its names in alphabetical order, as all of ours; what has no value is absent.
struct FactSheet: Encodable, Sendable {
    struct Fact: Sendable {
        /// The member in JSON.
        let name: String
        /// What a page calls it.
        let label: BilingualText
        let value: FactValue
    }

    private(set) var facts: [Fact] = []

    /// Adds a fact, unless it has no value.
    mutating func add(_ name: String, _ dutch: String, _ english: String, _ value: FactValue?) {
        guard let value else { return }
        facts.append(Fact(name: name, label: BilingualText(dutch: dutch, english: english), value: value))
    }

    mutating func add(_ name: String, _ dutch: String, _ english: String, _ text: String?) {
        add(name, dutch, english, text.map(FactValue.text))
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for fact in facts { try container.encode(fact.value, forKey: Key(stringValue: fact.name)) }
    }
}

/// What a fact says.
enum FactValue: Encodable, Sendable {
    case text(String)
    case number(Double)
    case truth(Bool)
    /// `{"nl": …, "en": …}`; a page shows one of them.
    case sentence(BilingualText)
    /// A sheet with `rel`, `href` and `titel`, which a page shows as a link.
    case link(rel: String, href: String, title: BilingualText)
    case geometry(GeometryDocument)
    case sheet(FactSheet)
    case list([FactValue])

    private enum SentenceKey: CodingKey { case nl, en }
    private enum LinkKey: CodingKey { case rel, href, titel }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .sentence(let text):
            var container = encoder.container(keyedBy: SentenceKey.self)
            try container.encode(text.dutch, forKey: .nl)
            try container.encode(text.english, forKey: .en)
        case .link(let rel, let href, let title):
            var container = encoder.container(keyedBy: LinkKey.self)
            try container.encode(rel, forKey: .rel)
            try container.encode(href, forKey: .href)
            try container.encode(FactValue.sentence(title), forKey: .titel)
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .number(let number):
            var container = encoder.singleValueContainer()
            // A whole number as one: `1933`, not `1933.0`.
            if let whole = Int64(exactly: number) { try container.encode(whole) } else { try container.encode(number) }
        case .truth(let truth):
            var container = encoder.singleValueContainer()
            try container.encode(truth)
        case .geometry(let geometry): try geometry.encode(to: encoder)
        case .sheet(let sheet): try sheet.encode(to: encoder)
        case .list(let values):
            var container = encoder.unkeyedContainer()
            for value in values { try container.encode(value) }
        }
    }
}
