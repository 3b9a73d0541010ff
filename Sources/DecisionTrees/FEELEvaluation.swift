/// Evaluates expressions where some variables may be unknown: what is unknown stays so, unless it makes no difference.
struct FEELEvaluation {
    /// The value of a variable.
    let variable: (Int) -> Knowledge
    /// The value that unary tests judge.
    var candidate: Knowledge = .known(.null)

    func value(_ expression: FEELExpression) -> Knowledge {
        switch expression {
        case .literal(let value): return .known(value)
        case .variable(let number): return variable(number)
        case .candidate: return candidate
        case .list(let items): return strict(items) { .list($0) }
        case .negative(let operand):
            return strict([operand]) {
                if case .number(let number) = $0[0] { .number(number.negated) } else { .null }
            }
        case .arithmetic(let sign, let left, let right):
            return strict([left, right]) { Self.arithmetic(sign, $0[0], $0[1]) }
        case .comparison(let comparison, let left, let right):
            return strict([left, right]) { values in
                comparison.holds(values[0], values[1]).map(FEELValue.boolean) ?? .null
            }
        case .and(let left, let right): return connected(left, right, decisive: false)
        case .or(let left, let right): return connected(left, right, decisive: true)
        case .conditional(let condition, let yes, let no):
            switch value(condition) {
            case .known(let value): return self.value(value == .boolean(true) ? yes : no)
            case .unknown(let unknown):
                let (first, second) = (value(yes), value(no))
                if first == second { return first }
                return .unknown(Self.union([.unknown(unknown), first, second]))
            }
        case .membership(let operand, let tests):
            var inner = self
            inner.candidate = value(operand)
            switch inner.holds(tests) {
            case .known(let isTrue): return .known(.boolean(isTrue))
            case .unknown(let unknown): return .unknown(unknown)
            }
        case .call(let function, let arguments): return strict(arguments) { function.value($0) }
        }
    }

    // MARK: Unary tests

    enum Judgement {
        case known(Bool)
        case unknown(Unknown)
    }

    /// Whether the candidate passes.
    func holds(_ tests: UnaryTests) -> Judgement {
        if tests.isAny { return .known(true) }
        var unknowns: [Unknown] = []
        for test in tests.tests {
            switch judged(test) {
            case .known(true): return .known(!tests.isNegated)
            case .known(false): break
            // FEEL's not() of a comparison that makes no sense is no more true than the comparison.
            case .known(nil): if tests.isNegated { return .known(false) }
            case .unknown(let unknown): unknowns.append(unknown)
            }
        }
        return unknowns.isEmpty ? .known(tests.isNegated) : .unknown(Unknown.union(unknowns))
    }

    private enum Judged {
        case known(Bool?)
        case unknown(Unknown)
    }

    private func judged(_ test: UnaryTest) -> Judged {
        switch test {
        case .comparison(let comparison, let expression):
            switch (candidate, value(expression)) {
            case (.known(let left), .known(let right)): return .known(comparison.holds(left, right))
            case (let left, let right): return .unknown(Self.union([left, right]))
            }
        case .interval(let low, let includesLow, let high, let includesHigh):
            guard case .known(let value) = candidate, case .known(let low) = self.value(low),
                case .known(let high) = self.value(high)
            else { return .unknown(Self.union([candidate, self.value(low), self.value(high)])) }
            let isAbove = (includesLow ? FEELComparison.greaterOrEqual : .greater).holds(value, low)
            let isBelow = (includesHigh ? FEELComparison.lessOrEqual : .less).holds(value, high)
            guard let isAbove, let isBelow else { return .known(nil) }
            return .known(isAbove && isBelow)
        case .expression(let expression):
            switch value(expression) {
            case .known(.boolean(let isTrue)): return .known(isTrue)
            case .known(let other):
                if case .known(let value) = candidate { return .known(value.isEqual(to: other)) }
                return .unknown(Self.union([candidate]))
            case .unknown(let unknown): return .unknown(unknown)
            }
        }
    }

    // MARK: Parts

    private func strict(_ operands: [FEELExpression], _ combine: ([FEELValue]) -> FEELValue) -> Knowledge {
        var values: [FEELValue] = []
        var unknowns: [Knowledge] = []
        for operand in operands {
            switch value(operand) {
            case .known(let value): values.append(value)
            case .unknown(let unknown): unknowns.append(.unknown(unknown))
            }
        }
        return unknowns.isEmpty ? .known(combine(values)) : .unknown(Self.union(unknowns))
    }

    /// Three-valued and, or: one operand that decides is enough.
    private func connected(_ left: FEELExpression, _ right: FEELExpression, decisive: Bool) -> Knowledge {
        let (first, second) = (value(left), value(right))
        if first == .known(.boolean(decisive)) || second == .known(.boolean(decisive)) {
            return .known(.boolean(decisive))
        }
        guard case .known(let left) = first, case .known(let right) = second else {
            return .unknown(Self.union([first, second]))
        }
        return .known(left == .boolean(!decisive) && right == .boolean(!decisive) ? .boolean(!decisive) : .null)
    }

    private static func arithmetic(_ sign: FEELOperator, _ left: FEELValue, _ right: FEELValue) -> FEELValue {
        if case .string(let first) = left, case .string(let second) = right, sign == .plus {
            return .string(first + second)
        }
        guard case .number(let first) = left, case .number(let second) = right else { return .null }
        let result =
            switch sign {
            case .plus: first.adding(second)
            case .minus: first.subtracting(second)
            case .times: first.multiplied(by: second)
            case .dividedBy: first.divided(by: second)
            }
        return result.map(FEELValue.number) ?? .null
    }

    private static func union(_ all: [Knowledge]) -> Unknown {
        Unknown.union(
            all.compactMap { knowledge in
                if case .unknown(let unknown) = knowledge { unknown } else { nil }
            }
        )
    }
}
