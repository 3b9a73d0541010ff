import FeatureFilters
import Testing

@Suite struct FilterParserTests {
    @Test(
        "A filter has one spelling",
        arguments: [
            ("a=1", "\"a\" = 1"),
            ("1 < a", "\"a\" > 1"),
            ("TRUE", "TRUE"),
            ("a = true", "\"a\" = TRUE"),
            ("a <> 'it''s' and b>=-2.50", "\"a\" <> 'it''s' AND \"b\" >= -2.5"),
            ("a = 'it\\'s'", "\"a\" = 'it''s'"),
            ("\"select\" = 1", "\"select\" = 1"),
            ("\"a\"\"b\" = 1", "\"a\"\"b\" = 1"),
            ("(((a = 1)))", "\"a\" = 1"),
            ("a = 1 OR b = 2 AND c = 3", "\"a\" = 1 OR \"b\" = 2 AND \"c\" = 3"),
            ("(a = 1 OR b = 2) AND c = 3", "(\"a\" = 1 OR \"b\" = 2) AND \"c\" = 3"),
            ("(a = 1 AND b = 2) AND c = 3", "\"a\" = 1 AND \"b\" = 2 AND \"c\" = 3"),
            ("NOT (a = 1 OR b = 2)", "NOT (\"a\" = 1 OR \"b\" = 2)"),
            ("NOT a = 1 OR b = 2", "NOT \"a\" = 1 OR \"b\" = 2"),
            ("a NOT BETWEEN 1 AND 2 AND b IS NOT NULL", "NOT \"a\" BETWEEN 1 AND 2 AND NOT \"b\" IS NULL"),
            ("a not in ('x' , 'y')", "NOT \"a\" IN ('x', 'y')"),
            ("casei(a) LIKE CASEI('Straat%')", "CASEI(\"a\") LIKE 'straat%'"),
            ("d >= DATE('2024-02-29')", "\"d\" >= DATE('2024-02-29')"),
            (
                "d < TIMESTAMP('1969-12-31T23:30:00.5-01:00')", "\"d\" < TIMESTAMP('1970-01-01T00:30:00.500Z')"
            ),
            ("date = 1", "\"date\" = 1"),
            (
                "s_intersects(geometrie,point(5.1 52))",
                "S_INTERSECTS(\"geometrie\", MULTIPOINT((5.1 52.0)))"
            ),
            (
                "S_INTERSECTS(BBOX(4,51,5,52),geometrie)", "S_INTERSECTS(\"geometrie\", BBOX(4.0, 51.0, 5.0, 52.0))"
            ),
            (
                "S_WITHIN(geometrie, POLYGON((0 0,1 0,1 1,0 0)))",
                "S_WITHIN(\"geometrie\", MULTIPOLYGON(((0.0 0.0, 1.0 0.0, 1.0 1.0, 0.0 0.0))))"
            ),
        ]
    )
    func spelling(text: String, canonical: String) throws {
        let expression = try FilterExpression(text)
        #expect(expression.canonicalText == canonical)
        #expect(try FilterExpression(canonical) == expression)
    }

