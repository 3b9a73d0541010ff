/// Why bytes are no XML document that is taken.
enum XMLFault: Error {
    case malformed(String)
    case documentType
    case depth
}

/// Takes an XML 1.0 document without document type apart as it comes in, in UTF-8, and lays the wanted elements out in an
/// ``XMLRecordBuilder``. As strict as a parser has to be ("well-formed", section 2.1), but for faults against XML Namespaces.
///
/// Without a document type only five entities exist, so nothing can grow, and nothing is fetched.
struct XMLScanner {
    /// What the next bytes belong to.
    enum Mode { case beginning, content, comment, characterData, instruction }

    var mode = Mode.beginning
    /// Of the next byte, from 1.
    var line: Int32 = 1
    /// As the XML declaration names it.
    var encoding: String?
    private(set) var rootIsClosed = false
    private(set) var names: XMLNameTable
    private(set) var namespaces = XMLNamespaces()
    var builder: XMLRecordBuilder
    /// Names of the open elements.
    private(set) var open: [Int32] = []
    /// Name of the element that began last.
    private var last: Int32 = 0
    private var attributes = XMLAttributes()

    init(vocabulary: [String], records: [String]) {
        names = XMLNameTable(vocabulary: vocabulary)
        builder = XMLRecordBuilder(records: Set(records.compactMap { vocabulary.firstIndex(of: $0) }.map(Int32.init)))
    }

    /// Local name of the root element, once it was met.
    var rootName: String? { builder.rootName.map { names.names[Int($0)] } }

    /// The records that are whole by now and were not taken before.
    mutating func takeBatch() -> XMLRecordBatch {
        var batch = builder.takeBatch()
        batch.names = names.names
        batch.namespaces = namespaces.uris
        return batch
    }

    /// Takes in what is whole of some bytes. After an XML declaration it stops, for the encoding to be looked at.
    ///
    /// - Returns: how many bytes that were; the others have to come again with what follows them.
    mutating func scan(_ bytes: Span<UInt8>) throws(XMLFault) -> Int {
        var position = 0
        while position < bytes.count {
            let (next, before) = (position, mode)
            switch mode {
            case .beginning:
                position = try beginning(bytes)
                if position > 0 { return position }
            case .content: position = try content(bytes, from: position)
            case .comment: position = try comment(bytes, from: position)
            case .characterData: position = try characterData(bytes, from: position)
            case .instruction: position = try instruction(bytes, from: position)
            }
            if position == next, mode == before { break }
        }
        return position
    }

    // MARK: Content

    /// Text and tags, until they are not whole or something else begins.
    private mutating func content(_ bytes: Span<UInt8>, from start: Int) throws(XMLFault) -> Int {
        var position = start
        while position < bytes.count {
            let next: Int
            if bytes[position] != UInt8(ascii: "<") {
                next = try open.isEmpty ? space(bytes, from: position) : text(bytes, from: position)
            } else if position + 1 == bytes.count {
                return position
            } else if bytes[position + 1] == UInt8(ascii: "/") {
                next = try endTag(bytes, at: position)
            } else if bytes[position + 1] == UInt8(ascii: "!") || bytes[position + 1] == UInt8(ascii: "?") {
                return try markup(bytes, at: position)
            } else {
                next = try startTag(bytes, at: position)
            }
            if next == position { return position }
            position = next
        }
        return position
    }

    /// White space outside the root element.
    private mutating func space(_ bytes: Span<UInt8>, from start: Int) throws(XMLFault) -> Int {
        var position = start
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            guard XMLCharacters.isSpace(bytes[position]) else {
                throw .malformed(rootIsClosed ? "text behind the root element" : "text before the root element")
            }
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
        return position
    }

    private mutating func text(_ bytes: Span<UInt8>, from start: Int) throws(XMLFault) -> Int {
        let count = bytes.count
        var position = start
        var plain = start
        while true {
            position = XMLCharacters.endOfPlain(bytes, from: position)
            guard position < count else { break }
            let byte = bytes[position]
            if XMLCharacters.isPlain(byte) {
                position += 1
                continue
            }
            if byte == UInt8(ascii: "\n") {
                line += 1
                position += 1
                continue
            }
            if byte == UInt8(ascii: "<") {
                // Text before a child counts for nothing; see `XMLNode`.
                let isClosed = position + 1 == count || bytes[position + 1] <= UInt8(ascii: "?")
                if isClosed { builder.append(bytes, plain..<position) }
                return position
            }
            if byte >= 0x80 {
                guard let length = try length(bytes, at: position) else { break }
                position += length
                continue
            }
            builder.append(bytes, plain..<position)
            plain = position
            guard let next = try special(bytes, at: position) else { return position }
            position = next
            plain = next
        }
        builder.append(bytes, plain..<position)
        return position
    }

