import GeoValues

/// Reads CQL2 text; see ``FilterExpression`` for the subset.
struct FilterParser {
    /// Characters of a filter.
    static let longest = 16_384
    /// Parentheses and NOT inside each other.
    static let deepest = 32
    /// Conditions, values of IN, and positions of geometries, together.
    static let mostTerms = 2_000

    private let tokens: [(token: FilterToken, position: Int)]
    private var next = 0
    private var terms = 0

    private init(_ text: String) throws(FilterProblem) {
        guard text.utf8.count <= FilterParser.longest else {
            throw FilterProblem(FilterParser.longest + 1, .tooLong(limit: FilterParser.longest))
        }
        tokens = try FilterLexer.tokens(text)
    }

    static func expression(_ text: String) throws(FilterProblem) -> FilterExpression {
        var parser = try FilterParser(text)
        let expression = try parser.disjunction(depth: 0)
        guard parser.token == .end else { throw parser.unexpected(.endOfText) }
        return expression
    }

    // MARK: Tokens

    var token: FilterToken { tokens[next].token }
    var position: Int { tokens[next].position }

    mutating func advance() { if next < tokens.count - 1 { next += 1 } }

    /// What is wrong with the token at hand.
    func unexpected(_ expectation: FilterProblem.Expectation) -> FilterProblem {
        let found =
            switch token {
            case .word(let word): word
            case .quotedName(let name): "\"\(name)\""
            case .text(let text): "'\(text)'"
            case .integer(let integer): String(integer)
            case .real(let real): "\(real)"
            case .sign(let sign): sign
            case .end: ""
            }
        return FilterProblem(position, .expected(expectation, found: String(found.prefix(40))))
    }

    func isKeyword(_ keyword: String) -> Bool {
        if case .word(let word) = token { word.uppercased() == keyword } else { false }
    }

    mutating func takeKeyword(_ keyword: String) -> Bool {
        guard isKeyword(keyword) else { return false }
        advance()
        return true
    }

    mutating func takeSign(_ sign: String) -> Bool {
        guard token == .sign(sign) else { return false }
        advance()
        return true
    }

    mutating func requireSign(_ sign: String) throws(FilterProblem) {
        guard takeSign(sign) else { throw unexpected(.sign(sign)) }
    }

    /// The name of the function that begins here, in capitals: a word before a parenthesis.
    var functionName: String? {
        guard case .word(let word) = token, tokens[min(next + 1, tokens.count - 1)].token == .sign("(") else {
            return nil
        }
        return word.uppercased()
    }

    mutating func count() throws(FilterProblem) {
        terms += 1
        guard terms <= FilterParser.mostTerms else {
            throw FilterProblem(position, .tooManyTerms(limit: FilterParser.mostTerms))
        }
    }

    // MARK: Conditions

    private mutating func disjunction(depth: Int) throws(FilterProblem) -> FilterExpression {
        guard depth <= FilterParser.deepest else {
            throw FilterProblem(position, .tooDeep(limit: FilterParser.deepest))
        }
        var parts = [try conjunction(depth: depth)]
        while takeKeyword("OR") { parts.append(try conjunction(depth: depth)) }
        return parts.count == 1 ? parts[0] : .or(parts.flattened { if case .or(let inner) = $0 { inner } else { nil } })
    }

    private mutating func conjunction(depth: Int) throws(FilterProblem) -> FilterExpression {
        var parts = [try factor(depth: depth)]
        while takeKeyword("AND") { parts.append(try factor(depth: depth)) }
        return parts.count == 1
            ? parts[0] : .and(parts.flattened { if case .and(let inner) = $0 { inner } else { nil } })
    }

    private mutating func factor(depth: Int) throws(FilterProblem) -> FilterExpression {
        guard depth <= FilterParser.deepest else {
            throw FilterProblem(position, .tooDeep(limit: FilterParser.deepest))
        }
        if takeKeyword("NOT") { return .not(try factor(depth: depth + 1)) }
        if takeSign("(") {
            let expression = try disjunction(depth: depth + 1)
            try requireSign(")")
            return expression
        }
        try count()
        if let name = functionName, let relation = SpatialRelation(rawValue: name) {
            return try spatial(relation)
        }
        return try predicate()
    }

    /// What stands on a side of a comparison.
    private enum Operand {
        case property(FilterProperty)
        case value(FilterValue)
    }

    private mutating func predicate() throws(FilterProblem) -> FilterExpression {
        switch try operand(.condition) {
        case .value(let value):
            guard let comparison = takeComparison() else {
                if case .boolean(let constant) = value { return .constant(constant) }
                throw unexpected(.comparison)
            }
            let other = self
            guard case .property(let property) = try operand(.property) else { throw other.unexpected(.property) }
            return .comparison(property, comparison.mirrored, value)
        case .property(let property):
            if let comparison = takeComparison() {
                return .comparison(property, comparison, try value())
            }
            if takeKeyword("IS") {
                let isNegated = takeKeyword("NOT")
                guard takeKeyword("NULL") else { throw unexpected(.sign("NULL")) }
                return isNegated ? .not(.isNull(property)) : .isNull(property)
            }
            let isNegated = takeKeyword("NOT")
            let condition = try condition(of: property)
            return isNegated ? .not(condition) : condition
        }
    }

