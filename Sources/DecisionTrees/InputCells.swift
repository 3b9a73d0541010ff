/// The values of an unanswered input, put together in cells that no test tells apart: one value stands for each.
struct InputCells {
    /// What the tests compare an input with.
    private struct Uses {
        var constants: Set<FEELValue> = []
        /// Whether it is used otherwise than by comparing it with constants.
        var isOpaque = false
        /// Whether texts are compared by order.
        var isOrdered = false
    }

    private let document: DecisionDocument
    private var uses: [Uses]

    init(_ document: DecisionDocument) {
        self.document = document
        uses = [Uses](repeating: Uses(), count: document.inputs.count)
        for decision in document.decisions {
            switch decision.logic {
            case .literal(let literal): look(literal.expression, candidate: nil)
            case .table(let table): look(table)
            case .unsupported: break
            }
        }
    }

    /// One value for each cell; nil when the cells can't be told.
    func cells(_ input: Int) -> [FEELValue]? {
        let use = uses[input]
        let nothing: [FEELValue] = use.constants.contains(.null) ? [.null] : []
        switch document.inputs[input].type {
        case .boolean: return [.boolean(true), .boolean(false)] + nothing
        case .list(let options, let allowsSeveral):
            if allowsSeveral { return nil }
            if !options.isEmpty { return options.map(FEELValue.string) + nothing }
            return texts(use).map { $0 + nothing }
        case .string: return texts(use).map { $0 + nothing }
        case .number:
            guard !use.isOpaque else { return nil }
            let constants = use.constants.compactMap { if case .number(let number) = $0 { number } else { nil } }
                .sorted()
            return numbers(constants).map { $0.map(FEELValue.number) + nothing }
        case .date:
            guard !use.isOpaque else { return nil }
            let days = use.constants.compactMap { if case .date(let day) = $0 { day } else { nil } }.sorted()
            return dates(days).map(FEELValue.date) + nothing
        }
    }

    private func texts(_ use: Uses) -> [FEELValue]? {
        guard !use.isOpaque, !use.isOrdered else { return nil }
        let constants = use.constants.compactMap { if case .string(let text) = $0 { text } else { nil } }.sorted()
        var other = "anders"
        while constants.contains(other) { other += "*" }
        return (constants + [other]).map(FEELValue.string)
    }

    private func numbers(_ constants: [ExactDecimal]) -> [ExactDecimal]? {
        guard let first = constants.first, let last = constants.last else { return [ExactDecimal(0)] }
        guard let below = first.subtracting(ExactDecimal(1)), let above = last.adding(ExactDecimal(1)) else {
            return nil
        }
        var cells = [below]
        for (number, constant) in constants.enumerated() {
            cells.append(constant)
            guard number + 1 < constants.count else { break }
            guard let middle = constant.middle(to: constants[number + 1]) else { return nil }
            cells.append(middle)
        }
        return cells + [above]
    }

    private func dates(_ constants: [Int32]) -> [Int32] {
        guard let first = constants.first, let last = constants.last else { return [0] }
        var cells = [first - 1]
        for (number, constant) in constants.enumerated() {
            cells.append(constant)
            if number + 1 < constants.count, constants[number + 1] - constant > 1 { cells.append(constant + 1) }
        }
        return cells + [last + 1]
    }

    // MARK: Looking at the expressions

    private mutating func look(_ table: DecisionTable) {
        for (number, column) in table.columns.enumerated() {
            if case .variable(let variable) = column.expression {
                for rule in table.rules { look(rule.cells[number].tests, of: variable) }
            } else {
                look(column.expression, candidate: nil)
                for rule in table.rules { look(rule.cells[number].tests, of: nil) }
            }
        }
        for rule in table.rules { for output in rule.outputs { look(output.expression, candidate: nil) } }
        for output in table.outputs { if let standard = output.standard { look(standard, candidate: nil) } }
    }

    /// Notes the tests of a variable; nil when they judge the value of an expression.
    private mutating func look(_ tests: UnaryTests, of variable: Int?) {
        for test in tests.tests {
            switch test {
            case .comparison(let comparison, let expression): compare(variable, comparison, expression)
            case .interval(let low, _, let high, _):
                compare(variable, .greaterOrEqual, low)
                compare(variable, .lessOrEqual, high)
            case .expression(let expression): look(expression, candidate: variable)
            }
        }
    }

    private mutating func compare(_ variable: Int?, _ comparison: FEELComparison, _ expression: FEELExpression) {
        guard let value = expression.literalValue else {
            if let variable { noteOpaque(variable) }
            return look(expression, candidate: nil)
        }
        guard let variable, variable < uses.count else { return }
        uses[variable].constants.insert(value)
        if comparison != .equal, comparison != .unequal { uses[variable].isOrdered = true }
    }

    private mutating func noteOpaque(_ variable: Int) { if variable < uses.count { uses[variable].isOpaque = true } }

    /// - Parameter candidate: the variable that `?` stands for.
    private mutating func look(_ expression: FEELExpression, candidate: Int?) {
        func variable(_ operand: FEELExpression) -> Int? {
            switch operand {
            case .variable(let number): number
            case .candidate: candidate
            default: nil
            }
        }
        switch expression {
        case .literal: break
        case .variable(let number): noteOpaque(number)
        case .candidate: if let candidate { noteOpaque(candidate) }
        case .comparison(let comparison, let left, let right):
            if let number = variable(left), right.literalValue != nil {
                compare(number, comparison, right)
            } else if let number = variable(right), left.literalValue != nil {
                compare(number, comparison, left)
            } else {
                look(left, candidate: candidate)
                look(right, candidate: candidate)
            }
        case .membership(let operand, let tests):
            if let number = variable(operand) {
                look(tests, of: number)
            } else {
                look(operand, candidate: candidate)
                look(tests, of: nil)
            }
        case .list(let items), .call(_, let items): for item in items { look(item, candidate: candidate) }
        case .negative(let operand): look(operand, candidate: candidate)
        case .arithmetic(_, let left, let right), .and(let left, let right), .or(let left, let right):
            look(left, candidate: candidate)
            look(right, candidate: candidate)
        case .conditional(let condition, let yes, let no):
            look(condition, candidate: candidate)
            look(yes, candidate: candidate)
            look(no, candidate: candidate)
        }
    }
}
