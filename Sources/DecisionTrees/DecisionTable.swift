/// Which of the matching rules count (DMN 1.2, 8.2.8).
public enum HitPolicy: String, Hashable, Sendable, CaseIterable {
    case unique = "UNIQUE"
    case first = "FIRST"
    case priority = "PRIORITY"
    case any = "ANY"
    case collect = "COLLECT"
    case ruleOrder = "RULE ORDER"
    case outputOrder = "OUTPUT ORDER"
}

/// What becomes of the collected outputs; nil: a list (DMN 1.2, 8.2.8, `aggregation`).
public enum Aggregation: String, Hashable, Sendable {
    case sum = "SUM"
    case count = "COUNT"
    case min = "MIN"
    case max = "MAX"
}

/// Rules that lead from tests of inputs to outputs. Every rule has as many cells as there are columns.
public struct DecisionTable: Sendable {
    public struct Column: Sendable {
        public let label: String
        public let text: String
        /// Why its expression is not evaluated; a part of a sentence.
        public let problem: String?
        let expression: FEELExpression
    }

    public struct Output: Sendable {
        /// Empty when the table has one.
        public let name: String
        /// In order of priority; empty when the table does not say.
        public let allowed: [FEELValue]
        let standard: FEELExpression?
    }

    public struct Cell: Sendable {
        public let text: String
        /// Why it is not evaluated; a part of a sentence.
        public let problem: String?
        let tests: UnaryTests
        public var isAny: Bool { tests.isAny && problem == nil }
    }

    public struct OutputCell: Sendable {
        public let text: String
        let problem: String?
        let expression: FEELExpression
        /// The value, when it is written as it is.
        public var literal: FEELValue? { problem == nil ? expression.literalValue : nil }
    }

    public struct Rule: Sendable {
        public let identifier: String?
        public let cells: [Cell]
        public let outputs: [OutputCell]
        /// What the rule tells the public (`conclusieToelichting`).
        public let explanation: String?
        public let longExplanation: String?
        /// DMN's own `description` or annotations: where we cite the article.
        public let description: String?
        public let line: Int
        /// The last column whose cell tests something; -1 when none does.
        let lastTested: Int
        /// The same for rules with equal outputs; nil when an output has to be computed.
        let outputGroup: Int?
    }

    public let identifier: String?
    public let hitPolicy: HitPolicy
    public let aggregation: Aggregation?
    public let columns: [Column]
    public let outputs: [Output]
    public let rules: [Rule]
    public let line: Int
}
