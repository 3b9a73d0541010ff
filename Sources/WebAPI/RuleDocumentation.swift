import FeatureLayers
import GeoValues
import PlanningRules
import Registers
import Service

/// Makes the answer of one level out of what was found.
struct RuleDocumentation {
    let document: RuleLevelDocument

    private typealias Text = RuleLevelDocument.Text

    init(
        _ answer: PointAnswer,
        rules: RuleAnswer,
        _ snapshot: ServedSnapshot,
        _ service: StipService,
        _ question: RuleQuestion,
        level: Int
    ) throws {
        let files = service.ruleFiles
        let summary = RuleSummary(
            rules,
            coverage: answer.coverage,
            activity: question.activity,
            bruidsschat: files.bruidsschat(onDay: question.day),
            terms: files.terms(onDay: question.day)
        )
        let filter = RuleFilter(activity: question.activity)
        let authority = RuleDocumentation.authority(rules)
        let texts = RuleTexts(snapshot.registers, onDay: question.day)
        let place = try PlaceDocument(answer.point, service)
        document = RuleLevelDocument(
            niveau: level,
            geldigOp: CalendarDay.text(question.day),
            activiteit: question.activity,
            locatie: place,
            hoofdlijnen: summary.headlines.map(Text.init),
            // A table of regulations that fails is told of with the regulations.
            dekking: ([rules.regulations] + answer.coverage.filter { $0.layer != rules.regulations.layer }).map {
                RuleDocumentation.coverage($0, snapshot, level)
            },
            dataVersie: answer.dataVersion,
            disclaimer: Text(
                BilingualText(
                    dutch: StipDocument.disclaimerText,
                    english:
                        "Indicative: no rights can be derived from this answer. 'onbekend' (unknown) is not 'does not apply'."
                )
            ),
            links: RuleDocumentation.links(place, question),
            bestuur: level < 2 ? nil : rules.administration.map { .init(code: $0.code, naam: $0.name) },
            plannen: level < 2 ? nil : rules.documents.map(RuleDocumentation.plan),
            vrijheden: level < 2 ? nil : summary.freedoms.map(RuleDocumentation.statement),
            beperkingen: level < 2 ? nil : summary.restrictions.map(RuleDocumentation.statement),
            procedures: level < 2
                ? nil : summary.procedures.map { RuleDocumentation.procedure($0, authority, level) },
            regels: level < 3
                ? nil
                : RuleLevelDocument.RuleEntries(
                    rules: rules.rules.filter(filter.admits).map { rule in
                        RuleDocumentation.entry(rule, text: level < 4 ? nil : texts.text(of: rule))
                    }
                ),
            treffers: level < 3
                ? nil
                : try answer.hits.compactMap { try RuleDocumentation.hit($0, snapshot, service, level) }
        )
    }

    // MARK: Parts

    private static func coverage(_ coverage: LayerCoverage, _ snapshot: ServedSnapshot, _ level: Int)
        -> RuleLevelDocument.Coverage
    {
        var reason: String?
        if case .unknown(let unknown) = coverage.applicability { reason = unknown.rawValue }
        return RuleLevelDocument.Coverage(
            laag: coverage.layer,
            toepasselijkheid: coverage.applicability.dutchName,
            reden: reason,
            toelichting: level < 2 || coverage.problems.isEmpty ? nil : coverage.problems,
            peildata: level < 2 ? nil : ReferenceDates.of(coverage.layer, snapshot)
        )
    }

    private static func links(_ place: PlaceDocument, _ question: RuleQuestion) -> [RuleLevelDocument.Link] {
        let names = [
            ("Hoofdlijnen", "Headlines"), ("Uitleg", "Explanation"),
            ("Voorwaarden en maten", "Conditions and measures"),
            ("Juridische tekst", "Legal text"),
        ]
        let activity = question.activity.map { "&activiteit=" + PercentEncoding.query($0) } ?? ""
        return RuleQuestion.levels.map { level in
            let (dutch, english) = names[level - 1]
            let day = CalendarDay.text(question.day)
            return RuleLevelDocument.Link(
                rel: "niveau-\(level)",
                href:
                    "/v1/stip?lon=\(place.crs84.lon)&lat=\(place.crs84.lat)&niveau=\(level)&geldigOp=\(day)\(activity)",
                titel: Text(BilingualText(dutch: dutch, english: english))
            )
        }
    }

    private static func plan(_ document: RuleDocument) -> RuleLevelDocument.Plan {
        var replacement: String?
        var note: Text?
        switch document.replacedBy {
        case .pons(let regulation):
            replacement = regulation
            note = Text(
                BilingualText(
                    dutch: "Vervangen door het omgevingsplan: hier ligt een pons.",
                    english: "Replaced by the environment plan: a pons lies here."
                )
            )
        case .plan(let plan):
            replacement = plan
            note = Text(BilingualText(dutch: "Vervangen door een nieuwer plan.", english: "Replaced by a newer plan."))
        case nil: break
        }
        return RuleLevelDocument.Plan(
            id: document.identifier,
            naam: document.title,
            regime: document.regime.rawValue,
            soort: document.kind,
            status: document.status,
            versie: document.version,
            datum: document.day.map(CalendarDay.text),
            overheid: document.authority,
            overheidsCode: document.authorityCode,
            toepasselijkheid: document.applicability.dutchName,
            regelstatus: document.replacedBy != nil
                ? "vervangen" : document.isInForce ? "geldend" : "in ontwikkeling",
            isParaplu: document.isPartial,
            herziet: document.revises.isEmpty ? nil : document.revises,
            vervangenDoor: replacement,
            toelichting: note
        )
    }

