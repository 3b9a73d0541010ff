import XMLBridge

/// One IMOW object as rows of tables: its own, and one for each of its references that a look-up follows.
///
/// Source: IMOW 2.0 (Geonovum, CIMOW). Tables (layers without place) by the identifier that is looked up:
/// `juridischeregel`, `activiteitaanduiding`, `activiteit`, `omgevingsnorm`, `normwaarde`, `gebiedsaanwijzing`, `pons`,
/// `regelingsgebied`, `tekstdeel`, `regeltekst`, `locatiegroep`; `locatieverwijzing` from a location to what lies on it,
/// `regelverwijzing` from a norm or area to the rules that name it, `groepselement` from a location (or the code of an
/// administrative area) to the groups that it belongs to. Every other object is a row of `overigowobject`. All texts of an
/// object are kept, under the names of their elements.
struct RegulationObject {
    /// The object's own element, `Gebied` or `RegelVoorIedereen` for instance.
    let element: XMLElement
    let document: String
    let span: ObjectHistory.Span
    /// Work of the regulation.
    let regulation: String

    let identifier: String
    private(set) var rows: [SourceFeature] = []
    /// The geometry that a location waits for.
    private(set) var geometry: (reference: String, feature: SourceFeature)?

    init(_ element: XMLElement, document: String, regulation: String, history: ObjectHistory, delivery: Int) {
        self.element = element
        self.document = document
        self.regulation = regulation
        identifier = RegulationObject.identifier(of: element) ?? ""
        var span = history.span(of: identifier, in: delivery)
        // `status` beëindigen: the object is delivered to say that it ends.
        if RegulationObject.isEnding(element) { span.isHistoric = true }
        self.span = span
        read()
    }

    static func identifier(of element: XMLElement) -> String? { element.child("identificatie")?.content }

    static func isEnding(_ element: XMLElement) -> Bool {
        element.child("status")?.content?.lowercased().hasPrefix("beëindig") == true
    }

    // MARK: Kinds

    private mutating func read() {
        switch element.name {
        case "Gebied", "Lijn", "Punt": readLocation()
        case "Gebiedengroep", "Lijnengroep", "Puntengroep", "Ambtsgebied": readGroup()
        case "RegelVoorIedereen", "Instructieregel", "Omgevingswaarderegel": readRule()
        case "Omgevingsnorm", "Omgevingswaarde": readNorm()
        case "Activiteit": readObject("activiteit")
        case "Gebiedsaanwijzing": readObject("gebiedsaanwijzing")
        case "Pons": readObject("pons")
        case "Regelingsgebied": readObject("regelingsgebied")
        case "Tekstdeel": readObject("tekstdeel")
        case "Regeltekst", "Divisie", "Divisietekst":
            readObject("regeltekst")
            if let wId = element.attribute("wId") { rows[0].attributes.append(("wId", .text(wId))) }
        default: readOther()
        }
    }

    private mutating func readObject(_ layer: String) {
        rows.append(row(layer, identifier, name: element.child("naam")?.content, attributes(of: element)))
        refer(from: locations(of: element), to: identifier, as: layer)
    }

    /// A Kaart, Hoofdlijn or SymbolisatieItem; the last has no identificatie, so that its place is its name.
    private mutating func readOther() {
        let identifier = identifier.isEmpty ? "\(document)#\(element.line)" : identifier
        var feature = row("overigowobject", identifier, name: element.child("naam")?.content, attributes(of: element))
        feature.problem = nil
        rows.append(feature)
        refer(from: locations(of: element), to: identifier, as: "overigowobject")
    }

    private mutating func readLocation() {
        var feature = row("locatie", identifier, name: element.child("noemer")?.content, attributes(of: element))
        guard let reference = element.first("GeometrieRef")?.attribute("href", namespace: GML.xlink) else {
            feature.problem = feature.problem ?? "the \(element.name) has no GeometrieRef"
            rows.append(feature)
            return
        }
        geometry = (RegulationObject.geometryKey(reference), feature)
    }

    /// Identifiers of geometries are compared without case.
    static func geometryKey(_ reference: String) -> String {
        let key = reference.lowercased()
        return key.hasPrefix("#") ? String(key.dropFirst()) : key
    }

    private mutating func readGroup() {
        rows.append(row("locatiegroep", identifier, name: element.child("noemer")?.content, attributes(of: element)))
        let code = element.first("bestuurlijkeGrenzenID")?.content?.uppercased()
        let members = element.children.filter { $0.name == "groepselement" }.flatMap { references(in: $0) }
        for member in members + (code.map { [$0] } ?? []) {
            rows.append(row("groepselement", member, [("groep", .text(identifier))]))
        }
    }

