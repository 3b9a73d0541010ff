/// What the registers say about an input.
public enum Fact: Hashable, Sendable {
    case known(FEELValue, FactOrigin)
    case unknown(FactProblem)
}

/// Where a fact comes from.
public struct FactOrigin: Hashable, Sendable {
    public let layer: String
    /// nil when the fact is that nothing is there.
    public let identifier: String?
    public let name: String?

    public init(layer: String, identifier: String? = nil, name: String? = nil) {
        self.layer = layer
        self.identifier = identifier
        self.name = name
    }
}

/// Why the registers do not say. Then the question goes to the person who asks: unknown is never no.
public enum FactProblem: Hashable, Sendable {
    /// No place was given.
    case noPlace
    /// No layer has this location.
    case notInData(location: String)
    /// The place lies exactly on the edge of a location or a feature.
    case onBoundary(of: String)
    case failing(layer: String)
    /// The layer does not cover the place.
    case notCovered(layer: String)
    /// Several features lie here, which do not agree.
    case ambiguous(layer: String, count: Int)
    /// The feature that lies here has no such value.
    case noValue(layer: String, attribute: String)
}

/// Answers questions from registers.
public protocol FactSource {
    /// The fact for an input, nil when it is none that registers know.
    func fact(for input: DecisionInput, _ rule: ExecutionRule) -> Fact?
}

extension DecisionDocument {
    /// The facts for the inputs that a tree needs, by their position.
    public func facts(for root: Int, from source: some FactSource) -> [Int: Fact] {
        var facts: [Int: Fact] = [:]
        for input in needed(by: root).inputs {
            guard let rule = inputs[input].rule else { continue }
            facts[input] = source.fact(for: inputs[input], rules[rule])
        }
        return facts
    }
}
