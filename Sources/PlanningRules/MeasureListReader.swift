/// Reads a JSON array of flat objects (RFC 8259), the notation of the `maatvoering` column.
struct MeasureListReader {
    private let bytes: [UInt8]
    private var position = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    private enum Value {
        case text(String)
        case null
    }

    /// The members of each object that aren't null: strings unescaped, numbers and truths as they are written. Of two
    /// members with one name the first counts. Nil when the text is anything else than an array of flat objects.
    static func read(_ text: String) -> [[String: String]]? {
        var reader = MeasureListReader(text)
        var objects: [[String: String]] = []
        guard reader.skip("[") else { return nil }
        if !reader.skip("]") {
            repeat {
                guard let object = reader.object() else { return nil }
                objects.append(object)
            } while reader.skip(",")
            guard reader.skip("]") else { return nil }
        }
        reader.skipSpace()
        return reader.position == reader.bytes.count ? objects : nil
    }

    private mutating func object() -> [String: String]? {
        var members: [String: String] = [:]
        guard skip("{") else { return nil }
        if skip("}") { return members }
        repeat {
            guard let name = string(), skip(":"), let value = value() else { return nil }
            if case .text(let text) = value, members[name] == nil { members[name] = text }
        } while skip(",")
        return skip("}") ? members : nil
    }

    /// A string, number, truth or null; nil for anything else, nested arrays and objects too.
    private mutating func value() -> Value? {
        skipSpace()
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "\"") { return string().map(Value.text) }
        let start = position
        while position < bytes.count, Self.isLiteral(bytes[position]) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true", "false": return .text(word)
        default: return Double(word) == nil ? nil : .text(word)
        }
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func string() -> String? {
        guard skip("\"") else { return nil }
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escaped() else { return nil }
                text += Array(String(Character(scalar)).utf8)
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    /// What stands after a backslash.
    private mutating func escaped() -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = codeUnit() else { return nil }
            guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
            // The second half of a surrogate pair must follow (RFC 8259 clause 7).
            guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { return nil }
            position += 2
            guard let low = codeUnit(), (0xDC00..<0xE000).contains(low) else { return nil }
            return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        default: return nil
        }
    }

    private mutating func codeUnit() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = bytes[position..<position + 4]
        position += 4
        guard digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    /// Passes white space and this character; false, past the white space, when something else stands there.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }
}
