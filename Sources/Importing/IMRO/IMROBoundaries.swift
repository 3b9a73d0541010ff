import XMLBridge

/// The objects of a plan file that only hold geometry (`GeometriePlangebied`, `GeometrieBesluitobject_P1`, …), to which the objects of a
/// structuurvisie, verordening, besluit or AMvB refer with `begrenzing`: one may have several, and one may bound several.
///
/// Source: IMRO2008 and IMRO2012, UML of structuurvisies and of gebiedsgerichte besluiten.
struct IMROBoundaries {
    private var elements: [String: XMLElement] = [:]
    private var referred: Set<String> = []

    /// Goes over the whole file, for references point forward and backward.
    init(path: String, name: String) throws(IMROReadingError) {
        let objects = try IMROObjectReader(path: path, name: name)
        while let element = try objects.next() {
            if Self.isBoundary(element), let identifier = GML.identifier(of: element) { elements[identifier] = element }
            referred.formUnion(Self.references(of: element))
        }
    }

    static func isBoundary(_ element: XMLElement) -> Bool {
        element.name.hasPrefix("Geometrie") && element.child("geometrie") != nil
    }

    /// The identifiers of the objects that bound an object.
    static func references(of element: XMLElement) -> [String] {
        element.children.compactMap { child in
            guard child.name == "begrenzing", let href = child.attribute("href", namespace: GML.xlink) else {
                return nil
            }
            return String(href.split(separator: "#").last ?? "")
        }
    }

    /// nil when the file does not hold it.
    subscript(_ identifier: String) -> XMLElement? { elements[identifier] }

    /// Whether objects have the geometry of this one.
    func isReferredTo(_ identifier: String) -> Bool { referred.contains(identifier) }
}
