/// A word or sign of a filter.
enum FilterToken: Equatable {
    /// A name without quotes: a property, a keyword or a function.
    case word(String)
    /// A name in double quotes: a property, whatever it is called.
    case quotedName(String)
    case text(String)
    case integer(Int64)
    case real(Double)
    case sign(String)
    case end
}

/// Splits the text of a filter (OGC 21-065r2, annex B) into words and signs.
struct FilterLexer {
    private let scalars: [Unicode.Scalar]
    private var next = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// All tokens, each with its position counted from 1; the last is ``FilterToken/end``.
    ///
    /// - Throws: ``FilterProblem`` for a sign that no filter has, and for a text that is not closed.
    static func tokens(_ text: String) throws(FilterProblem) -> [(token: FilterToken, position: Int)] {
        var lexer = FilterLexer(text)
        var tokens: [(FilterToken, Int)] = []
        while true {
            lexer.skipSpace()
            let position = lexer.next + 1
            let token = try lexer.token()
            tokens.append((token, position))
            if token == .end { return tokens }
        }
    }

    private mutating func skipSpace() {
        while next < scalars.count, scalars[next].properties.isWhitespace { next += 1 }
    }

    private func scalar(_ place: Int) -> Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private static func isDigit(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { $0 >= "0" && $0 <= "9" } ?? false }

    private mutating func token() throws(FilterProblem) -> FilterToken {
        guard let first = scalar(next) else { return .end }
        switch first {
        case "'": return .text(try quoted("'"))
        case "\"": return .quotedName(try quoted("\""))
        case "(", ")", ",", "=":
            next += 1
            return .sign(String(Character(first)))
        case "<", ">":
            next += 1
            if let second = scalar(next), second == "=" || (first == "<" && second == ">") {
                next += 1
                return .sign("\(first)\(second)")
            }
            return .sign(String(Character(first)))
        default:
            if FilterLexer.isDigit(first) || ((first == "+" || first == "-" || first == ".") && startsNumber(next + 1))
            {
                return try number()
            }
            guard FilterLexer.beginsName(first) else {
                throw FilterProblem(next + 1, .expected(.condition, found: String(Character(first))))
            }
            return word()
        }
    }

    private func startsNumber(_ place: Int) -> Bool {
        FilterLexer.isDigit(scalar(place)) || (scalar(place) == "." && FilterLexer.isDigit(scalar(place + 1)))
    }

    /// A text between quotes; a quote in it is written twice or after a backslash.
    private mutating func quoted(_ quote: Unicode.Scalar) throws(FilterProblem) -> String {
        next += 1
        var text = String.UnicodeScalarView()
        while let found = scalar(next) {
            next += 1
            if found == quote {
                guard scalar(next) == quote else { return String(text) }
                next += 1
            } else if found == "\\", scalar(next) == quote {
                next += 1
                text.append(quote)
                continue
            }
            text.append(found)
        }
        throw FilterProblem(scalars.count + 1, .expected(.sign("\(quote)"), found: ""))
    }

    private mutating func number() throws(FilterProblem) -> FilterToken {
        let start = next
        if scalar(next) == "+" || scalar(next) == "-" { next += 1 }
        while FilterLexer.isDigit(scalar(next)) { next += 1 }
        var isWhole = true
        if scalar(next) == "." {
            isWhole = false
            next += 1
            while FilterLexer.isDigit(scalar(next)) { next += 1 }
        }
        if scalar(next) == "e" || scalar(next) == "E" {
            isWhole = false
            next += 1
            if scalar(next) == "+" || scalar(next) == "-" { next += 1 }
            while FilterLexer.isDigit(scalar(next)) { next += 1 }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<next])
        let text = String(view)
        if let following = scalar(next), FilterLexer.continuesName(following) {
            throw FilterProblem(start + 1, .expected(.number, found: text + String(Character(following))))
        }
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let real = Double(text), real.isFinite else {
            throw FilterProblem(start + 1, .expected(.number, found: String(text.prefix(40))))
        }
        return .real(real)
    }

    private mutating func word() -> FilterToken {
        var view = String.UnicodeScalarView()
        while let found = scalar(next), FilterLexer.continuesName(found) {
            view.append(found)
            next += 1
        }
        return .word(String(view))
    }

    private static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == ":" || scalar.properties.isAlphabetic
    }

    private static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
        beginsName(scalar) || scalar == "." || isDigit(scalar) || scalar.properties.generalCategory == .nonspacingMark
    }
}
