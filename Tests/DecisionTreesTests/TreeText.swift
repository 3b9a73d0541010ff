import DecisionTrees
import Foundation

/// A file of toepasbare regels in the making, in few words.
struct TreeText {
    struct Input {
        var name: String
        var type = "number"
        /// XML inside `uitv:uitvoeringsregel`; nil: there is none.
        var rule: String?
    }

    struct Table {
        var name: String
        var policy: String? = "UNIQUE"
        var aggregation: String?
        var columns: [String]
        /// Cells, then the output.
        var rules: [[String]]
        var outputValues: String?
        var requires: [String] = []
    }

    var namespace = "http://www.omg.org/spec/DMN/20180521/MODEL/"
    var inputs: [Input]
    var tables: [Table]
    /// Name and expression.
    var literals: [(String, String)] = []

    static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: "\"", with: "&quot;")
    }

    var xml: String {
        let type = #"xmlns:uitv="http://toepasbare-regels.omgevingswet.overheid.nl/v1.0/Uitvoeringsregel""#
        var text = #"<definitions xmlns="\#(namespace)" \#(type) name="proef" namespace="urn:proef" id="d">"# + "\n"
        text += "<extensionElements><uitv:uitvoeringsregels>\n"
        for (number, input) in inputs.enumerated() {
            if let rule = input.rule {
                text += "<uitv:uitvoeringsregel id=\"u\(number)\">\(rule)</uitv:uitvoeringsregel>\n"
            }
        }
        text += "</uitv:uitvoeringsregels></extensionElements>\n"
        for (number, input) in inputs.enumerated() {
            let reference =
                input.rule == nil
                ? "" : "<extensionElements><uitv:uitvoeringsregelRef href=\"#u\(number)\"/></extensionElements>"
            text += "<inputData id=\"i\(number)\" name=\"\(Self.escaped(input.name))\">\(reference)"
            text += "<variable name=\"\(Self.escaped(input.name))\" typeRef=\"\(input.type)\"/></inputData>\n"
        }
        for (number, literal) in literals.enumerated() {
            text += "<decision id=\"l\(number)\" name=\"\(Self.escaped(literal.0))\">"
            text += "<literalExpression><text>\(Self.escaped(literal.1))</text></literalExpression></decision>\n"
        }
        for (number, table) in tables.enumerated() { text += xml(table, number) }
        return text + "</definitions>\n"
    }

    private func xml(_ table: Table, _ number: Int) -> String {
        let policy = table.policy.map { " hitPolicy=\"\($0)\"" } ?? ""
        let aggregation = table.aggregation.map { " aggregation=\"\($0)\"" } ?? ""
        var text = "<decision id=\"t\(number)\" name=\"\(Self.escaped(table.name))\">\n"
        for name in table.requires {
            text += "<informationRequirement><requiredDecision href=\"#\(name)\"/></informationRequirement>"
        }
        text += "<decisionTable\(policy)\(aggregation)>\n"
        for column in table.columns {
            text += "<input label=\"\(Self.escaped(column))\"><inputExpression><text>\(Self.escaped(column))</text>"
            text += "</inputExpression></input>\n"
        }
        let values = table.outputValues.map { "<outputValues><text>\(Self.escaped($0))</text></outputValues>" } ?? ""
        text += "<output>\(values)</output>\n"
        for (number, rule) in table.rules.enumerated() {
            text += "<rule id=\"r\(number)\">\n"
            for cell in rule.dropLast() { text += "<inputEntry><text>\(Self.escaped(cell))</text></inputEntry>\n" }
            text += "<outputEntry><text>\(Self.escaped(rule.last ?? ""))</text></outputEntry></rule>\n"
        }
        return text + "</decisionTable></decision>\n"
    }

    func document() throws -> DecisionDocument { try TreeText.read(xml) }

    static func read(_ xml: String) throws -> DecisionDocument { try read(Data(xml.utf8)) }

    static func read(_ bytes: Data) throws -> DecisionDocument {
        let path = NSTemporaryDirectory() + "stip-tree-\(UUID().uuidString).dmn"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try bytes.write(to: URL(fileURLWithPath: path))
        return try DecisionDocument.read(path: path, name: "proef.dmn")
    }
}

extension DecisionDocument {
    /// The evaluation of the last tree.
    func evaluation(_ answers: [Int: FEELValue]) -> TreeEvaluation {
        TreeEvaluation(self, root: roots.last ?? 0, answers: answers)
    }
}

extension FEELValue {
    static func number(_ text: String) -> FEELValue { ExactDecimal(text).map(FEELValue.number) ?? .null }
}

/// Sebastiano Vigna's SplitMix64, seeded, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A seed of its own for each run, printed; `STIP_SEED` repeats one.
    static func seeded(_ test: String) -> (SplitMix64, UInt64) {
        let given = ProcessInfo.processInfo.environment["STIP_SEED"].flatMap(UInt64.init)
        let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("\(test): seed \(seed)")
        return (SplitMix64(state: seed), seed)
    }
}
