import GeoValues
import PlanningRules
import Registers
import Service

/// One rule; each level holds all that the one before it holds.
struct RuleSheet {
    let sheet: FactSheet

    init(
        _ found: RuleFinder.Found,
        level: Int,
        onDay day: Int32,
        _ snapshot: ServedSnapshot,
        _ service: StipService
    ) throws {
        let entry = RuleLevelDocument.RuleEntry(
            rule: found.rule,
            text: level < 4 ? nil : RuleTexts(snapshot.registers, onDay: day).text(of: found.rule),
            links: []
        )
        var sheet = FactSheet()
        sheet.add("hoofdlijn", "Kort", "In short", .sentence(found.sentence))
        sheet.add("niveau", "Niveau", "Level", .number(Double(level)))
        sheet.add("geldigOp", "Geldig op", "Valid on", CalendarDay.text(day))
        sheet.add("regel", "Regel", "Rule", .sheet(RuleSheet.rule(entry, level)))
        if level > 1, let document = found.document {
            sheet.add("plan", "Plan of regeling", "Plan or regulation", .sheet(RuleSheet.plan(document)))
        }
        if level > 3, !found.areas.isEmpty {
            sheet.add("geometrie", "Waar", "Where", .geometry(try GeometryDocument(found.areas, service)))
        }
        sheet.add("links", "Meer", "More", .list(RuleSheet.links(found, day)))
        sheet.add("dataVersie", "Versie van de gegevens", "Data version", snapshot.registers.dataVersion)
        sheet.addDisclaimer()
        self.sheet = sheet
    }

    private static func links(_ found: RuleFinder.Found, _ day: Int32) -> [FactValue] {
        let address = RuleRoutes.address(found.rule.identifier)
        let names = [
            ("Hoofdlijn", "Headline"), ("Uitleg", "Explanation"), ("Voorwaarden en maten", "Conditions and measures"),
            ("Juridische tekst", "Legal text"),
        ]
        var links = RuleQuestion.levels.map { level in
            FactValue.link(
                rel: "niveau-\(level)",
                href: "\(address)?niveau=\(level)&geldigOp=\(CalendarDay.text(day))"
                    + "&document=\(PercentEncoding.query(found.rule.document))",
                title: BilingualText(dutch: names[level - 1].0, english: names[level - 1].1)
            )
        }
        if let point = found.point {
            links.append(
                .link(
                    rel: "stip",
                    href: "/v1/stip?x=\(point.xMetres)&y=\(point.yMetres)&crs=\(CRSParameter.rdURI)&niveau=1",
                    title: BilingualText(dutch: "Een plek waar de regel geldt", english: "A place where the rule holds")
                )
            )
        }
        return links
    }

    /// The members of a rule in the answer at a place: on level 3 and 4 all of them.
    private static func rule(_ entry: RuleLevelDocument.RuleEntry, _ level: Int) -> FactSheet {
        let rule = entry.rule
        var sheet = FactSheet()
        sheet.add("id", "Identificatie", "Identifier", rule.identifier)
        sheet.add("soort", "Soort", "Kind", entry.kind)
        sheet.add("naam", "Naam", "Name", rule.name)
        sheet.add("document", "Document", "Document", rule.document)
        if level < 2 { return sheet }
        if let article = rule.article {
            var part = FactSheet()
            part.add("naam", "Naam", "Name", article.name)
            part.add("verwijzing", "Verwijzing", "Reference", article.reference)
            sheet.add("artikel", "Artikel", "Article", .sheet(part))
        }
        sheet.add("geldigVan", "Geldig van", "Valid from", rule.definition.validFrom.map(CalendarDay.text))
        sheet.add("geldigTot", "Geldig tot", "Valid until", rule.definition.validUntil.map(CalendarDay.text))
        if level < 3 { return sheet }
        sheet.add(ApplicabilityDocument(rule.applicability))
        sheet.add("idealisatie", "Idealisatie", "Idealisation", rule.definition.idealisation)
        sheet.add("gerichtTot", "Gericht tot", "Addressed to", entry.addressee)
        sheet.add("groep", "Groep", "Group", entry.group)
        sheet.add("gebied", "Gebied", "Area", entry.area)
        if let norm = entry.norm {
            var part = FactSheet()
            part.add("type", "Type", "Type", norm.typeText)
            part.add("vergelijking", "Vergelijking", "Comparison", norm.comparison?.dutchName)
            part.add("waarde", "Waarde", "Value", norm.value.map(FactValue.number))
            part.add("eenheid", "Eenheid", "Unit", norm.unit?.rawValue)
            part.add("tekst", "Tekst", "Text", norm.text)
            sheet.add("norm", "Norm", "Norm", .sheet(part))
        }
        if let activity = entry.activity {
            var part = FactSheet()
            part.add("id", "Identificatie", "Identifier", activity.identifier)
            part.add("groep", "Groep", "Group", activity.group)
            part.add("kwalificatie", "Kwalificatie", "Qualification", activity.qualification.dutchName)
            sheet.add("activiteit", "Activiteit", "Activity", .sheet(part))
        }
        let legal = rule.legalRules
        sheet.add("juridischeRegels", "Juridische regels", "Legal rules", legal.isEmpty ? nil : .texts(legal))
        sheet.add("locaties", "Locaties", "Locations", .texts(rule.locations))
        var source = FactSheet()
        source.add("laag", "Laag", "Layer", rule.source.layer)
        source.add("id", "Identificatie", "Identifier", rule.source.identifier)
        sheet.add("bron", "Bron", "Source", .sheet(source))
        sheet.add("tekst", "Tekst", "Text", entry.text)
        return sheet
    }

    private static func plan(_ document: RuleDocument) -> FactSheet {
        var sheet = FactSheet()
        sheet.add("id", "Identificatie", "Identifier", document.identifier)
        sheet.add("naam", "Naam", "Name", document.title)
        sheet.add("regime", "Regime", "Regime", document.regime.rawValue)
        sheet.add("soort", "Soort", "Kind", document.kind)
        sheet.add("status", "Status", "Status", document.status)
        sheet.add("versie", "Versie", "Version", document.version)
        sheet.add("datum", "Datum", "Date", document.day.map(CalendarDay.text))
        sheet.add("overheid", "Overheid", "Authority", document.authority)
        sheet.add("overheidsCode", "Code van de overheid", "Code of the authority", document.authorityCode)
        sheet.add("regelstatus", "Regelstatus", "Status of its rules", RuleDocumentation.status(document.standing))
        sheet.add("isParaplu", "Paraplu", "Amends others", .truth(document.isPartial))
        return sheet
    }
}
