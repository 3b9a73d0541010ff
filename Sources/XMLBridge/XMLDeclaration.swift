/// The XML declaration (production 23): version, encoding and standalone, in this order.
struct XMLDeclaration {
    /// In bytes.
    static let longest = 65_536

    private(set) var encoding: String?

    /// Reads what stands between `<?xml` and `?>`.
    init(_ text: String) throws(XMLFault) {
        var rest = text[...]
        var isFirst = true
        var last = -1
        let order = ["version", "encoding", "standalone"]
        while true {
            let trimmed = rest.drop { Self.isSpace($0) }
            if trimmed.isEmpty { break }
            guard trimmed.startIndex > rest.startIndex else { throw .malformed("a damaged XML declaration") }
            let name = trimmed.prefix { $0.isLetter }
            var value = trimmed[name.endIndex...].drop { Self.isSpace($0) }
            guard let place = order.firstIndex(of: String(name)), place > last, !isFirst || place == 0,
                value.popFirst() == "="
            else { throw .malformed("a damaged XML declaration") }
            value = value.drop { Self.isSpace($0) }
            guard let quote = value.popFirst(), quote == "\"" || quote == "'", let end = value.firstIndex(of: quote)
            else {
                throw .malformed("a damaged XML declaration")
            }
            try take(order[place], String(value[..<end]))
            rest = value[value.index(after: end)...]
            last = place
            isFirst = false
        }
        if isFirst { throw .malformed("an XML declaration without a version") }
    }

    private mutating func take(_ name: String, _ value: String) throws(XMLFault) {
        let isValid: Bool
        switch name {
        case "version":
            isValid = value.hasPrefix("1.") && value.dropFirst(2).allSatisfy { "0"..."9" ~= $0 }
        case "encoding":
            encoding = value
            isValid =
                value.first.map { "a"..."z" ~= $0 || "A"..."Z" ~= $0 } == true
                && value.utf8.allSatisfy { XMLCharacters.isNameByte($0) && $0 < 0x80 }
        default: isValid = value == "yes" || value == "no"
        }
        // Whatever it is, the message stays one short line.
        let shown = String(value.prefix(40)).debugDescription
        if !isValid { throw .malformed("\(shown) as \(name) in the XML declaration") }
    }

    private static func isSpace(_ character: Character) -> Bool {
        character == " " || character == "\n" || character == "\r" || character == "\t" || character == "\r\n"
    }
}
