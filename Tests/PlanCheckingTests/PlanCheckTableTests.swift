import PlanChecking
import PlanningRules
import Testing

let planCases: [PlanCase] = parcelCases + zoneCases + heightCases + otherCases

@Suite("The table of plan checks")
struct PlanCheckTableTests {
    @Test("Each rule says what the table says", arguments: planCases)
    func row(planCase: PlanCase) throws {
        var town = try TestTown()
        try planCase.change(&town)
        let result = try town.check(planCase.corners, height: planCase.height, eaves: planCase.eaves)
        let found = result.findings.map { "\($0.rule.rawValue):\($0.outcome.rawValue)" }.joined(separator: " ")
        #expect(found == planCase.expected)
        #expect(result.summary.outcome.rawValue == planCase.summary)
        for finding in result.findings {
            #expect(!finding.why.dutch.isEmpty && !finding.why.english.isEmpty)
            if finding.outcome == .violates {
                #expect(finding.conflict?.isEmpty == false)
                #expect((finding.margin ?? 0) < 0)
            }
        }
        for text in [result.summary.text.dutch, result.summary.text.english] {
            #expect(!text.lowercased().contains("vergunning") && !text.lowercased().contains("permit"))
        }
    }

    @Test("The table is large, and a third of it fails a rule or leaves one open")
    func size() {
        #expect(planCases.count >= 40)
        #expect(planCases.count { $0.summary != "voldoet" } * 3 >= planCases.count)
        #expect(planCases.count { $0.summary == "voldoet-niet" } >= 13)
    }
}
