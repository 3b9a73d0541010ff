/// Which prefix stands for which namespace at the place that a parser has reached.
struct XMLNamespaces {
    /// URIs; the first is the empty one: no namespace.
    private(set) var uris = ["", "http://www.w3.org/XML/1998/namespace"]

    private var positions: [String: Int32] = ["": 0, "http://www.w3.org/XML/1998/namespace": 1]
    /// By number of the prefix; 0 where it was not declared.
    private var current: [Int32] = [0, 1, 0]
    /// What to go back to at the end of elements, the innermost last.
    private var replaced: [(depth: Int, prefix: Int32, uri: Int32)] = []
    /// Depth of the innermost element that declares a namespace.
    private var lastDepth = -1

    /// The namespace of a prefix; of one that was never declared, which real files have, the empty one.
    func uri(ofPrefix prefix: Int32) -> Int32 { Int(prefix) < current.count ? current[Int(prefix)] : 0 }

    /// Declares a namespace for the element at a depth and all in it.
    ///
    /// What XML Namespaces forbids is left out, as libxml2 does: a prefix without a URI, other URIs for `xml` and `xmlns`,
    /// and theirs for other prefixes.
    mutating func declare(_ prefix: Int32, _ uri: String, depth: Int) {
        if prefix == XMLNameTable.xmlPrefix || prefix == XMLNameTable.xmlnsPrefix { return }
        if prefix != XMLNameTable.noPrefix, uri.isEmpty { return }
        if uri == uris[1] || uri == "http://www.w3.org/2000/xmlns/" { return }
        while current.count <= Int(prefix) { current.append(0) }
        replaced.append((depth, prefix, current[Int(prefix)]))
        current[Int(prefix)] = position(of: uri)
        lastDepth = depth
    }

    /// Takes back what the element at a depth declared, when it ends.
    mutating func leave(depth: Int) {
        guard depth == lastDepth else { return }
        while let last = replaced.last, last.depth == depth {
            current[Int(last.prefix)] = last.uri
            replaced.removeLast()
        }
        lastDepth = replaced.last?.depth ?? -1
    }

    private mutating func position(of uri: String) -> Int32 {
        if let known = positions[uri] { return known }
        let position = Int32(uris.count)
        positions[uri] = position
        uris.append(uri)
        return position
    }
}
