import XMLBridge

/// A piece of a record of the search service, in XML or JSON: the same names, texts and order in both.
struct PublicationNode: Sendable {
    /// Without namespace prefix.
    let name: String
    let text: String
    let scheme: String?
    let children: [PublicationNode]

    init(_ element: XMLElement) {
        name = element.name
        text = IMROAttributes.trimmed(element.text)
        scheme = element.attribute("scheme")
        children = element.children.map(PublicationNode.init)
    }

    /// The nodes of a member: a list stands for elements of one name.
    ///
    /// An element with attributes is an object whose text is `$`; a text of digits may be written as a number.
    static func nodes(_ name: String, _ value: JSONValue) -> [PublicationNode] {
        if case .array(let elements) = value { return elements.flatMap { nodes(name, $0) } }
        return [PublicationNode(name, value)]
    }

    private init(_ name: String, _ value: JSONValue) {
        self.name = name.split(separator: ":").last.map(String.init) ?? name
        let members = value.members ?? []
        switch value["$"] ?? value {
        case .text(let text): self.text = IMROAttributes.trimmed(text)
        case .number(let digits): text = digits
        case .bool(let value): text = value ? "true" : "false"
        case .null, .array, .object: text = ""
        }
        scheme = value["scheme"]?.text ?? value["@scheme"]?.text
        let attributes = ["$", "scheme", "@scheme"]
        children = members.filter { !attributes.contains($0.name) }.flatMap { Self.nodes($0.name, $0.value) }
    }

    func child(_ name: String) -> PublicationNode? { children.first { $0.name == name } }

    /// The first node of a name, this one included, in document order.
    func first(_ name: String) -> PublicationNode? {
        if self.name == name { return self }
        for child in children {
            if let found = child.first(name) { return found }
        }
        return nil
    }

    /// All nodes without children, in document order.
    var leaves: [PublicationNode] { children.isEmpty ? [self] : children.flatMap(\.leaves) }
}
