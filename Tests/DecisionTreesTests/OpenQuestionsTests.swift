import DecisionTrees
import Testing

@Suite struct OpenQuestionsTests {
    /// Cells and outputs of random trees, with the values that no cell tells apart.
    private static let numberTests = ["-", "<20", "[20..30)", ">=30", "not(20)", "<20,>=30", "25"]
    private static let numberValues = ["10", "20", "22", "25", "27", "30", "40"].map(FEELValue.number(_:))
    private static let booleanTests = ["-", "-", "true", "false"]
    private static let booleanValues = [FEELValue.boolean(true), .boolean(false)]

    private static func randomTree(_ random: inout SplitMix64) -> TreeText {
        let inputs = (0..<Int.random(in: 1...4, using: &random)).map { number in
            TreeText.Input(name: "invoer \(number)", type: Bool.random(using: &random) ? "number" : "boolean")
        }
        var known = inputs.map { ($0.name, $0.type) }
        var tables: [TreeText.Table] = []
        for number in 0..<Int.random(in: 1...3, using: &random) {
            let columns = known.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
            let isBoolean = Bool.random(using: &random)
            let outputs = isBoolean ? ["true", "false"] : ["10", "20", "25", "40"]
            let rules = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                columns.map { column in
                    (column.1 == "number" ? numberTests : booleanTests).randomElement(using: &random) ?? "-"
                } + [outputs.randomElement(using: &random) ?? "true"]
            }
            let policy = ["FIRST", "FIRST", "UNIQUE", "ANY", "COLLECT", "RULE ORDER"].randomElement(using: &random)
            tables.append(
                TreeText.Table(name: "besluit \(number)", policy: policy, columns: columns.map(\.0), rules: rules)
            )
            known.append(("besluit \(number)", isBoolean ? "boolean" : "number"))
        }
        return TreeText(inputs: inputs, tables: tables)
    }

    /// Every way to answer what is not answered yet.
    private static func completions(_ tree: TreeText, _ answers: [Int: FEELValue]) -> [[Int: FEELValue]] {
        var all = [answers]
        for (number, input) in tree.inputs.enumerated() where answers[number] == nil {
            let values = input.type == "number" ? numberValues : booleanValues
            all = all.flatMap { known in
                values.map { value in
                    var next = known
                    next[number] = value
                    return next
                }
            }
        }
        return all
    }

    /// Brute force over all answers says what is decided, what can follow, and which questions matter.
    @Test func exactlyTheQuestionsThatMatterAreOpen() throws {
        var (random, seed) = SplitMix64.seeded("open questions")
        var decidedEarly = 0
        for round in 0..<1500 {
            let tree = Self.randomTree(&random)
            let document = try tree.document()
            let root = document.decisions.count - 1
            var answers: [Int: FEELValue] = [:]
            for (number, input) in tree.inputs.enumerated() where Int.random(in: 0..<3, using: &random) == 0 {
                answers[number] = (input.type == "number" ? Self.numberValues : Self.booleanValues)
                    .randomElement(using: &random)
            }
            let all = Self.completions(tree, answers)
            var outcomes: [[Int: FEELValue]: TreeEvaluation.Outcome] = [:]
            for known in all { outcomes[known] = TreeEvaluation(document, root: root, answers: known).outcome }
            let evaluation = TreeEvaluation(document, root: root, answers: answers)
            let place = "seed \(seed), round \(round): \(answers)\n\(tree.xml)"
            #expect(evaluation.isExact, "\(place)")
            let distinct = Set(outcomes.values)
            let conclusions = distinct.map { outcome -> FEELValue? in
                switch outcome {
                case .conclusion(let value): value
                case .noConclusion: .null
                case .open, .undecidable: nil
                }
            }
            if distinct.count == 1 {
                #expect(evaluation.outcome == distinct.first, "\(place)")
                #expect(evaluation.openInputs.isEmpty, "\(place)")
                if all.count > 1 { decidedEarly += 1 }
            } else if case .open(let possible, _) = evaluation.outcome {
                #expect(Set(possible) == Set(conclusions.compactMap { $0 }), "\(place)")
            } else {
                Issue.record("decided as \(evaluation.outcome), but \(distinct) can follow. \(place)")
            }
            let relevant = tree.inputs.indices.filter { input in
                answers[input] == nil
                    && Dictionary(grouping: all) { known in known.filter { $0.key != input } }.values.contains {
                        group in
                        Set(group.map { outcomes[$0] }).count > 1
                    }
            }
            #expect(evaluation.openInputs == relevant, "\(place)")
        }
        // Else nothing but full answers would have been tried.
        #expect(decidedEarly > 100, "seed \(seed)")
    }

    @Test func aQuestionIsOpenOnlyWhileItsAnswerMatters() throws {
        let document = try TreeText(
            inputs: [
                TreeText.Input(name: "omtrek"), TreeText.Input(name: "zichtbaar", type: "boolean"),
                TreeText.Input(name: "ziek", type: "boolean"),
            ],
            tables: [
                TreeText.Table(
                    name: "besluit",
                    columns: ["omtrek", "zichtbaar", "ziek"],
                    rules: [
                        ["< 50", "-", "-", "\"vrij\""], [">= 50", "false", "-", "\"vrij\""],
                        [">= 50", "true", "true", "\"vrij\""], [">= 50", "true", "false", "\"vergunning\""],
                    ]
                )
            ]
        ).document()
        #expect(document.evaluation([:]).openInputs == [0, 1, 2])
        #expect(document.evaluation([0: .number("49.9")]).outcome == .conclusion(.string("vrij")))
        #expect(document.evaluation([1: .boolean(false)]).outcome == .conclusion(.string("vrij")))
        #expect(document.evaluation([0: .number("50")]).openInputs == [1, 2])
        #expect(document.evaluation([0: .number("50"), 1: .boolean(true)]).openInputs == [2])
        let decided = document.evaluation([1: .boolean(false)])
        #expect(decided.trace[0].rules.map(\.number) == [1, 2])
        #expect(decided.trace[0].rules[1].conditions.map(\.value) == [nil, .boolean(false)])
    }

    @Test func anInputInAFormulaIsAskedUntilItIsKnown() throws {
        let document = try TreeText(
            inputs: [TreeText.Input(name: "gebied"), TreeText.Input(name: "bebouwd")],
            tables: [
                TreeText.Table(
                    name: "t",
                    policy: "FIRST",
                    columns: ["bebouwd <= gebied * 0.5"],
                    rules: [["true", "1"], ["-", "2"]]
                )
            ]
        ).document()
        #expect(document.evaluation([:]).openInputs == [0, 1])
        #expect(document.evaluation([0: .number("60.02")]).openInputs == [1])
        #expect(document.evaluation([0: .number("60.02"), 1: .number("30.01")]).outcome == .conclusion(.number("1")))
        #expect(document.evaluation([0: .number("60.02"), 1: .number("30.02")]).outcome == .conclusion(.number("2")))
    }

    /// Then every question that can be reached is asked, and the answer says that it may be too much.
    @Test func aTreeOfVeryManyQuestionsIsStillEvaluated() throws {
        let names = (0..<400).map { "eis \($0)" }
        var rules = [names.map { _ in "true" } + ["true"]]
        for number in names.indices { rules.append(names.indices.map { $0 == number ? "false" : "-" } + ["false"]) }
        let document = try TreeText(
            inputs: names.map { TreeText.Input(name: $0, type: "boolean") },
            tables: [TreeText.Table(name: "t", policy: "ANY", columns: names, rules: rules)]
        ).document()
        let open = document.evaluation([:])
        #expect(!open.isExact && open.openInputs.count == 400)
        #expect(document.evaluation([399: .boolean(false)]).outcome == .conclusion(.boolean(false)))
        let all = Dictionary(uniqueKeysWithValues: names.indices.map { ($0, FEELValue.boolean(true)) })
        #expect(document.evaluation(all).outcome == .conclusion(.boolean(true)))
    }

    @Test func aTableOfManyColumnsIsDecidedWithoutTryingAllAnswers() throws {
        let names = (0..<60).map { "eis \($0)" }
        var rules = [names.map { _ in "true" } + ["true"]]
        for number in names.indices { rules.append(names.indices.map { $0 == number ? "false" : "-" } + ["false"]) }
        let document = try TreeText(
            inputs: names.map { TreeText.Input(name: $0, type: "boolean") },
            tables: [TreeText.Table(name: "t", policy: "ANY", columns: names, rules: rules)]
        ).document()
        let open = document.evaluation([:])
        #expect(open.isExact && open.openInputs.count == 60)
        #expect(document.evaluation([59: .boolean(false)]).outcome == .conclusion(.boolean(false)))
    }
}
