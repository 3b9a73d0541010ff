import FeatureLayers
import Registers
import Synchronization

/// What a regulation says on one of its locations: the same wherever in it someone asks.
struct LocationRules: Sendable {
    /// Rules with an activity, norm, area or function.
    var rules: [RuleDefinition] = []
    /// A rule for each juridische regel on the location, for those of which nothing else is known at the place.
    var texts: [RuleDefinition] = []
    /// The groups that it belongs to, in the same regulation.
    var groups: [String] = []
    /// Where plans of before the Omgevingswet no longer hold.
    var isPons = false
    /// Where the regulation itself holds.
    var isRegulationArea = false
}

/// What a regulation says of itself.
struct RegulationHeading: Sendable {
    /// As if it applied; nil when its source holds no regulation.
    let document: RuleDocument?
    /// The articles of the bruidsschat that it still has, with the text's `wId`; nil when it is no omgevingsplan.
    let bruidsschat: [String: String]?
}

/// What norms with the same omgevingsnorm have in common.
struct NormHeading: Sendable {
    let name: String?
    /// Concepts.
    let type: String?
    let unit: String?
    let legalRules: [String]
}

/// Where in a regulation a juridische regel stands.
struct LegalRuleHeading: Sendable {
    let article: RuleArticle?
    let idealisation: String?
    /// ``RuleDefinition/textHash``.
    let textHash: Int?
    /// Whether it is an Instructieregel or Omgevingswaarderegel.
    let isForAuthorities: Bool
}

/// What an object of a plan of before the Omgevingswet says: the same wherever in it someone asks.
struct PlanObjectRules: Sendable {
    /// When it is the plan itself; as if it applied.
    let document: RuleDocument?
    let rules: [RuleDefinition]
}

/// Remembers what regulations say on locations of one snapshot, as an ambtsgebied with 600 rules is asked at every click, what they
/// say of themselves, and which of them refer to an administrative area, as a country has hundreds; and what objects of plans say.
public final class RuleMemory: Sendable {
    /// A location, or an object of a regulation.
    struct Key: Hashable, Sendable {
        let source: String
        let identifier: String
        let day: Int32
    }

    struct ObjectKey: Hashable, Sendable {
        let layer: String
        let reference: FeatureReference
        let day: Int32
    }

    /// A Gebiedengroep or Ambtsgebied, in the regulation of a source.
    struct Group: Sendable {
        let source: String
        let location: String
    }

    /// Of a source, or of an administrative area.
    private struct DayKey: Hashable, Sendable {
        let name: String
        let day: Int32
    }

    private let locations = Memory<Key, LocationRules>()
    private let objects = Memory<ObjectKey, PlanObjectRules>()
    private let norms = Memory<Key, NormHeading>()
    private let legalRules = Memory<Key, LegalRuleHeading>()
    private let headings = Memory<DayKey, RegulationHeading>()
    private let groupsOfArea = Memory<DayKey, [Group]>()

    public init() {}

    func rules(_ key: Key, make: () -> LocationRules) -> LocationRules { locations.value(key, make: make) }

    func norm(_ key: Key, make: () -> NormHeading) -> NormHeading { norms.value(key, make: make) }

    func legalRule(_ key: Key, make: () -> LegalRuleHeading) -> LegalRuleHeading { legalRules.value(key, make: make) }

    /// What a feature says as an object of a plan.
    func rules(_ key: ObjectKey, make: () -> PlanObjectRules) -> PlanObjectRules { objects.value(key, make: make) }

    /// What the regulation of a source says of itself.
    func heading(_ source: String, day: Int32, make: () -> RegulationHeading) -> RegulationHeading {
        headings.value(DayKey(name: source, day: day), make: make)
    }

    /// The groups of all regulations that an administrative area, such as `GM0297`, belongs to.
    func groups(ofArea code: String, day: Int32, in snapshot: RegisterSnapshot) -> [Group] {
        groupsOfArea.value(DayKey(name: code, day: day)) {
            let sources = Set(snapshot.layers["groepselement"]?.sources ?? []).sorted()
            return sources.flatMap { source in
                RuleTables(snapshot: snapshot, source: source, day: day).rows("groepselement", code).compactMap { row in
                    row.text("groep").map { Group(source: source, location: $0) }
                }
            }
        }
    }
}

/// Values that were made before; of many those go that were not used lately.
private struct Memory<Key: Hashable & Sendable, Value: Sendable>: ~Copyable {
    private let known = Mutex(GenerationalCache<Key, Value>(capacity: 16_384))

    func value(_ key: Key, make: () -> Value) -> Value {
        if let found = known.withLock({ $0.value(key) }) { return found }
        let made = make()
        known.withLock { $0.insert(made, key, cost: 1) }
        return made
    }
}

/// Reads what a regulation says on a location out of its tables.
struct LocationReading {
    let tables: RuleTables
    let regulation: String
    let memory: RuleMemory

    private func key(_ identifier: String) -> RuleMemory.Key {
        RuleMemory.Key(source: tables.source, identifier: identifier, day: tables.day)
    }

    func rules(on location: String) -> LocationRules {
        var found = LocationRules()
        for reference in tables.rows("locatieverwijzing", location) {
            guard let object = reference.text("object") else { continue }
            switch reference.text("soort") {
            case "juridischeregel": found.texts += rules(of: object, in: "juridischeregel", on: location)
            case "pons": found.isPons = true
            case "regelingsgebied": found.isRegulationArea = true
            case let table?: found.rules += rules(of: object, in: table, on: location)
            case nil: break
            }
        }
        found.groups = tables.rows("groepselement", location).compactMap { $0.text("groep") }
        return found
    }

