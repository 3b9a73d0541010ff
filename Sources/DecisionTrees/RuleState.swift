/// Which rules of a table are left after some of its columns.
struct RuleState: Hashable {
    /// Rules that match so far, ascending.
    var certain: [Int]
    /// Rules that match or not, by something unknown, ascending.
    var possible: [Int] = []
    /// What that is.
    var unknown = Unknown()

    init(ruleCount: Int) { certain = Array(0..<ruleCount) }

    /// Goes through a column.
    mutating func pass(_ column: Int, of table: DecisionTable, decision: Int, _ evaluation: FEELEvaluation) {
        var stillCertain: [Int] = []
        var stillPossible: [Int] = []
        var unknowns: [Unknown] = []
        func judgement(_ rule: Int) -> FEELEvaluation.Judgement {
            let cell = table.rules[rule].cells[column]
            if let problem = table.columns[column].problem ?? cell.problem, !(cell.isAny) {
                let text = "'\(cell.problem == nil ? table.columns[column].text : cell.text)': \(problem)"
                return .unknown(Unknown(causes: [Unknown.Cause(decision: decision, text: text)]))
            }
            return evaluation.holds(cell.tests)
        }
        for rule in certain {
            switch judgement(rule) {
            case .known(true): stillCertain.append(rule)
            case .known(false): break
            case .unknown(let unknown):
                stillPossible.append(rule)
                unknowns.append(unknown)
            }
        }
        for rule in possible {
            switch judgement(rule) {
            case .known(true): stillPossible.append(rule)
            case .known(false): break
            case .unknown(let unknown):
                stillPossible.append(rule)
                unknowns.append(unknown)
            }
        }
        certain = stillCertain
        possible = stillPossible.sorted()
        if !unknowns.isEmpty { unknown = Unknown.union([unknown] + unknowns) }
        // Without a doubtful rule the doubt is gone.
        if possible.isEmpty { unknown = Unknown() }
        forget(after: column, table)
    }

    /// Drops rules that can't change the outcome any more, so that diagrams stay small.
    private mutating func forget(after column: Int, _ table: DecisionTable) {
        func isComplete(_ rule: Int) -> Bool { table.rules[rule].lastTested <= column }
        switch table.hitPolicy {
        case .first:
            guard let decided = certain.first(where: isComplete) else { return }
            certain.removeAll { $0 > decided }
            possible.removeAll { $0 > decided }
        case .any:
            /// The first rule that surely matches, for each output.
            var kept: [Int: Int] = [:]
            for rule in certain where isComplete(rule) {
                if let group = table.rules[rule].outputGroup, kept[group] == nil { kept[group] = rule }
            }
            guard !kept.isEmpty else { return }
            func isSame(_ rule: Int) -> Bool {
                table.rules[rule].outputGroup.flatMap { kept[$0] }.map { $0 != rule } ?? false
            }
            certain.removeAll(where: isSame)
            possible.removeAll(where: isSame)
        case .unique, .priority, .collect, .ruleOrder, .outputOrder: return
        }
        if possible.isEmpty { unknown = Unknown() }
    }
}
