public import Registers

/// One thing that may or may not be done, and the rules that say so.
public struct RuleStatement: Sendable, Hashable {
    public let text: BilingualText
    /// Identifiers of ``Rule``s.
    public let rules: [String]
    /// Of the activity, when it is about one.
    public let activity: String?
}

/// Something that has to be asked for, reported or that is free of both.
public struct ProcedureStatement: Sendable {
    public let activity: BilingualText
    public let qualification: ActivityQualification
    /// What to do and how long it takes.
    public let terms: ProcedureTerms.Procedure?
    public let rules: [String]
    /// The article of the bruidsschat that it follows from, and its conditions.
    public let bruidsschat: Bruidsschat.Part?
    /// Of the text of that article in the regulation here, its `wId`.
    public let articleReference: String?
}

/// What the rules at a point come down to, for someone who is no lawyer. Each part is worked out when it is asked for.
public struct RuleSummary {
    private let answer: RuleAnswer
    /// Those in force that are asked about and that are not for authorities alone.
    private let rules: [Rule]
    private let coverage: [LayerCoverage]
    private let activity: String?
    private let bruidsschat: Bruidsschat?
    private let terms: ProcedureTerms?

    public static let headlineLimit = 7

    /// - Parameters:
    ///   - activity: only activities whose name or identifier holds this text, whatever its capitals; nil: all.
    ///   - coverage: how far the registers can be relied on at the point.
    ///   - bruidsschat, terms: those that hold on the day; nil: none does.
    public init(
        _ answer: RuleAnswer,
        coverage: [LayerCoverage],
        activity: String?,
        bruidsschat: Bruidsschat?,
        terms: ProcedureTerms?
    ) {
        self.answer = answer
        let wanted = RuleFilter(activity: activity)
        rules = answer.rulesInForce.filter { !$0.definition.isForAuthorities && wanted.admits($0) }
        self.coverage = coverage
        self.activity = activity
        self.bruidsschat = bruidsschat
        self.terms = terms
    }

    /// At most ``headlineLimit`` short sentences.
    public var headlines: [BilingualText] {
        Headlines(answer, rules: rules, coverage: coverage, activity: activity) {
            !procedures.isEmpty || !permitFree.isEmpty
        }.lines
    }

    /// What may and what may not be done.
    public var statements: (freedoms: [RuleStatement], restrictions: [RuleStatement]) {
        var freedoms = StatementList()
        var restrictions = StatementList()
        for rule in rules {
            guard let (text, isFreedom) = rule.definition.statement else { continue }
            var name: String?
            if case .activity(let activity) = rule.content { name = activity.identifier }
            let said = RuleSentences.holding(text, rule.applicability)
            if isFreedom {
                freedoms.add(said, rule.identifier, name)
            } else {
                restrictions.add(said, rule.identifier, name)
            }
        }
        return (freedoms.statements, restrictions.statements)
    }

    // MARK: Procedures

    /// What the rules here ask of someone.
    public var procedures: [ProcedureStatement] {
        var order: [String] = []
        var found: [String: (name: String, qualification: ActivityQualification, rules: [String])] = [:]
        for rule in rules {
            guard case .activity(let activity) = rule.content, activity.qualification.isProcedure else { continue }
            let key = "\(activity.qualification.dutchName) \(activity.identifier)"
            if found[key] == nil {
                order.append(key)
                found[key] = (rule.name ?? activity.identifier, activity.qualification, [])
            }
            found[key]?.rules.append(rule.identifier)
        }
        return order.compactMap { found[$0] }.map { name, qualification, rules in
            ProcedureStatement(
                activity: BilingualText(dutch: name, english: name),
                qualification: qualification,
                terms: terms(of: qualification),
                rules: rules,
                bruidsschat: nil,
                articleReference: nil
            )
        }
    }

    /// The parts of the bruidsschat, unless the regulation here no longer has their article. They are the same wherever the same
    /// ``RuleAnswer/bruidsschat`` is and the same activity is asked about.
    public var permitFree: [ProcedureStatement] {
        guard let bruidsschat else { return [] }
        let wanted = RuleFilter(activity: activity)
        return bruidsschat.onderdelen.filter { part in
            (answer.bruidsschat.map { $0[part.artikel] != nil } ?? true)
                && wanted.admits(texts: [part.activiteit.dutch, part.activiteit.english])
        }.map { part in
            ProcedureStatement(
                activity: part.activiteit,
                qualification: .permitFree,
                terms: terms(of: .permitFree),
                rules: [],
                bruidsschat: part,
                articleReference: answer.bruidsschat?[part.artikel]
            )
        }
    }

    private func terms(of qualification: ActivityQualification) -> ProcedureTerms.Procedure? {
        terms?.procedures.first { $0.kwalificatie == qualification.dutchName }
    }
}

/// Which activities someone asks about.
public struct RuleFilter: Sendable {
    private let activity: String?

    public init(activity: String?) { self.activity = activity?.lowercased() }

    /// Rules about no activity always count: they hold for whatever is done.
    public func admits(_ rule: Rule) -> Bool {
        guard case .activity(let content) = rule.content else { return true }
        return admits(texts: [content.identifier, rule.name ?? ""])
    }

    func admits(texts: [String]) -> Bool {
        guard let activity else { return true }
        return texts.contains { $0.lowercased().contains(activity) }
    }
}

/// Statements in the making: the same text is one statement of all rules that say it.
private struct StatementList {
    private var order: [BilingualText] = []
    private var found: [BilingualText: (rules: [String], activity: String?)] = [:]

    mutating func add(_ text: BilingualText, _ rule: String, _ activity: String?) {
        if found[text] == nil {
            order.append(text)
            found[text] = ([], activity)
        }
        found[text]?.rules.append(rule)
    }

    var statements: [RuleStatement] {
        order.map { RuleStatement(text: $0, rules: found[$0]?.rules ?? [], activity: found[$0]?.activity) }
    }
}
