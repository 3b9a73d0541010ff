import FileBridge

/// The attributes of one start tag.
struct XMLAttributes {
    private struct Attribute {
        /// Number in the ``XMLNameTable``.
        let name: Int32
        /// In the bytes at hand, or in `resolved`.
        let value: Range<Int>
        let isResolved: Bool
    }

    private var attributes: [Attribute] = []
    /// Values with references or white space in them, as they are meant.
    private var resolved: [UInt8] = []

    /// Where a start tag ends that goes on at a position; nil when it is not whole. A `<` in it is a fault, and ends it.
    static func endOfTag(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var position = start
        var quote: UInt8 = 0
        while true {
            // In a value only its quote counts, beside `<`.
            position = TextMarks.next(
                in: bytes,
                from: position,
                UInt8(ascii: "<"),
                quote == 0 ? UInt8(ascii: ">") : quote,
                quote == 0 ? UInt8(ascii: "\"") : quote,
                quote == 0 ? UInt8(ascii: "'") : quote
            )
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            if byte == UInt8(ascii: "<") { return position }
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: ">") {
                return position
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            position += 1
        }
    }

    /// Reads what stands between a name and the end of its tag (productions 40 and 41).
    ///
    /// - Parameter element: the name.
    /// - Returns: whether the tag is that of an empty element.
    mutating func read(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        of element: Int32,
        names: inout XMLNameTable,
        line: inout Int32
    ) throws(XMLFault) -> Bool {
        attributes.removeAll(keepingCapacity: true)
        resolved.removeAll(keepingCapacity: true)
        let end = range.upperBound
        var position = range.lowerBound
        while true {
            let start = position
            position = space(bytes, from: position, to: end, &line)
            if position == end {
                guard bytes[end] == UInt8(ascii: ">") else { throw .malformed("\u{201C}<\u{201D} in a tag") }
                try refuseRepeats(names)
                return false
            }
            if bytes[position] == UInt8(ascii: "/") {
                guard position + 1 == end, bytes[end] == UInt8(ascii: ">") else {
                    throw .malformed("\u{201C}/\u{201D} within a tag")
                }
                try refuseRepeats(names)
                return true
            }
            guard position > start else { throw .malformed("no white space before an attribute") }
            let before = attributes.last?.name ?? element
            position = try attribute(bytes, at: position, to: end, after: before, &names, &line)
        }
    }

    private func space(_ bytes: Span<UInt8>, from start: Int, to end: Int, _ line: inout Int32) -> Int {
        var position = start
        while position < end, XMLCharacters.isSpace(bytes[position]) {
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
        return position
    }

    private mutating func attribute(
        _ bytes: Span<UInt8>,
        at start: Int,
        to end: Int,
        after before: Int32,
        _ names: inout XMLNameTable,
        _ line: inout Int32
    ) throws(XMLFault) -> Int {
        var position = start
        let name: Int32
        // Tags are alike: the attribute that followed last time most likely follows again.
        if let expected = names.attribute(after: before, in: bytes, at: start) {
            name = expected
            position += Int(names[name].byteCount)
        } else {
            while position < end, XMLCharacters.isNameByte(bytes[position]) { position += 1 }
            guard let found = names.number(bytes, start..<position) else { throw .malformed("a tag that is no tag") }
            name = found
            names.setAttribute(name, after: before)
        }
        position = space(bytes, from: position, to: end, &line)
        guard position < end, bytes[position] == UInt8(ascii: "=") else {
            throw .malformed("the attribute \(names.text(name)) without a value")
        }
        position = space(bytes, from: position + 1, to: end, &line)
        guard position < end, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") else {
            throw .malformed("the attribute \(names.text(name)) whose value is not quoted")
        }
        let quote = bytes[position]
        let first = position + 1
        position = first
        while true {
            position = min(end, TextMarks.next(in: bytes, from: position, UInt8(ascii: "&"), quote, quote, quote))
            guard position < end, (0x20..<0x80).contains(bytes[position]), bytes[position] != quote,
                bytes[position] != UInt8(ascii: "&")
            else { break }
            position += 1
        }
        if position < end, bytes[position] == quote {
            attributes.append(Attribute(name: name, value: first..<position, isResolved: false))
            return position + 1
        }
        return try resolve(bytes, first, to: end, quote, name, &line)
    }

