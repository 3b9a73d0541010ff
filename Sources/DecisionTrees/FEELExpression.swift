/// An expression of the part of FEEL that toepasbare regels use. Names are resolved: a variable is a number.
indirect enum FEELExpression: Hashable, Sendable {
    case literal(FEELValue)
    /// A position in ``DecisionScope``'s variables.
    case variable(Int)
    /// `?`: the value that a unary test judges.
    case candidate
    case list([FEELExpression])
    case negative(FEELExpression)
    case arithmetic(FEELOperator, FEELExpression, FEELExpression)
    case comparison(FEELComparison, FEELExpression, FEELExpression)
    case and(FEELExpression, FEELExpression)
    case or(FEELExpression, FEELExpression)
    case conditional(FEELExpression, FEELExpression, FEELExpression)
    /// `x in (…)`, `x between a and b`.
    case membership(FEELExpression, UnaryTests)
    case call(FEELFunction, [FEELExpression])
}

enum FEELOperator: Hashable, Sendable { case plus, minus, times, dividedBy }

enum FEELComparison: String, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "="
    case unequal = "!="

    /// nil when the values can't be compared.
    func holds(_ left: FEELValue, _ right: FEELValue) -> Bool? {
        switch self {
        case .equal: return left.isEqual(to: right)
        case .unequal: return !left.isEqual(to: right)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: break
        }
        guard let order = left.ordering(right) else { return nil }
        switch self {
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        case .greater: return order > 0
        case .greaterOrEqual: return order >= 0
        case .equal, .unequal: return order == 0
        }
    }
}

/// Built-in functions (DMN 1.2, 10.3.4).
enum FEELFunction: String, Hashable, Sendable, CaseIterable {
    case not
    case date
    case listContains = "list contains"
    case count
    case sum
    case min
    case max
    case contains
    case startsWith = "starts with"
    case endsWith = "ends with"
    case abs

    /// How many arguments it takes; nil: one list, or any number of values.
    var arity: Int? {
        switch self {
        case .not, .date, .count, .abs: 1
        case .listContains, .contains, .startsWith, .endsWith: 2
        case .sum, .min, .max: nil
        }
    }

    /// The value for known arguments; null, as FEEL has it, when they are not what the function takes.
    func value(_ arguments: [FEELValue]) -> FEELValue {
        let first = arguments.first ?? .null
        let second = arguments.count > 1 ? arguments[1] : .null
        switch (self, first, second) {
        case (.not, .boolean(let isTrue), _): return .boolean(!isTrue)
        case (.date, .date(let day), _): return .date(day)
        case (.date, .string(let text), _): return FEELParser.day(text).map(FEELValue.date) ?? .null
        case (.listContains, .null, _): return .null
        case (.listContains, .list(let items), _): return .boolean(items.contains { $0.isEqual(to: second) })
        case (.listContains, _, _): return .boolean(first.isEqual(to: second))
        case (.contains, .string(let text), .string(let part)): return .boolean(Self.contains(text, part))
        case (.startsWith, .string(let text), .string(let part)): return .boolean(text.hasPrefix(part))
        case (.endsWith, .string(let text), .string(let part)): return .boolean(text.hasSuffix(part))
        case (.count, .list(let items), _): return .number(ExactDecimal(items.count))
        case (.abs, .number(let number), _): return .number(number < ExactDecimal(0) ? number.negated : number)
        case (.sum, _, _), (.min, _, _), (.max, _, _): return Self.aggregate(self, Self.items(arguments))
        default: return .null
        }
    }

    private static func contains(_ text: String, _ part: String) -> Bool {
        let (part, text) = (Array(part.utf8), Array(text.utf8))
        guard part.count <= text.count else { return false }
        return (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
    }

    private static func items(_ arguments: [FEELValue]) -> [FEELValue] {
        if arguments.count == 1, case .list(let items) = arguments[0] { return items }
        return arguments
    }

    static func aggregate(_ function: FEELFunction, _ items: [FEELValue]) -> FEELValue {
        guard var result = items.first else { return .null }
        for item in items.dropFirst() {
            switch function {
            case .sum:
                guard case .number(let left) = result, case .number(let right) = item, let sum = left.adding(right)
                else { return .null }
                result = .number(sum)
            default:
                guard let order = item.ordering(result) else { return .null }
                if (function == .min && order < 0) || (function == .max && order > 0) { result = item }
            }
        }
        if function == .sum, case .number = result { return result }
        return function == .sum ? .null : result
    }
}

/// The tests of one cell of a decision table: any of `tests` must hold, or none when they are negated.
struct UnaryTests: Hashable, Sendable {
    let tests: [UnaryTest]
    let isNegated: Bool

    /// `-`: whatever the value is.
    static let any = UnaryTests(tests: [], isNegated: true)
    var isAny: Bool { tests.isEmpty && isNegated }
}

/// One test of a value (DMN 1.2, 7.3.3 and grammar rule 7).
enum UnaryTest: Hashable, Sendable {
    /// `< 20`; a literal alone is `= literal`.
    case comparison(FEELComparison, FEELExpression)
    /// `[20..30)`
    case interval(low: FEELExpression, includesLow: Bool, high: FEELExpression, includesHigh: Bool)
    /// An expression with `?` in it.
    case expression(FEELExpression)
}
