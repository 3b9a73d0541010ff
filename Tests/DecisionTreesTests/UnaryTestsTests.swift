import DecisionTrees
import Testing

/// What cells of decision tables mean, by the DMN standard.
@Suite struct UnaryTestsTests {
    /// Whether a value passes a test; nil when the test is not evaluated.
    private func passes(_ test: String, _ value: FEELValue, type: String) throws -> Bool? {
        let document = try TreeText(
            inputs: [TreeText.Input(name: "x", type: type)],
            tables: [TreeText.Table(name: "t", columns: ["x"], rules: [[test, "true"]])]
        ).document()
        switch document.evaluation([0: value]).outcome {
        case .conclusion(.boolean(true)): return true
        case .noConclusion: return false
        default: return nil
        }
    }

    @Test(arguments: [
        ("<20", "19.99", true), ("<20", "20", false), ("[20..30)", "20", true), ("[20..30)", "29.99", true),
        ("[20..30)", "30", false), ("[20..30[", "30", false), ("]20..30]", "20", false), ("(20..30]", "30", true),
        (">=30", "30", true), (">= 30", "29.99999999999999999999999", false), ("-", "5", true), ("", "5", true),
        ("1,2,3", "2", true), ("1,2,3", "4", false), ("not(1,2)", "3", true), ("not(1,2)", "2", false),
        ("not(< 10)", "10", true), ("<5, >10", "7", false), ("<5, >10", "11", true), ("= 4", "4", true),
        ("!= 4", "4", false), ("-4", "-4", true), ("[-5..-1]", "-3", true), ("? > 2 and ? < 4", "3", true),
        ("? > 2 and ? < 4", "4", false), ("2 * 3", "6", true), ("0.5", ".5", true), ("> 0.47 * 2 + 3", "3.95", true),
        ("> 0.47 * 2 + 3", "3.94", false), ("null", "1", false), ("not(null)", "1", true),
        ("(1 + 1)", "2", true), ("\"1\"", "1", false), ("< \"2\"", "1", false), ("not(< \"2\")", "1", false),
    ]) func numbers(_ test: String, _ value: String, _ expected: Bool) throws {
        #expect(try passes(test, .number(value), type: "number") == expected)
    }

