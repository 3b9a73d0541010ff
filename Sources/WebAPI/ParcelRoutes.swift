import FeatureLayers
import GeoValues
import Hummingbird
import PlanningRules
import Registers
import Service

/// `GET /v1/percelen/{aanduiding}` and `GET /v1/adressen/{id}`: what the registers know of a parcel and of an address.
struct ParcelRoutes {
    let service: StipService

    func parcel(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let (found, version, day) = try object(request) {
            ObjectAddress.parcel(context.parameters.get("aanduiding") ?? "", &$0)
        }
        let sheet = try await parcelSheet(found, version, onDay: day)
        let title = BilingualText(dutch: "Perceel \(found.identifier)", english: "Parcel \(found.identifier)")
        return FactPage(title, sheet).response(request)
    }

    func address(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        let (found, version, day) = try object(request) {
            ObjectAddress.address(context.parameters.get("id") ?? "", &$0)
        }
        let sheet = try addressSheet(found, version, onDay: day)
        let title = BilingualText(dutch: "Adres \(found.identifier)", english: "Address \(found.identifier)")
        return FactPage(title, sheet).response(request)
    }

    /// The version of the object that holds on the asked day.
    private func object(
        _ request: Request,
        _ name: (inout QueryReader) -> ObjectName?
    ) throws -> (RegisterObject, FeatureVersions.Version, day: Int32) {
        var query = QueryReader(request, allowed: ["geldigOp"])
        let named = name(&query)
        let question = RuleQuestion(&query, wantsPage: false)
        try query.finish()
        guard let named, let day = question?.day else { throw RequestProblem.failed }
        let found = try service.object(named)
        let versions = FeatureVersions(found.identifier, layer: found.layer, in: found.snapshot.registers)
        guard let version = versions.version(onDay: day), version.isPresent else {
            let date = CalendarDay.text(day)
            throw RequestProblem.gone(
                BilingualText(
                    dutch: "\(found.layer) \(found.identifier) is er op \(date) niet: nog niet, of niet meer.",
                    english: "\(found.layer) \(found.identifier) is not there on \(date): not yet, or no longer."
                )
            )
        }
        return (found, version, day)
    }

    // MARK: Parcels

    private func parcelSheet(
        _ found: RegisterObject,
        _ version: FeatureVersions.Version,
        onDay day: Int32
    ) async throws -> FactSheet {
        let (segment, feature) = (version.segment, version.feature)
        func text(_ column: String) -> String? { segment.text(feature, named: column) }
        func number(_ column: String) -> FactValue? {
            if case .integer(let number) = segment.value(feature, named: column) {
                .number(Double(number))
            } else {
                nil
            }
        }
        let polygons = segment.polygons(feature)
        let area = polygons.reduce(0) { $0 + $1.areaSquareMetres }
        var sheet = FactSheet()
        sheet.add("id", "Identificatie", "Identifier", found.identifier)
        sheet.add("aanduiding", "Kadastrale aanduiding", "Cadastral designation", segment.name(feature))
        sheet.add("geldigOp", "Geldig op", "Valid on", CalendarDay.text(day))
        let code = text("akr_kadastrale_gemeente_code_waarde")
        sheet.add("gemeentecode", "Code van de kadastrale gemeente", "Code of the cadastral municipality", code)
        sheet.add("gemeente", "Kadastrale gemeente", "Cadastral municipality", text("kadastrale_gemeente_waarde"))
        sheet.add("sectie", "Sectie", "Section", text("sectie"))
        sheet.add("perceelnummer", "Perceelnummer", "Parcel number", number("perceelnummer"))
        sheet.add("grootte", "Kadastrale grootte in m²", "Registered area in m²", number("kadastrale_grootte_waarde"))
        sheet.add("soortGrootte", "Soort grootte", "Kind of area", text("soort_grootte_waarde"))
        sheet.add(
            "berekendeGrootte",
            "Grootte van het vlak in m²",
            "Area of the shape in m²",
            .number(roundedHundredths(area))
        )
        guard !polygons.isEmpty else {
            addEnd(&sheet, [], found)
            return sheet
        }
        let (answer, _) = try await service.stip(inside: polygons, onDay: day, in: found.snapshot)
        sheet.add("locatie", "Plaats", "Place", .sheet(try FactSheet(place: answer.point, service)))
        sheet.add("geometrie", "Vlak", "Shape", .geometry(try GeometryDocument(polygons, service)))
        sheet.add("geometrieRd", "Vlak in RD", "Shape in RD", .geometry(GeometryDocument(rd: polygons)))
        sheet.add("panden", "Panden op het perceel", "Buildings on the parcel", parts(["pand"], answer, area, found))
        let zoning = ["enkelbestemming", "dubbelbestemming"]
        sheet.add("bestemmingen", "Bestemmingen", "Zoning", parts(zoning, answer, area, found))
        addEnd(&sheet, answer.coverage.filter { (["perceel", "pand"] + zoning).contains($0.layer) }, found)
        return sheet
    }

