import GeoValues

/// A plan as IMRO2012 GML (IMRO2012 1.1, `http://www.geonovum.nl/imro/2012/1.1`; symbols and names of SVBP2012).
struct IMRODocument {
    let plan: TownPlan
    /// Seed of the identifiers of objects and geometries.
    let seed: UInt64
    private var xml = XMLText()
    private var identifiers: SplitMix64

    init(plan: TownPlan, seed: UInt64) {
        self.plan = plan
        self.seed = seed
        var hash = seed
        for byte in plan.identifier.utf8 { hash = SplitMix64.mixed(hash ^ UInt64(byte)) }
        identifiers = SplitMix64(seed: hash)
    }

    /// The document in UTF-8.
    mutating func bytes() -> [UInt8] {
        xml.line("<?xml version=\"1.0\" encoding=\"utf-8\"?>")
        xml.open(
            "imro:FeatureCollectionIMRO",
            "gml:id=\"Collectie\" xmlns:imro=\"http://www.geonovum.nl/imro/2012/1.1\" "
                + "xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:gml=\"http://www.opengis.net/gml/3.2\" "
                + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                + "xsi:schemaLocation=\"http://www.geonovum.nl/imro/2012/1.1 "
                + "http://schemas.geonovum.nl/imro/2012/1.1/IMRO2012.xsd\""
        )
        member { $0.writeMetadata() }
        for (place, object) in plan.objects.enumerated() {
            member { $0.write(object, zone: $0.plan.zoneOfObject[place]) }
        }
        for zone in plan.doubleZones { member { $0.write(zone) } }
        for zone in plan.zones { member { $0.write(zone) } }
        member { $0.writeArea() }
        xml.close("imro:FeatureCollectionIMRO")
        return xml.bytes
    }

    private mutating func member(_ body: (inout IMRODocument) -> Void) {
        xml.open("imro:featureMember")
        body(&self)
        xml.close("imro:featureMember")
    }

    private mutating func newIdentifier() -> String {
        var digits = ""
        for _ in 0..<2 {
            let half = String(identifiers.next(), radix: 16)
            digits += String(repeating: "0", count: 16 - half.count) + half
        }
        return digits
    }

    private mutating func writeMetadata() {
        xml.open("imro:MetadataIMRObestand", "gml:id=\"NL.IMRO.METADATA\"")
        xml.element("imro:datasetTitel", plan.name)
        xml.element("imro:creatiedatum", "2026-01-01")
        xml.element("imro:bronbeheerder", "Gemeente \(plan.municipality)")
        xml.element("imro:codeerVerantwoordelijke", "Stip")
        xml.element("imro:naamApplicatieschema", "IMRO2012")
        xml.element("imro:codeReferentiesysteem", "28992")
        xml.element("imro:toepassingsschaal", "1000")
        xml.element("imro:applicatieIdentificatie", "stip synth")
        xml.element("imro:versieXMLschema", "1.1")
        xml.close("imro:MetadataIMRObestand")
    }

    /// Opens a plan object with its identification and type.
    private mutating func openObject(_ element: String, identifier: String, type: String) {
        xml.open("imro:\(element)", "gml:id=\"NL.IMRO.\(identifier)\"")
        xml.open("imro:identificatie")
        xml.open("imro:NEN3610ID")
        xml.element("imro:namespace", "NL.IMRO")
        xml.element("imro:lokaalID", identifier)
        xml.close("imro:NEN3610ID")
        xml.close("imro:identificatie")
        xml.element("imro:typePlanobject", type)
    }

    private mutating func writePlanReference() {
        xml.line("<imro:plangebied xlink:href=\"#\(plan.identifier)\" />")
    }

    private mutating func write(_ zone: TownPlan.Zone) {
        openObject("Enkelbestemming", identifier: zone.identifier, type: "enkelbestemming")
        writeZone(name: zone.use.name, group: zone.use.mainGroup, article: "\(zone.use.article)")
        writeLabel(zone.use.label, at: zone.label.point)
        writeSurfaces([zone.shapes])
        writePlanReference()
        xml.close("imro:Enkelbestemming")
    }

    private mutating func write(_ zone: TownPlan.DoubleZone) {
        openObject("Dubbelbestemming", identifier: newIdentifier(), type: "dubbelbestemming")
        writeZone(name: zone.name, group: zone.group, article: PlanTextDocument.doubleZoneArticle)
        writeLabel(zone.label, at: zone.place.point)
        writeSurfaces([zone.shapes])
        writePlanReference()
        xml.close("imro:Dubbelbestemming")
    }

    private mutating func writeZone(name: String, group: String, article: String) {
        xml.element("imro:naam", name)
        xml.element("imro:bestemmingshoofdgroep", group)
        xml.element("imro:artikelnummer", article)
        writeTextReference("TekstReferentie_BP", to: article)
    }

