import Foundation

/// Writes the modules of a regulation's version that stand in files of their own in a download: identification, metadata,
/// text, decision, and the packing list (`pakbon.xml`) that names them all.
struct RegulationParts {
    struct Component {
        struct Module {
            var name: String
            var namespace: String
            /// Relative to the package.
            var file: String
            var schema = "1.3.0"
        }

        var work: String
        var expression: String
        /// Of the list `soortwork`.
        var kind: String
        var modules: [Module]
    }

    let regulation: TownRegulation
    let version: RegulationVersion
    /// The package.
    let folder: String

    static let data = "https://standaarden.overheid.nl/stop/imop/data/"
    private static let text = "https://standaarden.overheid.nl/stop/imop/tekst/"
    private static let attributes = "schemaversie=\"1.3.0\" xmlns=\"\(data)\""

    private var authority: String { "/tooi/id/gemeente/gm\(regulation.municipality.code)" }

    func expression(of object: GeographicObject) -> String {
        "\(regulation.work(of: object))/nld@\(version.date);\(version.number)"
    }

    // MARK: Regulation

    func writeRegulation(objects list: String) throws -> Component {
        var component = Component(
            work: regulation.work,
            expression: regulation.expression(version),
            kind: "work_019",
            modules: []
        )
        try identify(&component, in: "Regeling")
        try add("RegelingVersieMetadata", "Regeling/VersieMetadata.xml", to: &component) {
            $0.element("versienummer", "\(version.number)")
        }
        try writeFile("Regeling/Tekst.xml") { xml in
            var writer = RegulationTextWriter(municipality: regulation.municipality.code, xml: xml.taken())
            writer.write(regulation.chapters, title: regulation.title())
            xml = writer.xml
        }
        component.modules.append(.init(name: "RegelingCompact", namespace: Self.text, file: "Regeling/Tekst.xml"))
        try add("RegelingMetadata", "Regeling/Metadata.xml", to: &component) {
            $0.element("eindverantwoordelijke", authority)
            $0.element("maker", authority)
            $0.element("officieleTitel", regulation.title())
            $0.element("soortRegeling", "/join/id/stop/regelingtype_003")
            // The municipal council.
            $0.element("soortBestuursorgaan", "/tooi/def/thes/kern/c_2a7d8663")
        }
        try addMoment(to: &component, in: "Regeling")
        component.modules.append(
            .init(
                name: "Aanleveringen",
                namespace: "http://www.geostandaarden.nl/bestanden-ow/manifest-ow",
                file: list,
                schema: "1.0.4"
            )
        )
        return component
    }

    /// The decision that laid the version down: it tells from when on it is in force.
    func writeDecision() throws -> Component {
        let work = "/akn/nl/bill/gm\(regulation.municipality.code)/\(version.date.prefix(4))/\(version.name)"
        var component = Component(
            work: work,
            expression: "\(work)/nld@\(version.date)",
            kind: "work_003",
            modules: []
        )
        try identify(&component, in: "Besluit")
        try add("ConsolidatieInformatie", "Besluit/ConsolidatieInformatie.xml", to: &component) {
            Self.writeConsolidation(regulation, version, objects: regulation.objects.map(expression), to: &$0)
        }
        return component
    }

    /// What a decision brings about, and from which day on.
    static func writeConsolidation(
        _ regulation: TownRegulation,
        _ version: RegulationVersion,
        objects: [String],
        to xml: inout XMLText
    ) {
        func purpose() {
            xml.open("doelen")
            xml.element("doel", regulation.purpose(version))
            xml.close("doelen")
        }
        xml.open("BeoogdeRegelgeving")
        xml.open("BeoogdeRegeling")
        purpose()
        xml.element("instrumentVersie", regulation.expression(version))
        xml.element("eId", "art_I")
        xml.close("BeoogdeRegeling")
        for object in objects {
            xml.open("BeoogdInformatieobject")
            purpose()
            xml.element("instrumentVersie", object)
            xml.element("eId", "art_I")
            xml.close("BeoogdInformatieobject")
        }
        xml.close("BeoogdeRegelgeving")
        xml.open("Tijdstempels")
        xml.open("Tijdstempel")
        xml.element("doel", regulation.purpose(version))
        xml.element("soortTijdstempel", "juridischWerkendVanaf")
        xml.element("datum", version.date)
        xml.element("eId", "art_II")
        xml.close("Tijdstempel")
        xml.close("Tijdstempels")
    }

    // MARK: Information objects

