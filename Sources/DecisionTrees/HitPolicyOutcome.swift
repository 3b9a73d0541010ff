/// What a table says when it is known which rules match, or may.
struct HitPolicyOutcome {
    let table: DecisionTable
    let decision: Int
    /// The value of a rule's output, or of the default output when nil is given.
    let output: (Int?) -> Knowledge

    init(_ table: DecisionTable, decision: Int, _ evaluation: FEELEvaluation) {
        self.table = table
        self.decision = decision
        output = { rule in
            Self.output(table, decision, rule.map { table.rules[$0] }, evaluation)
        }
    }

    private static func output(
        _ table: DecisionTable,
        _ decision: Int,
        _ rule: DecisionTable.Rule?,
        _ evaluation: FEELEvaluation
    ) -> Knowledge {
        var entries: [FEELValue.Entry] = []
        var unknowns: [Unknown] = []
        for (number, output) in table.outputs.enumerated() {
            if let problem = rule?.outputs[number].problem {
                let text = "'\(rule?.outputs[number].text ?? "")': \(problem)"
                unknowns.append(Unknown(causes: [Unknown.Cause(decision: decision, text: text)]))
                continue
            }
            let expression = rule.map { $0.outputs[number].expression } ?? output.standard ?? .literal(.null)
            switch evaluation.value(expression) {
            case .known(let value): entries.append(FEELValue.Entry(name: output.name, value: value))
            case .unknown(let unknown): unknowns.append(unknown)
            }
        }
        if !unknowns.isEmpty { return .unknown(Unknown.union(unknowns)) }
        if entries.allSatisfy({ $0.value == .null }) { return .known(.null) }
        return .known(entries.count == 1 ? entries[0].value : .context(entries))
    }

    func value(_ state: RuleState) -> Knowledge {
        if state.possible.isEmpty { return value(matching: state.certain) }
        let candidates: [Knowledge]
        switch table.hitPolicy {
        case .unique, .any:
            // One certain match excludes others, or is equal to them.
            if let first = state.certain.first { return output(first) }
            candidates = (state.possible as [Int?] + [nil]).map(output)
        case .first:
            let end = state.certain.first
            let before = state.possible.filter { possible in end.map { possible < $0 } ?? true }
            candidates = (before as [Int?] + [end]).map(output)
        case .priority, .collect, .ruleOrder, .outputOrder: return .unknown(state.unknown)
        }
        if let first = candidates.first, candidates.allSatisfy({ $0 == first }) { return first }
        var unknown = state.unknown
        for candidate in candidates {
            switch candidate {
            case .known(let value): if !unknown.possible.contains(value) { unknown.possible.append(value) }
            case .unknown(let other): unknown = Unknown.union([unknown, other])
            }
        }
        // What no answer can settle has one form, whatever led to it.
        if unknown.inputs.isEmpty { unknown.possible = [] }
        return .unknown(unknown)
    }

    /// The value when exactly these rules match (DMN 1.2, 8.2.8).
    private func value(matching rules: [Int]) -> Knowledge {
        if rules.isEmpty {
            return table.hitPolicy == .collect && table.aggregation == .count
                ? .known(.number(ExactDecimal(0))) : output(nil)
        }
        switch table.hitPolicy {
        case .first: return output(rules[0])
        case .unique:
            guard rules.count == 1 else { return contradiction(rules) }
            return output(rules[0])
        case .any:
            let first = output(rules[0])
            return rules.allSatisfy { output($0) == first } ? first : contradiction(rules)
        case .priority: return known(ranked(rules)) { $0.first ?? .null }
        case .outputOrder: return known(ranked(rules)) { .list($0) }
        case .ruleOrder: return known(collected(rules)) { .list($0) }
        case .collect:
            return known(collected(rules)) { values in
                switch table.aggregation {
                case nil: .list(values)
                case .count: .number(ExactDecimal(Set(values).count))
                case .sum: FEELFunction.aggregate(.sum, values)
                case .min: FEELFunction.aggregate(.min, values)
                case .max: FEELFunction.aggregate(.max, values)
                }
            }
        }
    }

    private func known(
        _ values: Result<[FEELValue], NotKnown>,
        _ combine: ([FEELValue]) -> FEELValue
    ) -> Knowledge {
        switch values {
        case .success(let values): .known(combine(values))
        case .failure(let problem): .unknown(problem.unknown)
        }
    }

    private func contradiction(_ rules: [Int]) -> Knowledge {
        let numbers = rules.map { String($0 + 1) }.joined(separator: ", ")
        let text = "rules \(numbers) match together, which hit policy \(table.hitPolicy.rawValue) forbids"
        return .unknown(Unknown(causes: [Unknown.Cause(decision: decision, text: text)]))
    }

    private struct NotKnown: Error {
        let unknown: Unknown
    }

    private func collected(_ rules: [Int]) -> Result<[FEELValue], NotKnown> {
        var values: [FEELValue] = []
        for rule in rules {
            switch output(rule) {
            case .known(let value): values.append(value)
            case .unknown(let unknown): return .failure(NotKnown(unknown: unknown))
            }
        }
        return .success(values)
    }

    /// The outputs by the order of the allowed values, of several outputs the first one first.
    private func ranked(_ rules: [Int]) -> Result<[FEELValue], NotKnown> {
        collected(rules).map { values in
            func ranks(_ value: FEELValue) -> [Int] {
                let parts = if case .context(let entries) = value { entries.map(\.value) } else { [value] }
                return zip(parts, table.outputs).map { $1.allowed.firstIndex(of: $0) ?? .max }
            }
            return values.enumerated().sorted { left, right in
                let (first, second) = (ranks(left.element), ranks(right.element))
                return first == second ? left.offset < right.offset : first.lexicographicallyPrecedes(second)
            }.map(\.element)
        }
    }
}
