import Registers

/// The first level of the answer: at most seven short sentences.
struct Headlines {
    private(set) var lines: [BilingualText] = []

    /// - Parameter hasProcedure: whether anything is told of how to go about the activity.
    init(
        _ answer: RuleAnswer,
        rules: [Rule],
        coverage: [LayerCoverage],
        activity: String?,
        hasProcedure: () -> Bool
    ) {
        addDocuments(answer, coverage)
        addMissing(answer, coverage)
        addFunction(rules)
        addBuilding(rules)
        addHeights(rules)
        addExtra(rules)
        addActivities(rules, activity, hasProcedure)
        addDrafts(answer)
        lines = Array(lines.prefix(RuleSummary.headlineLimit))
    }

    private mutating func add(_ dutch: String, _ english: String) {
        lines.append(BilingualText(dutch: dutch, english: english))
    }

    private mutating func addDocuments(_ answer: RuleAnswer, _ coverage: [LayerCoverage]) {
        let holding = answer.documents.filter { $0.isInForce && $0.replacedBy == nil }
        let replaced = answer.documents.filter { $0.replacedBy != nil }
        if !holding.contains(where: \.laysDownUse) {
            add(
                "Wij weten niet welk plan hier geldt. Vraag het de gemeente.",
                "We do not know which plan holds here. Ask the municipality."
            )
        }
        if !holding.isEmpty {
            let names = RuleSentences.list(holding.map { $0.title ?? $0.identifier })
            lines.append(RuleSentences.sentence("Hier geldt: {}.", "In force here: {}.", names))
        }
        if !replaced.isEmpty {
            let names = RuleSentences.list(replaced.map { $0.title ?? $0.identifier })
            lines.append(
                RuleSentences.sentence("Dit plan is vervangen: {}.", "This plan has been replaced: {}.", names)
            )
        }
    }

    private mutating func addFunction(_ rules: [Rule]) {
        let names = rules.compactMap { rule -> String? in
            if case .function(_, isDouble: false) = rule.content { rule.name } else { nil }
        }
        guard !names.isEmpty else { return }
        let text = RuleSentences.list(names)
        lines.append(RuleSentences.sentence("De grond is hier voor: {}.", "The ground here is for: {}.", text))
    }

    private mutating func addBuilding(_ rules: [Rule]) {
        let zones = rules.filter { $0.content == .buildingZone }
        guard !zones.isEmpty else { return }
        if zones.allSatisfy(Self.isOnPart) {
            add("Op een deel mag u een hoofdgebouw bouwen.", "On a part you may build a main building.")
        } else {
            add("U mag hier een hoofdgebouw bouwen.", "You may build a main building here.")
        }
    }

    private static func isOnPart(_ rule: Rule) -> Bool {
        if case .appliesPartly = rule.applicability { true } else { false }
    }

    /// Heights of buildings; where several hold, each has to be met and the lowest is named.
    private mutating func addHeights(_ rules: [Rule]) {
        var isOnPart = false
        func lowest(_ kind: NormKind) -> Int64? {
            let found = rules.compactMap { rule -> (height: Int64, isOnPart: Bool)? in
                guard case .norm(let norm) = rule.content, norm.kind == kind else { return nil }
                return norm.thousandths.map { ($0, Self.isOnPart(rule)) }
            }
            let least = found.map(\.height).min()
            // Named is the lowest; elsewhere in the area another may hold.
            if found.contains(where: { $0.height == least && $0.isOnPart }) { isOnPart = true }
            return least
        }
        let building = lowest(.maximumBuildingHeight)
        let eaves = lowest(.maximumEavesHeight)
        guard building != nil || eaves != nil else { return }
        var dutch: [String] = []
        var english: [String] = []
        if let building {
            let number = RuleSentences.number(building)
            dutch.append("Een gebouw mag \(number.dutch) meter hoog zijn.")
            english.append("A building may be \(number.english) metres high.")
        }
        if let eaves {
            let number = RuleSentences.number(eaves)
            dutch.append("De goot mag \(number.dutch) meter hoog zijn.")
            english.append("The eaves may be \(number.english) metres high.")
        }
        if isOnPart {
            dutch.append("Dit geldt voor een deel.")
            english.append("This holds for a part.")
        }
        add(dutch.joined(separator: " "), english.joined(separator: " "))
    }

    private mutating func addExtra(_ rules: [Rule]) {
        let names = rules.compactMap { rule -> String? in
            switch rule.content {
            case .function(_, isDouble: true), .area: rule.name
            case .function, .buildingZone, .norm, .activity, .text: nil
            }
        }
        guard !names.isEmpty else { return }
        lines.append(
            RuleSentences.sentence(
                "Let op, er gelden ook regels voor: {}.",
                "Note that rules also hold for: {}.",
                RuleSentences.list(names)
            )
        )
    }

    private mutating func addActivities(_ rules: [Rule], _ activity: String?, _ hasProcedure: () -> Bool) {
        func count(_ qualification: ActivityQualification) -> Int {
            var activities = Set<String>()
            for rule in rules {
                if case .activity(let activity) = rule.content, activity.qualification == qualification {
                    activities.insert(activity.identifier)
                }
            }
            return activities.count
        }
        let permits = count(.permitDuty)
        let reports = count(.notificationDuty)
        let forbidden = count(.prohibited)
        if let activity, permits + reports + forbidden + count(.allowed) == 0 {
            let name = RuleSentences.shortened(activity)
            if !hasProcedure() {
                add("Over '\(name)' vinden wij hier geen regel.", "We find no rule here about '\(name)'.")
            } else {
                add(
                    "Voor '\(name)' is soms geen vergunning nodig. Kijk naar de voorwaarden.",
                    "For '\(name)' sometimes no permit is needed. Look at the conditions."
                )
            }
            return
        }
        guard permits + reports + forbidden > 0 else { return }
        func times(_ number: Int) -> String { number == 1 ? "once" : "\(number) times" }
        add(
            "Vergunning nodig: \(permits) keer. Eerst melden: \(reports) keer. Verboden: \(forbidden) keer.",
            "Permit needed: \(times(permits)). Report first: \(times(reports)). Forbidden: \(times(forbidden))."
        )
    }

    private mutating func addDrafts(_ answer: RuleAnswer) {
        let drafts = answer.documents.filter { $0.standing == .toCome && $0.replacedBy == nil }
        guard !drafts.isEmpty else { return }
        let names = RuleSentences.list(drafts.map { $0.title ?? $0.identifier })
        lines.append(
            RuleSentences.sentence(
                "Dit geldt nog niet, maar kan komen: {}.",
                "This does not hold yet, but may come: {}.",
                names
            )
        )
    }

    private mutating func addMissing(_ answer: RuleAnswer, _ coverage: [LayerCoverage]) {
        let missing = (coverage + [answer.regulations]).filter { layer in
            guard case .unknown(let reason) = layer.applicability else { return false }
            // A layer that was never filled is told of in the coverage; here counts what should have been there.
            return reason == .failure || reason == .stale
        }.map(\.layer)
        guard !missing.isEmpty else { return }
        lines.append(
            RuleSentences.sentence(
                "Wij missen gegevens: {}. Er kunnen meer regels gelden.",
                "We lack data: {}. More rules may hold.",
                RuleSentences.list(missing)
            )
        )
    }
}
