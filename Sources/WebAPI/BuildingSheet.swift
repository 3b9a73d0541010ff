import FeatureLayers
import GeoValues
import PlanningRules
import Registers
import Service

/// What the registers know of a pand on a day. Never who owns it: no register with owners is imported.
struct BuildingSheet {
    let sheet: FactSheet

    init(
        _ identifier: String,
        _ versions: FeatureVersions,
        _ version: FeatureVersions.Version,
        onDay day: Int32,
        _ snapshot: ServedSnapshot,
        _ service: StipService
    ) throws {
        let registers = snapshot.registers
        let (segment, feature) = (version.segment, version.feature)
        let residences = BuildingResidences(of: version, onDay: day, in: registers).residences
        let polygons = segment.polygons(feature)
        let point = segment.labelPoint(feature) ?? segment.firstPoint(feature)
        var sheet = FactSheet()
        sheet.add("id", "Identificatie", "Identifier", identifier)
        sheet.add("geldigOp", "Geldig op", "Valid on", CalendarDay.text(day))
        sheet.addVersion(version)
        sheet.add("hoogtes", "Hoogtes in meters", "Heights in metres", .sheet(BuildingSheet.heights(version)))
        if let point {
            sheet.add("locatie", "Plaats", "Place", .sheet(try FactSheet(place: point, service)))
        }
        if !polygons.isEmpty {
            let area = polygons.reduce(0) { $0 + $1.areaSquareMetres }
            sheet.add("grondvlak", "Grondvlak in m²", "Footprint in m²", .number(roundedHundredths(area)))
            sheet.add("geometrie", "Vlak", "Shape", .geometry(try GeometryDocument(polygons, service)))
            sheet.add("geometrieRd", "Vlak in RD", "Shape in RD", .geometry(GeometryDocument(rd: polygons)))
        }
        sheet.add(
            "verblijfsobjecten",
            "Verblijfsobjecten",
            "Units of use",
            .list(residences.map { .sheet(BuildingSheet.residence($0, registers)) })
        )
        sheet.add(
            "geschiedenis",
            "Geschiedenis",
            "History",
            .list(versions.versions.map { .sheet(FactSheet(version: $0)) })
        )
        let coverage = BuildingSheet.coverage(point, day, versions, hasResidences: !residences.isEmpty, registers)
        sheet.add(
            "dekking",
            "Hoe volledig is dit?",
            "How complete is this?",
            .list(coverage.map { .sheet(FactSheet(coverage: $0, snapshot)) })
        )
        let address = "/v1/panden/\(identifier)"
        sheet.add(
            "links",
            "Meer",
            "More",
            .list([
                .link(rel: "model", href: address + "/model", title: .init(dutch: "3D-model", english: "3D model")),
                .link(
                    rel: "vergunningen",
                    href: address + "/vergunningen",
                    title: .init(dutch: "Vergunningen bij dit pand", english: "Permits at this building")
                ),
                .link(
                    rel: "stip",
                    href: address + "/stip",
                    title: .init(dutch: "Wat mag hier?", english: "What is allowed here?")
                ),
            ])
        )
        sheet.add("dataVersie", "Versie van de gegevens", "Data version", registers.dataVersion)
        sheet.addDisclaimer()
        self.sheet = sheet
    }

    private static func residence(_ version: FeatureVersions.Version, _ registers: RegisterSnapshot) -> FactSheet {
        var sheet = FactSheet(residence: version, in: registers)
        let address = "/v1/adressen/\(version.segment.identifier(version.feature))"
        let title = BilingualText(dutch: "Dit adres", english: "This address")
        sheet.add("links", "Meer", "More", .list([.link(rel: "adres", href: address, title: title)]))
        return sheet
    }

    /// `bekend` is false where no source has a height.
    private static func heights(_ version: FeatureVersions.Version) -> FactSheet {
        func number(_ names: String...) -> Double? {
            for name in names {
                switch version.segment.value(version.feature, named: name) {
                case .real(let value): return value
                case .integer(let value): return Double(value)
                case .text, .date, .null: continue
                }
            }
            return nil
        }
        let ground = number("maaiveld", "b3_h_maaiveld", "h_maaiveld")
        var top = number("nokhoogte", "hoogte")
        // 3DBAG gives both in metres NAP.
        if top == nil, let roof = number("b3_h_dak_max", "b3_h_max"), let ground { top = roundedMetres(roof - ground) }
        let eaves = number("goothoogte")
        var heights = FactSheet()
        heights.add("bekend", "Bekend", "Known", .truth(top != nil || eaves != nil || ground != nil))
        heights.add("nok", "Nok boven de grond", "Ridge above the ground", top.map(FactValue.number))
        heights.add("goot", "Goot boven de grond", "Eaves above the ground", eaves.map(FactValue.number))
        heights.add("maaiveld", "Grond boven NAP", "Ground above NAP", ground.map(FactValue.number))
        return heights
    }