    func writeMetadata(of object: GeographicObject, in place: String) throws -> Component {
        var component = Component(
            work: regulation.work(of: object),
            expression: expression(of: object),
            kind: "work_010",
            modules: []
        )
        let file = "\(object.name).gml"
        let hash = try SHA512.digest(ofFile: "\(folder)/\(place)/\(file)")
        try identify(&component, in: place)
        try add("InformatieObjectVersieMetadata", "\(place)/VersieMetadata.xml", to: &component) {
            Self.writeVersion(file: file, hash: hash, of: regulation, to: &$0)
        }
        try add("InformatieObjectMetadata", "\(place)/Metadata.xml", to: &component) {
            Self.writeDescription(of: object, regulation, to: &$0)
        }
        try addMoment(to: &component, in: place)
        return component
    }

    static func writeVersion(file: String, hash: String, of regulation: TownRegulation, to xml: inout XMLText) {
        xml.open("heeftBestanden")
        xml.open("heeftBestand")
        xml.open("Bestand")
        xml.element("bestandsnaam", file)
        xml.element("hash", hash)
        xml.close("Bestand")
        xml.close("heeftBestand")
        xml.close("heeftBestanden")
        xml.element("heeftGeboorteregeling", regulation.work)
    }

    static func writeDescription(of object: GeographicObject, _ regulation: TownRegulation, to xml: inout XMLText) {
        let authority = "/tooi/id/gemeente/gm\(regulation.municipality.code)"
        xml.element("eindverantwoordelijke", authority)
        xml.element("maker", authority)
        xml.element("officieleTitel", regulation.work(of: object))
        xml.element("publicatieinstructie", "TeConsolideren")
        xml.element("formaatInformatieobject", "/join/id/stop/informatieobject/gio_002")
        xml.element("naamInformatieObject", object.name)
    }

    // MARK: Files

    private func identify(_ component: inout Component, in place: String) throws {
        let (work, expression, kind) = (component.work, component.expression, component.kind)
        try add("ExpressionIdentificatie", "\(place)/Identificatie.xml", to: &component) {
            Self.writeIdentification(work, expression, kind, to: &$0)
        }
    }

    static func writeIdentification(_ work: String, _ expression: String, _ kind: String, to xml: inout XMLText) {
        xml.element("FRBRWork", work)
        xml.element("FRBRExpression", expression)
        xml.element("soortWork", "/join/id/stop/\(kind)")
    }

    private func addMoment(to component: inout Component, in place: String) throws {
        try add("Momentopname", "\(place)/Momentopname.xml", to: &component) {
            $0.element("doel", regulation.purpose(version))
            $0.element("gemaaktOp", "\(version.date)T00:00:00Z")
        }
    }

    private func add(
        _ module: String,
        _ file: String,
        to component: inout Component,
        _ body: (inout XMLText) -> Void
    ) throws {
        try writeFile(file) {
            $0.open(module, Self.attributes)
            body(&$0)
            $0.close(module)
        }
        component.modules.append(.init(name: module, namespace: Self.data, file: file))
    }

    private func writeFile(_ name: String, _ body: (inout XMLText) -> Void) throws {
        let path = "\(folder)/\(name)"
        let place = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        var file = try XMLFile(path: path)
        body(&file.xml)
        try file.close()
    }

    /// `manifest-ow.xml`: which regulation the objects belong to.
    static func writeObjectList(
        _ files: [(name: String, types: [String])],
        of regulation: TownRegulation,
        _ version: RegulationVersion,
        to xml: inout XMLText
    ) {
        xml.open("Aanleveringen", "xmlns=\"http://www.geostandaarden.nl/bestanden-ow/manifest-ow\"")
        xml.element("domein", "omgevingswet")
        xml.element("IMOWversie", "2.0.1")
        xml.open("Aanlevering")
        xml.element("WorkIDRegeling", regulation.work)
        xml.element("DoelID", regulation.purpose(version))
        for file in files {
            xml.open("Bestand")
            xml.element("naam", file.name)
            for type in file.types { xml.element("objecttype", type) }
            xml.close("Bestand")
        }
        xml.close("Aanlevering")
        xml.close("Aanleveringen")
    }

    func writePackingList(_ components: [Component]) throws {
        try writeFile("pakbon.xml") { xml in
            xml.open(
                "Pakbon",
                "schemaversie=\"1.3.0\" xmlns=\"https://standaarden.overheid.nl/stop/imop/uitwisseling/\""
            )
            for component in components {
                xml.open("Component")
                Self.writeIdentification(component.work, component.expression, component.kind, to: &xml)
                xml.open("heeftModule")
                for module in component.modules {
                    xml.open("Module")
                    xml.element("localName", module.name)
                    xml.element("namespace", module.namespace)
                    xml.element("bestandsnaam", module.file)
                    xml.element("mediatype", "application/xml")
                    xml.element("schemaversie", module.schema)
                    xml.close("Module")
                }
                xml.close("heeftModule")
                xml.close("Component")
            }
            xml.close("Pakbon")
        }
    }
}