    @Test(arguments: [
        (#""ja""#, "ja", true), (#""ja","nee""#, "nee", true), (#"not("ja")"#, "ja", false),
        (#"not("ja")"#, "nee", true),
        (#""a, b""#, "a, b", true), (#""zegt \"ja\"""#, "zegt \"ja\"", true),
        (#"contains(?, "dak")"#, "voordakvlak", true),
        (#"starts with(?, "voor")"#, "achterdakvlak", false), (#""Ja""#, "ja", false), ("not(null)", "x", true),
    ]) func texts(_ test: String, _ value: String, _ expected: Bool) throws {
        #expect(try passes(test, .string(value), type: "string") == expected)
    }

    @Test func booleansDatesAndLists() throws {
        #expect(try passes("true", .boolean(true), type: "boolean") == true)
        #expect(try passes("false", .boolean(true), type: "boolean") == false)
        #expect(try passes("not(true)", .boolean(false), type: "boolean") == true)
        #expect(try passes("null", .null, type: "boolean") == true)
        #expect(try passes("not(null)", .null, type: "boolean") == false)
        #expect(try passes("<20", .null, type: "number") == false)
        #expect(try passes("not(<20)", .null, type: "number") == false)
        #expect(try passes(#"[date("2024-01-01")..date("2024-12-31")]"#, .date(19_723), type: "date") == true)
        #expect(try passes(#"< date("2024-01-01")"#, .date(19_723), type: "date") == false)
        #expect(try passes(#"@"2024-01-01""#, .date(19_723), type: "date") == true)
        #expect(try passes(#"list contains(?, "b")"#, .list([.string("a"), .string("b")]), type: "string") == true)
        #expect(try passes(#""a""#, .list([.string("a")]), type: "string") == true)
        #expect(try passes(#""a""#, .list([.string("a"), .string("b")]), type: "string") == false)
    }

    /// Never "no": a test that is not understood leaves the outcome unknown, and says why and where.
    @Test(arguments: [
        "ja", "<", "[1..2", "\"ja", "2 ** 3", "some y in x satisfies y", "not(", "1 2", "instance of x", "20..30",
    ])
    func whatIsNotUnderstoodIsUnknown(_ test: String) throws {
        #expect(try passes(test, .number("1"), type: "number") == nil)
        let document = try TreeText(
            inputs: [TreeText.Input(name: "x")],
            tables: [TreeText.Table(name: "t", columns: ["x"], rules: [[test, "true"]])]
        ).document()
        #expect(document.notes.count == 1 && document.notes[0].line > 5)
        guard case .undecidable(let reasons) = document.evaluation([0: .number("1")]).outcome else {
            Issue.record("\(test) was decided")
            return
        }
        #expect(reasons.count == 1)
    }

    @Test func namesMayHoldSpacesSignsAndWordsOfTheLanguage() throws {
        let names = ["in- of uitrit", "in- of uitrit breed", "not a number", "Besluit - x", "hoogte (m)", "true breed"]
        for name in names {
            let document = try TreeText(
                inputs: names.map { TreeText.Input(name: $0) },
                tables: [TreeText.Table(name: "t", columns: ["\(name) + 1"], rules: [["3", "\"goed\""]])]
            ).document()
            let number = try #require(names.firstIndex(of: name))
            #expect(document.evaluation([number: .number("2")]).outcome == .conclusion(.string("goed")), "\(name)")
            #expect(document.notes.isEmpty, "\(document.notes)")
        }
    }

    @Test func expressions() throws {
        let cases = [
            ("if x > 2 then \"groot\" else \"klein\"", FEELValue.string("groot")),
            ("x between 1 and 3", .boolean(true)),
            ("x in [1..3)", .boolean(false)), ("x in (1, 3)", .boolean(true)), ("not(x = 3)", .boolean(false)),
            ("max(x, 5, 4)", .number("5")), ("min([x, 5])", .number("3")), ("sum(x, 0.1, 0.2)", .number("3.3")),
            ("count([1, x])", .number("2")), ("x / 4", .number("0.75")), ("-x", .number("-3")),
            ("abs(-x)", .number("3")),
            ("x > 1 and x < 2 or x = 3", .boolean(true)), ("(x + 1) * 2 - 1", .number("7")),
        ]
        for (expression, expected) in cases {
            let document = try TreeText(
                inputs: [TreeText.Input(name: "x")],
                tables: [],
                literals: [("uitkomst", expression)]
            ).document()
            #expect(document.evaluation([0: .number("3")]).outcome == .conclusion(expected), "\(expression)")
        }
    }

    @Test(arguments: [
        ("<20", "minder dan 20", "less than 20"),
        ("[20..30)", "20 of meer en minder dan 30", "20 or more and less than 30"),
        ("(0.5..1)", "meer dan 0,5 en minder dan 1", "more than 0.5 and less than 1"),
        ("<= 1.75", "ten hoogste 1,75", "at most 1.75"),
        ("not(1,2)", "niet: 1 of 2", "not: 1 or 2"), ("not(null)", "niet: leeg", "not: empty"), ("true", "ja", "yes"),
        ("? > 2", "? > 2", "? > 2"), ("\"a\",\"b\"", "a of b", "a or b"),
    ]) func testsInPlainWords(_ test: String, _ dutch: String, _ english: String) throws {
        let document = try TreeText(
            inputs: [TreeText.Input(name: "x")],
            tables: [TreeText.Table(name: "t", columns: ["x"], rules: [[test, "true"]])]
        ).document()
        let condition = try #require(document.evaluation([:]).trace[0].rules.first?.conditions.first)
        #expect(condition.words.dutch == dutch && condition.words.english == english)
    }
}
