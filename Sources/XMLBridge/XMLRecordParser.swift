import CXML2

/// Parses XML that arrives in pieces, wherever from, and hands out the wanted elements many at a time in flat arrays.
///
/// For large files of small records: few allocations, most text never becomes a String. As strict as that: a document type is
/// refused, nothing is fetched, faults against XML Namespaces are tolerated, other damage is an error. Memory is bounded
/// by a piece and the largest record; only a ``finish()`` without error says that the document is whole.
@safe public final class XMLRecordParser {
    private let name: String
    private let context: xmlParserCtxtPtr
    /// In memory of its own: a field of this object would cost an exclusivity check at every event.
    private let state: UnsafeMutablePointer<State>
    private var isFirst = true

    /// What libxml2's events change.
    private struct State {
        var builder: XMLRecordBuilder
        let problems = XMLProblemRecorder()
    }

    private static let libraryIsReady: Void = xmlInitParser()

    /// - Parameters:
    ///   - name: the document's name, for errors.
    ///   - vocabulary: local names that get fixed positions in ``XMLRecordBatch/names``.
    ///   - records: which of those are handed out as records; one inside another belongs to the outer one.
    public init(name: String, vocabulary: [String], records: [String]) throws(XMLReadingError) {
        _ = Self.libraryIsReady
        self.name = name
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = XML_SAX2_MAGIC
        unsafe Self.setEvents(&handler)
        guard let context = unsafe xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else {
            throw .fileUnreadable(path: name, reason: "libxml2 could not make a parser for it")
        }
        unsafe self.context = context
        unsafe state = UnsafeMutablePointer<State>.allocate(capacity: 1)
        unsafe state.initialize(to: State(builder: XMLRecordBuilder(vocabulary: vocabulary, records: records)))
        // NOENT so that character references in attribute values are resolved; without a document type no others exist.
        _ = unsafe xmlCtxtUseOptions(
            context,
            Int32(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOENT.rawValue)
        )
        unsafe context.pointee._private = UnsafeMutableRawPointer(state)
        unsafe context.pointee.userData = UnsafeMutableRawPointer(context)
    }

    deinit {
        // No tree is built, so there is no document to free.
        unsafe xmlFreeParserCtxt(context)
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    /// The root element's local name, once it was met.
    public var rootName: String? { unsafe state.pointee.builder.rootName }

    /// Parses the next piece of the document.
    public func append(_ bytes: [UInt8]) throws(XMLReadingError) {
        guard !bytes.isEmpty else { return }
        if isFirst {
            _ = try XMLProlog.check(Array(bytes.prefix(XMLProlog.length)), path: name)
            isFirst = false
        }
        _ = unsafe bytes.withUnsafeBytes { buffer in
            unsafe xmlParseChunk(
                context,
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(buffer.count),
                0
            )
        }
        try check(isAtEnd: false)
    }

    /// Says that there is no more; throws when the document is not whole.
    public func finish() throws(XMLReadingError) {
        if isFirst { throw .empty(path: name) }
        _ = unsafe xmlParseChunk(context, nil, 0, 1)
        try check(isAtEnd: true)
        if unsafe !state.pointee.builder.rootIsClosed { throw .truncated(path: name, line: Int(line)) }
    }

    /// The records that are whole by now and were not taken before.
    public func takeBatch() -> XMLRecordBatch { unsafe state.pointee.builder.takeBatch() }

    private var line: Int32 {
        guard let input = unsafe context.pointee.input else { return 0 }
        return unsafe input.pointee.line
    }

    private func check(isAtEnd: Bool) throws(XMLReadingError) {
        let builder = unsafe state.pointee.builder
        switch builder.refusal {
        case .depth: throw .nestedTooDeeply(path: name, line: Int(line), limit: XMLSubtreeReader.depthLimit)
        case .documentType: throw .documentTypeRefused(path: name)
        case nil: break
        }
        guard let problem = unsafe state.pointee.problems.first else { return }
        if isAtEnd, !builder.rootIsClosed { throw .truncated(path: name, line: problem.line) }
        throw .malformed(path: name, line: problem.line, message: problem.message)
    }

    // MARK: Events

    private static func state(
        _ context: UnsafeMutableRawPointer?
    ) -> (context: xmlParserCtxtPtr, state: UnsafeMutablePointer<State>)? {
        guard let context = unsafe context?.assumingMemoryBound(to: xmlParserCtxt.self),
            let state = unsafe context.pointee._private
        else { return nil }
        return unsafe (context, state.assumingMemoryBound(to: State.self))
    }

    private static func setEvents(_ handler: inout xmlSAXHandler) {
        unsafe handler.startElementNs = { context, localName, _, uri, _, _, attributeCount, _, attributes in
            guard let (context, state) = unsafe XMLRecordParser.state(context), let localName = unsafe localName else {
                return
            }
            let line = unsafe context.pointee.input.map { unsafe $0.pointee.line } ?? 0
            unsafe state.pointee.builder.start(localName, uri, Int(attributeCount), attributes, line: line)
            if unsafe state.pointee.builder.refusal != nil { unsafe xmlStopParser(context) }
        }
        unsafe handler.endElementNs = { context, _, _, _ in
            unsafe XMLRecordParser.state(context)?.state.pointee.builder.end()
        }
        unsafe handler.characters = { context, text, count in
            guard let text = unsafe text else { return }
            unsafe XMLRecordParser.state(context)?.state.pointee.builder.characters(text, Int(count))
        }
        unsafe handler.cdataBlock = handler.characters
        unsafe handler.ignorableWhitespace = handler.characters
        unsafe handler.internalSubset = { context, _, _, _ in
            guard let (context, state) = unsafe XMLRecordParser.state(context) else { return }
            unsafe state.pointee.builder.refuseDocumentType()
            unsafe xmlStopParser(context)
        }
        unsafe handler.serror = { context, report in
            guard let report = unsafe report else { return }
            unsafe XMLRecordParser.state(context)?.state.pointee.problems.record(report)
        }
    }
}
