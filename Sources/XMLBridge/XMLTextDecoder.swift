/// Brings text in another encoding to UTF-8, as it comes in.
struct XMLTextDecoder {
    /// The encodings that Dutch files come in.
    enum Encoding {
        case utf8, utf16Big, utf16Little, latin1, latin9, windows1252

        /// By a name of the IANA's register; nil when it is none of these.
        init?(name: String) {
            switch name.uppercased() {
            case "UTF-8", "UTF8", "US-ASCII", "ASCII": self = .utf8
            case "UTF-16", "UTF-16BE": self = .utf16Big
            case "UTF-16LE": self = .utf16Little
            case "ISO-8859-1", "ISO_8859-1", "LATIN1": self = .latin1
            case "ISO-8859-15", "ISO_8859-15", "LATIN-9": self = .latin9
            case "WINDOWS-1252", "CP1252": self = .windows1252
            default: return nil
            }
        }

        /// By the first bytes, with the length of the byte order mark among them.
        static func detected(_ bytes: [UInt8]) -> (Encoding, mark: Int) {
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
            if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16Big, 2) }
            if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16Little, 2) }
            if bytes.starts(with: [0x00, 0x3C]) { return (.utf16Big, 0) }
            if bytes.starts(with: [0x3C, 0x00]) { return (.utf16Little, 0) }
            return (.utf8, 0)
        }

        var isWide: Bool { self == .utf16Big || self == .utf16Little }
    }

    private let encoding: Encoding
    /// The first byte of a unit of UTF-16, and the first unit of a pair.
    private var half: UInt8?
    private var surrogate: UInt16?

    init(_ encoding: Encoding) { self.encoding = encoding }

    /// Whether the text does not end within a character.
    var isWhole: Bool { half == nil && surrogate == nil }

    /// The text in UTF-8; nil when it holds something that is no character.
    mutating func decode(_ bytes: [UInt8]) -> [UInt8]? {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            guard encoding.isWide else {
                XMLCharacters.append(scalar(byte), to: &text)
                continue
            }
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let (high, low) = encoding == .utf16Big ? (first, byte) : (byte, first)
            guard append(UInt16(high) << 8 | UInt16(low), to: &text) else { return nil }
        }
        return text
    }

    private mutating func append(_ unit: UInt16, to text: inout [UInt8]) -> Bool {
        let isLow = (0xDC00..<0xE000).contains(unit)
        if let first = surrogate {
            surrogate = nil
            guard isLow else { return false }
            XMLCharacters.append(0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: &text)
            return true
        }
        if isLow { return false }
        if (0xD800..<0xDC00).contains(unit) {
            surrogate = unit
        } else {
            XMLCharacters.append(UInt32(unit), to: &text)
        }
        return true
    }

    private func scalar(_ byte: UInt8) -> UInt32 {
        switch encoding {
        case .latin9:
            switch byte {
            case 0xA4: 0x20AC
            case 0xA6: 0x0160
            case 0xA8: 0x0161
            case 0xB4: 0x017D
            case 0xB8: 0x017E
            case 0xBC: 0x0152
            case 0xBD: 0x0153
            case 0xBE: 0x0178
            default: UInt32(byte)
            }
        case .windows1252 where (0x80..<0xA0).contains(byte): Self.windows1252[Int(byte) - 0x80]
        default: UInt32(byte)
        }
    }

    /// WHATWG Encoding, index windows-1252: 0x80 to 0x9F differ from ISO 8859-1.
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0x9D,
        0x017E, 0x0178,
    ]
}

/// The first text of a file that may be XML, for who wants to know what it is.
public enum XMLBeginning {
    /// Bytes as text: UTF-16 where they say or show that they are, else UTF-8.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        let (encoding, mark) = XMLTextDecoder.Encoding.detected(bytes)
        var decoder = XMLTextDecoder(encoding)
        guard encoding.isWide, let text = decoder.decode(Array(bytes.dropFirst(mark))) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
