/// The rules of a plan as a page (STRI2012, `r_<plan>.html`): an article for each enkelbestemming and dubbelbestemming, in the
/// order of SVBP2012, each under the anchor that the plan's objects refer to.
struct PlanTextDocument {
    let plan: TownPlan

    static func fileName(_ plan: String) -> String { "r_\(plan).html" }

    /// The address of an article, or of an article's lid such as `25.1`; nil for the rules as a whole.
    static func reference(to article: String?, of plan: String) -> String { "\(fileName(plan))#\(anchor(article))" }

    private static func anchor(_ article: String?) -> String {
        "NL.IMRO.PT.\(article.map { "_\($0.map { $0 == "." ? "_" : String($0) }.joined())" } ?? "regels")"
    }

    /// The articles with numbers of their own behind those of the enkelbestemmingen.
    static let doubleZoneArticle = "20"
    static let areaArticle = "25.1"

    /// The page in UTF-8.
    func bytes() -> [UInt8] {
        var html = XMLText()
        html.line("<!DOCTYPE html>")
        html.open("html", "lang=\"nl\"")
        html.open("head")
        html.line("<meta charset=\"utf-8\">")
        html.element("title", "\(plan.name): regels")
        html.close("head")
        html.open("body")
        heading(1, nil, "Regels van \(plan.name)", to: &html)
        heading(2, "1", "Artikel 1 Begrippen", to: &html)
        html.element("p", "Het plan is \(plan.name) met identificatienummer \(plan.identifier).")
        heading(2, "2", "Artikel 2 Wijze van meten", to: &html)
        html.element("p", "De bouwhoogte is gemeten vanaf het peil tot het hoogste punt van een bouwwerk.")
        html.element("p", "De goothoogte is gemeten vanaf het peil tot de bovenkant van de goot.")
        let uses = Set(plan.zones.map(\.use.rawValue)).compactMap(LandUse.init)
        for use in uses.sorted(by: { $0.article < $1.article }) { write(use, to: &html) }
        if !plan.doubleZones.isEmpty { writeDoubleZones(to: &html) }
        if plan.zones.isEmpty { writePurpose(to: &html) }
        heading(2, "25", "Artikel 25 Algemene aanduidingsregels", to: &html)
        heading(3, Self.areaArticle, "25.1 Vrijwaringszone", to: &html)
        html.element("p", "Binnen de vrijwaringszone is een bouwwerk niet hoger dan de vrije windvang toelaat.")
        html.close("body")
        html.close("html")
        return html.bytes
    }

    private func heading(_ level: Int, _ article: String?, _ text: String, to html: inout XMLText) {
        html.element("h\(level)", "id=\"\(Self.anchor(article))\"", text)
    }

    private func write(_ use: LandUse, to html: inout XMLText) {
        heading(2, "\(use.article)", "Artikel \(use.article) \(use.name)", to: &html)
        let name = use.name.lowercased()
        html.element(
            "p",
            "De voor '\(use.name)' aangewezen gronden zijn bestemd voor \(name) met bijbehorende voorzieningen."
        )
        switch use {
        case .wonen, .centrum, .maatschappelijk, .bedrijventerrein, .agrarisch:
            html.element("p", "Een hoofdgebouw staat binnen een bouwvlak.")
            html.element("p", "De goothoogte en de bouwhoogte zijn niet hoger dan op de verbeelding is aangegeven.")
        default:
            html.element("p", "Op deze gronden mogen geen gebouwen worden gebouwd.")
        }
    }

    private func writeDoubleZones(to html: inout XMLText) {
        heading(2, Self.doubleZoneArticle, "Artikel 20 Dubbelbestemmingen", to: &html)
        for name in Set(plan.doubleZones.map(\.name)).sorted() {
            html.element("p", "De voor '\(name)' aangewezen gronden zijn mede bestemd voor de bescherming daarvan.")
        }
    }

    /// A plan without enkelbestemmingen rules one subject over those below it.
    private func writePurpose(to html: inout XMLText) {
        heading(2, "3", "Artikel 3 Regels", to: &html)
        html.element("p", "Dit besluit regelt een onderwerp; de plannen eronder blijven voor het overige gelden.")
    }
}