    private static func statement(_ statement: RuleStatement) -> RuleLevelDocument.Statement {
        RuleLevelDocument.Statement(
            tekst: Text(statement.text),
            regels: statement.rules,
            activiteit: statement.activity
        )
    }

    /// Whom to ask: the municipality that the point lies in, else the authority of the plan in force.
    private static func authority(_ rules: RuleAnswer) -> RuleLevelDocument.Authority? {
        let municipalities = rules.administration.filter { $0.code.hasPrefix("GM") }
        if municipalities.count == 1 {
            return RuleLevelDocument.Authority(code: municipalities[0].code, naam: municipalities[0].name)
        }
        guard municipalities.isEmpty, let document = rules.documents.first(where: \.isInForce),
            let code = document.authorityCode
        else { return nil }
        return RuleLevelDocument.Authority(code: code, naam: document.authority)
    }

    private static func procedure(
        _ procedure: ProcedureStatement,
        _ authority: RuleLevelDocument.Authority?,
        _ level: Int
    ) -> RuleLevelDocument.Procedure {
        let part = procedure.bruidsschat
        let conditions = part.map { part in
            part.voorwaarden.map { condition in
                RuleLevelDocument.Condition(
                    tekst: Text(condition.tekst),
                    naam: condition.naam,
                    artikel: (["\(part.artikel) onder \(part.onderdeel)"]
                        + (condition.onderdeel.map { ["onder \($0)"] } ?? [])).joined(separator: ", "),
                    vergelijking: condition.vergelijking,
                    waarde: condition.thousandths.map { Double($0) / 1_000 },
                    eenheid: condition.eenheid
                )
            }
        }
        return RuleLevelDocument.Procedure(
            activiteit: Text(procedure.activity),
            kwalificatie: procedure.qualification.dutchName,
            procedure: procedure.terms?.procedure,
            termijn: procedure.terms?.termijn,
            verlenging: procedure.terms?.verlenging,
            uitleg: (procedure.terms?.tekst).map(Text.init),
            bevoegdGezag: authority,
            bron: part.map { "Omgevingsplan, artikel \($0.artikel) onder \($0.onderdeel) (bruidsschat)" }
                ?? procedure.terms?.bron,
            regels: procedure.rules + (procedure.articleReference.map { [$0] } ?? []),
            voorwaarden: level < 3 ? nil : conditions,
            rechtsgevolg: part.map { Text($0.rechtsgevolg) }
        )
    }

    private static func entry(_ rule: Rule, text: String?) -> RuleLevelDocument.RuleEntry {
        var kind: String
        var group: String?
        var area: String?
        var norm: RuleLevelDocument.RuleEntry.NormEntry?
        var activity: RuleLevelDocument.RuleEntry.Activity?
        switch rule.content {
        case .function(let main, let isDouble):
            kind = isDouble ? "dubbelbestemming" : "functie"
            group = main
        case .area(let type, let main):
            kind = "gebied"
            area = type
            group = main
        case .buildingZone: kind = "bouwvlak"
        case .norm(let content):
            kind = "norm"
            norm = .init(
                type: content.typeText,
                waarde: content.value,
                eenheid: content.unit?.rawValue,
                vergelijking: content.comparison.map { $0 == .atMost ? "ten hoogste" : "ten minste" },
                tekst: content.text
            )
        case .activity(let content):
            kind = "activiteit"
            activity = .init(
                id: content.identifier,
                groep: content.group,
                kwalificatie: content.qualification.dutchName
            )
        case .text: kind = "tekst"
        }
        return RuleLevelDocument.RuleEntry(
            id: rule.identifier,
            soort: kind,
            naam: rule.name,
            document: rule.document,
            artikel: rule.article.map { .init(naam: $0.name, verwijzing: $0.reference) },
            geldigVan: rule.validFrom.map(CalendarDay.text),
            geldigTot: rule.validUntil.map(CalendarDay.text),
            toepasselijkheid: rule.applicability.dutchName,
            idealisatie: rule.idealisation,
            juridischeRegels: rule.legalRules.isEmpty ? nil : rule.legalRules,
            bron: .init(laag: rule.source.layer, id: rule.source.identifier),
            locaties: rule.locations,
            norm: norm,
            activiteit: activity,
            groep: group,
            gebied: area,
            tekst: text
        )
    }

    private static func hit(
        _ hit: PointHit,
        _ snapshot: ServedSnapshot,
        _ service: StipService,
        _ level: Int
    ) throws -> RuleLevelDocument.Hit? {
        guard let segment = snapshot.registers.segment(hit.layer, hit.reference) else { return nil }
        let feature = hit.reference.feature
        var attributes: [String: AttributeDocument] = [:]
        for (position, column) in segment.columns.enumerated() {
            attributes[column.name] = AttributeDocument(segment.value(feature, column: position))
        }
        var geometry: GeometryDocument?
        if level > 3 {
            let polygons = segment.polygons(feature)
            geometry = polygons.isEmpty ? nil : try GeometryDocument(polygons, service)
        }
        return RuleLevelDocument.Hit(
            laag: hit.layer,
            id: segment.identifier(feature),
            naam: segment.name(feature),
            toepasselijkheid: hit.applicability.dutchName,
            via: hit.viaBuilding,
            eigenschappen: attributes,
            geometrie: geometry
        )
    }
}

/// Texts in the query of an address (RFC 3986, 3.4).
enum PercentEncoding {
    static func query(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return encoded
    }
}
