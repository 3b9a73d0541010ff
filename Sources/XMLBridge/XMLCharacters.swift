import FileBridge

/// Which bytes and characters XML 1.0 (fifth edition) allows where.
enum XMLCharacters {
    /// Whether a byte may be part of a name, as far as bytes tell.
    @inline(__always)
    static func isNameByte(_ byte: UInt8) -> Bool {
        // A bit for each of "-.0123456789:", and of letters and "_".
        let bits: UInt64 = byte < 0x40 ? 0x07FF_6000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
        return byte >= 0x80 || bits >> UInt64(byte & 0x3F) & 1 != 0
    }

    /// Whether in text a byte stands for itself and needs no further look.
    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool {
        (byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&")
            && byte != UInt8(ascii: "]"))
            || byte == 0x09
    }

    /// White space (production 3).
    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool {
        // A bit for each of tab, line feed, carriage return and space.
        byte <= 0x20 && 0x1_0000_2600 as UInt64 >> UInt64(byte) & 1 != 0
    }

    /// Where the first byte may lie from a position on that is not plain: all before it are.
    @inline(__always)
    static func endOfPlain(_ bytes: Span<UInt8>, from start: Int) -> Int {
        let bracket = UInt8(ascii: "]")
        return TextMarks.next(in: bytes, from: start, UInt8(ascii: "<"), UInt8(ascii: "&"), bracket, bracket)
    }

    /// A character decoded from UTF-8.
    enum Decoded {
        case scalar(UInt32, length: Int)
        /// The bytes end within the character.
        case incomplete
        case invalid
    }

    /// The character at a position: overlong forms and surrogates are invalid.
    static func decode(_ bytes: Span<UInt8>, at position: Int, end: Int) -> Decoded {
        let first = UInt32(bytes[position])
        let length: Int
        var value: UInt32
        switch first {
        case 0..<0x80: return .scalar(first, length: 1)
        case 0xC2..<0xE0: (length, value) = (2, first & 0x1F)
        case 0xE0..<0xF0: (length, value) = (3, first & 0x0F)
        case 0xF0..<0xF5: (length, value) = (4, first & 0x07)
        default: return .invalid
        }
        for offset in 1..<length {
            guard position + offset < end else { return .incomplete }
            let byte = UInt32(bytes[position + offset])
            guard byte & 0xC0 == 0x80 else { return .invalid }
            value = value << 6 | byte & 0x3F
        }
        let isOverlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x1_0000)
        if isOverlong || (0xD800..<0xE000).contains(value) || value > 0x10_FFFF { return .invalid }
        return .scalar(value, length: length)
    }

    /// Production 2.
    static func isCharacter(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    /// Production 4; the colon counts.
    static func isNameStart(_ value: UInt32) -> Bool {
        switch value {
        case 0x3A, 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
            0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF,
            0xFDF0...0xFFFD, 0x1_0000...0xE_FFFF:
            true
        default: false
        }
    }

    /// Production 4a.
    static func isNamePart(_ value: UInt32) -> Bool {
        switch value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: isNameStart(value)
        }
    }

    /// Whether bytes are a Name (production 5).
    static func isName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var position = range.lowerBound
        while position < range.upperBound {
            guard case .scalar(let value, let length) = decode(bytes, at: position, end: range.upperBound),
                position == range.lowerBound ? isNameStart(value) : isNamePart(value)
            else { return false }
            position += length
        }
        return !range.isEmpty
    }

    static func append(_ value: UInt32, to text: inout [UInt8]) {
        guard let scalar = UnicodeScalar(value) else { return }
        text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }
}