    /// How far the layers can be relied on at the pand.
    private static func coverage(
        _ point: RDPoint?,
        _ day: Int32,
        _ versions: FeatureVersions,
        hasResidences: Bool,
        _ registers: RegisterSnapshot
    ) -> [LayerCoverage] {
        func known(_ layer: String, _ applicability: Applicability) -> LayerCoverage {
            LayerCoverage(layer: layer, applicability: applicability, problems: [])
        }
        let here = point.map { PointLookup(registers).answer(at: $0, onDay: day).coverage } ?? []
        func found(_ layer: String) -> LayerCoverage {
            here.first { $0.layer == layer } ?? known(layer, .unknown(.noData))
        }
        let residences = hasResidences ? known("verblijfsobject", .applies) : found("verblijfsobject")
        let isFailing = registers.layers["verblijfsobject"]?.isFailing == true
        return [
            registers.layers["pand"]?.isFailing == true ? found("pand") : known("pand", .applies),
            known("pandgeschiedenis", versions.isHistoryKnown ? .applies : .unknown(.noData)),
            isFailing ? found("verblijfsobject") : residences,
        ]
    }
}

extension FactSheet {
    /// What one version of a pand says.
    init(version: FeatureVersions.Version) {
        self.init()
        addVersion(version)
        let (segment, feature) = (version.segment, version.feature)
        if case .date(let day) = segment.value(feature, named: "documentdatum") {
            add("documentdatum", "Datum van het document", "Date of the document", CalendarDay.text(day))
        }
        add(
            "documentnummer",
            "Nummer van het document",
            "Number of the document",
            segment.text(feature, named: "documentnummer")
        )
    }

    fileprivate mutating func addVersion(_ version: FeatureVersions.Version) {
        let (segment, feature) = (version.segment, version.feature)
        add("geldigVan", "Geldig van", "Valid from", version.validFrom.map(CalendarDay.text))
        add("geldigTot", "Geldig tot", "Valid until", version.validUntil.map(CalendarDay.text))
        add("status", "Status", "Status", segment.text(feature, named: "status"))
        // 9999 is the BAG's word for an unknown year (`dutch-data.md` A1).
        for column in ["bouwjaar", "oorspronkelijkbouwjaar", "oorspronkelijk_bouwjaar"] {
            guard case .integer(let year) = segment.value(feature, named: column) else { continue }
            if year != 9999 { add("bouwjaar", "Bouwjaar", "Year of construction", .number(Double(year))) }
            break
        }
    }

    /// A verblijfsobject with its addresses.
    init(residence version: FeatureVersions.Version, in registers: RegisterSnapshot) {
        self.init()
        let (segment, feature) = (version.segment, version.feature)
        let identifier = segment.identifier(feature)
        add("id", "Identificatie", "Identifier", identifier)
        add("status", "Status", "Status", segment.text(feature, named: "status"))
        let purposes = (segment.text(feature, named: "gebruiksdoel") ?? "").split(separator: ",").map {
            FactValue.text(String($0))
        }
        add("gebruiksdoelen", "Gebruiksdoelen", "Purposes", purposes.isEmpty ? nil : .list(purposes))
        if case .integer(let area) = segment.value(feature, named: "oppervlakte") {
            add("oppervlakte", "Oppervlakte in m²", "Floor area in m²", .number(Double(area)))
        }
        let addresses = ResidenceAddress.all(of: version, in: registers)
        add("adressen", "Adressen", "Addresses", .list(addresses.map { .sheet(FactSheet(address: $0)) }))
        add("geldigVan", "Geldig van", "Valid from", version.validFrom.map(CalendarDay.text))
        add("geldigTot", "Geldig tot", "Valid until", version.validUntil.map(CalendarDay.text))
    }

    init(address: ResidenceAddress) {
        self.init()
        add("id", "Nummeraanduiding", "Nummeraanduiding", address.identifier)
        add("soort", "Soort", "Kind", address.isMain ? "hoofdadres" : "nevenadres")
        add("weergave", "Adres", "Address", address.text)
    }
}

func roundedHundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
