/// References in text and attribute values: `&#233;`, `&#xE9;`, and the five entities of XML itself (section 4.6).
enum XMLReference {
    /// Appends what the reference at a position stands for; the position behind it, nil when it is not whole.
    static func resolve(
        _ bytes: Span<UInt8>,
        at position: Int,
        end: Int,
        into text: inout [UInt8]
    ) throws(XMLFault) -> Int? {
        var close = position + 1
        while close < end, bytes[close] != UInt8(ascii: ";") {
            let isPart = XMLCharacters.isNameByte(bytes[close])
            let isHash = bytes[close] == UInt8(ascii: "#") && close == position + 1
            guard isPart || isHash else { throw .malformed("\u{201C}&\u{201D} that begins no reference") }
            if close - position > longest { throw unknown }
            close += 1
        }
        guard close < end else { return nil }
        let name = position + 1..<close
        guard !name.isEmpty else { throw .malformed("\u{201C}&\u{201D} that begins no reference") }
        if bytes[name.lowerBound] == UInt8(ascii: "#") {
            XMLCharacters.append(try character(bytes, name.dropFirst()), to: &text)
            return close + 1
        }
        switch String(decoding: name.map { bytes[$0] }, as: UTF8.self) {
        case "lt": text.append(UInt8(ascii: "<"))
        case "gt": text.append(UInt8(ascii: ">"))
        case "amp": text.append(UInt8(ascii: "&"))
        case "apos": text.append(UInt8(ascii: "'"))
        case "quot": text.append(UInt8(ascii: "\""))
        default: throw unknown
        }
        return close + 1
    }

    /// Zeros may lead a number.
    private static let longest = 1_000

    private static let unknown = XMLFault.malformed("an entity that is not defined")

    private static func character(_ bytes: Span<UInt8>, _ digits: Range<Int>) throws(XMLFault) -> UInt32 {
        let isHexadecimal = digits.first.map { bytes[$0] == UInt8(ascii: "x") } ?? false
        let (radix, digits) = isHexadecimal ? (16, digits.dropFirst()) : (10, digits)
        var value: UInt32 = 0
        for position in digits {
            guard let digit = Character(UnicodeScalar(bytes[position])).hexDigitValue, digit < radix else {
                throw .malformed("a reference to a character without its number")
            }
            value = min(0x11_0000, value * UInt32(radix) + UInt32(digit))
        }
        guard !digits.isEmpty, XMLCharacters.isCharacter(value) else {
            throw .malformed("a reference to a character that XML does not allow")
        }
        return value
    }
}
