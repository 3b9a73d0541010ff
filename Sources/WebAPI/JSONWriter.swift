/// Writes JSON (RFC 8259) straight into bytes, for the answers that are asked most: a general encoder took 50 times as long.
///
/// Whoever writes gives members in alphabetical order and leaves out those without a value, so that the same answer has the
/// same bytes, and the same as ``JSONBody`` would give.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether a value was written to which the next is joined by a comma.
    private var isFollowing = false

    /// - Parameter byteCount: about how long the text will be.
    init(byteCount: Int = 1_024) { bytes.reserveCapacity(byteCount) }

    // MARK: Objects and arrays

    mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        begin()
        bytes.append(UInt8(ascii: "{"))
        isFollowing = false
        try members(&self)
        bytes.append(UInt8(ascii: "}"))
        isFollowing = true
    }

    mutating func array(_ items: (inout JSONWriter) throws -> Void) rethrows {
        begin()
        bytes.append(UInt8(ascii: "["))
        isFollowing = false
        try items(&self)
        bytes.append(UInt8(ascii: "]"))
        isFollowing = true
    }

    /// The name of a member that needs no escape, as our own do not; its value is to be written next.
    mutating func name(_ name: String) {
        begin()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        isFollowing = false
    }

    /// The same of any name, such as that of a source's column.
    mutating func name(escaping name: String) {
        write(name)
        bytes.append(UInt8(ascii: ":"))
        isFollowing = false
    }

    // MARK: Members; one without a value is left out

    mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.name(name)
        write(value)
    }

    mutating func member(_ name: String, _ value: Int?) {
        guard let value else { return }
        self.name(name)
        write(value)
    }

    mutating func member(_ name: String, _ value: Double?) {
        guard let value else { return }
        self.name(name)
        write(value)
    }

    mutating func member(_ name: String, _ value: Bool) {
        self.name(name)
        write(json: value ? "true" : "false")
    }

    mutating func member(_ name: String, _ values: [String]?) {
        member(name, each: values) { $0.write($1) }
    }

    mutating func member(_ name: String, _ value: (some JSONWritable)?) {
        guard let value else { return }
        self.name(name)
        value.write(to: &self)
    }

    mutating func member(_ name: String, _ values: [some JSONWritable]?) {
        member(name, each: values) { $1.write(to: &$0) }
    }

    mutating func member<Item>(_ name: String, each values: [Item]?, _ write: (inout JSONWriter, Item) -> Void) {
        guard let values else { return }
        self.name(name)
        array { writer in
            for value in values { write(&writer, value) }
        }
    }

    // MARK: Values

    mutating func write(_ text: String) {
        begin()
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        escape(from: start)
        bytes.append(UInt8(ascii: "\""))
        isFollowing = true
    }

    /// The text that `append` appends as UTF-8; what is not UTF-8 in it becomes U+FFFD.
    ///
    /// - Parameter append: false: there is none. Then the member is left out.
    mutating func member(escaping name: String, _ append: (inout [UInt8]) -> Bool) {
        let (before, wasFollowing) = (bytes.count, isFollowing)
        self.name(escaping: name)
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        guard append(&bytes) else {
            bytes.removeLast(bytes.count - before)
            isFollowing = wasFollowing
            return
        }
        if isBeyondASCII(from: start) {
            let text = String(decoding: bytes[start...], as: UTF8.self)
            bytes.removeLast(bytes.count - start)
            bytes.append(contentsOf: text.utf8)
        }
        escape(from: start)
        bytes.append(UInt8(ascii: "\""))
        isFollowing = true
    }

    mutating func write(_ number: Int) { write(json: String(number)) }

    /// A finite number; whole ones without a point.
    mutating func write(_ number: Double) {
        if number == number.rounded(), abs(number) < 1e15 {
            write(Int(number))
        } else {
            write(json: number.isFinite ? "\(number)" : "null")
        }
    }

    /// A number rounded to `decimals` digits behind the point, at most 9, without zeros at the end.
    mutating func write(_ number: Double, decimals: Int) {
        begin()
        isFollowing = true
        let power = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000][decimals]
        let scaled = Int64((number * Double(power)).rounded())
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(power))
        append(digits: whole, width: 1)
        if fraction == 0 { return }
        var rest = fraction
        var width = decimals
        while rest % 10 == 0 {
            rest /= 10
            width -= 1
        }
        bytes.append(UInt8(ascii: "."))
        append(digits: rest, width: width)
    }

    /// A value that is JSON already.
    mutating func write(json: String) {
        begin()
        bytes.append(contentsOf: json.utf8)
        isFollowing = true
    }

    /// The same as bytes. Of several values, or members with their names, the commas between them are in it.
    mutating func write(json: [UInt8]) {
        begin()
        bytes.append(contentsOf: json)
        isFollowing = true
    }

    // MARK: Runs of members

    /// Members of an object, to be put into one with ``write(members:)``.
    static func members(byteCount: Int = 1_024, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(byteCount: byteCount)
        write(&writer)
        return writer.bytes
    }

    /// Members that were written before; there may be none.
    mutating func write(members: [UInt8]) {
        if !members.isEmpty { write(json: members) }
    }

    // MARK: Bytes

    @inline(__always)
    private mutating func begin() {
        if isFollowing { bytes.append(UInt8(ascii: ",")) }
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private func isBeyondASCII(from start: Int) -> Bool {
        let span = bytes.span
        for position in start..<span.count where span[position] >= 0x80 { return true }
        return false
    }

    private func firstToEscape(from start: Int) -> Int? {
        let span = bytes.span
        for position in start..<span.count where Self.needsEscape(span[position]) { return position }
        return nil
    }

    /// Escapes what was written since `start`, which is rarely needed.
    private mutating func escape(from start: Int) {
        guard let position = firstToEscape(from: start) else { return }
        let rest = Array(bytes[position...])
        bytes.removeLast(rest.count)
        for byte in rest { append(escaping: byte) }
    }

    private mutating func append(escaping byte: UInt8) {
        guard Self.needsEscape(byte) else {
            bytes.append(byte)
            return
        }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0x08: bytes += "\\b".utf8
        case 0x09: bytes += "\\t".utf8
        case 0x0A: bytes += "\\n".utf8
        case 0x0C: bytes += "\\f".utf8
        case 0x0D: bytes += "\\r".utf8
        default: bytes += "\\u00\(byte < 0x10 ? "0" : "1")\(String(byte & 0xF, radix: 16))".utf8
        }
    }

    private mutating func append(digits value: UInt64, width: Int) {
        let start = bytes.count
        var rest = value
        var written = 0
        while rest > 0 || written < width {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            written += 1
        }
        bytes[start...].reverse()
    }
}

/// A part of an answer that writes itself.
protocol JSONWritable {
    /// Appends one JSON value.
    func write(to writer: inout JSONWriter)
}

extension JSONWritable {
    /// The whole as a document.
    var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}