    /// To an article, or to the rules as a whole.
    private mutating func writeTextReference(_ element: String, to article: String? = nil) {
        xml.open("imro:verwijzingNaarTekstInfo")
        xml.open("imro:\(element)")
        xml.element(
            "imro:verwijzingNaarTekst",
            PlanTextDocument.reference(to: article, of: plan.identifier)
        )
        xml.element("imro:typeTekst", "regels")
        xml.close("imro:\(element)")
        xml.close("imro:verwijzingNaarTekstInfo")
    }

    private mutating func write(_ object: PlanObject, zone: String) {
        let identifier = newIdentifier()
        let element: String
        switch object.kind {
        case .bouwvlak: element = "Bouwvlak"
        case .maatvoering: element = "Maatvoering"
        case .bouwaanduiding: element = "Bouwaanduiding"
        case .functieaanduiding: element = "Functieaanduiding"
        case .gebiedsaanduiding: element = "Gebiedsaanduiding"
        case .gevellijn: element = "Figuur"
        }
        openObject(element, identifier: identifier, type: element.lowercased())
        writePlanReference()
        if !zone.isEmpty { xml.line("<imro:bestemmingsvlak xlink:href=\"#NL.IMRO.\(zone)\" />") }
        let place = Self.middle(of: object.shape)
        switch object.kind {
        case .bouwvlak: xml.element("imro:naam", "bouwvlak")
        case .gevellijn: xml.element("imro:naam", "gevellijn")
        case .maatvoering(let values): writeMeasures(values, at: place)
        case .bouwaanduiding(let name, let label), .functieaanduiding(let name, let label):
            xml.element("imro:naam", name)
            writeLabel(label, at: place)
        case .gebiedsaanduiding(let name, let group, _):
            xml.element("imro:naam", name)
            xml.element("imro:gebiedsaanduidinggroep", group)
            xml.element("imro:artikelnummer", PlanTextDocument.areaArticle)
            writeTextReference("TekstReferentie_BP", to: PlanTextDocument.areaArticle)
        }
        if case .gevellijn = object.kind { writeCurve(object.shape) } else { writeSurfaces([[object.shape]]) }
        xml.close("imro:\(element)")
    }

    private mutating func writeMeasures(_ values: [(value: String, type: String)], at place: RDPoint) {
        let symbol =
            values.count > 1 ? "s111" : (values.first?.type == "maximum bouwhoogte (m)" ? "s104" : "s109")
        xml.element("imro:naam", values.map(\.type).joined(separator: ", "))
        xml.open("imro:symboolInfo")
        xml.open("imro:SymboolEnPositie")
        xml.element("imro:symboolCode", symbol)
        writePosition(place)
        xml.close("imro:SymboolEnPositie")
        xml.close("imro:symboolInfo")
        for (value, type) in values {
            xml.open("imro:maatvoeringInfo")
            xml.open("imro:WaardeEnType")
            xml.element("imro:waarde", value)
            xml.element("imro:waardeType", type)
            xml.element("imro:symboolCode", symbol)
            xml.close("imro:WaardeEnType")
            xml.close("imro:maatvoeringInfo")
        }
    }

    private mutating func writeLabel(_ text: String, at place: RDPoint) {
        xml.open("imro:labelInfo")
        xml.open("imro:Label")
        xml.element("imro:tekst", text)
        writePosition(place)
        xml.close("imro:Label")
        xml.close("imro:labelInfo")
    }

    private mutating func writePosition(_ place: RDPoint) {
        xml.open("imro:positie")
        xml.open("imro:Labelpositie")
        xml.open("imro:plaatsingspunt")
        xml.open("gml:Point", "srsName=\"urn:ogc:def:crs:EPSG::28992\" gml:id=\"id.\(newIdentifier())\"")
        xml.element("gml:pos", XMLText.coordinates([place]))
        xml.close("gml:Point")
        xml.close("imro:plaatsingspunt")
        xml.close("imro:Labelpositie")
        xml.close("imro:positie")
    }

