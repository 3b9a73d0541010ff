/// An XML attribute; namespace declarations are not among them.
public struct XMLAttribute: Sendable, Hashable {
    /// Namespace URI, nil for an attribute without prefix.
    public var namespace: String?
    /// Name without prefix.
    public var name: String
    /// Entities and character references resolved.
    public var value: String

    /// An attribute, without prefix unless a namespace is given.
    public init(namespace: String? = nil, name: String, value: String) {
        self.namespace = namespace
        self.name = name
        self.value = value
    }
}

/// One XML element with everything in it, as a value.
///
/// The order of text relative to child elements is not kept: right for data, not for documents with mixed content.
public struct XMLElement: Sendable, Hashable {
    /// Namespace URI, empty when the element has none or its prefix was never declared.
    public var namespace: String
    /// Name without prefix.
    public var name: String
    /// In the file's order, namespace declarations left out.
    public var attributes: [XMLAttribute]
    /// The text directly in this element, pieces joined; pieces of only white space are left out.
    public var text: String
    /// In the file's order.
    public var children: [XMLElement]
    /// Line of the start tag, from 1.
    ///
    /// Exact up to 65,534; libxml2 keeps no exact line beyond that, so then it is up to a few lines off.
    public var line: Int

    /// An element, empty unless more is given.
    public init(
        namespace: String,
        name: String,
        attributes: [XMLAttribute] = [],
        text: String = "",
        children: [XMLElement] = [],
        line: Int
    ) {
        self.namespace = namespace
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children = children
        self.line = line
    }

    /// Whether this is a piece of text that an ``XMLSubtreeReader`` kept in its place.
    public var isText: Bool { name.isEmpty }

    /// The first child with this local name, in any namespace.
    public func child(_ name: String) -> XMLElement? {
        children.first { $0.name == name }
    }

    /// The value of the attribute with this local name and exactly this namespace (nil: no prefix).
    public func attribute(_ name: String, namespace: String? = nil) -> String? {
        attributes.first { $0.name == name && $0.namespace == namespace }?.value
    }
}

/// What is known of an element before it is read: enough to decide whether it is wanted.
public struct XMLElementHead: Sendable, Hashable {
    /// Namespace URI, empty when there is none.
    public var namespace: String
    /// Name without prefix.
    public var name: String
    /// 0 for the root element, 1 for its children.
    public var depth: Int
}
