import GeoValues

/// Why a text is not an expression that we evaluate. One part of a sentence.
struct FEELProblem: Error, Hashable {
    let text: String
}

/// The variables that expressions may name: inputs and decisions, whose names hold spaces and signs.
struct FEELNames: Sendable {
    private struct Name: Sendable {
        let scalars: [Unicode.Scalar]
        let number: Int
    }

    /// By their first sign; longest first, so that `in- of uitrit breed` is not taken for `in- of uitrit`.
    private var names: [Unicode.Scalar: [Name]] = [:]
    /// Of equal names these hold.
    private var preferred: Set<Int> = []
    /// A decision does not name itself.
    private var excluded: Int?

    init(_ names: [(name: String, number: Int)]) {
        for (name, number) in names {
            let scalars = Self.collapsed(Array(name.unicodeScalars))
            guard let first = scalars.first else { continue }
            self.names[first, default: []].append(Name(scalars: scalars, number: number))
        }
        for first in self.names.keys {
            self.names[first]?.sort { ($1.scalars.count, $0.number) < ($0.scalars.count, $1.number) }
        }
    }

    /// The same names, for one decision.
    func preferring(_ numbers: [Int], excluding excluded: Int) -> FEELNames {
        var names = self
        names.preferred = Set(numbers)
        names.excluded = excluded
        return names
    }

    /// The variable that a text names at a position, and where its name ends.
    func match(_ text: [Unicode.Scalar], at start: Int) -> (number: Int, end: Int)? {
        var found: (name: Name, end: Int)?
        for name in names[text[start]] ?? [] where name.number != excluded {
            if let found, name.scalars != found.name.scalars { break }
            guard let end = Self.end(of: name.scalars, in: text, at: start) else { continue }
            if found == nil || preferred.contains(name.number) { found = (name, end) }
            if preferred.contains(name.number) { break }
        }
        return found.map { ($0.name.number, $0.end) }
    }

    private static func end(of name: [Unicode.Scalar], in text: [Unicode.Scalar], at start: Int) -> Int? {
        var position = start
        for scalar in name {
            guard position < text.count else { return nil }
            if scalar == " " {
                guard text[position].properties.isWhitespace else { return nil }
                while position < text.count, text[position].properties.isWhitespace { position += 1 }
            } else {
                guard text[position] == scalar else { return nil }
                position += 1
            }
        }
        if let last = name.last, FEELParser.isNamePart(last), position < text.count,
            FEELParser.isNamePart(text[position])
        {
            return nil
        }
        return position
    }

    /// Runs of white space as one space, none at the ends.
    private static func collapsed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        Array(scalars.split { $0.properties.isWhitespace }.joined(separator: [" "]))
    }
}

/// Reads expressions and unary tests (DMN 1.2, 10.3.1.2), as far as toepasbare regels use them.
struct FEELParser {
    /// Deeper nesting is refused, so that no text can exhaust the stack.
    private static let depthLimit = 48

    private let text: [Unicode.Scalar]
    private let names: FEELNames
    private var position = 0
    private var depth = 0
    /// Whether `?` was met.
    private var usesCandidate = false

    private init(_ text: String, _ names: FEELNames) {
        self.text = Array(text.unicodeScalars)
        self.names = names
    }

    static func expression(_ text: String, _ names: FEELNames) throws(FEELProblem) -> FEELExpression {
        var parser = FEELParser(text, names)
        let expression = try parser.expression()
        try parser.expectEnd()
        return expression
    }

    /// The tests in a cell: `-`, `< 20`, `[20..30)`, `"a","b"`, `not(null)`.
    static func tests(_ text: String, _ names: FEELNames) throws(FEELProblem) -> UnaryTests {
        var parser = FEELParser(text, names)
        let tests = try parser.unaryTests()
        try parser.expectEnd()
        return tests
    }

    /// Literals with commas between them, as `allowedValues` and `outputValues` have them.
    static func literals(_ text: String) throws(FEELProblem) -> [FEELValue] {
        var parser = FEELParser(text, FEELNames([]))
        var values: [FEELValue] = []
        repeat {
            guard case .literal(let value) = try parser.unary() else {
                throw FEELProblem(text: "only literals are expected in a list of values")
            }
            values.append(value)
        } while parser.take(",")
        try parser.expectEnd()
        return values
    }

    /// The day of `YYYY-MM-DD`.
    static func day(_ text: String) -> Int32? { text.utf8.count == 10 ? CalendarDay.day(text) : nil }

    static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    // MARK: Unary tests

    private mutating func unaryTests() throws(FEELProblem) -> UnaryTests {
        let start = position
        if take("-") {
            skipSpace()
            if position == text.count { return .any }
            position = start
        }
        if takeWord("not"), take("(") {
            let tests = try testList()
            try expect(")")
            skipSpace()
            if position == text.count { return UnaryTests(tests: tests, isNegated: true) }
            // `not(a) and b`: an expression after all.
        }
        position = start
        return UnaryTests(tests: try testList(), isNegated: false)
    }

