import FileBridge
import Foundation
import GeoValues
import HTTPTypes
import Hummingbird
import NIOCore
import PlanningRules

/// The answer of one level as a page, readable without JavaScript: the same facts as the JSON, from the same document.
struct StipPage {
    private let document: RuleLevelDocument
    private let isEnglish: Bool

    init(_ document: RuleLevelDocument, isEnglish: Bool) {
        self.document = document
        self.isEnglish = isEnglish
    }

    func response(_ request: Request) -> Response {
        let html = self.html
        let tag = "\"\(Checksum128(of: Array(html.utf8)))\""
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .eTag: tag, .cacheControl: "no-cache",
            .vary: "Accept, Accept-Language", .contentLanguage: isEnglish ? "en" : "nl",
        ]
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private func said(_ dutch: String, _ english: String) -> String { isEnglish ? english : dutch }
    /// As JSON writes it.
    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }
    private func said(_ text: BilingualText) -> String { isEnglish ? text.english : text.dutch }

    // MARK: Page

    private var html: String {
        let title = said("Wat mag hier?", "What is allowed here?")
        var body = Markup()
        body.add("h1", title)
        let (degrees, metres) = (document.place.locatie.crs84, document.place.locatie.rd)
        let plane = "RD \(Self.number(metres.x)), \(Self.number(metres.y))"
        body.add("p", "\(plane) · lon \(Self.number(degrees.lon)), lat \(Self.number(degrees.lat))")
        let subject =
            (document.place.object.map { [$0.name, $0.layer, $0.identifier] } ?? [])
            + [document.place.oppervlakte.map { "\(Self.number($0)) m²" }]
        if subject.contains(where: { $0 != nil }) { body.add("p", subject.compactMap { $0 }.joined(separator: " · ")) }
        let day = said("Geldig op", "Valid on")
        body.add("p", "\(day) \(document.rules.geldigOp)" + (document.rules.activiteit.map { " · \($0)" } ?? ""))
        body.add("h2", said("Kort", "In short"))
        body.list(document.rules.hoofdlijnen.map(said))
        addPlans(&body)
        addStatements(&body)
        addProcedures(&body)
        addPermits(&body)
        addRules(&body)
        addHits(&body)
        addCoverage(&body)
        addLinks(document.place.links, &body)
        body.add("p", said(document.rules.disclaimer))
        body.add("p", "\(said("Versie van de gegevens", "Data version")) \(document.place.dataVersie)")
        return """
            <!DOCTYPE html>
            <html lang="\(isEnglish ? "en" : "nl")">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Markup.escaped(title))</title><link rel="stylesheet" href="/style.css"></head>
            <body class="antwoord"><main>
            \(body.text)</main></body>
            </html>

            """
    }

    private func addPlans(_ body: inout Markup) {
        if let areas = document.rules.bestuur, !areas.isEmpty {
            body.add(
                "p",
                areas.map { [$0.naam, $0.code].compactMap { $0 }.joined(separator: " ") }.joined(separator: " · ")
            )
        }
        guard let plans = document.rules.plannen else { return }
        body.add("h2", said("Plannen en regelingen", "Plans and regulations"))
        body.list(
            plans.map { plan in
                let parts = [
                    plan.naam, plan.id, plan.regime, plan.soort, plan.status, plan.versie, plan.datum, plan.overheid,
                    plan.overheidsCode, plan.toepasselijkheid.texts.joined(separator: " "), plan.regelstatus,
                    plan.isParaplu ? "paraplu" : nil, plan.herziet.map { $0.joined(separator: ", ") },
                    plan.beoordeeldIn.map { $0.joined(separator: ", ") },
                    plan.beeindigt.map { $0.joined(separator: ", ") }, plan.vervangenDoor, plan.toelichting.map(said),
                ]
                return parts.compactMap { $0 }.joined(separator: " · ")
            }
        )
    }

    private func addStatements(_ body: inout Markup) {
        for (title, statements) in [
            (said("Dit mag", "Allowed"), document.rules.vrijheden),
            (said("Let hierop", "Limits"), document.rules.beperkingen),
        ] {
            guard let statements else { continue }
            body.add("h2", title)
            body.list(
                statements.map { statement in
                    ([said(statement.tekst), statement.activiteit].compactMap { $0 } + statement.regels)
                        .joined(separator: " · ")
                }
            )
        }
    }

    private func addProcedures(_ body: inout Markup) {
        guard let procedures = document.rules.procedures else { return }
        body.add("h2", said("Wat u moet doen", "What you have to do"))
        body.list(
            (procedures + (document.rules.permitFree?.procedures() ?? [])).map { procedure in
                var parts = [
                    said(procedure.activiteit), procedure.kwalificatie, procedure.procedure, procedure.termijn,
                    procedure.verlenging, procedure.uitleg.map(said), procedure.rechtsgevolg.map(said),
                    procedure.bron,
                ].compactMap { $0 }
                parts += procedure.bevoegdGezag.map(counter)
                parts += procedure.regels
                for condition in procedure.voorwaarden ?? [] {
                    let bound = [condition.vergelijking, condition.waarde.map(Self.number), condition.eenheid]
                    parts.append(
                        ([said(condition.tekst), condition.naam] + bound.compactMap { $0 } + [condition.artikel])
                            .joined(separator: " ")
                    )
                }
                return parts.joined(separator: " · ")
            }
        )
    }

    private func counter(_ counter: RuleLevelDocument.Counter) -> String {
        let names = counter.gezagen.flatMap { [$0.naam, $0.code].compactMap { $0 } }
        let parts = [counter.bestuurslaag] + names + [counter.bron] + [counter.uitzondering.map(said)].compactMap { $0 }
        return said("wie beslist: ", "who decides: ") + parts.joined(separator: ", ")
    }

    private func addPermits(_ body: inout Markup) {
        guard let permits = document.place.vergunningen else { return }
        body.add("h2", said("Vergunningen in de buurt", "Permits nearby"))
        body.text += FactPage.facts(permits, isEnglish)
    }

    private func addRules(_ body: inout Markup) {
        guard let rules = document.rules.regels else { return }
        body.add("h2", said("Regels met hun bron", "Rules with their source"))
        for rule in rules {
            let entry = document.rules.entry(rule)
            body.add("h3", rule.name ?? rule.article?.name ?? rule.identifier)
            var facts: [(String, String?)] = [
                ("id", rule.identifier), ("soort", entry.kind), ("naam", rule.name), ("document", rule.document),
                ("artikel", rule.article?.name), ("verwijzing", rule.article?.reference),
                ("geldig van", rule.definition.validFrom.map(CalendarDay.text)),
                ("geldig tot", rule.definition.validUntil.map(CalendarDay.text)),
                ("toepasselijkheid", ApplicabilityDocument(rule.applicability).texts.joined(separator: " ")),
                ("idealisatie", rule.definition.idealisation), ("gericht tot", entry.addressee),
                ("juridische regels", rule.legalRules.isEmpty ? nil : rule.legalRules.joined(separator: " ")),
                ("bron", "\(rule.source.layer) \(rule.source.identifier)"),
                ("locaties", rule.locations.joined(separator: " ")),
                ("groep", entry.group), ("gebied", entry.area),
            ]
            if let norm = entry.norm {
                facts += [
                    ("norm", norm.typeText), ("vergelijking", norm.comparison?.dutchName),
                    ("waarde", norm.value.map(Self.number)), ("eenheid", norm.unit?.rawValue),
                    ("tekst van de norm", norm.text),
                ]
            }
            if let activity = entry.activity {
                facts += [
                    ("activiteit", activity.identifier), ("activiteitgroep", activity.group),
                    ("kwalificatie", activity.qualification.dutchName),
                ]
            }
            body.facts(facts)
            addLinks(entry.links, &body)
            if let text = entry.text { body.add("pre", text) }
        }
    }

    private func addHits(_ body: inout Markup) {
        guard let hits = document.place.treffers else { return }
        body.add("h2", said("Wat hier ligt", "What lies here"))
        for hit in hits {
            body.add("h3", hit.name ?? hit.identifier)
            let own: [(String, String?)] = [
                ("laag", hit.layer), ("id", hit.identifier), ("naam", hit.name),
                ("toepasselijkheid", hit.applicability.texts.joined(separator: " ")), ("via", hit.via),
                ("afstand tot de grens (cm)", hit.boundary.map { Self.number($0.centimetres) }),
                ("nauwkeurigheid van de grens", hit.boundary?.accuracy.grade),
                ("over de nauwkeurigheid", hit.boundary.map { said($0.accuracy.explanation) }),
            ]
            body.facts(own + hit.properties.map { ($0.name, $0.text) })
            if let geometry = hit.geometry { body.add("pre", String(decoding: geometry, as: UTF8.self)) }
        }
    }

    private func addCoverage(_ body: inout Markup) {
        body.add("h2", said("Hoe volledig is dit?", "How complete is this?"))
        body.list(
            ([document.rules.dekking] + document.place.dekking).map { coverage in
                let parts = [coverage.layer] + coverage.applicability.texts
                return (parts + (coverage.explanation ?? []) + (coverage.referenceDates ?? [])).joined(separator: " · ")
            }
        )
    }

    private func addLinks(_ links: [LinkDocument], _ body: inout Markup) {
        guard !links.isEmpty else { return }
        body.text += "<nav><ul>\n"
        for link in links {
            body.text +=
                "<li><a rel=\"\(Markup.escaped(link.rel))\" href=\"\(Markup.escaped(link.href))\">"
                + "\(Markup.escaped(said(link.titel)))</a></li>\n"
        }
        body.text += "</ul></nav>\n"
    }
}

/// HTML in the making; every text is escaped.
private struct Markup {
    var text = ""

    mutating func add(_ element: String, _ content: String) {
        text += "<\(element)>\(Markup.escaped(content))</\(element)>\n"
    }

    mutating func list(_ items: [String]) {
        text += "<ul>\n"
        for item in items { add("li", item) }
        text += "</ul>\n"
    }

    /// Names with their values; what has no value is left out.
    mutating func facts(_ facts: [(String, String?)]) {
        text += "<dl class=\"feiten\">\n"
        for (name, value) in facts {
            guard let value else { continue }
            add("dt", name)
            add("dd", value)
        }
        text += "</dl>\n"
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
