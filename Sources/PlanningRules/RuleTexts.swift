public import Registers

/// The legal text behind rules, read only when it is asked for.
public struct RuleTexts: Sendable {
    private let snapshot: RegisterSnapshot
    private let day: Int32

    public init(_ snapshot: RegisterSnapshot, onDay day: Int32) {
        self.snapshot = snapshot
        self.day = day
    }

    /// The text of the article that a rule stands in; nil when it was not delivered.
    public func text(of rule: Rule) -> String? {
        guard let reference = rule.article?.reference else { return nil }
        let tables = RuleTables(snapshot: snapshot, source: rule.definition.delivery, day: day)
        if let row = tables.row("tekstelement", reference) { return row.text("tekst") }
        // A plan may name its rules, their annexes and the explanation: the rules are `r_…`.
        let names = reference.split(separator: " ").map { $0.split(separator: "/").last.map(String.init) ?? "" }
        for name in names.filter({ $0.hasPrefix("r_") }) {
            // By its anchor; when the file has no such anchor, the whole of it.
            let file = String(name.prefix { $0 != "#" })
            if let row = tables.row("plantekst", name) ?? tables.row("plantekst", file) { return row.text("tekst") }
        }
        return nil
    }
}