    /// What may follow a property, or its NOT.
    private mutating func condition(of property: FilterProperty) throws(FilterProblem) -> FilterExpression {
        if takeKeyword("BETWEEN") {
            let low = try value()
            guard takeKeyword("AND") else { throw unexpected(.sign("AND")) }
            return .between(property, low, try value())
        }
        if takeKeyword("IN") {
            try requireSign("(")
            var values: [FilterValue] = []
            repeat {
                try count()
                values.append(try value())
            } while takeSign(",")
            try requireSign(")")
            return .among(property, values)
        }
        if takeKeyword("LIKE") {
            let start = self
            guard case .value(.text(let pattern)) = try operand(.text) else { throw start.unexpected(.text) }
            return .like(property, FilterPattern(pattern))
        }
        throw unexpected(.comparison)
    }

    private mutating func takeComparison() -> FilterComparison? {
        guard case .sign(let sign) = token, let comparison = FilterComparison(rawValue: sign) else { return nil }
        advance()
        return comparison
    }

    private mutating func value() throws(FilterProblem) -> FilterValue {
        let start = self
        guard case .value(let value) = try operand(.value) else { throw start.unexpected(.value) }
        return value
    }

    private static let reserved: Set<String> = ["AND", "OR", "NOT", "BETWEEN", "IN", "LIKE", "IS", "NULL"]

    private mutating func operand(_ expectation: FilterProblem.Expectation) throws(FilterProblem) -> Operand {
        let position = position
        switch token {
        case .integer(let integer):
            advance()
            return .value(.integer(integer))
        case .real(let real):
            advance()
            return .value(.real(real))
        case .text(let text):
            advance()
            return .value(.text(text))
        case .quotedName(let name):
            advance()
            return .property(FilterProperty(name: name, isCaseFolded: false, position: position))
        case .word(let word):
            if let function = functionName { return try call(function, expectation) }
            switch word.uppercased() {
            case "TRUE", "FALSE":
                advance()
                return .value(.boolean(word.uppercased() == "TRUE"))
            case let keyword where FilterParser.reserved.contains(keyword): throw unexpected(expectation)
            default:
                advance()
                return .property(FilterProperty(name: word, isCaseFolded: false, position: position))
            }
        case .sign, .end: throw unexpected(expectation)
        }
    }

    private mutating func call(
        _ function: String,
        _ expectation: FilterProblem.Expectation
    ) throws(FilterProblem) -> Operand {
        let position = position
        guard ["CASEI", "DATE", "TIMESTAMP"].contains(function) else { throw unexpected(expectation) }
        advance()
        try requireSign("(")
        let operand: Operand
        if function == "CASEI" {
            let start = self
            switch try self.operand(.text) {
            case .property(let property):
                operand = .property(FilterProperty(name: property.name, isCaseFolded: true, position: position))
            case .value(.text(let text)): operand = .value(.text(text.caseFolded))
            case .value: throw start.unexpected(.text)
            }
        } else {
            guard case .text(let text) = token else { throw unexpected(.text) }
            operand = .value(try FilterParser.moment(text, isDate: function == "DATE", self))
            advance()
        }
        try requireSign(")")
        return operand
    }

    private static func moment(
        _ text: String,
        isDate: Bool,
        _ parser: FilterParser
    ) throws(FilterProblem) -> FilterValue {
        if isDate {
            guard text.utf8.count == 10, let day = CalendarDay.day(text) else { throw parser.unexpected(.date) }
            return .date(day)
        }
        guard let moment = FilterMoment.milliseconds(text) else { throw parser.unexpected(.timestamp) }
        return .timestamp(moment)
    }

    /// `S_INTERSECTS(geometrie, POLYGON(…))`; for `S_INTERSECTS` also in the other order.
    private mutating func spatial(_ relation: SpatialRelation) throws(FilterProblem) -> FilterExpression {
        advance()
        try requireSign("(")
        let property: FilterProperty
        let geometry: FilterGeometry
        if relation == .intersects, functionName != nil {
            geometry = try self.geometry()
            try requireSign(",")
            property = try self.property()
        } else {
            property = try self.property()
            try requireSign(",")
            geometry = try self.geometry()
        }
        try requireSign(")")
        return .spatial(property, relation, geometry)
    }

    private mutating func property() throws(FilterProblem) -> FilterProperty {
        let start = self
        guard functionName == nil, case .property(let property) = try operand(.property) else {
            throw start.unexpected(.property)
        }
        return property
    }
}

extension [FilterExpression] {
    /// With the parts of those that are of the same kind in their place.
    fileprivate func flattened(_ parts: (FilterExpression) -> [FilterExpression]?) -> [FilterExpression] {
        flatMap { parts($0) ?? [$0] }
    }
}

extension FilterExpression {
    /// Reads a filter. Deepest nesting, length and number of terms are bounded.
    ///
    /// - Throws: ``FilterProblem`` with the place in the text.
    public init(_ text: String) throws(FilterProblem) { self = try FilterParser.expression(text) }
}
