import XMLBridge

/// The attributes of one IMRO2012 object: every text and reference in it except its geometry, name and identifier.
///
/// A text gets the name of its element. Exceptions: the parts that several kinds share have one name each
/// (``preferredOrder``), a label's point is named after its role, and a measure keeps value and type together.
struct IMROAttributes {
    /// These come first, in this order; the others follow in the file's order.
    private static let preferredOrder = [
        "planId", "typePlan", "planstatus", "planstatusDatum", "naamOverheid", "overheidsCode", "bestemmingshoofdgroep",
        "gebiedsaanduidinggroep", "artikelnummer", "verwijzingNaarTekst", "label", "symboolCode", "bestemmingsvlak",
        "typePlanobject", "maatvoering",
    ]

    /// Values of these repeat for drawing only: each is kept once.
    private static let keptOnce: Set = ["label", "symboolCode"]
    /// Values of these hold no spaces, so that a space parts them; "; " parts all others.
    private static let partedBySpace: Set = ["verwijzingNaarTekst", "label", "symboolCode"]

    private var names: [String] = []
    private var texts: [String: [String]] = [:]
    private var references: Set<String> = []
    private var measures: [String] = []
    private(set) var planReference: String?

    /// `identifier` is the object's `gml:id`; `identificatie` is kept only when it says something else.
    init(of element: XMLElement, identifier: String) {
        for child in element.children where !Self.isGeometry(child) && child.name != "naam" {
            if child.name == "identificatie", Self.nen3610Identifier(child) == identifier { continue }
            collect(child, parent: element.name, role: child.name)
        }
        // A second name is not the object's name, but not to be lost either.
        for extra in element.children.filter({ $0.name == "naam" }).dropFirst() {
            add(Self.trimmed(extra.text), as: "naam")
        }
    }

    /// The typed attributes, `planId` first.
    func typed(planId: String?) -> [(name: String, value: AttributeValue)] {
        var result: [(name: String, value: AttributeValue)] = []
        for name in Self.preferredOrder + names.filter({ !Self.preferredOrder.contains($0) }) {
            switch name {
            case "planId":
                if let planId { result.append((name, .text(planId))) }
            case "maatvoering" where !measures.isEmpty:
                result.append((name, .text("[\(measures.joined(separator: ","))]")))
            case "planstatusDatum":
                if let day = planstatusDate { result.append((name, .date(day))) }
            default:
                if let text = joined(name) { result.append((name, .text(text))) }
            }
        }
        return result
    }

    /// All values of one name in one text, nil when there is none.
    func joined(_ name: String) -> String? {
        guard let values = texts[name] else { return nil }
        let partsBySpace = Self.partedBySpace.contains(name) || references.contains(name)
        return values.joined(separator: partsBySpace ? " " : "; ")
    }

    var planstatusDate: Int32? { texts["planstatusDatum"]?.first.flatMap(XMLDate.days) }

    // MARK: Collecting

    /// Adds all texts at and below an element.
    ///
    /// `role` is the name of the nearest element that is not GML.
    private mutating func collect(_ element: XMLElement, parent: String, role: String) {
        if element.name == "WaardeEnType" {
            measures.append(Self.measure(element))
            for child in element.children where child.name != "waarde" && child.name != "waardeType" {
                collect(child, parent: element.name, role: child.name)
            }
            return
        }
        let text = Self.trimmed(element.text)
        if !text.isEmpty { add(text, as: Self.attributeName(element.name, parent: parent, role: role)) }
        if let href = element.attribute("href", namespace: GML.xlink) {
            addReference(String(href.split(separator: "#").last ?? ""), as: element.name)
        }
        for child in element.children {
            collect(child, parent: element.name, role: GML.isGML(child) ? role : child.name)
        }
    }

    private static func attributeName(_ name: String, parent: String, role: String) -> String {
        switch (parent, name) {
        case ("PlanstatusEnDatum", "datum"): "planstatusDatum"
        case ("Label", "tekst"): "label"
        default: role
        }
    }

    private mutating func add(_ text: String, as name: String) {
        // An unreadable status date stays as the text it is; so does a second one.
        let isDate = XMLDate.days(text) != nil && texts[name] == nil
        let name = name == "planstatusDatum" && !isDate ? "datum" : name
        guard texts[name] != nil else {
            names.append(name)
            texts[name] = [text]
            return
        }
        if Self.keptOnce.contains(name), texts[name]?.contains(text) == true { return }
        texts[name]?.append(text)
    }

    /// `plangebied`, `besluitgebied`, `structuurvisiegebied`, …: the plan that the object belongs to.
    private mutating func addReference(_ target: String, as name: String) {
        if planReference == nil, name.lowercased().hasSuffix("gebied") {
            planReference = target
        } else {
            references.insert(name)
            add(target, as: name)
        }
    }

    /// One measure as JSON, its value as the plan writes it: "8,5" stays "8,5".
    private static func measure(_ element: XMLElement) -> String {
        let members = ["waarde", "waardeType"].map { name in
            let value = element.child(name).map { JSONText.quoted(trimmed($0.text)) } ?? "null"
            return "\"\(name)\":\(value)"
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// `NL.IMRO` + `lokaalID` + `versie`, put together as a `gml:id` is.
    static func nen3610Identifier(_ identificatie: XMLElement) -> String? {
        guard let parts = identificatie.child("NEN3610ID"), let local = parts.child("lokaalID") else { return nil }
        let namespace = parts.child("namespace").map { trimmed($0.text) } ?? "NL.IMRO"
        let version = parts.child("versie").map { "-\(trimmed($0.text))" } ?? ""
        return "\(namespace).\(trimmed(local.text))\(version)"
    }

    static func isGeometry(_ element: XMLElement) -> Bool {
        element.name == "geometrie" || (GML.isGML(element) && element.name == "boundedBy")
    }

    static func trimmed(_ text: String) -> String {
        let white: (Character) -> Bool = { $0.isWhitespace }
        guard text.first.map(white) == true || text.last.map(white) == true else { return text }
        let start = text.drop(while: white)
        guard let last = start.lastIndex(where: { !white($0) }) else { return "" }
        return String(start[...last])
    }
}
