/// A file of IMOW objects in the making (`owBestand`, IMOW 2.0.1).
struct RegulationObjectsFile {
    private var file: XMLFile
    /// `nl.imow-gm0998.`
    private let prefix: String

    private static let standards = "http://standaarden.omgevingswet.overheid.nl"
    private static let schemas = "http://www.geostandaarden.nl"
    private static let namespaces = [
        ("xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xlink", "http://www.w3.org/1999/xlink"),
        ("ow-dc", "\(schemas)/imow/bestanden/deelbestand"), ("sl", "\(schemas)/bestanden-ow/standlevering-generiek"),
        ("ow", "\(schemas)/imow/owobject"), ("regels", "\(schemas)/imow/regels"),
        ("rol", "\(schemas)/imow/regelsoplocatie"), ("ga", "\(schemas)/imow/gebiedsaanwijzing"),
        ("l", "\(schemas)/imow/locatie"), ("rg", "\(schemas)/imow/regelingsgebied"), ("p", "\(schemas)/imow/pons"),
        (
            "xsi:schemaLocation",
            "\(schemas)/imow/bestanden/deelbestand https://register.geostandaarden.nl/xmlschema/tpod/v2.0.0/"
                + "bestanden-ow/deelbestand-ow/IMOW_Deelbestand.xsd"
        ),
    ]

    /// - Parameter types: the kinds of object that the file holds.
    init(path: String, municipality: Municipality, types: [String]) throws {
        file = try XMLFile(path: path)
        prefix = "nl.imow-gm\(municipality.code)."
        let attributes = Self.namespaces.map { name, value in
            name.contains(":") ? "\(name)=\"\(value)\"" : "xmlns:\(name)=\"\(value)\""
        }
        file.xml.open("ow-dc:owBestand", attributes.joined(separator: " "))
        file.xml.open("sl:standBestand")
        file.xml.element("sl:dataset", municipality.name)
        file.xml.open("sl:inhoud")
        file.xml.element("sl:gebied", municipality.name)
        file.xml.element("sl:leveringsId", "stip-synth")
        file.xml.open("sl:objectTypen")
        for type in types { file.xml.element("sl:objectType", type) }
        file.xml.close("sl:objectTypen")
        file.xml.close("sl:inhoud")
    }

    mutating func close() throws {
        file.xml.close("sl:standBestand")
        file.xml.close("ow-dc:owBestand")
        try file.close()
    }

    /// Writes an object with its identification, and what `body` adds.
    ///
    /// - Parameter ends: whether it is delivered to say that it no longer holds.
    private mutating func object(
        _ element: String,
        _ identifier: String,
        attributes: String = "",
        ends: Bool = false,
        _ body: (inout RegulationObjectsFile) -> Void
    ) throws {
        let space = String(element.prefix { $0 != ":" })
        file.xml.open("sl:stand")
        file.xml.open("ow-dc:owObject")
        file.xml.open(element, attributes)
        if ends { file.xml.element("ow:status", "beëindigen") }
        file.xml.element("\(space):identificatie", prefix + identifier)
        body(&self)
        file.xml.close(element)
        file.xml.close("ow-dc:owObject")
        file.xml.close("sl:stand")
        try file.flush()
    }

    private mutating func locations(_ space: String, _ identifiers: [String]) {
        file.xml.open("\(space):locatieaanduiding")
        for identifier in identifiers { reference("l:LocatieRef", identifier) }
        file.xml.close("\(space):locatieaanduiding")
    }

    private mutating func reference(_ element: String, _ identifier: String) {
        file.xml.line("<\(element) xlink:href=\"\(prefix)\(identifier)\"/>")
    }

    private func concept(_ list: String, _ name: String) -> String { "\(Self.standards)/\(list)/id/concept/\(name)" }

    // MARK: Locations

    mutating func writeMunicipalArea(_ municipality: Municipality) throws {
        try object("l:Ambtsgebied", TownRegulation.municipalArea) {
            $0.file.xml.element("l:noemer", "Ambtsgebied gemeente \(municipality.name)")
            $0.file.xml.open("l:bestuurlijkeGrenzenVerwijzing")
            $0.file.xml.open("l:BestuurlijkeGrenzenVerwijzing")
            $0.file.xml.element("l:bestuurlijkeGrenzenID", "GM\(municipality.code)")
            $0.file.xml.element("l:domein", "NL.BI.BestuurlijkGebied")
            $0.file.xml.element("l:geldigOp", RegulationVersion.first.date)
            $0.file.xml.close("l:BestuurlijkeGrenzenVerwijzing")
            $0.file.xml.close("l:bestuurlijkeGrenzenVerwijzing")
        }
    }

    /// The Gebied of every place of a geographic information object.
    mutating func write(_ places: GeographicObject, seed: UInt64) throws {
        for number in 0..<places.count {
            let place = places.place(number)
            try object("l:Gebied", place.identifier) {
                $0.file.xml.element("l:noemer", place.name)
                $0.file.xml.open("l:geometrie")
                let geometry = places.geometryIdentifier(number, seed: seed)
                $0.file.xml.line("<l:GeometrieRef xlink:href=\"\(geometry)\"/>")
                $0.file.xml.close("l:geometrie")
            }
        }
    }