    /// The tables whose rows are rules.
    static let ruleTables = ["activiteitaanduiding", "normwaarde", "gebiedsaanwijzing", "juridischeregel"]

    /// What an object of one of ``ruleTables`` says on a location; nothing for other tables.
    func rules(of object: String, in table: String, on location: String) -> [RuleDefinition] {
        guard Self.ruleTables.contains(table) else { return [] }
        return tables.rows(table, object).map { row in
            switch table {
            case "activiteitaanduiding": activity(row, location)
            case "normwaarde": norm(row, location)
            case "gebiedsaanwijzing": area(row, location)
            default: text(row, location)
            }
        }
    }

    private func activity(_ row: RuleTables.Row, _ location: String) -> RuleDefinition {
        let legalRule = row.text("juridischeregel")
        let identifier = row.text("activiteit") ?? ""
        // An activity of the state is not in the package: then its identifier is all that is known.
        let activity = tables.row("activiteit", identifier)
        let content = ActivityRule(
            identifier: identifier,
            group: activity?.text("groep").map(NormKind.lastStep),
            qualification: ActivityQualification(concept: row.text("activiteitregelkwalificatie") ?? "")
        )
        return rule(
            row,
            "activiteitaanduiding",
            .activity(content),
            name: activity?.name ?? NormKind.lastStep(identifier.split(separator: ".").last.map(String.init) ?? ""),
            legalRules: legalRule.map { [$0] } ?? [],
            location
        )
    }

    private func norm(_ row: RuleTables.Row, _ location: String) -> RuleDefinition {
        let identifier = row.text("omgevingsnorm") ?? ""
        let heading = memory.norm(key(identifier)) {
            let norm = tables.row("omgevingsnorm", identifier)
            return NormHeading(
                name: norm?.name,
                type: norm?.text("type"),
                unit: norm?.text("eenheid"),
                legalRules: legalRules(naming: identifier)
            )
        }
        let content = Norm(
            type: heading.type,
            unit: heading.unit,
            quantitative: row.text("kwantitatieveWaarde"),
            qualitative: row.text("kwalitatieveWaarde"),
            inText: row.text("waardeInRegeltekst")
        )
        return rule(
            row,
            "normwaarde",
            .norm(content),
            name: heading.name,
            legalRules: heading.legalRules,
            location
        )
    }

    private func area(_ row: RuleTables.Row, _ location: String) -> RuleDefinition {
        let type = NormKind.lastStep(row.text("type") ?? "")
        let group = row.text("groep").map(NormKind.lastStep)
        let isFunction = type.lowercased() == "functie"
        return rule(
            row,
            "gebiedsaanwijzing",
            isFunction ? .function(group: group, isDouble: false) : .area(kind: type, group: group),
            name: row.name,
            legalRules: legalRules(naming: row.identifier),
            location
        )
    }

    private func text(_ row: RuleTables.Row, _ location: String) -> RuleDefinition {
        rule(row, "juridischeregel", .text, name: nil, legalRules: [row.identifier], location)
    }

    private func legalRules(naming identifier: String) -> [String] {
        tables.rows("regelverwijzing", identifier).compactMap { $0.text("juridischeregel") }
    }

    private func rule(
        _ row: RuleTables.Row,
        _ layer: String,
        _ content: Rule.Content,
        name: String?,
        legalRules: [String],
        _ location: String
    ) -> RuleDefinition {
        let legalRule = legalRules.first.map(legalRule)
        let article = legalRule?.article
        return RuleDefinition(
            identifier: row.identifier,
            content: content,
            name: name ?? (content == .text ? article?.name : nil),
            document: regulation,
            article: article,
            legalRules: legalRules,
            delivery: tables.source,
            validity: row.validity,
            source: RuleSource(layer: layer, identifier: row.identifier, name: name),
            location: location,
            idealisation: legalRule?.idealisation,
            textHash: legalRule?.textHash,
            isForAuthorities: !legalRules.isEmpty && legalRules.allSatisfy { self.legalRule($0).isForAuthorities }
        )
    }

    private func legalRule(_ identifier: String) -> LegalRuleHeading {
        memory.legalRule(key(identifier)) {
            let row = tables.row("juridischeregel", identifier)
            let article = row?.text("artikelOfLid").flatMap(article)
            return LegalRuleHeading(
                article: article,
                idealisation: row?.text("idealisatie").map(NormKind.lastStep),
                textHash: article?.reference.flatMap { tables.row("tekstelement", $0)?.text("tekst")?.hashValue },
                isForAuthorities: row?.text("soort").map(Self.authorityRules.contains) ?? false
            )
        }
    }

    /// Kinds of juridische regel that bind authorities (Omgevingswet, articles 2.9 to 2.11 and 2.22 to 2.24).
    private static let authorityRules = ["Instructieregel", "Omgevingswaarderegel"]

    private func article(_ regeltekst: String) -> RuleArticle? {
        guard let wId = tables.row("regeltekst", regeltekst)?.text("wId") else { return nil }
        return RuleArticle(name: tables.row("tekstelement", wId)?.name ?? wId, reference: wId)
    }
}
