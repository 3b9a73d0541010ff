import PlanningRules
import Registers

extension PlanCheckSummary {
    init(of findings: [Finding], _ coverage: [AreaCoverage]) {
        // A layer that no register has, imported by name, takes part in no rule.
        let registers = Set(RegisterLayer.known.map(\.name))
        let unknown = coverage.filter { registers.contains($0.layer) && !$0.isComplete }.map(\.layer)
        let worst = findings.map(\.outcome).max() ?? .untestable
        outcome = unknown.isEmpty ? worst : max(worst, .untestable)
        var dutch: [String] = []
        var english: [String] = []
        func add(_ outcome: FindingOutcome, _ dutchLead: String, _ englishLead: String) {
            let rules = PlanRule.allCases.filter { rule in
                findings.contains { $0.rule == rule && $0.outcome == outcome }
            }.map(\.rawValue)
            if rules.isEmpty { return }
            dutch.append("\(dutchLead) \(MeasureText.list(rules, lastJoinedBy: "en")).")
            english.append("\(englishLead) \(MeasureText.list(rules, lastJoinedBy: "and")).")
        }
        add(.violates, "Het plan voldoet niet aan:", "The plan does not comply with:")
        add(.untestable, "Niet te toetsen:", "Could not be tested:")
        add(.nearLimit, "Het plan voldoet met weinig ruimte aan:", "The plan complies, with little room, with:")
        add(.complies, "Het plan voldoet aan:", "The plan complies with:")
        if !unknown.isEmpty {
            let isOne = unknown.count == 1
            dutch.append(
                "Niet of niet geheel bekend \(isOne ? "is de laag" : "zijn de lagen") "
                    + "\(MeasureText.list(unknown, lastJoinedBy: "en"))."
            )
            english.append(
                "Not or not wholly known \(isOne ? "is the layer" : "are the layers") "
                    + "\(MeasureText.list(unknown, lastJoinedBy: "and"))."
            )
        }
        dutch.append(
            "Gebruik, uiterlijk en regels zonder kaartbeeld zijn niet getoetst; dit is een indicatie, geen besluit."
        )
        english.append(
            "Use, appearance and rules that no map shows were not tested; this is an indication, not a decision."
        )
        text = BilingualText(dutch: dutch.joined(separator: " "), english: english.joined(separator: " "))
    }
}