    @Test(
        "A filter that can't be read says where and what was expected",
        arguments: [
            ("", 1, "a condition"), ("a", 2, "BETWEEN"), ("a =", 4, "a number, a text"), ("a = b", 5, "found 'b'"),
            ("a = 'x", 7, "'"), ("a == 1", 4, "a number"), ("a = 1 b = 2", 7, "AND, OR or the end"),
            ("a = 1 AND", 10, "a condition"), ("(a = 1", 7, "')'"), ("a = 1)", 6, "AND, OR"),
            ("a BETWEEN 1 OR 2", 13, "'AND'"), ("a IN ()", 7, "a number"), ("a LIKE 1", 8, "a text"),
            ("a IS 1", 6, "'NULL'"), ("d = DATE('2024-02-30')", 10, "a date"), ("d = DATE(2024)", 10, "a text"),
            ("d = TIMESTAMP('2024-02-03')", 15, "a moment"), ("1 = 1", 5, "a property"), ("a = 1.2.3", 5, "a number"),
            ("a = 12x", 5, "a number"), ("a ; b", 3, "a condition"), ("S_INTERSECTS(geometrie, 5)", 25, "POINT"),
            ("S_WITHIN(geometrie, POLYGON((0 0, 1 1, 0 0)))", 29, "at least four positions"),
            ("S_WITHIN(geometrie, POLYGON((0 0, 1 1, 1 0, 2 0)))", 29, "the last is the first"),
            ("S_WITHIN(geometrie, BBOX(1,2,3))", 25, "four numbers"),
            ("S_TOUCHES(geometrie, POINT(1 2))", 1, "S_TOUCHES"),
            ("S_INTERSECTS(geometrie, POINT(1 2 3))", 35, "')'"), ("a = 1e999", 5, "a number"),
        ]
    )
    func refusal(text: String, position: Int, part: String) {
        let problem = #expect(throws: FilterProblem.self) { try FilterExpression(text) }
        #expect(problem?.position == position, "\(problem?.english ?? "")")
        #expect(problem?.english.contains(part) == true, "\(problem?.english ?? "")")
        #expect(problem?.dutch.hasPrefix("Teken \(position) van het filter:") == true)
    }

    @Test("Length, depth and number of terms are bounded")
    func bounds() {
        func reason(_ text: String) -> FilterProblem.Reason? {
            do { _ = try FilterExpression(text) } catch { return error.reason }
            return nil
        }
        #expect(reason("a = '" + String(repeating: "x", count: 20_000) + "'") == .tooLong(limit: 16_384))
        #expect(reason(String(repeating: "(", count: 5_000)) == .tooDeep(limit: 32))
        #expect(reason(String(repeating: "NOT ", count: 4_000) + "a = 1") == .tooDeep(limit: 32))
        let values = Array(repeating: "1", count: 3_000).joined(separator: ",")
        #expect(reason("a IN (\(values))") == .tooManyTerms(limit: 2_000))
        #expect(reason(Array(repeating: "a=1", count: 1_900).joined(separator: " OR ")) == nil)
        #expect(reason(String(repeating: "(", count: 31) + "a = 1" + String(repeating: ")", count: 31)) == nil)
    }

    @Test("Whatever the text, reading it ends in a filter or in a problem, and a filter's spelling reads as itself")
    func fuzz() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "a", "\"b c\"", "'t'", "'", "\"", "(", ")", ",", "=", "<>", "<", ">=", "AND", "OR", "NOT", "IN", "BETWEEN",
            "LIKE",
            "IS", "NULL", "TRUE", "1", "-2.5", "1e3", ".", "CASEI(", "DATE('2020-01-01')", "TIMESTAMP(",
            "S_INTERSECTS(",
            "S_WITHIN(geometrie,", "POINT(", "POLYGON((", "BBOX(1,2,3,4)", "1 2", "\\", "é", "🙂", "\u{301}", "\u{0}",
            "%",
        ]
        var read = 0
        for _ in 0..<20_000 {
            var text = ""
            if Bool.random(using: &random) {
                text = randomFilter(&random, depth: 3)
                // One character less, or another in its place.
                if Bool.random(using: &random), !text.isEmpty {
                    let place = text.indices.randomElement(using: &random) ?? text.startIndex
                    text.remove(at: place)
                    if Bool.random(using: &random) { text.insert("(", at: place) }
                }
            } else {
                for _ in 0..<Int.random(in: 0...12, using: &random) {
                    text += (pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
                }
            }
            do throws(FilterProblem) {
                let expression = try FilterExpression(text)
                read += 1
                let again = try FilterExpression(expression.canonicalText)
                #expect(again == expression, "seed \(seed): \(text)")
            } catch {
                #expect(error.position >= 1 && error.position <= text.unicodeScalars.count + 1, "seed \(seed): \(text)")
            }
        }
        #expect(read > 3_000, "seed \(seed)")
    }
}