    mutating func write(_ group: TownRegulation.Group) throws {
        try object("l:Gebiedengroep", group.identifier) {
            $0.file.xml.element("l:noemer", group.name)
            $0.file.xml.open("l:groepselement")
            for member in group.members { $0.reference("l:GebiedRef", member) }
            $0.file.xml.close("l:groepselement")
        }
    }

    mutating func writeArea(ofRegulation location: String) throws {
        try object("rg:Regelingsgebied", "regelingsgebied.Gemeente") { $0.locations("rg", [location]) }
    }

    mutating func writePons(_ location: String) throws {
        try object("p:Pons", "pons.Pons") { $0.locations("p", [location]) }
    }

    // MARK: What rules name

    mutating func write(_ activity: TownRegulation.Activity) throws {
        try object("rol:Activiteit", "activiteit.\(activity.key)") {
            $0.file.xml.element("rol:naam", activity.name)
            $0.file.xml.element("rol:groep", $0.concept("activiteit", activity.group))
            guard let parent = activity.parent else { return }
            $0.file.xml.open("rol:bovenliggendeActiviteit")
            $0.reference("rol:ActiviteitRef", "activiteit.\(parent)")
            $0.file.xml.close("rol:bovenliggendeActiviteit")
        }
    }

    mutating func write(_ area: TownRegulation.Area) throws {
        try object("ga:Gebiedsaanwijzing", "gebiedsaanwijzing.\(area.key)") {
            $0.file.xml.element("ga:type", $0.concept("typegebiedsaanwijzing", area.type))
            $0.file.xml.element("ga:naam", area.name)
            $0.file.xml.element("ga:groep", $0.concept(area.type.lowercased(), area.group))
            $0.locations("ga", [area.location])
        }
    }

    mutating func write(_ norm: RegulationNorm) throws {
        let kind = norm.kind
        try object("rol:Omgevingsnorm", "omgevingsnorm.\(kind.key)") {
            $0.file.xml.element("rol:naam", kind.name)
            $0.file.xml.element("rol:type", $0.concept("typenorm", kind.key))
            $0.file.xml.element("rol:eenheid", $0.concept("eenheid", kind.unit.concept))
            $0.file.xml.open("rol:normwaarde")
            for value in norm.values {
                $0.file.xml.open("rol:Normwaarde")
                $0.file.xml.element("rol:identificatie", "\($0.prefix)normwaarde.\(kind.key)\(value.tenths)")
                $0.file.xml.element("rol:kwantitatieveWaarde", RegulationNorm.text(tenths: value.tenths))
                $0.locations("rol", value.locations)
                $0.file.xml.close("rol:Normwaarde")
            }
            $0.file.xml.close("rol:normwaarde")
            $0.file.xml.element("rol:groep", $0.concept("omgevingsnorm", kind.group))
        }
    }

    // MARK: Rules

    mutating func writeText(_ key: String, wId: String, ends: Bool = false) throws {
        try object("regels:Regeltekst", "regeltekst.\(key)", attributes: "wId=\"\(wId)\"", ends: ends) { _ in }
    }

    mutating func write(_ rule: LegalRule, _ key: String, ends: Bool = false) throws {
        try object("regels:RegelVoorIedereen", "juridischeregel.\(key)", ends: ends) {
            $0.file.xml.element("regels:idealisatie", $0.concept("idealisatie", "Exact"))
            $0.file.xml.open("regels:artikelOfLid")
            $0.reference("regels:RegeltekstRef", "regeltekst.\(key)")
            $0.file.xml.close("regels:artikelOfLid")
            $0.locations("regels", rule.locations)
            for area in rule.areas {
                $0.file.xml.open("regels:gebiedsaanwijzing")
                $0.reference("ga:GebiedsaanwijzingRef", "gebiedsaanwijzing.\(area)")
                $0.file.xml.close("regels:gebiedsaanwijzing")
            }
            for (number, activity) in rule.activities.enumerated() { $0.write(activity, "\(key)A\(number + 1)") }
            for norm in rule.norms {
                $0.file.xml.open("regels:omgevingsnormaanduiding")
                $0.reference("rol:OmgevingsnormRef", "omgevingsnorm.\(norm)")
                $0.file.xml.close("regels:omgevingsnormaanduiding")
            }
        }
    }

    private mutating func write(_ activity: LegalRule.Activity, _ key: String) {
        file.xml.open("regels:activiteitaanduiding")
        reference("rol:ActiviteitRef", "activiteit.\(activity.activity)")
        file.xml.open("regels:ActiviteitLocatieaanduiding")
        file.xml.element("regels:identificatie", "\(prefix)activiteitlocatieaanduiding.\(key)")
        file.xml.element(
            "regels:activiteitregelkwalificatie",
            concept("activiteitregelkwalificatie", activity.qualification)
        )
        locations("regels", activity.locations)
        file.xml.close("regels:ActiviteitLocatieaanduiding")
        file.xml.close("regels:activiteitaanduiding")
    }
}
