extension FEELExpression {
    /// Calls `body` with every variable, as often as it occurs.
    func forEachVariable(_ body: (Int) -> Void) {
        switch self {
        case .variable(let number): body(number)
        case .literal, .candidate: break
        case .list(let items), .call(_, let items): for item in items { item.forEachVariable(body) }
        case .negative(let operand): operand.forEachVariable(body)
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .and(let left, let right),
            .or(let left, let right):
            left.forEachVariable(body)
            right.forEachVariable(body)
        case .conditional(let condition, let yes, let no):
            condition.forEachVariable(body)
            yes.forEachVariable(body)
            no.forEachVariable(body)
        case .membership(let operand, let tests):
            operand.forEachVariable(body)
            tests.forEachVariable(body)
        }
    }

    /// In order, each once.
    var variables: [Int] {
        var found: Set<Int> = []
        forEachVariable { found.insert($0) }
        return found.sorted()
    }

    /// The value, when it is written as it is.
    var literalValue: FEELValue? { if case .literal(let value) = self { value } else { nil } }
}

extension UnaryTests {
    func forEachVariable(_ body: (Int) -> Void) {
        for test in tests {
            switch test {
            case .comparison(_, let expression), .expression(let expression): expression.forEachVariable(body)
            case .interval(let low, _, let high, _):
                low.forEachVariable(body)
                high.forEachVariable(body)
            }
        }
    }
}

extension Decision.Logic {
    /// All variables that the logic uses, in order.
    var variables: [Int] {
        var found: Set<Int> = []
        switch self {
        case .table(let table):
            for column in table.columns { column.expression.forEachVariable { found.insert($0) } }
            for rule in table.rules {
                for cell in rule.cells { cell.tests.forEachVariable { found.insert($0) } }
                for output in rule.outputs { output.expression.forEachVariable { found.insert($0) } }
            }
            for output in table.outputs { output.standard?.forEachVariable { found.insert($0) } }
        case .literal(let literal): literal.expression.forEachVariable { found.insert($0) }
        case .unsupported: break
        }
        return found.sorted()
    }
}
