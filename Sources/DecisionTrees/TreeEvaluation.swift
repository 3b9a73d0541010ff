/// One tree of a document, with what is known of its inputs.
public struct TreeEvaluation: Sendable {
    /// More unanswered inputs are not looked at one by one.
    private static let diagramInputLimit = 300

    public let document: DecisionDocument
    /// Position of the decision at the top.
    public let root: Int
    /// Known inputs, by position.
    public let answers: [Int: FEELValue]

    public enum Outcome: Hashable, Sendable {
        case conclusion(FEELValue)
        /// No rule says anything, or the one that does says nothing.
        case noConclusion
        /// Still to be asked; `possible` are the conclusions that can follow, all of them when `isComplete`.
        case open(possible: [FEELValue], isComplete: Bool)
        /// The document itself can't be evaluated here, whatever is answered. One sentence each.
        case undecidable(reasons: [String])
    }

    public let outcome: Outcome
    /// Unanswered inputs whose answer can still change the outcome, in the order in which to ask them.
    public let openInputs: [Int]
    /// Whether every one of them really can; false for trees that are too large to tell.
    public let isExact: Bool
    /// How the outcome follows, the decision at the top first.
    public let trace: [TracedDecision]

    /// Evaluates a tree: exact for known inputs, unknown ones stay unknown.
    ///
    /// - Parameter root: one of ``DecisionDocument/roots``.
    public init(_ document: DecisionDocument, root: Int, answers: [Int: FEELValue]) {
        self.document = document
        self.root = root
        self.answers = answers
        let needed = document.needed(by: root)
        let asked = document.askingOrder(needed.inputs.filter { answers[$0] == nil })
        var results: TreeDiagrams?
        if asked.count <= Self.diagramInputLimit {
            // Too large is answered below.
            results = try? TreeDiagrams(document, needed.decisions, answers, asked, splitsCells: true)
        }
        isExact = results != nil
        let diagrams: TreeDiagrams
        if let results {
            diagrams = results
        } else {
            // Without cells every diagram is a single end; what is too large even so has no result.
            var plain = TreeDiagrams(document, answers, asked)
            try? plain.build(needed.decisions)
            diagrams = plain
        }
        guard let reference = diagrams.results[root] else {
            outcome = .undecidable(reasons: ["The tree is too large to be evaluated."])
            (openInputs, trace) = ([], [])
            return
        }
        let contents = diagrams.diagrams.contents(of: reference)
        var open = Set(contents.variables.map { asked[$0] })
        var causes: [Unknown.Cause] = []
        var possible: [FEELValue] = []
        var isComplete = true
        for case .value(let knowledge) in contents.ends {
            switch knowledge {
            case .known(let value): if !possible.contains(value) { possible.append(value) }
            case .unknown(let unknown):
                open.formUnion(unknown.inputs)
                for value in unknown.possible where !possible.contains(value) { possible.append(value) }
                if unknown.possible.isEmpty { isComplete = false }
                for cause in unknown.causes where !causes.contains(cause) { causes.append(cause) }
            }
        }
        openInputs = asked.filter(open.contains)
        if openInputs.isEmpty, causes.isEmpty, possible.count <= 1 {
            let value = possible.first ?? .null
            outcome = value == .null ? .noConclusion : .conclusion(value)
        } else if openInputs.isEmpty {
            outcome = .undecidable(
                reasons: causes.map { "Decision '\(document.decisions[$0.decision].name)': \($0.text)." }
            )
        } else {
            outcome = .open(possible: possible, isComplete: isComplete && causes.isEmpty)
        }
        trace = TreeTrace(document, diagrams, answers).decisions(from: root)
    }
}

/// The diagrams of all decisions of a tree.
struct TreeDiagrams {
    private let document: DecisionDocument
    var diagrams = DecisionDiagrams()
    /// Of every input that is needed.
    private(set) var inputs: [Int: DecisionDiagrams.Reference] = [:]
    /// Of every decision that is needed.
    private(set) var results: [Int: DecisionDiagrams.Reference] = [:]

    init(
        _ document: DecisionDocument,
        _ decisions: [Int],
        _ answers: [Int: FEELValue],
        _ asked: [Int],
        splitsCells: Bool
    ) throws(DiagramTooLarge) {
        self.init(document, answers, asked)
        let cells = InputCells(document)
        for (place, input) in asked.enumerated() {
            guard let values = cells.cells(input) else { continue }
            let ends = values.map { diagrams.end(.value(.known($0))) }
            inputs[input] = ends.count == 1 ? ends[0] : try diagrams.node(place, ends)
        }
        try build(decisions)
    }

