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

/// What the rules at a point come down to, for someone who is no lawyer.
public struct RuleSummary: Sendable {
    public private(set) var freedoms: [RuleStatement] = []
    public private(set) var restrictions: [RuleStatement] = []
    public private(set) var procedures: [ProcedureStatement] = []
    /// At most ``headlineLimit`` short sentences.
    public private(set) var headlines: [BilingualText] = []

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
        let wanted = RuleFilter(activity: activity)
        let rules = answer.rulesInForce.filter(wanted.admits)
        var freedoms = StatementList()
        var restrictions = StatementList()
        for rule in rules {
            for (text, isFreedom) in RuleSummary.statements(rule) {
                let text = RuleSentences.holding(text, rule.applicability)
                var name: String?
                if case .activity(let activity) = rule.content { name = activity.identifier }
                if isFreedom {
                    freedoms.add(text, rule.identifier, name)
                } else {
                    restrictions.add(text, rule.identifier, name)
                }
            }
        }
        self.freedoms = freedoms.statements
        self.restrictions = restrictions.statements
        procedures = RuleSummary.procedures(rules, terms)
        if let bruidsschat {
            procedures += RuleSummary.permitFree(bruidsschat, answer, wanted, terms)
        }
        headlines =
            Headlines(answer, rules: rules, coverage: coverage, activity: activity, procedures: procedures).lines
    }

    static func statements(_ rule: Rule) -> [(BilingualText, isFreedom: Bool)] {
        let name = rule.name.map(RuleSentences.shortened) ?? ""
        switch rule.content {
        case .function(_, isDouble: false):
            return [
                (
                    RuleSentences.sentence(
                        "U mag de grond gebruiken voor: {}.",
                        "You may use the ground for: {}.",
                        name
                    ), true
                )
            ]
        case .function(_, isDouble: true):
            return [
                (RuleSentences.sentence("Er gelden extra regels voor: {}.", "Extra rules hold for: {}.", name), false)
            ]
        case .buildingZone:
            let text = BilingualText(
                dutch: "U mag hier een hoofdgebouw bouwen: dit is een bouwvlak.",
                english: "You may build a main building here: this is a building zone."
            )
            return [(text, true)]
        case .norm(let norm): return [(RuleSentences.norm(norm, name: rule.name), false)]
        case .area:
            return [
                (
                    RuleSentences.sentence(
                        "Er gelden aparte regels voor: {}.",
                        "Separate rules hold for: {}.",
                        name
                    ), false
                )
            ]
        case .activity(let activity):
            let qualification = activity.qualification
            guard let text = RuleSentences.activity(qualification, rule.name ?? activity.identifier) else { return [] }
            return [(text, qualification.isFreedom)]
        case .text: return []
        }
    }

    // MARK: Procedures

    private static func procedures(_ rules: [Rule], _ terms: ProcedureTerms?) -> [ProcedureStatement] {
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
                terms: terms?.procedures.first { $0.kwalificatie == qualification.dutchName },
                rules: rules,
                bruidsschat: nil,
                articleReference: nil
            )
        }
    }

    /// The parts of the bruidsschat, unless the regulation here no longer has their article.
    private static func permitFree(
        _ bruidsschat: Bruidsschat,
        _ answer: RuleAnswer,
        _ wanted: RuleFilter,
        _ terms: ProcedureTerms?
    ) -> [ProcedureStatement] {
        bruidsschat.onderdelen.filter { part in
            (answer.bruidsschat.map { $0[part.artikel] != nil } ?? true)
                && wanted.admits(texts: [part.activiteit.dutch, part.activiteit.english])
        }.map { part in
            ProcedureStatement(
                activity: part.activiteit,
                qualification: .permitFree,
                terms: terms?.procedures.first { $0.kwalificatie == ActivityQualification.permitFree.dutchName },
                rules: [],
                bruidsschat: part,
                articleReference: answer.bruidsschat?[part.artikel]
            )
        }
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