    /// What of some layers lies on a parcel, and on how much of it; what only touches it is left out.
    private func parts(
        _ layers: [String],
        _ answer: PlaceAnswer,
        _ squareMetres: Double,
        _ found: RegisterObject
    ) -> FactValue {
        .list(
            answer.hits.compactMap { hit in
                guard layers.contains(hit.layer),
                    let segment = found.snapshot.registers.segment(hit.layer, hit.reference)
                else { return nil }
                var (area, share) = (squareMetres, 1.0)
                switch hit.applicability {
                case .applies: break
                case .appliesPartly(let part, let portion): (area, share) = (part, portion)
                case .touchesBoundaryOnly, .doesNotApply, .unknown: return nil
                }
                let feature = hit.reference.feature
                let identifier = segment.identifier(feature)
                var sheet = FactSheet()
                sheet.add("id", "Identificatie", "Identifier", identifier)
                sheet.add("laag", "Laag", "Layer", hit.layer)
                sheet.add("naam", "Naam", "Name", segment.name(feature))
                sheet.add("status", "Status", "Status", segment.text(feature, named: "status"))
                sheet.add("plan", "Plan", "Plan", segment.text(feature, named: "planId"))
                sheet.add(
                    "oppervlakte",
                    "Op het perceel in m²",
                    "On the parcel in m²",
                    .number(roundedHundredths(area))
                )
                sheet.add(
                    "aandeel",
                    "Deel van het perceel",
                    "Share of the parcel",
                    .number((share * 1e6).rounded() / 1e6)
                )
                if hit.layer == "pand" {
                    let title = BilingualText(dutch: "Dit pand", english: "This building")
                    let link = FactValue.link(rel: "pand", href: "/v1/panden/\(identifier)", title: title)
                    sheet.add("links", "Meer", "More", .list([link]))
                }
                return .sheet(sheet)
            }
        )
    }

    // MARK: Addresses

    private func addressSheet(
        _ found: RegisterObject,
        _ version: FeatureVersions.Version,
        onDay day: Int32
    ) throws -> FactSheet {
        let registers = found.snapshot.registers
        let (segment, feature) = (version.segment, version.feature)
        var sheet = FactSheet(residence: version, in: registers)
        sheet.add("soort", "Soort", "Kind", found.layer)
        sheet.add("geldigOp", "Geldig op", "Valid on", CalendarDay.text(day))
        let buildings = (segment.text(feature, named: "pandidentificatie") ?? "").split(separator: ",").map(String.init)
        sheet.add(
            "panden",
            "Panden",
            "Buildings",
            buildings.isEmpty
                ? nil
                : .list(
                    buildings.map { identifier in
                        let title = BilingualText(dutch: "Pand \(identifier)", english: "Building \(identifier)")
                        return .link(rel: "pand", href: "/v1/panden/\(identifier)", title: title)
                    }
                )
        )
        var coverage = [LayerCoverage(layer: found.layer, applicability: .applies, problems: [])]
        if let point = segment.labelPoint(feature) ?? segment.firstPoint(feature) {
            sheet.add("locatie", "Plaats", "Place", .sheet(try FactSheet(place: point, service)))
            let here = service.stip(at: point, onDay: day, in: found.snapshot).answer.coverage
            coverage += here.filter { $0.layer == "pand" }
        }
        addEnd(&sheet, coverage, found)
        return sheet
    }

    // MARK: Both

    private func addEnd(_ sheet: inout FactSheet, _ coverage: [LayerCoverage], _ found: RegisterObject) {
        sheet.add(
            "dekking",
            "Hoe volledig is dit?",
            "How complete is this?",
            .list(coverage.map { .sheet(FactSheet(coverage: $0, found.snapshot)) })
        )
        let resource = found.layer == "perceel" ? "percelen" : "adressen"
        let title = BilingualText(dutch: "Wat mag hier?", english: "What is allowed here?")
        let link = FactValue.link(rel: "stip", href: "/v1/\(resource)/\(found.identifier)/stip", title: title)
        sheet.add("links", "Meer", "More", .list([link]))
        sheet.add("dataVersie", "Versie van de gegevens", "Data version", found.snapshot.registers.dataVersion)
        sheet.addDisclaimer()
    }
}
