/// Reads JSON front to back out of a document of any size; what it is asked to skip takes no memory.
final class JSONReader {
    /// Deeper nesting is refused: the deepest geometry takes a dozen levels.
    static let depthLimit = 64

    let path: String
    private let bytes: DocumentBytes
    private var piece: [UInt8] = []
    private var position = 0
    /// Bytes of the document before this piece.
    private var before = 0
    private var isAtEnd = false

    init(_ document: DeliveredDocument) throws(DeliveryProblem) {
        path = document.path
        bytes = try document.bytes()
        // A byte order mark, which RFC 8259 clause 8.1 lets readers ignore.
        if try peek() == 0xEF { for byte: UInt8 in [0xEF, 0xBB, 0xBF] { try take(byte, "JSON") } }
    }

    /// A whole value.
    func value(depth: Int = 0) throws(DeliveryProblem) -> JSONValue {
        guard depth < Self.depthLimit else { throw problem("less nesting than \(Self.depthLimit) levels") }
        switch try peekAfterSpace() {
        case UInt8(ascii: "{"):
            var members: [JSONValue.Member] = []
            try object { name throws(DeliveryProblem) in
                members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
            }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try array { () throws(DeliveryProblem) in elements.append(try value(depth: depth + 1)) }
            return .array(elements)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    /// Passes over a value.
    func skip(depth: Int = 0) throws(DeliveryProblem) {
        guard depth < Self.depthLimit else { throw problem("less nesting than \(Self.depthLimit) levels") }
        switch try peekAfterSpace() {
        case UInt8(ascii: "{"): try object { _ throws(DeliveryProblem) in try skip(depth: depth + 1) }
        case UInt8(ascii: "["): try array { () throws(DeliveryProblem) in try skip(depth: depth + 1) }
        default: _ = try value(depth: depth)
        }
    }

    /// Calls `member` with the name of each member of an object; it reads or skips the value.
    func object(_ member: (String) throws(DeliveryProblem) -> Void) throws(DeliveryProblem) {
        try begin(UInt8(ascii: "{"))
        var isFirst = true
        while let name = try nextMember(isFirst: isFirst) {
            isFirst = false
            try member(name)
        }
    }

    /// Calls `element` before each element of an array; it reads or skips it.
    func array(_ element: () throws(DeliveryProblem) -> Void) throws(DeliveryProblem) {
        try begin(UInt8(ascii: "["))
        var isFirst = true
        while try nextElement(isFirst: isFirst) {
            isFirst = false
            try element()
        }
    }

    // MARK: Step by step, for documents whose records are handed out one at a time

    /// What the next value begins with, such as `[`.
    func beginning() throws(DeliveryProblem) -> UInt8? { try peekAfterSpace() }

    /// Reads the opening bracket of an object or array.
    func begin(_ bracket: UInt8) throws(DeliveryProblem) {
        _ = try peekAfterSpace()
        try take(bracket, "'\(Character(UnicodeScalar(bracket)))'")
    }

    /// The name of the next member of the object that was begun, up to its value; nil after the closing bracket.
    func nextMember(isFirst: Bool) throws(DeliveryProblem) -> String? {
        guard try !isClosed(by: UInt8(ascii: "}"), isFirst: isFirst) else { return nil }
        guard try peekAfterSpace() == UInt8(ascii: "\"") else { throw problem("a name in quotes") }
        let name = try text()
        _ = try peekAfterSpace()
        try take(UInt8(ascii: ":"), "':'")
        return name
    }

    /// Whether the array that was begun has a further element, to be read now.
    func nextElement(isFirst: Bool) throws(DeliveryProblem) -> Bool {
        try !isClosed(by: UInt8(ascii: "]"), isFirst: isFirst)
    }

    /// Checks that nothing follows.
    func end() throws(DeliveryProblem) {
        if try peekAfterSpace() != nil { throw problem("the end") }
    }

    private func isClosed(by bracket: UInt8, isFirst: Bool) throws(DeliveryProblem) -> Bool {
        if try peekAfterSpace() == bracket {
            position += 1
            return true
        }
        if !isFirst {
            try take(UInt8(ascii: ","), "',' or '\(Character(UnicodeScalar(bracket)))'")
            _ = try peekAfterSpace()
        }
        return false
    }

    // MARK: Scalars

    private func text() throws(DeliveryProblem) -> String {
        try take(UInt8(ascii: "\""), "a text in quotes")
        // Most texts lie in one piece and have nothing escaped.
        let start = position
        var end = start
        while end < piece.count, piece[end] >= 0x20, piece[end] != UInt8(ascii: "\""), piece[end] != UInt8(ascii: "\\")
        {
            end += 1
        }
        if end < piece.count, piece[end] == UInt8(ascii: "\"") {
            position = end + 1
            return try checked(piece[start..<end])
        }
        var bytes: [UInt8] = []
        while true {
            guard let byte = try peek() else { throw problem("a closing quote") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try checked(bytes[...])
            case UInt8(ascii: "\\"): try escaped(into: &bytes)
            case 0..<0x20: throw problem("no control character in a text")
            default: bytes.append(byte)
            }
        }
    }

    private func checked(_ bytes: ArraySlice<UInt8>) throws(DeliveryProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw problem("text in UTF-8") }
        return text
    }

    private func escaped(into bytes: inout [UInt8]) throws(DeliveryProblem) {
        guard let byte = try peek() else { throw problem("a character after '\\'") }
        position += 1
        switch byte {
        case UInt8(ascii: "b"): bytes.append(8)
        case UInt8(ascii: "f"): bytes.append(12)
        case UInt8(ascii: "n"): bytes.append(10)
        case UInt8(ascii: "r"): bytes.append(13)
        case UInt8(ascii: "t"): bytes.append(9)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            // Two surrogates make one character (RFC 8259 clause 7); one alone makes none.
            if (0xD800..<0xDC00).contains(code) {
                try take(UInt8(ascii: "\\"), "the second half of a surrogate pair")
                try take(UInt8(ascii: "u"), "the second half of a surrogate pair")
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw problem("the second half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = UnicodeScalar(code) else { throw problem("a character after '\\u'") }
            bytes += Array(String(scalar).utf8)
        default: throw problem("one of \" \\ / b f n r t u after '\\'")
        }
    }

    private func hexadecimal() throws(DeliveryProblem) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = try peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                throw problem("four hexadecimal digits")
            }
            position += 1
            code = code << 4 | UInt32(digit)
        }
        return code
    }

