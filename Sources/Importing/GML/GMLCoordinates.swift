/// Reads the numbers of `gml:pos` and `gml:posList` (ISO 19136:2007 clause 10.1.4): decimal, separated by white space.
enum GMLCoordinates {
    /// Appends the x and y of each position in `text` to `coordinates`; a third number per position is dropped.
    static func parse(
        _ text: String,
        dimension: Int,
        line: Int,
        into coordinates: inout [Double]
    ) throws(GMLGeometryProblem) {
        try parse(text.utf8.span, dimension: dimension, line: line, into: &coordinates)
    }

    /// The same of UTF-8.
    static func parse(
        _ bytes: Span<UInt8>,
        dimension: Int,
        line: Int,
        into coordinates: inout [Double]
    ) throws(GMLGeometryProblem) {
        coordinates.reserveCapacity(coordinates.count + bytes.count / 11)
        var position = 0
        var numbers = 0
        while true {
            while position < bytes.count, isWhiteSpace(bytes[position]) { position += 1 }
            if position == bytes.count { break }
            let value: Double
            if let plain = plainDecimal(bytes, from: position) {
                (value, position) = plain
            } else {
                let start = position
                while position < bytes.count, !isWhiteSpace(bytes[position]) { position += 1 }
                guard let found = decimal(bytes, from: start, to: position) else {
                    throw fault(bytes, from: start, to: position, line: line)
                }
                value = found
            }
            if numbers % dimension < 2 { coordinates.append(value) }
            numbers += 1
        }
        guard numbers % dimension == 0 else {
            throw .incompletePosition(numbers: numbers, dimension: dimension, line: line)
        }
    }

    /// A number as almost all are written: digits, with a point among them or not, up to white space or the end; nil when it is
    /// anything else.
    @inline(__always)
    private static func plainDecimal(_ bytes: Span<UInt8>, from start: Int) -> (value: Double, end: Int)? {
        let count = bytes.count
        var position = start
        var mantissa: UInt64 = 0
        var point = -1
        while position < count {
            let byte = bytes[position]
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
            } else if byte == UInt8(ascii: "."), point < 0 {
                point = position
            } else {
                break
            }
            position &+= 1
        }
        guard position == count || isWhiteSpace(bytes[position]) else { return nil }
        let decimals = point < 0 ? 0 : position &- point &- 1
        let digits = position &- start &- (point < 0 ? 0 : 1)
        // See ``decimal(_:from:to:)``.
        guard digits > 0, digits <= 15 else { return nil }
        return (Double(mantissa) / powersOfTen[decimals], position)
    }

    /// The nearest Double to an `xsd:double` literal without NaN and infinity; nil when it is not one.
    static func decimal(_ text: String) -> Double? {
        let bytes = text.utf8.span
        return decimal(bytes, from: 0, to: bytes.count)
    }

    private static func decimal(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Double? {
        var position = start
        var isNegative = false
        if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var decimals = 0
        var hasPoint = false
        while position < end {
            let byte = bytes[position]
            if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                if digits < 18 { mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0")) }
                digits += 1
                if hasPoint { decimals += 1 }
            } else if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            position += 1
        }
        guard digits > 0 else { return nil }
        // A mantissa below 2^53 over a power of ten up to 10^22 is one correctly rounded division (Clinger 1990).
        if position == end, digits <= 15 {
            let value = Double(mantissa) / powersOfTen[decimals]
            return isNegative ? -value : value
        }
        guard position == end || isExponent(bytes, from: position, to: end) else { return nil }
        let value = Double(string(bytes, from: start, to: end))
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    private static func isExponent(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        guard bytes[start] == UInt8(ascii: "e") || bytes[start] == UInt8(ascii: "E") else { return false }
        var position = start + 1
        if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            position += 1
        }
        guard position < end else { return false }
        return (position..<end).allSatisfy { bytes[$0] >= UInt8(ascii: "0") && bytes[$0] <= UInt8(ascii: "9") }
    }

    private static func fault(_ bytes: Span<UInt8>, from start: Int, to end: Int, line: Int) -> GMLGeometryProblem {
        let hasComma = (start..<end).contains { bytes[$0] == UInt8(ascii: ",") }
        let found = string(bytes, from: start, to: min(end, start + 40))
        return hasComma ? .decimalComma(found: found, line: line) : .notANumber(found: found, line: line)
    }

    private static func string(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> String {
        String(decoding: (start..<end).map { bytes[$0] }, as: UTF8.self)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
