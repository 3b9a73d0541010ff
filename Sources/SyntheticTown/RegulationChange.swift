import Foundation

/// A change of a town's omgevingsplan as a municipality delivers it: decision with the changed text, changed objects, new
/// geographic information objects, in one flat folder.
///
/// Source: STOP 1.3 (`RegelingMutatie`), the assignments of Geonovum's Gemeentestad.
struct RegulationChange {
    enum TextChange {
        /// A new article at the end of a part of the text.
        case add(RegulationArticle, to: String)
        case replace(RegulationArticle, in: String)
        case remove(RegulationArticle, from: String)
    }

    let regulation: TownRegulation
    let version: RegulationVersion
    let previous: RegulationVersion
    private var texts: [TextChange] = []
    private var objects: [GeographicObject] = []
    private var objectFiles: [(name: String, types: [String], write: TownRegulation.ObjectWriter)] = []

    private init(_ regulation: TownRegulation, from previous: RegulationVersion, to version: RegulationVersion) {
        (self.regulation, self.previous, self.version) = (regulation, previous, version)
    }

    /// The plans of before the Omgevingswet go out of force in a fifth of the municipality.
    static func pons(_ regulation: TownRegulation) -> RegulationChange {
        var change = RegulationChange(regulation, from: .first, to: .pons)
        let place = regulation.places.pons
        let text = "Binnen de pons gelden de ruimtelijke plannen van voor de Omgevingswet niet meer."
        let rule = LegalRule(locations: [place.identifier])
        let article = RegulationArticle("1.2", "Tijdelijk deel", [.init(text: text, rule: rule)])
        let wId = RegulationTextWriter.wId(regulation.municipality.code, "chp_1__\(article.step(0))", version: .pons)
        let object = GeographicObject("Pons", [place])
        change.texts = [.add(article, to: "chp_1")]
        change.objects = [object]
        change.objectFiles = [
            ("owLocaties.xml", ["Gebied"], { file, seed in try file.write(object, seed: seed) }),
            ("owPons.xml", ["Pons"], { file, _ in try file.writePons(place.identifier) }),
            (
                "owRegeltekst.xml", ["Regeltekst", "RegelVoorIedereen"],
                { file, _ in
                    try file.writeText(article.key(0), wId: wId)
                    try file.write(rule, article.key(0))
                }
            ),
        ]
        return change
    }

    /// Buildings may be a metre higher, a driveway needs a permit, and article 22.36 of the bruidsschat goes out.
    static func higher(_ regulation: TownRegulation) -> RegulationChange {
        var change = RegulationChange(regulation, from: .pons, to: .higher)
        func article(_ number: String) -> (RegulationArticle, place: String)? {
            for chapter in regulation.chapters {
                for division in chapter.divisions {
                    if let found = division.articles.first(where: { $0.number == number }) {
                        let place = RegulationTextWriter.place(ofDivision: division.number, in: chapter.number)
                        return (found, place)
                    }
                }
            }
            return nil
        }
        let norms = regulation.norms.filter { $0.kind == .buildingHeight }.map { norm in
            var norm = norm
            norm.values = norm.values.map { ($0.tenths + 10, $0.locations) }
            return norm
        }
        if !norms.isEmpty {
            change.objectFiles.append(
                ("owOmgevingsnorm.xml", ["Omgevingsnorm"], { file, _ in for norm in norms { try file.write(norm) } })
            )
        }
        guard let (known, place) = article("5.31"), let (ended, endedPlace) = article("22.36") else { return change }
        var driveway = known
        driveway.paragraphs = [TownRegulation.driveway(.higher)]
        change.texts = [.replace(driveway, in: place), .remove(ended, from: endedPlace)]
        let wId = RegulationTextWriter.wId(regulation.municipality.code, "\(endedPlace)__\(ended.step(0))")
        change.objectFiles.append(
            (
                "owRegeltekst.xml", ["Regeltekst", "RegelVoorIedereen"],
                { file, _ in
                    for rule in driveway.paragraphs.compactMap(\.rule) { try file.write(rule, driveway.key(0)) }
                    for rule in ended.paragraphs.compactMap(\.rule) { try file.write(rule, ended.key(0), ends: true) }
                    try file.writeText(ended.key(0), wId: wId, ends: true)
                }
            )
        )
        return change
    }

