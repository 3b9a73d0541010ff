import XMLBridge

/// The attributes of one IMRO object: every text and reference in it except its geometry, name and identifier.
///
/// A text gets the name of its element. Exceptions: the parts that several kinds share have one name each
/// (``preferredOrder``), what an older version names otherwise has its name in IMRO2012 (``olderNames``), a label's
/// point is named after its role, a measure keeps value and type together, and another plan is kept once more under the
/// name of its relation to this one (``IMROPlanRelation``).
struct IMROAttributes {
    /// These come first, in this order; the others follow in the file's order.
    private static let preferredOrder = [
        "planId", "imroVersie", "typePlan", "planstatus", "planstatusDatum", "naamOverheid", "overheidsCode",
        "bestemmingshoofdgroep",
        "gebiedsaanduidinggroep", "artikelnummer", "verwijzingNaarTekst", "label", "symboolCode", "bestemmingsvlak",
        "typePlanobject", "maatvoering",
    ]

    /// Names of IMRO2006 and IMRO2008 that IMRO2012 doesn't have, with those it has for the same thing.
    private static let olderNames = [
        "typeBesluitgebied": "typePlan", "overheid": "beleidsmatigVerantwoordelijkeOverheid",
        "gebruikteOndergrond": "ondergrondtype", "ondergrond": "ondergrondtype",
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
    init(of element: XMLElement, identifier: String, isPlanArea: Bool) {
        for child in element.children where !Self.isGeometry(child) && child.name != "naam" {
            if child.name == "identificatie", IMROIdentifier(identificatie: child)?.text == identifier { continue }
            if isPlanArea, let authority = child.child("OverhedenEnNaam") {
                // A national plan of IMRO2006.
                for part in authority.children {
                    collect(part, parent: "", role: part.name == "naam" ? "naamOverheid" : child.name)
                }
                continue
            }
            // Elsewhere than in the plan's own area it is one of the municipalities that an object lies in.
            let isAuthority = isPlanArea && child.name == "gemeenteCode"
            let role = isAuthority ? "overheidsCode" : Self.olderNames[child.name] ?? child.name
            collect(child, parent: element.name, role: role)
        }
        // A second name is not the object's name, but not to be lost either.
        for extra in element.children.filter({ $0.name == "naam" }).dropFirst() {
            add(Self.trimmed(extra.text), as: "naam")
        }
    }

    /// The typed attributes, `planId` first.
    func typed(planId: String?, version: IMROVersion) -> [(name: String, value: AttributeValue)] {
        var result: [(name: String, value: AttributeValue)] = []
        for name in Self.preferredOrder + names.filter({ !Self.preferredOrder.contains($0) }) {
            switch name {
            case "planId":
                if let planId { result.append((name, .text(planId))) }
            case "imroVersie":
                result.append((name, .text(version.rawValue)))
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
        // `OmvangWaardeBP` and `OmvangWaardePP` are IMRO2006.
        if element.name.hasPrefix("WaardeEnType") || element.name.hasPrefix("OmvangWaarde") {
            measures.append(Self.measure(element))
            for child in element.children where child.name != "waarde" && child.name != "waardeType" {
                collect(child, parent: element.name, role: child.name)
            }
            return
        }
        if element.name.hasPrefix("ExternPlanReferentie"), let (relation, plan) = IMROPlanRelation.read(element) {
            add(plan, as: relation.rawValue)
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
        // `PlanstatusEnDatum`, in IMRO2008 also `PlanstatusEnDatum_BP`, in IMRO2006 `PlanstatusBPenDatum`.
        if name == "datum", parent.hasPrefix("Planstatus") { return "planstatusDatum" }
        return parent == "Label" && name == "tekst" ? "label" : role
    }

    private mutating func add(_ text: String, as name: String) {
        // An unreadable status date stays as the text it is; so does a second one.
        var name = name
        if name == "planstatusDatum", texts[name] != nil || XMLDate.days(text) == nil { name = "datum" }
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
        if planReference == nil, name.lowercased().hasSuffix("gebied"), name != "gebied" {
            planReference = IMROIdentifier(planReference: target).text
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

    static func isGeometry(_ element: XMLElement) -> Bool {
        element.name == "geometrie" || (GML.isGML(element) && element.name == "boundedBy")
    }

    static func trimmed(_ text: String) -> String {
        // Nearly always there is none, and printable ASCII at both ends shows that.
        let printable: ClosedRange<UInt8> = 0x21...0x7E
        if let first = text.utf8.first, let last = text.utf8.last, printable.contains(first), printable.contains(last) {
            return text
        }
        let white: (Character) -> Bool = { $0.isWhitespace }
        guard text.first.map(white) == true || text.last.map(white) == true else { return text }
        let start = text.drop(while: white)
        guard let last = start.lastIndex(where: { !white($0) }) else { return "" }
        return String(start[...last])
    }
}
