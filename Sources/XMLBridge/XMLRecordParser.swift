/// Parses XML that arrives in pieces, wherever from, and hands out the wanted elements many at a time in flat arrays.
///
/// For large files of small records: few allocations, most text never becomes a String. Strict: a document type is
/// refused, nothing is fetched, faults against XML Namespaces are tolerated, other damage is an error. Memory is bounded
/// by a piece, the largest record and the longest tag; only a ``finish()`` without error says that the document is whole.
public final class XMLRecordParser {
    /// A tag may be this long, in bytes.
    static let longestTag = 16 << 20
    /// As may the text and attributes of a record.
    static let longestRecord = 512 << 20
    /// So many different names, and namespaces, may a document have; real ones have some hundreds.
    static let mostNames = 1_000_000

    private let name: String
    private var scanner: XMLScanner
    /// What the last piece broke off in.
    private var carry: [UInt8] = []
    private var decoder: XMLTextDecoder?
    private var isFirst = true

    /// - Parameters:
    ///   - name: the document's name, for errors.
    ///   - vocabulary: local names that get fixed positions in ``XMLRecordBatch/names``.
    ///   - records: which of those are handed out as records; one inside another belongs to the outer one.
    public init(name: String, vocabulary: [String], records: [String]) {
        self.name = name
        scanner = XMLScanner(vocabulary: vocabulary, records: records)
    }

    /// The root element's local name, once it was met.
    public var rootName: String? { scanner.rootName }

    /// Parses the next piece of the document.
    public func append(_ bytes: [UInt8]) throws(XMLReadingError) {
        guard !bytes.isEmpty else { return }
        if decoder != nil { return try decode(bytes) }
        if scanner.mode == .beginning { try begin(bytes) } else { try take(bytes) }
    }

    /// Says that there is no more; throws when the document is not whole.
    public func finish() throws(XMLReadingError) {
        if scanner.mode == .beginning { try begin([], isLast: true) }
        let isWhole = carry.allSatisfy(XMLProlog.isWhiteSpace) && decoder?.isWhole != false && scanner.mode == .content
        if !scanner.rootIsClosed { throw .truncated(path: name, line: Int(scanner.line)) }
        if !isWhole { throw malformed("something behind the root element that does not end") }
    }

    /// The records that are whole by now and were not taken before.
    public func takeBatch() -> XMLRecordBatch { scanner.takeBatch() }

    // MARK: Pieces

    /// Looks at the encoding as soon as the bytes tell: at the byte order mark (XML 1.0 appendix F) and the declaration.
    private func begin(_ bytes: [UInt8], isLast: Bool = false) throws(XMLReadingError) {
        carry += bytes
        if isFirst {
            // What the beginning says shows at the first tag.
            let isEnough = carry.count >= 4 && carry.contains(UInt8(ascii: "<"))
            guard isEnough || isLast || carry.count >= XMLProlog.length else { return }
            if carry.isEmpty { throw .empty(path: name) }
            _ = try XMLProlog.check(Array(carry.prefix(XMLProlog.length)), path: name)
            isFirst = false
            let (encoding, mark) = XMLTextDecoder.Encoding.detected(carry)
            carry.removeFirst(mark)
            if encoding != .utf8 {
                let rest = carry
                carry = []
                decoder = XMLTextDecoder(encoding)
                return try decode(rest)
            }
        }
        let rest = carry
        carry = []
        let used = try scan(rest.span)
        let isDeclared = scanner.mode != .beginning
        if let name = scanner.encoding, isDeclared {
            guard let encoding = XMLTextDecoder.Encoding(name: name) else {
                throw malformed("the encoding \(name) is none of UTF-8, UTF-16, ISO-8859-1, ISO-8859-15, Windows-1252")
            }
            if encoding.isWide { throw malformed("said to be in \(name), but is not") }
            if encoding != .utf8 { decoder = XMLTextDecoder(encoding) }
        }
        let remaining = Array(rest[used...])
        if !isDeclared {
            carry = remaining
        } else if decoder == nil {
            try take(remaining)
        } else {
            try decode(remaining)
        }
    }

    private func decode(_ bytes: [UInt8]) throws(XMLReadingError) {
        guard let text = decoder?.decode(bytes) else { throw malformed("bytes that are no character in its encoding") }
        if scanner.mode == .beginning {
            let whole = carry + text
            let used = try scan(whole.span)
            carry = Array(whole[used...])
            if scanner.mode == .beginning { return }
            let rest = carry
            carry = []
            return try take(rest)
        }
        try take(text)
    }

    /// Parses UTF-8 that follows what was carried over.
    private func take(_ bytes: [UInt8]) throws(XMLReadingError) {
        var start = 0
        var carry = carry
        self.carry = []
        while !carry.isEmpty, start < bytes.count {
            // The next ">" most likely ends what was broken off. At least half as much as there is comes with it, so that
            // nothing is looked at more often than a few times.
            let least = start + carry.count / 2
            let close = least < bytes.count ? bytes[least...].firstIndex(of: UInt8(ascii: ">")) : nil
            let end = close.map { $0 + 1 } ?? bytes.count
            carry += bytes[start..<end]
            start = end
            let used = try scan(carry.span)
            carry.removeFirst(used)
            if carry.count > Self.longestTag { throw malformed("a tag of more than 16 MiB") }
        }
        if start < bytes.count {
            let span = bytes.span
            start += try scan(span.extracting(start...))
            carry = Array(bytes[start...])
        }
        self.carry = carry
    }

    private func scan(_ bytes: Span<UInt8>) throws(XMLReadingError) -> Int {
        do throws(XMLFault) {
            let used = try scanner.scan(bytes)
            if scanner.builder.textByteCount > Self.longestRecord { throw .malformed("a record of more than 512 MiB") }
            let names = max(scanner.names.count, scanner.namespaces.uris.count)
            if names > Self.mostNames || scanner.names.byteCount > Self.longestRecord {
                throw .malformed("more than a million names")
            }
            return used
        } catch {
            let line = Int(scanner.line)
            switch error {
            case .malformed(let message): throw .malformed(path: name, line: line, message: message)
            case .documentType: throw .documentTypeRefused(path: name)
            case .depth: throw .nestedTooDeeply(path: name, line: line, limit: XMLSubtreeReader.depthLimit)
            }
        }
    }

    private func malformed(_ message: String) -> XMLReadingError {
        .malformed(path: name, line: Int(scanner.line), message: message)
    }
}