    // MARK: Files

    /// Writes the folder; returns the names of its files.
    func write(into folder: String, seed: UInt64) throws -> [String] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var names = ["Besluit.xml"]
        for object in objects {
            let file = "\(object.name).gml"
            let expression = expression(of: object)
            let work = regulation.work(of: object)
            try GeographicObjectFile.write(
                object,
                work: work,
                expression: expression,
                seed: seed,
                to: "\(folder)/\(file)"
            )
            let hash = try SHA512.digest(ofFile: "\(folder)/\(file)")
            try writeFile("GIO-\(object.name).xml", in: folder) {
                writeDelivery(of: object, file: file, hash: hash, to: &$0)
            }
            names += ["GIO-\(object.name).xml", file]
        }
        try writeFile("Besluit.xml", in: folder) { writeDecision(to: &$0) }
        for (name, types, write) in objectFiles {
            var file = try RegulationObjectsFile(
                path: "\(folder)/\(name)",
                municipality: regulation.municipality,
                types: types
            )
            try write(&file, seed)
            try file.close()
            names.append(name)
        }
        try writeFile("manifest-ow.xml", in: folder) {
            RegulationParts.writeObjectList(objectFiles.map { ($0.name, $0.types) }, of: regulation, version, to: &$0)
        }
        names += ["manifest-ow.xml", "opdracht.xml", "manifest.xml"]
        try writeFile("opdracht.xml", in: folder) {
            $0.open("publicatieOpdracht", "xmlns=\"http://www.overheid.nl/2017/lvbb\"")
            $0.element("idLevering", "gm\(regulation.municipality.code)-\(version.name)")
            $0.element("publicatie", "Besluit.xml")
            $0.element("datumBekendmaking", version.date)
            $0.close("publicatieOpdracht")
        }
        try writeFile("manifest.xml", in: folder) { xml in
            xml.open("manifest", "xmlns=\"http://www.overheid.nl/2017/lvbb\"")
            for name in names {
                xml.open("bestand")
                xml.element("bestandsnaam", name)
                xml.element("contentType", name.hasSuffix(".gml") ? "application/gml+xml" : "application/xml")
                xml.close("bestand")
            }
            xml.close("manifest")
        }
        return names
    }

    private func writeFile(_ name: String, in folder: String, _ body: (inout XMLText) -> Void) throws {
        var file = try XMLFile(path: "\(folder)/\(name)")
        body(&file.xml)
        try file.close()
    }

    private func expression(of object: GeographicObject) -> String {
        "\(regulation.work(of: object))/nld@\(version.date);\(version.number)"
    }

    private static let stop = "https://standaarden.overheid.nl/lvbb/stop/aanlevering/"

    private func writeDelivery(of object: GeographicObject, file: String, hash: String, to xml: inout XMLText) {
        let data = "xmlns=\"\(RegulationParts.data)\""
        xml.open("AanleveringInformatieObject", "xmlns=\"\(Self.stop)\" schemaversie=\"1.2.0\"")
        xml.open("InformatieObjectVersie")
        xml.open("ExpressionIdentificatie", data)
        RegulationParts.writeIdentification(regulation.work(of: object), expression(of: object), "work_010", to: &xml)
        xml.close("ExpressionIdentificatie")
        xml.open("InformatieObjectVersieMetadata", data)
        RegulationParts.writeVersion(file: file, hash: hash, of: regulation, to: &xml)
        xml.close("InformatieObjectVersieMetadata")
        xml.open("InformatieObjectMetadata", data)
        RegulationParts.writeDescription(of: object, regulation, to: &xml)
        xml.close("InformatieObjectMetadata")
        xml.close("InformatieObjectVersie")
        xml.close("AanleveringInformatieObject")
    }

    private func writeDecision(to xml: inout XMLText) {
        let data = "xmlns=\"\(RegulationParts.data)\""
        let code = regulation.municipality.code
        let work = "/akn/nl/bill/gm\(code)/\(version.date.prefix(4))/\(version.name)"
        let title = "Wijziging van het omgevingsplan gemeente \(regulation.municipality.name)"
        xml.open("AanleveringBesluit", "xmlns=\"\(Self.stop)\" schemaversie=\"1.2.0\"")
        xml.open("BesluitVersie")
        xml.open("ExpressionIdentificatie", data)
        RegulationParts.writeIdentification(work, "\(work)/nld@\(version.date)", "work_003", to: &xml)
        xml.close("ExpressionIdentificatie")
        xml.open("BesluitMetadata", data)
        xml.element("eindverantwoordelijke", "/tooi/id/gemeente/gm\(code)")
        xml.element("maker", "/tooi/id/gemeente/gm\(code)")
        xml.element("soortBestuursorgaan", "/tooi/def/thes/kern/c_2a7d8663")
        xml.element("officieleTitel", title)
        xml.element("soortProcedure", "/join/id/stop/proceduretype_definitief")
        xml.close("BesluitMetadata")
        xml.open("ConsolidatieInformatie", data)
        RegulationParts.writeConsolidation(regulation, version, objects: objects.map(expression), to: &xml)
        xml.close("ConsolidatieInformatie")
        xml.open("BesluitCompact", "xmlns=\"https://standaarden.overheid.nl/stop/imop/tekst/\"")
        xml.open("RegelingOpschrift", "eId=\"longTitle\" wId=\"longTitle\"")
        xml.element("Al", title)
        xml.close("RegelingOpschrift")
        xml.open("WijzigBijlage", "eId=\"cmp_A\" wId=\"gm\(code)_\(version.number)__cmp_A\"")
        xml.open(
            "RegelingMutatie",
            "componentnaam=\"\(version.name)\" was=\"\(regulation.expression(previous))\" "
                + "wordt=\"\(regulation.expression(version))\""
        )
        for text in texts { write(text, to: &xml) }
        xml.close("RegelingMutatie")
        xml.close("WijzigBijlage")
        xml.close("BesluitCompact")
        xml.close("BesluitVersie")
        xml.open("RegelingVersieInformatie")
        xml.open("ExpressionIdentificatie", data)
        RegulationParts.writeIdentification(regulation.work, regulation.expression(version), "work_019", to: &xml)
        xml.close("ExpressionIdentificatie")
        xml.open("RegelingVersieMetadata", data)
        xml.element("versienummer", "\(version.number)")
        xml.close("RegelingVersieMetadata")
        xml.close("RegelingVersieInformatie")
        xml.close("AanleveringBesluit")
    }

    private func write(_ change: TextChange, to xml: inout XMLText) {
        let code = regulation.municipality.code
        func write(_ article: RegulationArticle, in place: String, _ version: RegulationVersion) {
            var writer = RegulationTextWriter(municipality: code, xml: xml.taken())
            writer.write(article, in: place, version: version)
            xml = writer.xml
        }
        func wId(_ article: RegulationArticle, _ place: String) -> String {
            RegulationTextWriter.wId(code, "\(place)__art_\(article.number)")
        }
        switch change {
        case .add(let article, let place):
            xml.open("VoegToe", "context=\"\(RegulationTextWriter.wId(code, place))\" positie=\"onderaan\"")
            xml.element("Wat", "Artikel \(article.number) wordt toegevoegd")
            write(article, in: place, version)
            xml.close("VoegToe")
        case .replace(let article, let place):
            xml.open("Vervang", "wat=\"\(wId(article, place))\"")
            xml.element("Wat", "Artikel \(article.number) komt te luiden")
            // It keeps the name that it got with the first version.
            write(article, in: place, .first)
            xml.close("Vervang")
        case .remove(let article, let place):
            xml.open("Verwijder", "wat=\"\(wId(article, place))\"")
            xml.element("Wat", "Artikel \(article.number) vervalt")
            write(article, in: place, .first)
            xml.close("Verwijder")
        }
    }
}