    /// With every unanswered input simply unknown.
    init(_ document: DecisionDocument, _ answers: [Int: FEELValue], _ asked: [Int]) {
        self.document = document
        for (input, value) in answers { inputs[input] = diagrams.end(.value(.known(value))) }
        for input in asked { inputs[input] = diagrams.end(.value(.unknown(Unknown(inputs: [input])))) }
    }

    mutating func build(_ decisions: [Int]) throws(DiagramTooLarge) {
        for decision in decisions {
            switch document.decisions[decision].logic {
            case .literal(let literal): results[decision] = try evaluated(literal.expression)
            case .table(let table): results[decision] = try evaluated(table, decision)
            case .unsupported(let reason):
                let cause = Unknown.Cause(decision: decision, text: reason)
                results[decision] = diagrams.end(.value(.unknown(Unknown(causes: [cause]))))
            }
        }
    }

    func reference(_ variable: Int) -> DecisionDiagrams.Reference {
        let count = document.inputs.count
        // A document's decisions are built after those they need, so that all are there.
        return (variable < count ? inputs[variable] : results[variable - count]) ?? -1
    }

    private mutating func evaluated(_ expression: FEELExpression) throws(DiagramTooLarge) -> DecisionDiagrams.Reference
    {
        let variables = expression.variables
        return try diagrams.combined(variables.map(reference)) { ends in
            .value(TreeDiagrams.evaluation(variables, ends).value(expression))
        }
    }

    /// Goes through a table column by column.
    private mutating func evaluated(
        _ table: DecisionTable,
        _ decision: Int
    ) throws(DiagramTooLarge) -> DecisionDiagrams.Reference {
        var state = diagrams.end(.rules(RuleState(ruleCount: table.rules.count)))
        for (number, column) in table.columns.enumerated() {
            let value = try evaluated(column.expression)
            var used: Set<Int> = []
            for rule in table.rules { rule.cells[number].tests.forEachVariable { used.insert($0) } }
            let variables = used.sorted()
            state = try diagrams.combined([state, value] + variables.map(reference)) { ends in
                guard case .rules(var rules) = ends[0], case .value(let candidate) = ends[1] else { return ends[0] }
                var evaluation = TreeDiagrams.evaluation(variables, Array(ends[2...]))
                evaluation.candidate = candidate
                rules.pass(number, of: table, decision: decision, evaluation)
                return .rules(rules)
            }
        }
        var used: Set<Int> = []
        for rule in table.rules { for output in rule.outputs { output.expression.forEachVariable { used.insert($0) } } }
        for output in table.outputs { output.standard?.forEachVariable { used.insert($0) } }
        let variables = used.sorted()
        return try diagrams.combined([state] + variables.map(reference)) { ends in
            guard case .rules(let rules) = ends[0] else { return ends[0] }
            let evaluation = TreeDiagrams.evaluation(variables, Array(ends[1...]))
            return .value(HitPolicyOutcome(table, decision: decision, evaluation).value(rules))
        }
    }

    private static func evaluation(_ variables: [Int], _ ends: [DiagramEnd]) -> FEELEvaluation {
        FEELEvaluation(variable: { variable in
            guard let place = variables.firstIndex(of: variable), case .value(let knowledge) = ends[place] else {
                return .unknown(Unknown())
            }
            return knowledge
        })
    }
}

extension DecisionDocument {
    /// The decisions that one needs, itself included, each after those it needs; and their inputs.
    public func needed(by root: Int) -> (decisions: [Int], inputs: [Int]) {
        var seen: Set<Int> = [root]
        var found: Set<Int> = []
        var pending = [root]
        while let next = pending.popLast() {
            for variable in decisions[next].logic.variables {
                if variable < inputs.count {
                    found.insert(variable)
                } else if seen.insert(variable - inputs.count).inserted {
                    pending.append(variable - inputs.count)
                }
            }
        }
        return (order.filter(seen.contains), found.sorted())
    }

    /// Inputs by the priority of their group, their own, and the file's order.
    public func askingOrder(_ inputs: [Int]) -> [Int] {
        func key(_ input: Int) -> (Int, Int, Int) {
            let rule = self.inputs[input].rule.map { rules[$0] }
            let group = rule?.group.flatMap { groups[$0].priority } ?? .max
            return (group, rule?.priority ?? .max, input)
        }
        return inputs.sorted { key($0) < key($1) }
    }
}
