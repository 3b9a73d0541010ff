/// A test of a cell in plain words: `[20..30)` is "20 of meer en minder dan 30".
public struct TestWords: Hashable, Sendable {
    public let dutch: String
    public let english: String

    /// The words for a cell; its own text where there are none.
    init(_ cell: DecisionTable.Cell) {
        let parts = cell.problem == nil ? cell.tests.tests.map { Self.words($0) } : [nil]
        guard parts.allSatisfy({ $0 != nil }), !parts.isEmpty else {
            (dutch, english) = (cell.text, cell.text)
            return
        }
        let dutch = parts.compactMap { $0?.dutch }.joined(separator: " of ")
        let english = parts.compactMap { $0?.english }.joined(separator: " or ")
        self.dutch = cell.tests.isNegated ? "niet: \(dutch)" : dutch
        self.english = cell.tests.isNegated ? "not: \(english)" : english
    }

    private static func words(_ test: UnaryTest) -> (dutch: String, english: String)? {
        switch test {
        case .comparison(let comparison, let expression):
            guard let value = expression.literalValue else { return nil }
            return words(comparison, value)
        case .interval(let low, let includesLow, let high, let includesHigh):
            guard let low = low.literalValue, let high = high.literalValue else { return nil }
            let first = words(includesLow ? .greaterOrEqual : .greater, low)
            let second = words(includesHigh ? .lessOrEqual : .less, high)
            return ("\(first.dutch) en \(second.dutch)", "\(first.english) and \(second.english)")
        case .expression: return nil
        }
    }

    private static func words(_ comparison: FEELComparison, _ value: FEELValue) -> (dutch: String, english: String) {
        let (dutch, english) = (value.dutch, value.english)
        switch comparison {
        case .less: return ("minder dan \(dutch)", "less than \(english)")
        case .lessOrEqual: return ("ten hoogste \(dutch)", "at most \(english)")
        case .greater: return ("meer dan \(dutch)", "more than \(english)")
        case .greaterOrEqual: return ("\(dutch) of meer", "\(english) or more")
        case .equal: return (dutch, english)
        case .unequal: return ("niet \(dutch)", "not \(english)")
        }
    }
}

extension FEELValue {
    /// As a Dutch reader writes it: decimals behind a comma.
    public var dutch: String {
        switch self {
        case .number(let number): String(number.description.map { $0 == "." ? "," : $0 })
        case .list(let items): items.map(\.dutch).joined(separator: ", ")
        default: description
        }
    }

    /// As an English reader writes it.
    public var english: String {
        switch self {
        case .boolean(let isTrue): isTrue ? "yes" : "no"
        case .null: "empty"
        case .list(let items): items.map(\.english).joined(separator: ", ")
        default: description
        }
    }
}
