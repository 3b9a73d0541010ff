import XMLBridge

/// Hands out the objects of a plan file one at a time, whatever wraps them.
///
/// They stand in `featureMember` or `featureMembers` of `FeatureCollectionIMRO` or `gml:FeatureCollection`; where a
/// file holds one bare object, that is the root itself. A `featureMember` without object is handed out as it is.
final class IMROObjectReader {
    private let xml: XMLSubtreeReader
    private let rootIsObject: Bool
    /// Objects that were read but not handed out yet, the last one first.
    private var waiting: [XMLElement] = []
    private var isInsideMembers = false

    /// `name` stands for the path in errors.
    init(path: String, name: String) throws(IMROReadingError) {
        do {
            xml = try XMLSubtreeReader(path: path, name: name)
        } catch {
            throw .xml(error)
        }
        rootIsObject = !xml.root.name.hasPrefix("FeatureCollection") && GML.identifier(of: xml.root) != nil
    }

    var path: String { xml.path }
    var root: XMLElement { xml.root }

    /// The next object; nil at the end of an undamaged file.
    func next() throws(IMROReadingError) -> XMLElement? {
        if let element = waiting.popLast() { return element }
        let found: XMLElement?
        do {
            found = try xml.next { head in
                switch head.depth {
                case 0: return self.rootIsObject
                case 1:
                    self.isInsideMembers = head.name == "featureMembers"
                    return head.name == "featureMember"
                default: return head.depth == 2 && self.isInsideMembers
                }
            }
        } catch {
            throw .xml(error)
        }
        guard let found, found.name == "featureMember", !found.children.isEmpty else { return found }
        waiting = found.children.dropFirst().reversed()
        return found.children[0]
    }

    /// What ``next()`` will hand out.
    func peek() throws(IMROReadingError) -> XMLElement? {
        let element = try next()
        if let element { waiting.append(element) }
        return element
    }
}
