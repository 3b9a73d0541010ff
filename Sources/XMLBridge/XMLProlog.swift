import Glibc

/// What the first bytes of a file say, looked at before libxml2 sees them.
///
/// A document type declaration has to be refused here: libxml2 reports it only after it has parsed all of it.
enum XMLProlog {
    /// How much of the file is looked at; what lies beyond is left to libxml2 and to the reader's own check.
    static let length = 65_536

    /// The root element's name with its prefix, when the bytes reach that far; throws when no acceptable document begins so.
    static func check(_ bytes: [UInt8], path: String) throws(XMLReadingError) -> [UInt8]? {
        if bytes.starts(with: [0x1F, 0x8B]) { throw .compressed(path: path, kind: "gzip") }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { throw .compressed(path: path, kind: "zip") }
        // UTF-16, with byte order mark or without: libxml2 decodes it, and reports a document type itself.
        let isWide = [[0xFE, 0xFF], [0xFF, 0xFE], [0x00, 0x3C], [0x3C, 0x00]].contains { bytes.starts(with: $0) }
        if isWide { return nil }

        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var hasMarkup = false
        while true {
            position = bytes[position...].firstIndex { !isWhiteSpace($0) } ?? bytes.count
            guard position < bytes.count else {
                // Only white space, and the file ends here: empty. After a declaration libxml2 reports what is missing.
                if !hasMarkup, bytes.count < length { throw .empty(path: path) }
                return nil
            }
            let rest = bytes[position...]
            guard rest.first == UInt8(ascii: "<") else { throw .notXML(path: path, found: quote(rest)) }
            hasMarkup = true
            if rest.starts(with: "<?".utf8) {
                guard let end = firstPosition(of: Array("?>".utf8), in: bytes, from: position + 2) else { return nil }
                position = end + 2
            } else if rest.starts(with: "<!--".utf8) {
                guard let end = firstPosition(of: Array("-->".utf8), in: bytes, from: position + 4) else { return nil }
                position = end + 3
            } else {
                let word = rest.prefix(9).map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }
                if word.elementsEqual("<!DOCTYPE".utf8) { throw .documentTypeRefused(path: path) }
                return Array(rest.dropFirst().prefix { !isWhiteSpace($0) && !">/".utf8.contains($0) })
            }
        }
    }

    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    static func contains(_ pattern: [UInt8], in bytes: [UInt8]) -> Bool {
        firstPosition(of: pattern, in: bytes, from: 0) != nil
    }

    private static func firstPosition(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard start <= bytes.count - pattern.count else { return nil }
        return (start...(bytes.count - pattern.count)).first { bytes[$0..<($0 + pattern.count)].elementsEqual(pattern) }
    }

    private static func quote(_ bytes: ArraySlice<UInt8>) -> String {
        let start = bytes.prefix(24)
        if start.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || isWhiteSpace($0) }) {
            let words = start.split(whereSeparator: isWhiteSpace).map { String(decoding: $0, as: UTF8.self) }
            return "\u{201C}\(words.joined(separator: " "))\u{201D}"
        }
        return "bytes that are not text"
    }
}
