/// How one decision came about.
public struct TracedDecision: Sendable {
    /// One cell of a rule that mattered.
    public struct Condition: Hashable, Sendable {
        public let label: String
        public let test: String
        public let words: TestWords
        /// nil: not known, and the outcome is the same.
        public let value: FEELValue?
    }

    /// A rule that matches.
    public struct FiredRule: Sendable {
        /// From 1, as tables number them.
        public let number: Int
        public let identifier: String?
        public let conditions: [Condition]
        public let output: String
        public let explanation: String?
        public let longExplanation: String?
        public let description: String?
        /// In the file.
        public let line: Int
    }

    /// Position in the document.
    public let decision: Int
    /// nil: not known yet.
    public let value: FEELValue?
    /// Rules that match; without a value those that may.
    public let rules: [FiredRule]
    /// Of a literal expression.
    public let expression: String?
}

/// Finds the rules behind an outcome, from the top down.
struct TreeTrace {
    private let document: DecisionDocument
    private let diagrams: TreeDiagrams
    private let answers: [Int: FEELValue]

    init(_ document: DecisionDocument, _ diagrams: TreeDiagrams, _ answers: [Int: FEELValue]) {
        self.document = document
        self.diagrams = diagrams
        self.answers = answers
    }

    func decisions(from root: Int) -> [TracedDecision] {
        var traced: [TracedDecision] = []
        var seen: Set<Int> = [root]
        var pending = [root]
        while !pending.isEmpty {
            let decision = pending.removeFirst()
            let (entry, variables) = trace(decision)
            traced.append(entry)
            for variable in variables where variable >= document.inputs.count {
                let next = variable - document.inputs.count
                if seen.insert(next).inserted { pending.append(next) }
            }
        }
        return traced
    }

    private func knowledge(_ variable: Int) -> Knowledge {
        guard case .value(let knowledge)? = diagrams.diagrams.end(of: diagrams.reference(variable)) else {
            return .unknown(Unknown(inputs: variable < document.inputs.count ? [variable] : []))
        }
        // One value stands for all of an input that does not matter.
        if variable < document.inputs.count, answers[variable] == nil { return .unknown(Unknown(inputs: [variable])) }
        return knowledge
    }

    /// A decision, and the variables that its outcome rests on.
    private func trace(_ number: Int) -> (TracedDecision, [Int]) {
        let decision = document.decisions[number]
        var value: FEELValue?
        if case .known(let known) = knowledge(document.inputs.count + number) { value = known }
        switch decision.logic {
        case .unsupported: return (TracedDecision(decision: number, value: value, rules: [], expression: nil), [])
        case .literal(let literal):
            let traced = TracedDecision(decision: number, value: value, rules: [], expression: literal.text)
            return (traced, literal.expression.variables)
        case .table(let table):
            var evaluation = FEELEvaluation(variable: knowledge)
            var state = RuleState(ruleCount: table.rules.count)
            var values: [Knowledge] = []
            for (column, definition) in table.columns.enumerated() {
                evaluation.candidate = evaluation.value(definition.expression)
                values.append(evaluation.candidate)
                state.pass(column, of: table, decision: number, evaluation)
            }
            let fired = fired(state, table, isKnown: value != nil)
            var used: Set<Int> = []
            for rule in fired {
                for (column, cell) in table.rules[rule].cells.enumerated() where !cell.isAny {
                    table.columns[column].expression.forEachVariable { used.insert($0) }
                    cell.tests.forEachVariable { used.insert($0) }
                }
                for output in table.rules[rule].outputs { output.expression.forEachVariable { used.insert($0) } }
            }
            // That no rule matches follows from all columns.
            if fired.isEmpty { for column in table.columns { column.expression.forEachVariable { used.insert($0) } } }
            let rules = fired.map { rule(table, $0, values) }
            return (TracedDecision(decision: number, value: value, rules: rules, expression: nil), used.sorted())
        }
    }

    /// The rules to name: those that decide by the hit policy, or all that may.
    private func fired(_ state: RuleState, _ table: DecisionTable, isKnown: Bool) -> [Int] {
        guard isKnown, let first = state.certain.first else { return (state.certain + state.possible).sorted() }
        switch table.hitPolicy {
        case .unique, .first, .any:
            return state.possible.first.map { $0 < first } == true && table.hitPolicy == .first
                ? (state.possible.filter { $0 < first } + [first]) : [first]
        case .priority, .collect, .ruleOrder, .outputOrder: return (state.certain + state.possible).sorted()
        }
    }

    private func rule(_ table: DecisionTable, _ number: Int, _ values: [Knowledge]) -> TracedDecision.FiredRule {
        let rule = table.rules[number]
        var conditions: [TracedDecision.Condition] = []
        for (column, cell) in rule.cells.enumerated() where !cell.isAny {
            var value: FEELValue?
            if case .known(let known) = values[column] { value = known }
            let label = table.columns[column].label
            conditions.append(
                TracedDecision.Condition(label: label, test: cell.text, words: TestWords(cell), value: value)
            )
        }
        return TracedDecision.FiredRule(
            number: number + 1,
            identifier: rule.identifier,
            conditions: conditions,
            output: rule.outputs.map(\.text).joined(separator: "; "),
            explanation: rule.explanation,
            longExplanation: rule.longExplanation,
            description: rule.description,
            line: rule.line
        )
    }
}
