import DecisionTrees
import Testing

@Suite struct HitPolicyTests {
    private func outcome(
        _ policy: String?,
        _ rules: [[String]],
        _ value: String,
        aggregation: String? = nil,
        values: String? = nil
    ) throws -> TreeEvaluation.Outcome {
        try TreeText(
            inputs: [TreeText.Input(name: "x")],
            tables: [
                TreeText.Table(
                    name: "t",
                    policy: policy,
                    aggregation: aggregation,
                    columns: ["x"],
                    rules: rules,
                    outputValues: values
                )
            ]
        ).document().evaluation([0: .number(value)]).outcome
    }

    private let overlapping = [["<10", "\"a\""], ["<20", "\"b\""], ["<30", "\"a\""]]

    @Test func uniqueTakesTheOneRuleAndRefusesTwo() throws {
        #expect(try outcome("UNIQUE", overlapping, "25") == .conclusion(.string("a")))
        #expect(try outcome(nil, overlapping, "25") == .conclusion(.string("a")))
        #expect(try outcome("UNIQUE", overlapping, "35") == .noConclusion)
        guard case .undecidable(let reasons) = try outcome("UNIQUE", overlapping, "5") else {
            Issue.record("three rules matched")
            return
        }
        #expect(reasons == ["Decision 't': rules 1, 2, 3 match together, which hit policy UNIQUE forbids."])
    }

    @Test func anyTakesEqualOutputsAndRefusesOthers() throws {
        let equal = [["<10", "1"], ["<20", "1"], [">=15", "2"]]
        #expect(try outcome("ANY", equal, "5") == .conclusion(.number("1")))
        guard case .undecidable = try outcome("ANY", equal, "15") else {
            Issue.record("1 and 2 matched")
            return
        }
    }

    @Test func firstPriorityAndOrders() throws {
        #expect(try outcome("FIRST", overlapping, "5") == .conclusion(.string("a")))
        #expect(try outcome("FIRST", overlapping, "15") == .conclusion(.string("b")))
        #expect(try outcome("PRIORITY", overlapping, "15", values: "\"a\",\"b\"") == .conclusion(.string("a")))
        #expect(try outcome("PRIORITY", overlapping, "15", values: "\"b\",\"a\"") == .conclusion(.string("b")))
        let list = FEELValue.list([.string("b"), .string("a")])
        #expect(try outcome("RULE ORDER", overlapping, "15") == .conclusion(list))
        #expect(try outcome("OUTPUT ORDER", overlapping, "15", values: "\"b\",\"a\"") == .conclusion(list))
        let turned = FEELValue.list([.string("a"), .string("b")])
        #expect(try outcome("OUTPUT ORDER", overlapping, "15", values: "\"a\",\"b\"") == .conclusion(turned))
        #expect(try outcome("COLLECT", overlapping, "15") == .conclusion(list))
    }

    @Test func aggregations() throws {
        let rules = [["<10", "1.1"], ["<20", "2.2"], ["<30", "3.3"]]
        #expect(try outcome("COLLECT", rules, "5", aggregation: "SUM") == .conclusion(.number("6.6")))
        #expect(try outcome("COLLECT", rules, "5", aggregation: "MIN") == .conclusion(.number("1.1")))
        #expect(try outcome("COLLECT", rules, "5", aggregation: "MAX") == .conclusion(.number("3.3")))
        #expect(try outcome("COLLECT", rules, "15", aggregation: "COUNT") == .conclusion(.number("2")))
        #expect(try outcome("COLLECT", rules, "99", aggregation: "COUNT") == .conclusion(.number("0")))
    }
}
