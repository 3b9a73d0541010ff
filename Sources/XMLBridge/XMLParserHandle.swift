import CXML2
import Glibc

/// Owns an open file and libxml2's pull parser on it; the only place that calls libxml2.
///
/// Memory holds the path from the root to the current node and about 4 KiB of the file, never the document.
@safe final class XMLParserHandle {
    let path: String
    private let descriptor: Int32
    private let reader: xmlTextReaderPtr
    private let problems = XMLProblemRecorder()
    /// Namespace URIs met so far: a file has a handful, so that one string each serves all elements.
    private var namespaces: [String] = []

    /// How the root element's end tag begins, nil when the first bytes do not tell.
    private let rootEndTag: [UInt8]?

    /// libxml2 wants its tables made once, before any thread parses.
    private static let libraryIsReady: Void = xmlInitParser()

    /// `name` stands for the path in errors.
    init(path: String, name: String) throws(XMLReadingError) {
        _ = Self.libraryIsReady
        self.path = name
        (descriptor, rootEndTag) = try Self.openFile(path, name: name)
        // RECOVER keeps going after namespace faults; all other faults stop us in `advance`. Entities stay unsubstituted.
        let options = XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue
        guard let reader = unsafe xmlReaderForFd(descriptor, nil, nil, Int32(options)) else {
            close(descriptor)
            throw .fileUnreadable(path: name, reason: "libxml2 could not make a parser for it")
        }
        unsafe self.reader = reader
        let recorder = unsafe Unmanaged.passUnretained(problems).toOpaque()
        unsafe xmlTextReaderSetStructuredErrorHandler(
            reader,
            { context, report in
                guard let context = unsafe context, let report = unsafe report else { return }
                unsafe Unmanaged<XMLProblemRecorder>.fromOpaque(context).takeUnretainedValue().record(report)
            },
            recorder
        )
    }

    deinit {
        unsafe xmlFreeTextReader(reader)
        close(descriptor)
    }

    /// Opens a regular file, checks how it begins, and tells how its root element will be closed.
    private static func openFile(_ path: String, name: String) throws(XMLReadingError) -> (Int32, rootEndTag: [UInt8]?)
    {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .fileMissing(path: name) }
            throw .fileUnreadable(path: name, reason: unsafe String(cString: strerror(errno)))
        }
        do throws(XMLReadingError) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw .fileUnreadable(path: name, reason: "it is not a regular file")
            }
            let start = readBytes(descriptor, from: 0, count: XMLProlog.length)
            if start.isEmpty { throw .empty(path: name) }
            return (descriptor, try XMLProlog.check(start, path: name).map { Array("</".utf8) + $0 })
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Up to `count` bytes without moving the file position; fewer at the end of the file or after a read error.
    private static func readBytes(_ descriptor: Int32, from offset: Int, count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let address = unsafe buffer.baseAddress.map { unsafe $0 + filled }
                let got = unsafe pread(descriptor, address, count - filled, off_t(offset + filled))
                if got <= 0 { break }
                filled += got
            }
        }
    }

    /// Moves to the next node; false at the end of an undamaged document.
    func advance() throws(XMLReadingError) -> Bool {
        // 1: there is a node; 0: end; -1: fault.
        let status = unsafe xmlTextReaderRead(reader)
        if let problem = problems.first { throw explain(problem) }
        if status < 0 {
            throw .malformed(path: path, line: parserLine, message: "libxml2 gives no reason")
        }
        if status == 1, nodeKind == XML_READER_TYPE_DOCUMENT_TYPE { throw .documentTypeRefused(path: path) }
        return status == 1
    }

    var nodeKind: xmlReaderTypes {
        xmlReaderTypes(rawValue: UInt32(bitPattern: unsafe xmlTextReaderNodeType(reader)))
    }

    /// Depth of the current node, the root element being 0.
    var depth: Int { Int(unsafe xmlTextReaderDepth(reader)) }

    var isEmptyElement: Bool { unsafe xmlTextReaderIsEmptyElement(reader) == 1 }

    /// The text of the current text or CDATA node.
    var value: String {
        guard let text = unsafe xmlTextReaderConstValue(reader) else { return "" }
        return unsafe String(cString: text)
    }

    /// The current element's namespace URI and local name.
    func elementName() -> (namespace: String, name: String) {
        let name = unsafe Self.string(xmlTextReaderConstLocalName(reader))
        guard let uri = unsafe xmlTextReaderConstNamespaceUri(reader) else {
            // libxml2 leaves an undeclared prefix in the local name.
            return ("", name.split(separator: ":").last.map(String.init) ?? name)
        }
        return (unsafe knownNamespace(uri), name)
    }

    /// The current element with its attributes, still without content.
    func element() -> XMLElement {
        let (namespace, name) = elementName()
        var element = XMLElement(namespace: namespace, name: name, line: elementLine)
        guard unsafe xmlTextReaderMoveToFirstAttribute(reader) == 1 else { return element }
        repeat {
            if unsafe xmlTextReaderIsNamespaceDecl(reader) == 1 { continue }
            var attribute = XMLAttribute(name: unsafe Self.string(xmlTextReaderConstLocalName(reader)), value: value)
            if let uri = unsafe xmlTextReaderConstNamespaceUri(reader) {
                attribute.namespace = unsafe knownNamespace(uri)
            }
            element.attributes.append(attribute)
        } while unsafe xmlTextReaderMoveToNextAttribute(reader) == 1
        _ = unsafe xmlTextReaderMoveToElement(reader)
        return element
    }

    private var parserLine: Int { Int(unsafe xmlTextReaderGetParserLineNumber(reader)) }

    private var elementLine: Int {
        // The node keeps its line in 16 bits; the parser's own line is a few hundred bytes ahead of the node.
        guard let node = unsafe xmlTextReaderCurrentNode(reader) else { return parserLine }
        let line = Int(unsafe node.pointee.line)
        return line < 65_535 ? line : max(65_535, parserLine)
    }

    private func knownNamespace(_ uri: UnsafePointer<xmlChar>) -> String {
        let namespace = unsafe String(cString: uri)
        if let known = namespaces.first(where: { $0 == namespace }) { return known }
        if namespaces.count < 32 { namespaces.append(namespace) }
        return namespace
    }

    private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
        guard let text = unsafe text else { return "" }
        return unsafe String(cString: text)
    }

    /// Tells a document that was cut off from one that is wrong in the middle or goes on after its root element.
    ///
    /// libxml2 calls both ends "Extra content at the end of the document", so the end of the file has to tell.
    private func explain(_ problem: XMLProblemRecorder.Problem) -> XMLReadingError {
        let size = 4096
        let read = Int(lseek(descriptor, 0, SEEK_CUR))
        let tail = Self.readBytes(descriptor, from: max(0, read - size), count: size + 1)
        let isAtEnd = tail.count == min(read, size)
        let endsInTag = tail.last { !XMLProlog.isWhiteSpace($0) } == UInt8(ascii: ">")
        let isUnfinished = [XML_ERR_DOCUMENT_END, XML_ERR_TAG_NOT_FINISHED, XML_ERR_DOCUMENT_EMPTY]
            .contains { $0.rawValue == problem.code }
        let isClosed = rootEndTag.map { XMLProlog.contains($0, in: tail) } ?? false
        if isAtEnd, !endsInTag || (isUnfinished && !isClosed) { return .truncated(path: path, line: problem.line) }
        return .malformed(path: path, line: problem.line, message: problem.message)
    }
}
