/// One element of a record, in a flat array: children follow their parent, in document order.
public struct XMLNode: Sendable {
    /// Position in ``XMLRecordBatch/names``; below the vocabulary's count: position in the vocabulary.
    public var name: Int32
    /// Position in ``XMLRecordBatch/namespaces``; 0 is no namespace.
    public var namespace: Int32
    /// Position behind the last descendant: the next sibling, when there is one.
    public var end: Int32
    /// The element's text in ``XMLRecordBatch/text``; empty when the element has children.
    public var textStart: Int32
    public var textEnd: Int32
    /// The element's attributes in ``XMLRecordBatch/attributes``.
    public var attributeStart: Int32
    public var attributeEnd: Int32
    /// Line of the start tag's end, from 1.
    public var line: Int32
}

/// An attribute of a node; its value lies in ``XMLRecordBatch/text``.
public struct XMLNodeAttribute: Sendable {
    /// Position in ``XMLRecordBatch/names``.
    public var name: Int32
    /// Position in ``XMLRecordBatch/namespaces``; 0 for an attribute without prefix.
    public var namespace: Int32
    public var valueStart: Int32
    public var valueEnd: Int32
}

/// Where a record begins.
public struct XMLRecord: Sendable {
    /// Position in ``XMLRecordBatch/nodes``.
    public var node: Int
    /// Names of the elements around it, the root first, as positions in ``XMLRecordBatch/names``.
    public var ancestors: [Int32]
}

/// Whole records as flat arrays: a handful of allocations for hundreds of records.
public struct XMLRecordBatch: Sendable {
    public internal(set) var records: [XMLRecord] = []
    public internal(set) var nodes: [XMLNode] = []
    public internal(set) var attributes: [XMLNodeAttribute] = []
    /// UTF-8, entities resolved.
    public internal(set) var text: [UInt8] = []
    /// Local names, the vocabulary first.
    public internal(set) var names: [String] = []
    /// Namespace URIs; the first is the empty one.
    public internal(set) var namespaces: [String] = [""]

    init() {}

    /// The node's own text.
    public func string(_ node: XMLNode) -> String {
        String(decoding: text[Int(node.textStart)..<Int(node.textEnd)], as: UTF8.self)
    }

    /// The node with everything in it as a value, for readers that take ``XMLElement``.
    ///
    /// Recursive: the parser bounds the depth.
    public func element(at position: Int) -> XMLElement {
        let node = nodes[position]
        var element = XMLElement(
            namespace: namespaces[Int(node.namespace)],
            name: names[Int(node.name)],
            text: string(node),
            line: Int(node.line)
        )
        for attribute in attributes[Int(node.attributeStart)..<Int(node.attributeEnd)] {
            let value = text[Int(attribute.valueStart)..<Int(attribute.valueEnd)]
            element.attributes.append(
                XMLAttribute(
                    namespace: attribute.namespace == 0 ? nil : namespaces[Int(attribute.namespace)],
                    name: names[Int(attribute.name)],
                    value: String(decoding: value, as: UTF8.self)
                )
            )
        }
        var child = position + 1
        while child < Int(node.end) {
            element.children.append(self.element(at: child))
            child = Int(nodes[child].end)
        }
        return element
    }
}
