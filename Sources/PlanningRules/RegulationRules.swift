import FeatureLayers
import GeoValues
import Registers

/// The rules of regulations under the Omgevingswet at a place.
///
/// A place is a feature of layer `locatie` or an administrative area, and belongs to groups; what a regulation says on it
/// stands in the tables of the regulation's source.
struct RegulationRules {
    private(set) var documents: [RuleDocument] = []
    private(set) var rules: [Rule] = []
    /// Regulations with a pons around the place, and those with one on a part of it.
    private(set) var ponses: [String] = []
    private(set) var ponsesOnPart: [String] = []
    private(set) var administration: [(code: String, name: String?)] = []
    private(set) var bruidsschat: [String: String]?
    private let snapshot: RegisterSnapshot
    private let memory: RuleMemory
    private let answer: PlaceAnswer

    /// Layers of administrative areas, whose identifiers are what an ambtsgebied refers to.
    static let administrativeLayers = ["gemeentegebied", "provinciegebied", "waterschapsgebied", "landgebied"]

    /// - Throws: what goes wrong in joining areas.
    init(snapshot: RegisterSnapshot, memory: RuleMemory, answer: PlaceAnswer, day: Int32) throws {
        self.snapshot = snapshot
        self.memory = memory
        self.answer = answer
        for (source, places) in places(onDay: day) {
            var texts: [Rule] = []
            var own: [Rule] = []
            var areaHits: [Int] = []
            // By what is a draft nothing ends yet.
            let endsPlans = source.heading.document?.isInForce ?? true
            for place in places {
                let applicability = try answer.applicability(ofHits: place.hits)
                let found = place.rules
                own += found.rules.map { Rule($0, applicability, hits: place.hits) }
                texts += found.texts.map { Rule($0, applicability, hits: place.hits) }
                if found.isPons, endsPlans, applicability == .applies { ponses.append(source.regulation) }
                if found.isPons, endsPlans, case .appliesPartly = applicability {
                    ponsesOnPart.append(source.regulation)
                }
                if found.isRegulationArea { areaHits += place.hits }
            }
            let area = areaHits.isEmpty ? nil : try answer.applicability(ofHits: areaHits)
            own = try merged(own)
            let told = texts.isEmpty ? [] : Set(own.flatMap(\.legalRules))
            rules += own + (try merged(texts.filter { !told.contains($0.identifier) }))
            guard area != nil || !own.isEmpty || !texts.isEmpty else { continue }
            if var document = source.heading.document {
                document.applicability = area ?? .applies
                documents.append(document)
            }
            if let articles = source.heading.bruidsschat {
                bruidsschat = (bruidsschat ?? [:]).merging(articles) { $1 }
            }
        }
        compareDrafts()
    }

