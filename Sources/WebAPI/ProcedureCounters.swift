import PlanningRules
import Registers
import Service

/// Who decides on the procedures of one answer.
struct ProcedureCounters {
    private let files: RuleFiles
    private let day: Int32
    private let areas: [AdministrativeArea]
    /// The municipalities that the rules are of, else the authority of the plan in force.
    private let municipalities: [RuleLevelDocument.Authority]

    init(
        _ answer: PlaceAnswer,
        _ rules: RuleAnswer,
        _ files: RuleFiles,
        onDay day: Int32,
        in snapshot: RegisterSnapshot
    ) {
        self.files = files
        self.day = day
        areas = AuthorityAnswer(answer, in: snapshot, assignments: []).areas
        let found = rules.administration.filter { $0.code.hasPrefix("GM") }
        if found.isEmpty, let document = rules.documents.first(where: \.isInForce), let code = document.authorityCode {
            municipalities = [RuleLevelDocument.Authority(code: code, naam: document.authority)]
        } else {
            municipalities = found.map { RuleLevelDocument.Authority(code: $0.code, naam: $0.name) }
        }
    }

    /// Of all authorities that may decide here.
    var codes: [String] { municipalities.map(\.code) + areas.map(\.code) }

    /// Who decides on an activity, by its Dutch name: the municipality, unless the law says another. Empty on days of which nothing
    /// is known.
    func counters(for activity: String) -> [RuleLevelDocument.Counter] {
        files.assignments(for: activity, onDay: day).map { assignment in
            let level = assignment.bestuurslaag
            return RuleLevelDocument.Counter(
                bestuurslaag: level.rawValue,
                gezagen: level == .municipality
                    ? municipalities
                    : areas.filter { $0.level == level }.map {
                        RuleLevelDocument.Authority(code: $0.code, naam: $0.name)
                    },
                bron: assignment.bron,
                uitzondering: assignment.uitzondering
            )
        }
    }
}
