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

    init(_ element: XMLElement, document: String, regulation: String, history: ObjectHistory, delivery: Int) {
        self.element = element
        self.document = document
        self.regulation = regulation
        identifier = RegulationObject.identifier(of: element) ?? ""
        var span = history.span(of: identifier, in: delivery)
        // `status` beëindigen: the object is delivered to say that it ends.
        if RegulationObject.isEnding(element) { span.isHistoric = true }
        self.span = span
    }

    static func identifier(of element: XMLElement) -> String? { element.child("identificatie")?.content }

    /// Whether it is of a draft decision (`procedurestatus`).
    static func isDraft(_ element: XMLElement) -> Bool {
        element.child("procedurestatus")?.content?.lowercased() == "ontwerp"
    }

    static func isEnding(_ element: XMLElement) -> Bool {
        element.child("status")?.content?.lowercased().hasPrefix("beëindig") == true
    }

    // MARK: Kinds

    /// Hands out its rows one by one, as a norm of a large regulation refers to a million locations.
    ///
    /// A Gebied, Lijn or Punt with a geometry has none: it waits for that, see ``waitingPlace``.
    func forEachRow(_ body: (SourceFeature) throws -> Void) rethrows {
        switch element.name {
        case "Gebied", "Lijn", "Punt":
            if geometryReference == nil { try body(place(problem: "the \(element.name) has no GeometrieRef")) }
        case "Gebiedengroep", "Lijnengroep", "Puntengroep", "Ambtsgebied": try readGroup(body)
        case "RegelVoorIedereen", "Instructieregel", "Omgevingswaarderegel": try readRule(body)
        case "Omgevingsnorm", "Omgevingswaarde": try readNorm(body)
        case "Activiteit": try readObject("activiteit", body)
        case "Gebiedsaanwijzing": try readObject("gebiedsaanwijzing", body)
        case "Pons": try readObject("pons", body)
        case "Regelingsgebied": try readObject("regelingsgebied", body)
        case "Tekstdeel": try readObject("tekstdeel", body)
        case "Regeltekst", "Divisie", "Divisietekst": try readObject("regeltekst", body)
        default: try readOther(body)
        }
    }

    /// The feature of a location, and the key of the geometry that it waits for.
    var waitingPlace: (geometry: String, feature: SourceFeature)? {
        guard ["Gebied", "Lijn", "Punt"].contains(element.name), let reference = geometryReference else { return nil }
        return (RegulationObject.geometryKey(reference), place(problem: nil))
    }

    private var geometryReference: String? {
        element.first("GeometrieRef")?.attribute("href", namespace: GML.xlink)
    }

    private func place(problem: String?) -> SourceFeature {
        var feature = row("locatie", identifier, name: element.child("noemer")?.content, attributes(of: element))
        feature.problem = feature.problem ?? problem
        return feature
    }

    private func readObject(_ layer: String, _ body: (SourceFeature) throws -> Void) rethrows {
        var feature = row(layer, identifier, name: element.child("naam")?.content, attributes(of: element))
        // Of a Regeltekst or Divisie.
        if let wId = element.attribute("wId") { feature.attributes.append(("wId", .text(wId))) }
        try body(feature)
        try refer(from: locations(of: element), to: identifier, as: layer, body)
    }

    /// A Kaart, Hoofdlijn or SymbolisatieItem; the last has no identificatie, so that its place is its name.
    private func readOther(_ body: (SourceFeature) throws -> Void) rethrows {
        let identifier = identifier.isEmpty ? "\(document)#\(element.line)" : identifier
        var feature = row("overigowobject", identifier, name: element.child("naam")?.content, attributes(of: element))
        feature.problem = nil
        try body(feature)
        try refer(from: locations(of: element), to: identifier, as: "overigowobject", body)
    }

    /// Identifiers of geometries are compared without case.
    static func geometryKey(_ reference: String) -> String {
        let key = reference.lowercased()
        return key.hasPrefix("#") ? String(key.dropFirst()) : key
    }

    private func readGroup(_ body: (SourceFeature) throws -> Void) rethrows {
        try body(row("locatiegroep", identifier, name: element.child("noemer")?.content, attributes(of: element)))
        let code = element.first("bestuurlijkeGrenzenID")?.content?.uppercased()
        let members = element.children.filter { $0.name == "groepselement" }.flatMap { references(in: $0) }
        for member in members + (code.map { [$0] } ?? []) {
            try body(row("groepselement", member, [("groep", .text(identifier))]))
        }
    }

    private func readRule(_ body: (SourceFeature) throws -> Void) rethrows {
        let named = ["GebiedsaanwijzingRef", "OmgevingsnormRef", "OmgevingswaardeRef"]
        let targets = named.flatMap { references(named: $0, in: element) }
        var attributes = attributes(of: element, except: ["activiteitaanduiding"])
        let activities = element.children.filter { $0.name == "activiteitaanduiding" }
        attributes.append(("activiteitaanduidingen", .integer(Int64(activities.count))))
        try body(row("juridischeregel", identifier, attributes))
        try refer(from: locations(of: element), to: identifier, as: "juridischeregel", body)
        for target in targets {
            try body(row("regelverwijzing", target, [("juridischeregel", .text(identifier))]))
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
                try body(feature)
                try refer(from: locations(of: place), to: own, as: "activiteitaanduiding", body)
            }
        }
    }

    private func readNorm(_ body: (SourceFeature) throws -> Void) rethrows {
        let values = element.children.filter { $0.name == "normwaarde" }.flatMap(\.children)
        try body(
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
            try body(row("normwaarde", own, attributes))
            try refer(from: locations(of: value), to: own, as: "normwaarde", body)
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

    private func refer(
        from locations: [String],
        to object: String,
        as kind: String,
        _ body: (SourceFeature) throws -> Void
    ) rethrows {
        for location in locations {
            try body(row("locatieverwijzing", location, [("object", .text(object)), ("soort", .text(kind))]))
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