    /// Reads a value with something in it that does not stand for itself (section 3.3.3).
    private mutating func resolve(
        _ bytes: Span<UInt8>,
        _ start: Int,
        to end: Int,
        _ quote: UInt8,
        _ name: Int32,
        _ line: inout Int32
    ) throws(XMLFault) -> Int {
        let first = resolved.count
        var position = start
        while position < end, bytes[position] != quote {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "&"):
                let next = try XMLReference.resolve(bytes, at: position, end: end, into: &resolved)
                guard let next else { throw .malformed("\u{201C}&\u{201D} that begins no reference") }
                position = next
                continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                if byte == UInt8(ascii: "\n") { line += 1 }
                let isPair = byte == UInt8(ascii: "\r") && bytes[position + 1] == UInt8(ascii: "\n")
                if !isPair { resolved.append(UInt8(ascii: " ")) }
            case 0x20..<0x80: resolved.append(byte)
            case 0x80...:
                guard case .scalar(let value, let length) = XMLCharacters.decode(bytes, at: position, end: end),
                    XMLCharacters.isCharacter(value)
                else { throw .malformed("bytes that are no character in UTF-8") }
                for offset in 0..<length { resolved.append(bytes[position + offset]) }
                position += length
                continue
            default: throw .malformed("the character \(byte), which XML does not allow")
            }
            position += 1
        }
        guard position < end else { throw .malformed("\u{201C}<\u{201D} or no closing quote in an attribute's value") }
        attributes.append(Attribute(name: name, value: first..<resolved.count, isResolved: true))
        return position + 1
    }

    /// An attribute may be there once.
    private func refuseRepeats(_ names: XMLNameTable) throws(XMLFault) {
        guard attributes.count > 1 else { return }
        var repeated: Attribute?
        if attributes.count <= 16 {
            for (position, attribute) in attributes.enumerated() {
                for other in 0..<position where attributes[other].name == attribute.name {
                    if !isNoDeclaration(attribute, names), !isNoDeclaration(attributes[other], names) {
                        repeated = attribute
                    }
                }
            }
        } else {
            var seen = Set<Int32>()
            repeated = attributes.first { !isNoDeclaration($0, names) && !seen.insert($0.name).inserted }
        }
        if let repeated { throw .malformed("the attribute \(names.text(repeated.name)) twice") }
    }

    /// Whether it would give a prefix no namespace, which Namespaces in XML 1.0 (5) does not allow: passed over, as by libxml2.
    private func isNoDeclaration(_ attribute: Attribute, _ names: XMLNameTable) -> Bool {
        let name = names[attribute.name]
        return attribute.value.isEmpty && name.declaresNamespace && name.prefix != XMLNameTable.noPrefix
    }

    // MARK: Use

    /// Declares the namespaces among the attributes for the element at a depth.
    func declareNamespaces(
        _ bytes: Span<UInt8>,
        _ names: XMLNameTable,
        _ namespaces: inout XMLNamespaces,
        depth: Int
    ) {
        for attribute in attributes where names[attribute.name].declaresNamespace && !isNoDeclaration(attribute, names)
        {
            let text = attribute.isResolved ? resolved.span : bytes
            let uri = String(decoding: attribute.value.map { text[$0] }, as: UTF8.self)
            namespaces.declare(names[attribute.name].prefix, uri, depth: depth)
        }
    }

    /// Hands the attributes to a builder, without those that declare namespaces.
    func append(
        to builder: inout XMLRecordBuilder,
        _ bytes: Span<UInt8>,
        _ names: XMLNameTable,
        _ namespaces: XMLNamespaces
    ) {
        for attribute in attributes {
            let name = names[attribute.name]
            if name.declaresNamespace { continue }
            builder.appendAttribute(
                name: name.local,
                // The default namespace is not for attributes.
                namespace: name.prefix == XMLNameTable.noPrefix ? 0 : namespaces.uri(ofPrefix: name.prefix),
                attribute.isResolved ? resolved.span : bytes,
                attribute.value
            )
        }
    }
}