    private mutating func readRule() {
        let named = ["GebiedsaanwijzingRef", "OmgevingsnormRef", "OmgevingswaardeRef"]
        let targets = named.flatMap { references(named: $0, in: element) }
        var attributes = attributes(of: element, except: ["activiteitaanduiding"])
        let activities = element.children.filter { $0.name == "activiteitaanduiding" }
        attributes.append(("activiteitaanduidingen", .integer(Int64(activities.count))))
        rows.append(row("juridischeregel", identifier, attributes))
        refer(from: locations(of: element), to: identifier, as: "juridischeregel")
        for target in targets {
            rows.append(row("regelverwijzing", target, [("juridischeregel", .text(identifier))]))
        }
        for activity in activities {
            let reference = activity.child("ActiviteitRef")?.attribute("href", namespace: GML.xlink)
            for place in activity.children where place.name == "ActiviteitLocatieaanduiding" {
                let own = place.child("identificatie")?.content ?? ""
                var attributes = self.attributes(of: place)
                attributes.append(("juridischeregel", .text(identifier)))
                if let reference { attributes.append(("activiteit", .text(reference))) }
                var feature = row("activiteitaanduiding", own, attributes)
                if reference == nil {
                    feature.problem = "the activiteitaanduiding names no activity"
                }
                rows.append(feature)
                refer(from: locations(of: place), to: own, as: "activiteitaanduiding")
            }
        }
    }

    private mutating func readNorm() {
        let values = element.children.filter { $0.name == "normwaarde" }.flatMap(\.children)
        rows.append(
            row(
                "omgevingsnorm",
                identifier,
                name: element.child("naam")?.content,
                attributes(of: element, except: ["normwaarde"])
            )
        )
        for value in values where value.name == "Normwaarde" {
            let own = value.child("identificatie")?.content ?? ""
            var attributes = self.attributes(of: value)
            attributes.append(("omgevingsnorm", .text(identifier)))
            rows.append(row("normwaarde", own, attributes))
            refer(from: locations(of: value), to: own, as: "normwaarde")
        }
    }

    // MARK: Rows

    private func row(
        _ layer: String,
        _ identifier: String,
        name: String? = nil,
        _ attributes: [(name: String, value: AttributeValue)]
    ) -> SourceFeature {
        SourceFeature(
            layer: layer,
            identifier: identifier,
            name: name,
            attributes: [(name: "regeling", value: .text(regulation))] + attributes,
            validFrom: span.from,
            validUntil: span.until,
            place: "\(document) regel \(element.line)",
            problem: identifier.isEmpty || self.identifier.isEmpty ? "the \(element.name) has no identificatie" : nil,
            isHistoric: span.isHistoric
        )
    }

    private mutating func refer(from locations: [String], to object: String, as kind: String) {
        for location in locations {
            rows.append(row("locatieverwijzing", location, [("object", .text(object)), ("soort", .text(kind))]))
        }
    }

    private func references(named name: String, in element: XMLElement) -> [String] {
        let own = element.name == name ? element.attribute("href", namespace: GML.xlink).map { [$0] } ?? [] : []
        return own + element.children.flatMap { references(named: name, in: $0) }
    }

    private func locations(of element: XMLElement) -> [String] {
        element.children.filter { $0.name == "locatieaanduiding" }.flatMap { references(in: $0) }
    }

    private func references(in element: XMLElement) -> [String] {
        var found = element.attribute("href", namespace: GML.xlink).map { [$0] } ?? []
        for child in element.children { found += references(in: child) }
        return found
    }

    /// All texts and references below an element by the name of the element that they stand in; several of one name are
    /// joined with "; ". Locations are left to `locatieverwijzing` and members of groups to `groepselement`, both of which
    /// can be a million, and are counted.
    private func attributes(
        of element: XMLElement,
        except: Set<String> = []
    ) -> [(name: String, value: AttributeValue)] {
        var names: [String] = []
        var texts: [String: [String]] = [:]
        func add(_ name: String, _ text: String) {
            if texts[name] == nil { names.append(name) }
            texts[name, default: []].append(text)
        }
        func collect(_ element: XMLElement, _ name: String) {
            let text = IMROAttributes.trimmed(element.text)
            if !text.isEmpty { add(name, text) }
            if let href = element.attribute("href", namespace: GML.xlink) { add(name, href) }
            for child in element.children { collect(child, child.name.hasSuffix("Ref") ? name : child.name) }
        }
        var counts: [(name: String, value: AttributeValue)] = []
        for child in element.children where child.name != "identificatie" && !except.contains(child.name) {
            switch child.name {
            case "naam" where element.name != "Normwaarde": continue
            case "noemer": continue
            case "locatieaanduiding", "groepselement":
                let count = Int64(references(in: child).count)
                if let position = counts.firstIndex(where: { $0.name == child.name }),
                    case .integer(let before) = counts[position].value
                {
                    counts[position].value = .integer(before + count)
                } else {
                    counts.append((child.name, .integer(count)))
                }
            default: collect(child, child.name)
            }
        }
        return [(name: "soort", value: .text(element.name))]
            + names.map { ($0, .text(texts[$0, default: []].joined(separator: "; "))) } + counts
    }
}