    private mutating func testList() throws(FEELProblem) -> [UnaryTest] {
        var tests: [UnaryTest] = []
        repeat { tests.append(try test()) } while take(",")
        return tests
    }

    private mutating func test() throws(FEELProblem) -> UnaryTest {
        if let comparison = takeComparison() { return .comparison(comparison, try sum()) }
        if let interval = try interval() { return interval }
        let before = usesCandidate
        usesCandidate = false
        let expression = try expression()
        let isCondition = usesCandidate
        usesCandidate = usesCandidate || before
        return isCondition ? .expression(expression) : .comparison(.equal, expression)
    }

    /// `[a..b]`, `(a..b)`, `]a..b[`; nil when something else begins here, then nothing is taken.
    private mutating func interval() throws(FEELProblem) -> UnaryTest? {
        let start = position
        skipSpace()
        guard position < text.count, ["[", "(", "]"].contains(text[position]) else { return nil }
        let includesLow = text[position] == "["
        position += 1
        // What is wrong inside shows again when it is read as an expression.
        guard let low = try? sum(), take("..") else {
            position = start
            return nil
        }
        let high = try sum()
        skipSpace()
        guard position < text.count, ["]", ")", "["].contains(text[position]) else {
            throw FEELProblem(text: "the range is not closed with ] or )")
        }
        let includesHigh = text[position] == "]"
        position += 1
        return .interval(low: low, includesLow: includesLow, high: high, includesHigh: includesHigh)
    }

    // MARK: Expressions, loosest binding first

