import FileBridge
import GeoValues

/// Reads the fields of a manifest one after another. Every read is nil when the field is not of that kind.
struct ManifestReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    private static let tab = UInt8(ascii: "\t")
    private static let newline = UInt8(ascii: "\n")

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    /// Goes to the next line; false unless this one has ended.
    mutating func endLine() -> Bool {
        guard position < bytes.count, bytes[position] == ManifestReader.newline else { return false }
        position += 1
        return true
    }

    /// The first word of a line.
    mutating func word() -> String? {
        let start = position
        while position < bytes.count, bytes[position] != ManifestReader.tab, bytes[position] != ManifestReader.newline {
            position += 1
        }
        return String(validating: bytes[start..<position], as: UTF8.self)
    }

    /// A text with its escapes taken out.
    mutating func text() -> String? {
        guard beginField() else { return nil }
        let start = position
        var hasEscape = false
        while position < bytes.count, bytes[position] != ManifestReader.tab, bytes[position] != ManifestReader.newline {
            if bytes[position] == UInt8(ascii: "%") { hasEscape = true }
            position += 1
        }
        guard hasEscape else { return String(validating: bytes[start..<position], as: UTF8.self) }
        var plain: [UInt8] = []
        var place = start
        while place < position {
            if bytes[place] == UInt8(ascii: "%") {
                guard place + 2 < position, let high = ManifestReader.hexadecimal(bytes[place + 1]),
                    let low = ManifestReader.hexadecimal(bytes[place + 2])
                else { return nil }
                plain.append(UInt8(high << 4 | low))
                place += 3
            } else {
                plain.append(bytes[place])
                place += 1
            }
        }
        return String(validating: plain, as: UTF8.self)
    }

    /// A decimal number; at most 18 digits.
    mutating func integer() -> Int? {
        guard beginField() else { return nil }
        let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let start = position
        var value = 0
        while position < bytes.count, position - start < 18, bytes[position] >= UInt8(ascii: "0"),
            bytes[position] <= UInt8(ascii: "9")
        {
            value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            position += 1
        }
        guard position > start else { return nil }
        return isNegative ? -value : value
    }

    /// 32 hexadecimal digits, high half first.
    mutating func checksum() -> Checksum128? {
        guard beginField(), position + 32 <= bytes.count else { return nil }
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        for offset in 0..<32 {
            guard let digit = ManifestReader.hexadecimal(bytes[position + offset]) else { return nil }
            if offset < 16 {
                halves.high = halves.high << 4 | digit
            } else {
                halves.low = halves.low << 4 | digit
            }
        }
        position += 32
        return Checksum128(low: halves.low, high: halves.high)
    }

    /// The four numbers of a box, or the empty box at the end of a line.
    mutating func box() -> RDBox? {
        guard position < bytes.count, bytes[position] == ManifestReader.tab else { return .empty }
        guard let minX = coordinate(), let minY = coordinate(), let maxX = coordinate(), let maxY = coordinate() else {
            return nil
        }
        return RDBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
    }

    private mutating func coordinate() -> Int32? { integer().flatMap { Int32(exactly: $0) } }

    private mutating func beginField() -> Bool {
        guard position < bytes.count, bytes[position] == ManifestReader.tab else { return false }
        position += 1
        return true
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt64? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(digit - UInt8(ascii: "a") + 10)
        default: nil
        }
    }
}
