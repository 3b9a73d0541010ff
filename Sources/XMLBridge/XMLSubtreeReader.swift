import CXML2

/// Reads an XML file of any size front to back and hands out one wanted element at a time, with everything in it.
///
/// Memory is bounded by the largest element handed out. Entities are not substituted, nothing is fetched from the
/// network, a document type declaration is refused, faults against XML Namespaces are tolerated; any other damage is an
/// error, also when it comes after elements that were handed out already: only nil from ``next(where:)`` says that the
/// file is whole.
public final class XMLSubtreeReader {
    /// Deeper nesting is refused: the deepest Dutch format, STOP, stays under 60.
    public static let depthLimit = 256

    /// The root element: name and attributes, no content.
    public let root: XMLElement
    private let parser: XMLParserHandle
    private let keepsTextInPlace: Bool
    /// The parser stands at an element that `next` has not offered yet: the root, at the start.
    private var isAtUnofferedElement = true

    /// Opens a file and reads up to its root element's start tag; `name` stands for the path in errors.
    ///
    /// - Parameter keepsTextInPlace: for documents with mixed content: each piece of text, white space too, is a child of
    ///   its own, an element without a name (``XMLElement/isText``), between the elements that it stands between.
    public init(path: String, name: String? = nil, keepsTextInPlace: Bool = false) throws(XMLReadingError) {
        self.keepsTextInPlace = keepsTextInPlace
        parser = try XMLParserHandle(path: path, name: name ?? path)
        while true {
            guard try parser.advance() else { throw .truncated(path: parser.path, line: 1) }
            if parser.nodeKind == XML_READER_TYPE_ELEMENT { break }
        }
        root = parser.element()
    }

    /// The file's name, as it was given.
    public var path: String { parser.path }

    /// The next element in document order, the root included, that `isWanted`; nil at the end of an undamaged file.
    ///
    /// Elements inside one that was handed out are not offered again; those inside an unwanted one are.
    public func next(where isWanted: (XMLElementHead) -> Bool) throws(XMLReadingError) -> XMLElement? {
        while true {
            if isAtUnofferedElement {
                isAtUnofferedElement = false
            } else {
                guard try parser.advance() else { return nil }
            }
            guard parser.nodeKind == XML_READER_TYPE_ELEMENT else { continue }
            let depth = parser.depth
            try checkDepth(depth)
            let (namespace, name) = parser.elementName()
            if isWanted(XMLElementHead(namespace: namespace, name: name, depth: depth)) { return try subtree() }
        }
    }

    /// The element that the parser stands at, read to its end tag.
    ///
    /// Not recursive: the depth comes from the file.
    private func subtree() throws(XMLReadingError) -> XMLElement {
        var open = [parser.element()]
        if parser.isEmptyElement { return open[0] }
        while true {
            guard try parser.advance() else {
                throw .truncated(path: parser.path, line: open[0].line)
            }
            switch parser.nodeKind {
            case XML_READER_TYPE_ELEMENT:
                try checkDepth(parser.depth)
                let element = parser.element()
                if parser.isEmptyElement {
                    open[open.count - 1].children.append(element)
                } else {
                    open.append(element)
                }
            case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA:
                let text = parser.value
                if keepsTextInPlace {
                    let line = open[open.count - 1].line
                    open[open.count - 1].children.append(XMLElement(namespace: "", name: "", text: text, line: line))
                } else {
                    open[open.count - 1].text += text
                }
            case XML_READER_TYPE_SIGNIFICANT_WHITESPACE where keepsTextInPlace:
                let line = open[open.count - 1].line
                open[open.count - 1].children.append(XMLElement(namespace: "", name: "", text: " ", line: line))
            case XML_READER_TYPE_END_ELEMENT:
                let closed = open.removeLast()
                if open.isEmpty { return closed }
                open[open.count - 1].children.append(closed)
            default:
                break
            }
        }
    }

    private func checkDepth(_ depth: Int) throws(XMLReadingError) {
        guard depth <= Self.depthLimit else {
            throw .nestedTooDeeply(path: parser.path, line: parser.element().line, limit: Self.depthLimit)
        }
    }
}
