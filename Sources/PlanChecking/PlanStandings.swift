import GeoValues
import PlanningRules
import Registers

/// Which plans that a footprint lies in hold there: drafts and plans that were replaced, fell or are not yet in force say nothing of what
/// may be built.
struct PlanStandings {
    /// Identifiers of plans that hold nowhere in the footprint.
    private(set) var notHolding: Set<String> = []
    /// What can't be tested, because what replaced a plan is not tested or holds on a part only.
    private(set) var findings: [Finding] = []

    /// - Throws: `GEOSError`.
    init(of survey: AreaSurvey, _ snapshot: RegisterSnapshot, _ memory: RuleMemory, onDay day: Int32) throws {
        guard let label = survey.area.polygons.first?.exterior.points.first else { return }
        let place = survey.answer(label: label, coverage: [], dataVersion: snapshot.dataVersion)
        let rules = try RuleLookup(snapshot, memory: memory).answer(place, onDay: day)
        var told: Set<String> = []
        for document in rules.documents where document.regime == .imro {
            if !document.isInForce || document.replacedBy != nil { notHolding.insert(document.identifier) }
            guard document.isInForce, document.applicability != .touchesBoundaryOnly,
                let replacement = document.replacedBy ?? document.replacedOnPartBy
            else { continue }
            switch replacement {
            case .pons(let regulation):
                guard told.insert(regulation).inserted else { continue }
                let name = rules.document(regulation)?.title ?? regulation
                findings.append(Finding(.zoning, .untestable, Self.text(ofPonsIn: name)))
            case .plan(let plan):
                // Where it holds on a part only, which of the two says what of the whole footprint is not known.
                guard document.replacedBy == nil, told.insert(document.identifier).inserted else { continue }
                let name = document.title ?? document.identifier
                findings.append(Finding(.zoning, .untestable, Self.text(replaced: name, by: plan)))
            }
        }
    }

    private static func text(ofPonsIn regulation: String) -> BilingualText {
        BilingualText(
            dutch: "Hier geldt \(regulation) in plaats van het bestemmingsplan: die regels zijn niet getoetst.",
            english: "Here \(regulation) holds in place of the zoning plan: its rules were not tested."
        )
    }

    private static func text(replaced plan: String, by other: String) -> BilingualText {
        BilingualText(
            dutch: "Plan \(plan) is op een deel vervangen door \(other).",
            english: "Plan \(plan) has been replaced on a part by \(other)."
        )
    }
}