    /// A character of text that does not stand for itself; nil when it is not whole.
    private mutating func special(_ bytes: Span<UInt8>, at position: Int) throws(XMLFault) -> Int? {
        switch bytes[position] {
        case UInt8(ascii: "&"):
            var resolved: [UInt8] = []
            let end = try XMLReference.resolve(bytes, at: position, end: bytes.count, into: &resolved)
            guard let end else { return nil }
            builder.append(resolved.span, 0..<resolved.count)
            return end
        case UInt8(ascii: "\r"):
            // Section 2.11: a carriage return, with a line feed behind it or not, is a line feed.
            guard position + 1 < bytes.count else { return nil }
            if bytes[position + 1] != UInt8(ascii: "\n") {
                builder.append([UInt8(ascii: "\n")].span, 0..<1)
            }
            return position + 1
        case UInt8(ascii: "]"):
            guard position + 2 < bytes.count else {
                if position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: "]") { break }
                return nil
            }
            if bytes[position + 1] == UInt8(ascii: "]"), bytes[position + 2] == UInt8(ascii: ">") {
                throw .malformed("\u{201C}]]>\u{201D} in text")
            }
        default: throw invalidCharacter(bytes[position])
        }
        builder.append(bytes, position..<position + 1)
        return position + 1
    }

    // MARK: Tags

    private mutating func startTag(_ bytes: Span<UInt8>, at position: Int) throws(XMLFault) -> Int {
        let name: Int32
        var end = position + 1
        // Records are alike: the element that followed last time most likely follows again.
        if let expected = names.follower(of: last, in: bytes, at: end) {
            name = expected
            end += Int(names[name].byteCount)
        } else {
            while end < bytes.count, XMLCharacters.isNameByte(bytes[end]) { end += 1 }
            if end == bytes.count { return position }
            guard let found = names.number(bytes, position + 1..<end) else {
                throw .malformed("\u{201C}<\u{201D} with no name of an element behind it")
            }
            name = found
            names.setFollower(name, of: last)
        }
        last = name
        if rootIsClosed { throw .malformed("an element behind the root element") }
        if bytes[end] == UInt8(ascii: ">") {
            try begin(name)
            finishStart(name)
            return end + 1
        }
        guard let close = XMLAttributes.endOfTag(bytes, from: end) else { return position }
        let isEmpty = try attributes.read(bytes, end..<close, of: name, names: &names, line: &line)
        attributes.declareNamespaces(bytes, names, &namespaces, depth: open.count)
        try begin(name)
        if builder.isInRecord { attributes.append(to: &builder, bytes, names, namespaces) }
        finishStart(name)
        if isEmpty { finish() }
        return close + 1
    }

    private mutating func begin(_ name: Int32) throws(XMLFault) {
        open.append(name)
        if open.count > XMLSubtreeReader.depthLimit + 1 { throw .depth }
        builder.start(name: names[name].local)
    }

    private mutating func finishStart(_ number: Int32) {
        let name = names[number]
        let namespace = name.declaresNamespace ? 0 : namespaces.uri(ofPrefix: name.prefix)
        builder.finishStart(name: name.local, namespace: namespace, line: line)
    }

    private mutating func endTag(_ bytes: Span<UInt8>, at position: Int) throws(XMLFault) -> Int {
        guard let name = open.last else { throw .malformed("an end tag without a start tag") }
        let start = position + 2
        var end = start + Int(names[name].byteCount)
        guard end < bytes.count else {
            // Too short to be it, so it is another, or it is not whole.
            for other in start..<bytes.count where bytes[other] == UInt8(ascii: ">") { throw unexpectedEnd(name) }
            return position
        }
        guard names.isWritten(name, in: bytes, at: start, end - start) else { throw unexpectedEnd(name) }
        let first = end
        while bytes[end] != UInt8(ascii: ">") {
            guard XMLCharacters.isSpace(bytes[end]) else { throw unexpectedEnd(name) }
            end += 1
            if end == bytes.count { return position }
        }
        for space in first..<end where bytes[space] == UInt8(ascii: "\n") { line += 1 }
        finish()
        return end + 1
    }

    /// Ends the innermost element.
    private mutating func finish() {
        open.removeLast()
        builder.end()
        namespaces.leave(depth: open.count)
        if open.isEmpty { rootIsClosed = true }
    }

    private func unexpectedEnd(_ name: Int32) -> XMLFault {
        .malformed("an end tag where \u{201C}</\(names.text(name))>\u{201D} was expected")
    }
}
