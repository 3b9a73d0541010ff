import FeatureLayers
public import GeoValues
public import Registers

/// Finds a rule by its identifier, wherever it holds.
public struct RuleFinder: Sendable {
    /// A rule with all its locations, and the plan or regulation that it is part of.
    public struct Found: Sendable {
        public let rule: Rule
        /// Nil when it was not imported with the rule.
        public let document: RuleDocument?
        /// Where it holds, as far as the locations have areas; more than ``areaLimit`` are not read.
        public let areas: [RDPolygon]
        /// A point where it holds; nil when no location has a place.
        public let point: RDPoint?
        /// One sentence for people.
        public let sentence: BilingualText
    }

    /// Of a rule with more locations no areas are given.
    public static let areaLimit = 1_000

    private let snapshot: RegisterSnapshot
    private let day: Int32

    public init(_ snapshot: RegisterSnapshot, onDay day: Int32) {
        self.snapshot = snapshot
        self.day = day
    }

    /// The rules with this identifier, one for each plan or regulation; of IMRO an identifier is unique within its plan only.
    ///
    /// Takes time that grows with the number of locations of the regulations that have it.
    public func rules(identifiedBy identifier: String) -> [Found] {
        planRules(identifier) + regulationRules(identifier)
    }

    private func found(_ rule: Rule, _ document: RuleDocument?, _ places: [(segment: Segment, feature: Int)]) -> Found {
        let areas = places.count > Self.areaLimit ? [] : places.flatMap { $0.segment.polygons($0.feature) }
        let sentence =
            rule.definition.statement?.text
            ?? RuleSentences.sentence("Lees de regel: {}.", "Read the rule: {}.", rule.article?.name ?? rule.identifier)
        return Found(
            rule: rule,
            document: document,
            areas: areas,
            point: places.first.flatMap { $0.segment.labelPoint($0.feature) ?? $0.segment.firstPoint($0.feature) },
            sentence: sentence
        )
    }

    // MARK: Plans of before the Omgevingswet

    private func planRules(_ identifier: String) -> [Found] {
        // The measures of a maatvoering are numbered.
        var object = identifier
        if let slash = identifier.lastIndex(of: "/"), Int(identifier[identifier.index(after: slash)...]) != nil {
            object = String(identifier[..<slash])
        }
        return snapshot.layerNames.flatMap { name -> [Found] in
            guard let state = snapshot.layers[name], !state.layer.isPlaceless else { return [] }
            return state.layer.segments.indices.flatMap { position -> [Found] in
                let segment = state.layer.segments[position]
                guard segment.column(named: "imroVersie") != nil else { return [] }
                let delivery = position < state.sources.count ? state.sources[position] : ""
                return segment.features(withIdentifier: object).filter { segment.isValid($0, onDay: day) }.flatMap {
                    feature -> [Found] in
                    PlanRules.rules(RuleTables.Row(segment: segment, feature: feature), name, delivery)
                        .filter { $0.identifier == identifier }
                        .map { found(Rule($0, .applies), plan($0.document), [(segment, feature)]) }
                }
            }
        }
    }

    private func plan(_ identifier: String) -> RuleDocument? {
        for name in snapshot.layerNames {
            guard let layer = snapshot.layer(name), !layer.isPlaceless else { continue }
            for segment in layer.segments where segment.column(named: "planstatus") != nil {
                if let feature = segment.features(withIdentifier: identifier).first(where: {
                    segment.isValid($0, onDay: day)
                }) {
                    return PlanRules.document(
                        RuleTables.Row(segment: segment, feature: feature),
                        .applies,
                        day: day,
                        in: snapshot
                    )
                }
            }
        }
        return nil
    }

    // MARK: Regulations

    private func regulationRules(_ identifier: String) -> [Found] {
        var seen = Set<String>()
        return LocationReading.ruleTables.flatMap { table -> [Found] in
            guard let state = snapshot.layers[table] else { return [] }
            return state.layer.segments.indices.compactMap { position -> Found? in
                let segment = state.layer.segments[position]
                guard position < state.sources.count,
                    segment.features(withIdentifier: identifier).contains(where: { segment.isValid($0, onDay: day) }),
                    seen.insert(state.sources[position]).inserted
                else { return nil }
                return regulationRule(identifier, table, source: state.sources[position])
            }
        }
    }

    private func regulationRule(_ identifier: String, _ table: String, source: String) -> Found? {
        let tables = RuleTables(snapshot: snapshot, source: source, day: day)
        let regulation = tables.all("regeling").first
        let reading = LocationReading(
            tables: tables,
            regulation: regulation?.identifier ?? source,
            memory: RuleMemory()
        )
        let locations = identifiers(in: "locatieverwijzing", whose: "object", is: identifier, source)
        let definition = reading.rules(of: identifier, in: table, on: locations.first ?? "").first
        guard var rule = definition.map({ Rule($0, .applies) }) else { return nil }
        rule.locations = locations
        return found(rule, regulation.map { RegulationRules.document($0, .applies) }, places(locations, source))
    }

    /// The features of locations, of groups those of their members.
    private func places(_ locations: [String], _ source: String) -> [(segment: Segment, feature: Int)] {
        var places: [(segment: Segment, feature: Int)] = []
        var pending = locations
        var seen = Set<String>()
        while let location = pending.popLast(), places.count <= Self.areaLimit {
            guard seen.insert(location).inserted else { continue }
            var isFound = false
            for name in ["locatie"] + RegulationRules.administrativeLayers {
                guard let layer = snapshot.layer(name) else { continue }
                for segment in layer.segments {
                    for feature in segment.features(withIdentifier: location) where segment.isValid(feature, onDay: day)
                    {
                        places.append((segment, feature))
                        isFound = true
                    }
                }
            }
            if !isFound { pending += identifiers(in: "groepselement", whose: "groep", is: location, source) }
        }
        return places
    }

    /// The identifiers of the rows of a table that have a text in a column.
    private func identifiers(in table: String, whose column: String, is text: String, _ source: String) -> [String] {
        guard let state = snapshot.layers[table] else { return [] }
        var found: [String] = []
        var seen = Set<String>()
        for position in state.segments(ofSource: source) {
            let segment = state.layer.segments[position]
            guard let column = segment.column(named: column) else { continue }
            for feature in segment.features(column: column, equalTo: text) where segment.isValid(feature, onDay: day) {
                let identifier = segment.identifier(feature)
                if seen.insert(identifier).inserted { found.append(identifier) }
            }
        }
        return found
    }
}
