import FeatureLayers
public import Registers

/// All rules at a place, of plans of before the Omgevingswet and of regulations under it.
public struct RuleAnswer: Sendable {
    /// In the order of answers, see ``RuleDocument``.
    public internal(set) var documents: [RuleDocument] = []
    /// In the order of the documents; first what the documents say of the use of the ground.
    public internal(set) var rules: [Rule] = []
    /// Whether a regulation of the Omgevingswet is known here.
    public internal(set) var regulations: LayerCoverage
    /// The administrative areas at the point, as `GM0297`, with their names.
    public internal(set) var administration: [(code: String, name: String?)] = []
    /// The articles of the bruidsschat that a regulation here still has, by their number, with the text's `wId`; nil when no
    /// regulation is known here, so that nothing shows that they were taken out.
    public internal(set) var bruidsschat: [String: String]?

    /// The name under which answers tell how far regulations are known.
    public static let regulationLayer = "regeling"

    /// The rules that hold now: of documents in force that were not replaced.
    public var rulesInForce: [Rule] {
        let holding = Set(documents.filter { $0.isInForce && $0.replacedBy == nil }.map(\.identifier))
        return rules.filter { holding.contains($0.document) }
    }

    public func document(_ identifier: String) -> RuleDocument? { documents.first { $0.identifier == identifier } }

    init(regulations: LayerCoverage) { self.regulations = regulations }
}

/// Finds the rules at a place that was looked up.
public struct RuleLookup: Sendable {
    private let snapshot: RegisterSnapshot
    private let memory: RuleMemory

    public init(_ snapshot: RegisterSnapshot, memory: RuleMemory) {
        self.snapshot = snapshot
        self.memory = memory
    }

    /// - Parameter answer: what was found at the place on the same day (days since 1970-01-01).
    /// - Throws: what goes wrong in joining areas; at a point nothing.
    public func answer(_ answer: PlaceAnswer, onDay day: Int32) throws -> RuleAnswer {
        let regulations = try RegulationRules(snapshot: snapshot, memory: memory, answer: answer, day: day)
        var result = RuleAnswer(regulations: regulations.coverage())
        result.administration = regulations.administration
        result.bruidsschat = regulations.bruidsschat
        var plans = PlanRules(snapshot: snapshot, memory: memory, answer: answer, day: day)
        plans.replace(by: regulations.ponses)
        plans.replaceOnPart(by: regulations.ponsesOnPart)
        result.documents = RuleDocument.ordered(regulations.documents + plans.documents)
        var place: [String: Int] = [:]
        for (position, document) in result.documents.enumerated() where place[document.identifier] == nil {
            place[document.identifier] = position
        }
        // Ranked once: a municipality's regulation brings 1,200 rules to every point.
        let found = regulations.rules + plans.rules
        let ranks = found.map { (place[$0.document] ?? result.documents.count) * 8 + $0.content.rank }
        let order = ranks.indices.sorted { ranks[$0] != ranks[$1] ? ranks[$0] < ranks[$1] : $0 < $1 }
        result.rules = order.map { found[$0] }
        return result
    }
}

extension Rule.Content {
    /// Where it stands among the rules of its document.
    fileprivate var rank: Int {
        switch self {
        case .function: 0
        case .buildingZone: 1
        case .norm: 2
        case .area: 3
        case .activity: 4
        case .text: 5
        }
    }
}
