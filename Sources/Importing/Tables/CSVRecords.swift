/// The records of a delimited text (RFC 4180, and what spreadsheets make of it): fields between `;`, `,`, tabs or `|`,
/// quoted where they hold a delimiter, a quote or a line break.
///
/// The delimiter is the one that the first line has most. Lines end as the first one does: where that ends in a line feed
/// alone, a carriage return before one is text. Text is UTF-8; a record that is not is read as Windows-1252.
final class CSVRecords {
    /// A record is refused beyond this length: a quote was not closed.
    static let longestRecord = 4 << 20

    let path: String
    /// How many records were not in UTF-8.
    private(set) var otherEncodingCount = 0
    private let bytes: DocumentBytes
    private var piece: [UInt8] = []
    private var position = 0
    private var delimiter: UInt8?
    private var line = 1
    /// Whether the first line ends in carriage return and line feed.
    private var endsInReturn: Bool?

    init(_ document: DeliveredDocument) throws(DeliveryProblem) {
        path = document.path
        bytes = try document.bytes()
    }

    /// The next record that is not an empty line, with the line that it begins on; nil at the end.
    func next() throws(DeliveryProblem) -> (fields: [String], line: Int)? {
        while true {
            let first = line
            guard let record = try record() else { return nil }
            if record.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { continue }
            if delimiter == nil {
                if record.starts(with: Array("sep=".utf8)), record.count >= 5 {
                    delimiter = record[4]
                    continue
                }
                delimiter = Self.delimiter(of: record)
            }
            return (try fields(of: record, line: first), first)
        }
    }

    /// The bytes up to a line break outside quotes, without it.
    private func record() throws(DeliveryProblem) -> [UInt8]? {
        var record: [UInt8] = []
        var isQuoted = false
        let first = line
        while let byte = try take() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "\n"), !isQuoted {
                let endsInReturn = self.endsInReturn ?? (record.last == 0x0D)
                self.endsInReturn = endsInReturn
                if endsInReturn, record.last == 0x0D { record.removeLast() }
                return first == 1 ? try withoutMark(record) : record
            }
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == 0 { throw .table(path: path, line: line, expected: "text and no zero byte") }
            record.append(byte)
            if record.count > Self.longestRecord {
                throw .table(path: path, line: first, expected: "a record of at most 4 MiB with its quotes closed")
            }
        }
        if isQuoted { throw .table(path: path, line: first, expected: "a closing quote") }
        if record.isEmpty { return nil }
        return first == 1 ? try withoutMark(record) : record
    }

    private func withoutMark(_ record: [UInt8]) throws(DeliveryProblem) -> [UInt8] {
        if record.starts(with: [0xFF, 0xFE]) || record.starts(with: [0xFE, 0xFF]) {
            throw .table(path: path, line: 1, expected: "UTF-8, not UTF-16,")
        }
        return record.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(record.dropFirst(3)) : record
    }

    private static func delimiter(of record: [UInt8]) -> UInt8 {
        var counts = [UInt8: Int]()
        var isQuoted = false
        for byte in record {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() } else if !isQuoted { counts[byte, default: 0] += 1 }
        }
        let candidates = Array(";,\t|".utf8)
        return candidates.max { (counts[$0] ?? 0, $1) < (counts[$1] ?? 0, $0) } ?? UInt8(ascii: ";")
    }

    private func fields(of record: [UInt8], line: Int) throws(DeliveryProblem) -> [String] {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var position = 0
        // Whether this field began with a quote, and whether that is still open.
        var wasQuoted = false
        var isOpen = false
        while position < record.count {
            let byte = record[position]
            position += 1
            if isOpen {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if position < record.count, record[position] == UInt8(ascii: "\"") {
                    field.append(byte)
                    position += 1
                } else {
                    isOpen = false
                }
            } else if byte == delimiter {
                fields.append(field)
                field = []
                wasQuoted = false
            } else if byte == UInt8(ascii: "\""), field.isEmpty, !wasQuoted {
                wasQuoted = true
                isOpen = true
            } else if wasQuoted, byte != 0x20 {
                throw .table(path: path, line: line, expected: "a delimiter after a closing quote")
            } else if !wasQuoted {
                // A quote inside an unquoted field (6" buis) is text, as spreadsheets write it.
                field.append(byte)
            }
        }
        fields.append(field)
        let texts = fields.map { String(validating: $0, as: UTF8.self) }
        if texts.allSatisfy({ $0 != nil }) { return texts.compactMap { $0 } }
        otherEncodingCount += 1
        return fields.map(Self.windows1252)
    }

    /// WHATWG Encoding, index windows-1252: 0x80 to 0x9F differ from ISO 8859-1.
    private static func windows1252(_ bytes: [UInt8]) -> String {
        let special: [UInt32] = [
            0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
            0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
            0x0153, 0x9D, 0x017E, 0x0178,
        ]
        var text = ""
        for byte in bytes {
            let code = (0x80..<0xA0).contains(byte) ? special[Int(byte) - 0x80] : UInt32(byte)
            if let scalar = UnicodeScalar(code) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    private func take() throws(DeliveryProblem) -> UInt8? {
        while position == piece.count {
            guard let next = try bytes.next() else { return nil }
            piece = next
            position = 0
        }
        defer { position += 1 }
        return piece[position]
    }
}