    private mutating func expression() throws(FEELProblem) -> FEELExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw FEELProblem(text: "it nests more than \(Self.depthLimit) deep") }
        if takeWord("if") {
            let condition = try expression()
            guard takeWord("then") else { throw FEELProblem(text: "'then' is missing after 'if'") }
            let yes = try expression()
            guard takeWord("else") else { throw FEELProblem(text: "'else' is missing after 'if'") }
            return .conditional(condition, yes, try expression())
        }
        var left = try conjunction()
        while takeWord("or") { left = .or(left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(FEELProblem) -> FEELExpression {
        var left = try comparison()
        while takeWord("and") { left = .and(left, try comparison()) }
        return left
    }

    private mutating func comparison() throws(FEELProblem) -> FEELExpression {
        let left = try sum()
        if let comparison = takeComparison() { return .comparison(comparison, left, try sum()) }
        if takeWord("between") {
            let low = try sum()
            guard takeWord("and") else { throw FEELProblem(text: "'and' is missing after 'between'") }
            let test = UnaryTest.interval(low: low, includesLow: true, high: try sum(), includesHigh: true)
            return .membership(left, UnaryTests(tests: [test], isNegated: false))
        }
        guard takeWord("in") else { return left }
        if let interval = try interval() { return .membership(left, UnaryTests(tests: [interval], isNegated: false)) }
        guard take("(") else { return .membership(left, UnaryTests(tests: [try test()], isNegated: false)) }
        let tests = try testList()
        try expect(")")
        return .membership(left, UnaryTests(tests: tests, isNegated: false))
    }

    private mutating func sum() throws(FEELProblem) -> FEELExpression {
        var left = try product()
        while true {
            if take("+") {
                left = .arithmetic(.plus, left, try product())
            } else if take("-") {
                left = .arithmetic(.minus, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(FEELProblem) -> FEELExpression {
        var left = try unary()
        while true {
            if starts(with: "**") { throw FEELProblem(text: "powers are not evaluated") }
            if take("*") {
                left = .arithmetic(.times, left, try unary())
            } else if take("/") {
                left = .arithmetic(.dividedBy, left, try unary())
            } else {
                return left
            }
        }
    }

    private mutating func unary() throws(FEELProblem) -> FEELExpression {
        guard take("-") else { return try primary() }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw FEELProblem(text: "it nests more than \(Self.depthLimit) deep") }
        let operand = try unary()
        if case .literal(.number(let number)) = operand { return .literal(.number(number.negated)) }
        return .negative(operand)
    }

    private mutating func primary() throws(FEELProblem) -> FEELExpression {
        skipSpace()
        guard position < text.count else { throw FEELProblem(text: "it ends where a value is expected") }
        let first = text[position]
        // Names first: they may hold signs and begin with words of the language.
        if let (number, end) = names.match(text, at: position) {
            position = end
            return .variable(number)
        }
        if isDigit(first) || (first == "." && position + 1 < text.count && isDigit(text[position + 1])) {
            return .literal(.number(try number()))
        }
        switch first {
        case "\"": return .literal(.string(try string()))
        case "?":
            position += 1
            usesCandidate = true
            return .candidate
        case "@":
            position += 1
            let literal = try string()
            guard let day = Self.day(literal) else { throw FEELProblem(text: "@\"\(literal)\" is not a date") }
            return .literal(.date(day))
        case "(":
            position += 1
            let inner = try expression()
            try expect(")")
            return inner
        case "[":
            position += 1
            var items: [FEELExpression] = []
            if take("]") { return .list([]) }
            repeat { items.append(try expression()) } while take(",")
            try expect("]")
            return .list(items)
        default: break
        }
        if takeWord("true") { return .literal(.boolean(true)) }
        if takeWord("false") { return .literal(.boolean(false)) }
        if takeWord("null") { return .literal(.null) }
        for function in FEELFunction.allCases {
            let start = position
            if takeWords(function.rawValue), take("(") { return try call(function) }
            position = start
        }
        throw FEELProblem(text: "'\(quote())' is neither a value nor the name of an input or decision")
    }

    private mutating func call(_ function: FEELFunction) throws(FEELProblem) -> FEELExpression {
        var arguments: [FEELExpression] = []
        if !take(")") {
            repeat { arguments.append(try expression()) } while take(",")
            try expect(")")
        }
        if let arity = function.arity, arguments.count != arity {
            throw FEELProblem(text: "\(function.rawValue)() takes \(arity) arguments, not \(arguments.count)")
        }
        if function == .date, case .literal(.string(let literal)) = arguments[0] {
            guard let day = Self.day(literal) else { throw FEELProblem(text: "date(\"\(literal)\") is not a date") }
            return .literal(.date(day))
        }
        return .call(function, arguments)
    }

    // MARK: Literals

    private mutating func number() throws(FEELProblem) -> ExactDecimal {
        let start = position
        while position < text.count, isDigit(text[position]) { position += 1 }
        // `20..30` is a range, not a number with a point.
        if position + 1 < text.count, text[position] == ".", isDigit(text[position + 1]) {
            position += 1
            while position < text.count, isDigit(text[position]) { position += 1 }
        }
        var digits = String.UnicodeScalarView()
        digits.append(contentsOf: text[start..<position])
        if position < text.count, Self.isNamePart(text[position]) {
            throw FEELProblem(text: "a number is followed by '\(quote())'")
        }
        guard let number = ExactDecimal(String(digits)) else {
            throw FEELProblem(text: "a number has more than \(ExactDecimal.digitLimit) digits")
        }
        return number
    }

    private mutating func string() throws(FEELProblem) -> String {
        guard take("\"") else { throw FEELProblem(text: "a text in quotes is expected") }
        var content = String.UnicodeScalarView()
        while position < text.count {
            let scalar = text[position]
            position += 1
            if scalar == "\"" { return String(content) }
            guard scalar == "\\", position < text.count else {
                content.append(scalar)
                continue
            }
            let escaped = text[position]
            position += 1
            switch escaped {
            case "n": content.append("\n")
            case "t": content.append("\t")
            case "\"", "\\", "'": content.append(escaped)
            default:
                content.append("\\")
                content.append(escaped)
            }
        }
        throw FEELProblem(text: "a text has no closing quote")
    }

    // MARK: Signs and words

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

    private mutating func skipSpace() {
        while position < text.count, text[position].properties.isWhitespace { position += 1 }
    }

    private mutating func starts(with sign: String) -> Bool {
        skipSpace()
        let scalars = Array(sign.unicodeScalars)
        return position + scalars.count <= text.count
            && text[position..<position + scalars.count].elementsEqual(scalars)
    }

    private mutating func take(_ sign: String) -> Bool {
        guard starts(with: sign) else { return false }
        position += sign.unicodeScalars.count
        return true
    }

    /// A word of the language that does not go on as a longer one.
    private mutating func takeWord(_ word: String) -> Bool {
        let start = position
        guard take(word) else { return false }
        if position < text.count, Self.isNamePart(text[position]) {
            position = start
            return false
        }
        return true
    }

    private mutating func takeWords(_ words: String) -> Bool {
        for word in words.split(separator: " ") { guard takeWord(String(word)) else { return false } }
        return true
    }

    private mutating func takeComparison() -> FEELComparison? {
        for sign in ["<=", ">=", "!=", "<", ">", "="] where take(sign) { return FEELComparison(rawValue: sign) }
        return nil
    }

    private mutating func expect(_ sign: String) throws(FEELProblem) {
        guard take(sign) else { throw FEELProblem(text: "'\(sign)' is expected before '\(quote())'") }
    }

    private mutating func expectEnd() throws(FEELProblem) {
        skipSpace()
        guard position == text.count else { throw FEELProblem(text: "'\(quote())' follows where it should end") }
    }

    /// What comes next, for messages.
    private func quote() -> String {
        var next = String.UnicodeScalarView()
        next.append(contentsOf: text[position...].prefix(40).filter { $0.value >= 0x20 })
        return String(next)
    }
}