    /// Leaves of a draft what differs from the regulation that it would change, as all else is told with that, and notes what would end.
    private mutating func compareDrafts() {
        for position in documents.indices where !documents[position].isInForce {
            guard let regulation = documents[position].revises.first else { continue }
            let draft = documents[position].identifier
            let now = rules.filter { $0.document == regulation }
            let known = Dictionary(now.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
            // A juridische regel that stood alone is still there when an activity, norm or area now tells of it.
            let wanted = Set(rules.filter { $0.document == draft }.flatMap { [$0.identifier] + $0.legalRules })
            documents[position].ends = now.map(\.identifier).filter { !wanted.contains($0) }
            rules.removeAll { rule in
                rule.document == draft && known[rule.identifier].map { $0.saysTheSame(as: rule) } == true
            }
        }
    }

    /// A rule that holds on several locations here is one rule.
    private func merged(_ rules: [Rule]) throws -> [Rule] {
        var merged: [Rule] = []
        var positions: [String: Int] = [:]
        var repeated = Set<Int>()
        for rule in rules {
            guard let position = positions[rule.identifier] else {
                positions[rule.identifier] = merged.count
                merged.append(rule)
                continue
            }
            merged[position].locations += rule.locations
            merged[position].hits += rule.hits
            repeated.insert(position)
        }
        // Many rules stand on the same locations: what these cover together is worked out once.
        var known: [[Int]: Applicability] = [:]
        for position in repeated {
            let hits = Array(Set(merged[position].hits)).sorted()
            let applicability = try known[hits] ?? answer.applicability(ofHits: hits)
            known[hits] = applicability
            merged[position].applicability = applicability
        }
        return merged
    }

    // MARK: Places

    /// The source of a regulation.
    private struct Source {
        let tables: RuleTables
        let heading: RegulationHeading

        var regulation: String { heading.document?.identifier ?? tables.source }

        init(_ name: String, _ snapshot: RegisterSnapshot, _ memory: RuleMemory, onDay day: Int32) {
            let tables = RuleTables(snapshot: snapshot, source: name, day: day)
            self.tables = tables
            heading = memory.heading(name, day: day) { RegulationRules.heading(tables) }
        }
    }

    /// A location or group at the place.
    private struct Location {
        let name: String
        let rules: LocationRules
        /// Positions of the hits that it is there by.
        var hits: [Int]
    }

    /// The locations and groups at the place, by source, in the order of their names.
    private mutating func places(onDay day: Int32) -> [(Source, [Location])] {
        var sources: [String: Source] = [:]
        var places: [RuleMemory.Key: Location] = [:]
        var pending: [(key: RuleMemory.Key, hits: [Int])] = []
        /// Notes hits by which a location is there, and that its groups have to be told of those that were not known.
        func add(_ source: String, _ name: String, _ hits: [Int]) {
            let key = RuleMemory.Key(source: source, identifier: name, day: day)
            guard let known = places[key]?.hits else {
                let from = sources[source] ?? Source(source, snapshot, memory, onDay: day)
                sources[source] = from
                let rules = memory.rules(key) {
                    LocationReading(tables: from.tables, regulation: from.regulation, memory: memory).rules(on: name)
                }
                places[key] = Location(name: name, rules: rules, hits: hits)
                if !rules.groups.isEmpty { pending.append((key, hits)) }
                return
            }
            let new = hits.filter { !known.contains($0) }
            guard !new.isEmpty else { return }
            places[key]?.hits += new
            pending.append((key, new))
        }
        if let state = snapshot.layers["locatie"] {
            for (number, hit) in answer.hits.enumerated()
            where hit.layer == "locatie" && hit.reference.segment < state.sources.count {
                let identifier = state.layer.segments[hit.reference.segment].identifier(hit.reference.feature)
                add(state.sources[hit.reference.segment], identifier, [number])
            }
        }
        for layer in Self.administrativeLayers {
            for (number, hit) in answer.hits.enumerated() where hit.layer == layer {
                guard let segment = snapshot.segment(layer, hit.reference) else { continue }
                let code = segment.identifier(hit.reference.feature)
                administration.append((code, segment.name(hit.reference.feature)))
                for group in memory.groups(ofArea: code, day: day, in: snapshot) {
                    add(group.source, group.location, [number])
                }
            }
        }
        while let (key, hits) = pending.popLast() {
            for group in places[key]?.rules.groups ?? [] { add(key.source, group, hits) }
        }
        return sources.sorted { $0.key < $1.key }.map { name, source in
            (source, places.filter { $0.key.source == name }.map(\.value).sorted { $0.name < $1.name })
        }
    }

    // MARK: Documents

    private static func heading(_ tables: RuleTables) -> RegulationHeading {
        guard let row = tables.all("regeling").first else { return RegulationHeading(document: nil, bruidsschat: nil) }
        let document = document(row, .applies)
        // It came into omgevingsplannen only.
        guard document.kind == "omgevingsplan", document.isInForce else {
            return RegulationHeading(document: document, bruidsschat: nil)
        }
        var articles: [String: String] = [:]
        for article in (row.text("bruidsschat") ?? "").split(separator: " ") {
            let parts = article.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { articles[String(parts[0])] = String(parts[1]) }
        }
        return RegulationHeading(document: document, bruidsschat: articles)
    }

    static func document(_ row: RuleTables.Row, _ applicability: Applicability) -> RuleDocument {
        func day(_ column: String) -> Int32? {
            if case .date(let day) = row.segment.value(row.feature, named: column) { day } else { nil }
        }
        let authority = row.text("eindverantwoordelijke")
        let status = row.text("procedurestatus")
        return RuleDocument(
            identifier: row.identifier,
            regime: .imow,
            title: row.name,
            kind: Self.kind(row.text("soortRegeling")),
            version: row.text("expressie"),
            status: status,
            authority: authority,
            authorityCode: authority?.split(separator: "/").last.map(String.init),
            day: day("inWerkingVanaf") ?? day("bekendOp") ?? row.text("expressie").flatMap(Self.day),
            validFrom: row.validity.from,
            validUntil: row.validity.until,
            applicability: applicability,
            standing: status == nil ? .inForce : .toCome,
            isPartial: false,
            replaces: [],
            revises: row.text("ontwerpVan").map { [$0] } ?? [],
            holdsInPart: false,
            judges: [],
            replacedBy: nil
        )
    }

    /// STOP's list `soortregeling`.
    private static func kind(_ concept: String?) -> String? {
        switch concept.map(NormKind.lastStep) {
        case "regelingtype_001": "AMvB"
        case "regelingtype_002": "omgevingsvisie"
        case "regelingtype_003": "omgevingsplan"
        case "regelingtype_004": "omgevingsverordening"
        case "regelingtype_005": "waterschapsverordening"
        case let other: other
        }
    }

    /// The day in an expression, as `…/nld@2024-02-07;2`.
    private static func day(_ expression: String) -> Int32? {
        expression.split(separator: "@").last.flatMap { CalendarDay.day(String($0.prefix(10))) }
    }

    /// Whether a regulation is known on the whole place. Every place has an omgevingsplan, so that none found is never none.
    func coverage() -> LayerCoverage {
        func known(_ applicability: Applicability, _ problems: [String] = []) -> LayerCoverage {
            LayerCoverage(layer: RuleAnswer.regulationLayer, applicability: applicability, problems: problems)
        }
        let tables = ["regeling", "regelingsgebied", "locatieverwijzing", "groepselement", "juridischeregel"]
        let failing = tables.filter { snapshot.layers[$0]?.isFailing == true }
        if !failing.isEmpty {
            return known(.unknown(.failure), failing.flatMap { snapshot.layers[$0]?.problems ?? [] })
        }
        guard let regulations = snapshot.layers["regeling"], regulations.layer.featureCount > 0 else {
            return known(.unknown(.noData))
        }
        let inForce = documents.filter(\.isInForce)
        if inForce.contains(where: { $0.applicability == .applies }) { return known(.applies) }
        let isOnPart = inForce.contains { if case .appliesPartly = $0.applicability { true } else { false } }
        if !inForce.isEmpty, !isOnPart { return known(.touchesBoundaryOnly) }
        if administration.isEmpty {
            return known(
                .unknown(.noData),
                ["Zonder de grens van de gemeente (laag gemeentegebied) is niet bekend of een regeling hier geldt."]
            )
        }
        return known(.unknown(.outsideCoverage))
    }
}
