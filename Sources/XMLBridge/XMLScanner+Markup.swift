/// Declaration, comments, instructions, CDATA sections and references.
extension XMLScanner {
    /// The XML declaration (production 23), when there is one; 0 when it is not whole, or when the document begins without.
    mutating func beginning(_ bytes: Span<UInt8>) throws(XMLFault) -> Int {
        let found = starts(bytes, at: 0, with: "<?xml")
        let first = 5
        if found == false || (found == true && first == bytes.count) { return 0 }
        guard found == true, XMLCharacters.isSpace(bytes[first]) else {
            mode = .content
            return 0
        }
        var end = first
        while end + 1 < bytes.count {
            if bytes[end] == UInt8(ascii: "?"), bytes[end + 1] == UInt8(ascii: ">") {
                let text = String(decoding: (first..<end).map { bytes[$0] }, as: UTF8.self)
                encoding = try XMLDeclaration(text).encoding
                for position in 0..<end where bytes[position] == UInt8(ascii: "\n") { line += 1 }
                mode = .content
                return end + 2
            }
            end += 1
        }
        if end > XMLDeclaration.longest { throw .malformed("an XML declaration that does not end") }
        return 0
    }

    /// What begins with `<!` or `<?`; the position stays when it is not whole.
    mutating func markup(_ bytes: Span<UInt8>, at position: Int) throws(XMLFault) -> Int {
        if bytes[position + 1] == UInt8(ascii: "?") { return try instructionStart(bytes, at: position) }
        if let found = starts(bytes, at: position, with: "<!--") {
            if found { mode = .comment }
            return found ? position + 4 : position
        }
        if !open.isEmpty, let found = starts(bytes, at: position, with: "<![CDATA[") {
            if found { mode = .characterData }
            return found ? position + 9 : position
        }
        if open.isEmpty, !rootIsClosed, let found = starts(bytes, at: position, with: "<!DOCTYPE") {
            if found { throw .documentType }
            return position
        }
        throw .malformed("\u{201C}<!\u{201D} with no comment or CDATA section behind it")
    }

    /// Whether bytes start with a word: true, or false when they end within it; nil when they do not.
    private func starts(_ bytes: Span<UInt8>, at position: Int, with word: StaticString) -> Bool? {
        for offset in 0..<word.utf8CodeUnitCount {
            if position + offset == bytes.count { return false }
            if unsafe bytes[position + offset] != word.utf8Start[offset] { return nil }
        }
        return true
    }

    /// Takes characters that mean nothing up to a byte; stops there, or where a character is not whole.
    private mutating func skip(_ bytes: Span<UInt8>, from start: Int, to stop: UInt8) throws(XMLFault) -> Int {
        var position = start
        while position < bytes.count, bytes[position] != stop {
            let byte = bytes[position]
            if byte >= 0x80 {
                guard let length = try length(bytes, at: position) else { return position }
                position += length
                continue
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte < 0x20, !XMLCharacters.isSpace(byte) { throw invalidCharacter(byte) }
            position += 1
        }
        return position
    }

    /// Production 15: two hyphens end a comment.
    mutating func comment(_ bytes: Span<UInt8>, from start: Int) throws(XMLFault) -> Int {
        var position = start
        while true {
            position = try skip(bytes, from: position, to: UInt8(ascii: "-"))
            guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "-") else { return position }
            if bytes[position + 1] == UInt8(ascii: "-") {
                guard position + 2 < bytes.count else { return position }
                guard bytes[position + 2] == UInt8(ascii: ">") else { throw .malformed("two hyphens in a comment") }
                mode = .content
                return position + 3
            }
            position += 1
        }
    }

    /// Production 17: a target, which is not `xml`, and white space before anything else.
    private mutating func instructionStart(_ bytes: Span<UInt8>, at position: Int) throws(XMLFault) -> Int {
        var end = position + 2
        while end < bytes.count, XMLCharacters.isNameByte(bytes[end]) { end += 1 }
        // Two more bytes tell how it goes on.
        guard end + 1 < bytes.count else { return position }
        guard XMLCharacters.isName(bytes, position + 2..<end) else {
            throw .malformed("a processing instruction without a target")
        }
        let target = (position + 2..<end).map { bytes[$0] | 0x20 }
        if target == Array("xml".utf8) { throw .malformed("an XML declaration that is not at the beginning") }
        let isSpace = XMLCharacters.isSpace(bytes[end])
        let isEnd = bytes[end] == UInt8(ascii: "?") && bytes[end + 1] == UInt8(ascii: ">")
        guard isSpace || isEnd else { throw .malformed("a processing instruction with a damaged target") }
        mode = .instruction
        return end
    }

    mutating func instruction(_ bytes: Span<UInt8>, from start: Int) throws(XMLFault) -> Int {
        var position = start
        while true {
            position = try skip(bytes, from: position, to: UInt8(ascii: "?"))
            guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "?") else { return position }
            if bytes[position + 1] == UInt8(ascii: ">") {
                mode = .content
                return position + 2
            }
            position += 1
        }
    }

    /// Production 18: text in which only `]]>` means something.
    mutating func characterData(_ bytes: Span<UInt8>, from start: Int) throws(XMLFault) -> Int {
        var position = start
        while position < bytes.count {
            let plain = position
            position = try skip(bytes, from: position, to: UInt8(ascii: "]"))
            // Whether a line feed follows tells what it is.
            if position == bytes.count, bytes[position - 1] == UInt8(ascii: "\r") { position -= 1 }
            appendLines(bytes, plain..<position)
            guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "]") else { return position }
            if bytes[position + 1] == UInt8(ascii: "]") {
                guard position + 2 < bytes.count else { return position }
                if bytes[position + 2] == UInt8(ascii: ">") {
                    mode = .content
                    return position + 3
                }
            }
            builder.append(bytes, position..<position + 1)
            position += 1
        }
        return position
    }

    /// Appends text, each line end of which becomes a line feed.
    private mutating func appendLines(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var plain = range.lowerBound
        for position in range where bytes[position] == UInt8(ascii: "\r") {
            builder.append(bytes, plain..<position)
            plain = position + 1
            let isPair = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "\n")
            if !isPair { builder.append([UInt8(ascii: "\n")].span, 0..<1) }
        }
        builder.append(bytes, plain..<range.upperBound)
    }

    /// Length of the character beyond ASCII at a position; nil when it is not whole.
    func length(_ bytes: Span<UInt8>, at position: Int) throws(XMLFault) -> Int? {
        switch XMLCharacters.decode(bytes, at: position, end: bytes.count) {
        case .scalar(let value, let length) where XMLCharacters.isCharacter(value): return length
        case .incomplete: return nil
        case .scalar, .invalid: throw .malformed("bytes that are no character in UTF-8")
        }
    }

    func invalidCharacter(_ byte: UInt8) -> XMLFault {
        .malformed("the character \(byte), which XML does not allow")
    }
}
