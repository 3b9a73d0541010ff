/// A JSON value whose members keep the order that they were given in, for bytes that are always the same (RFC 8259).
enum JSONText {
    case text(String)
    case number(Double)
    case integer(Int)
    case array([JSONText])
    case object([(String, JSONText)])

    /// UTF-8 without white space. Numbers are the shortest that read back as the same Double; what is not finite, for
    /// which JSON has no number, becomes null.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): JSONText.append(text, to: &bytes)
        case .number(let number): bytes += (number.isFinite ? "\(number)" : "null").utf8
        case .integer(let integer): bytes += "\(integer)".utf8
        case .array(let elements):
            bytes += "[".utf8
            for (place, element) in elements.enumerated() {
                if place > 0 { bytes += ",".utf8 }
                element.append(to: &bytes)
            }
            bytes += "]".utf8
        case .object(let members):
            bytes += "{".utf8
            for (place, member) in members.enumerated() {
                if place > 0 { bytes += ",".utf8 }
                JSONText.append(member.0, to: &bytes)
                bytes += ":".utf8
                member.1.append(to: &bytes)
            }
            bytes += "}".utf8
        }
    }

    /// RFC 8259, 7: quotation mark, reverse solidus and control characters are escaped.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes += "\"".utf8
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default:
                bytes.append(byte)
            }
        }
        bytes += "\"".utf8
    }
}
