import PlanningRules

/// Named facts in the order in which people read them: one source of the JSON and of the page, so that both state the same.
///
/// As JSON an object with its names in alphabetical order, as all of ours; what has no value is absent.
struct FactSheet: JSONWritable, Sendable {
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

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for fact in facts.sorted(by: { $0.name < $1.name }) { writer.member(fact.name, fact.value) }
        }
    }
}

/// What a fact says.
enum FactValue: JSONWritable, Sendable {
    case text(String)
    case number(Double)
    case truth(Bool)
    /// A page shows one of the two languages.
    case sentence(BilingualText)
    case link(LinkDocument)
    case geometry(GeometryDocument)
    case sheet(FactSheet)
    case list([FactValue])

    static func link(rel: String, href: String, title: BilingualText) -> FactValue {
        .link(LinkDocument(rel: rel, href: href, titel: title))
    }

    static func texts(_ texts: [String]) -> FactValue { .list(texts.map(FactValue.text)) }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.write(text)
        case .number(let number): writer.write(number)
        case .truth(let truth): writer.write(json: truth ? "true" : "false")
        case .sentence(let text): text.write(to: &writer)
        case .link(let link): link.write(to: &writer)
        case .geometry(let geometry): geometry.write(to: &writer)
        case .sheet(let sheet): sheet.write(to: &writer)
        case .list(let values):
            writer.array { writer in
                for value in values { value.write(to: &writer) }
            }
        }
    }
}