    /// The digits of a number; leading zeros are refused, as they make an identifier and no number.
    private func number() throws(DeliveryProblem) -> String {
        let start = position
        var end = start
        while end < piece.count, Self.isOfNumber(piece[end]) { end += 1 }
        var digits = piece[start..<end]
        position = end
        // The piece ended in the middle of it, maybe.
        if end == piece.count {
            while let byte = try peek(), Self.isOfNumber(byte) {
                digits.append(byte)
                position += 1
            }
        }
        let text = String(decoding: digits, as: UTF8.self)
        let whole = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits
        let hasLeadingZero =
            whole.first == UInt8(ascii: "0") && whole.dropFirst().first.map { (48...57).contains($0) } == true
        guard let first = whole.first, (48...57).contains(first), !hasLeadingZero,
            GMLCoordinates.decimal(text) != nil
        else { throw problem("a value") }
        return text
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private func word(_ word: String, _ value: JSONValue) throws(DeliveryProblem) -> JSONValue {
        for byte in word.utf8 { try take(byte, word) }
        return value
    }

    // MARK: Bytes

    private func peek() throws(DeliveryProblem) -> UInt8? {
        while position == piece.count {
            guard !isAtEnd, let next = try bytes.next() else {
                isAtEnd = true
                return nil
            }
            before += piece.count
            piece = next
            position = 0
        }
        return piece[position]
    }

    private func peekAfterSpace() throws(DeliveryProblem) -> UInt8? {
        while let byte = try peek() {
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return nil
    }

    private func take(_ byte: UInt8, _ expected: String) throws(DeliveryProblem) {
        guard try peek() == byte else { throw problem(expected) }
        position += 1
    }

    private func problem(_ expected: String) -> DeliveryProblem {
        .json(path: path, byte: before + position, expected: expected)
    }
}