    private mutating func writeArea() {
        let isDecision = plan.instrument == .preparatoryDecision
        let element = isDecision ? "imro:Besluitgebied_X" : "imro:Bestemmingsplangebied"
        xml.open(element, "gml:id=\"\(plan.identifier)\"")
        // NL.IMRO.0998.BP0001Centrum-VA01: what follows the namespace, and the version after the hyphen.
        let local = plan.identifier.dropFirst("NL.IMRO.".count)
        xml.open("imro:identificatie")
        xml.open("imro:NEN3610ID")
        xml.element("imro:namespace", "NL.IMRO")
        xml.element("imro:lokaalID", String(local.prefix { $0 != "-" }))
        xml.element("imro:versie", String(local.drop { $0 != "-" }.dropFirst()))
        xml.close("imro:NEN3610ID")
        xml.close("imro:identificatie")
        xml.element("imro:typePlan", isDecision ? "voorbereidingsbesluit" : "bestemmingsplan")
        xml.element("imro:beleidsmatigVerantwoordelijkeOverheid", "gemeentelijke overheid")
        xml.element("imro:naamOverheid", "Gemeente \(plan.municipality)")
        xml.element("imro:overheidsCode", plan.code)
        xml.element("imro:naam", plan.name)
        xml.element("imro:locatieNaam", plan.municipality)
        xml.open("imro:planstatusInfo")
        xml.open("imro:PlanstatusEnDatum")
        xml.element("imro:planstatus", plan.status)
        xml.element("imro:datum", plan.date)
        xml.close("imro:PlanstatusEnDatum")
        xml.close("imro:planstatusInfo")
        writeTextReference(isDecision ? "TekstReferentie_XGB" : "TekstReferentiePG_BP")
        xml.open("imro:ondergrondInfo")
        xml.open("imro:OndergrondReferentie")
        xml.element("imro:ondergrondtype", "basisregistratie grootschalige topografie (BGT)")
        xml.element("imro:ondergronddatum", plan.date)
        xml.close("imro:OndergrondReferentie")
        xml.close("imro:ondergrondInfo")
        for norm in ["IMRO2012", "PRBP2012", "PRABPK2012"] { xml.element("imro:verwijzingNorm", norm) }
        writeSurfaces(plan.area)
        xml.close(element)
    }

    // MARK: Geometry

    /// One surface, or several as a MultiSurface.
    private mutating func writeSurfaces(_ surfaces: [[PlanShape]]) {
        let reference = "srsName=\"urn:ogc:def:crs:EPSG::28992\""
        xml.open("imro:geometrie")
        if surfaces.count > 1 { xml.open("gml:MultiSurface", "gml:id=\"id.\(newIdentifier())\" \(reference)") }
        for rings in surfaces {
            if surfaces.count > 1 { xml.open("gml:surfaceMember") }
            xml.open("gml:Surface", "gml:id=\"id.\(newIdentifier())\" \(reference)")
            xml.open("gml:patches")
            xml.open("gml:PolygonPatch")
            for (place, ring) in rings.enumerated() {
                let side = place == 0 ? "gml:exterior" : "gml:interior"
                xml.open(side)
                writeRing(ring)
                xml.close(side)
            }
            xml.close("gml:PolygonPatch")
            xml.close("gml:patches")
            xml.close("gml:Surface")
            if surfaces.count > 1 { xml.close("gml:surfaceMember") }
        }
        if surfaces.count > 1 { xml.close("gml:MultiSurface") }
        xml.close("imro:geometrie")
    }

    private mutating func writeRing(_ ring: PlanShape) {
        guard !ring.arcMiddles.isEmpty else {
            xml.open("gml:LinearRing")
            xml.element("gml:posList", XMLText.coordinates(ring.points + [ring.points[0]]))
            xml.close("gml:LinearRing")
            return
        }
        xml.open("gml:Ring")
        xml.open("gml:curveMember")
        xml.open("gml:Curve", "gml:id=\"id.\(newIdentifier())\"")
        writeSegments(ring.points + [ring.points[0]], arcMiddles: ring.arcMiddles)
        xml.close("gml:Curve")
        xml.close("gml:curveMember")
        xml.close("gml:Ring")
    }

    private mutating func writeCurve(_ line: PlanShape) {
        xml.open("imro:geometrie")
        xml.open("gml:Curve", "gml:id=\"id.\(newIdentifier())\" srsName=\"urn:ogc:def:crs:EPSG::28992\"")
        writeSegments(line.points, arcMiddles: line.arcMiddles)
        xml.close("gml:Curve")
        xml.close("imro:geometrie")
    }

    /// Straight pieces as long as possible, and arcs of three points between them.
    private mutating func writeSegments(_ points: [RDPoint], arcMiddles: Set<Int>) {
        xml.open("gml:segments")
        var start = 0
        while start < points.count - 1 {
            let isArc = arcMiddles.contains(start + 1)
            var end = start + (isArc ? 2 : 1)
            if !isArc { while end < points.count - 1, !arcMiddles.contains(end + 1) { end += 1 } }
            let element = isArc ? "gml:Arc" : "gml:LineStringSegment"
            xml.open(element)
            xml.element("gml:posList", XMLText.coordinates(Array(points[start...end])))
            xml.close(element)
            start = end
        }
        xml.close("gml:segments")
    }

    private static func middle(of shape: PlanShape) -> RDPoint {
        let sum = shape.points.reduce(Vector(0, 0)) { $0 + Vector($1) }
        return (sum * (1 / Double(shape.points.count))).point
    }
}
