import XMLBridge

/// Reads a `decisionTable` element.
struct DecisionTableReader {
    /// More is no decision table.
    private static let cellLimit = 1_000_000

    let path: String
    let names: FEELNames
    /// Values of the table's type, in order.
    let allowed: [FEELValue]
    private(set) var notes: [DecisionDocument.Note] = []
    private var outputGroups: [[FEELValue]: Int] = [:]

    init(path: String, names: FEELNames, allowed: [FEELValue]) {
        self.path = path
        self.names = names
        self.allowed = allowed
    }

    mutating func read(_ element: XMLElement) throws(DecisionTreeProblem) -> DecisionTable {
        let policyText = element.attribute("hitPolicy")?.trimmed ?? HitPolicy.unique.rawValue
        guard let policy = HitPolicy(rawValue: policyText.uppercased()) else {
            throw .unknownHitPolicy(path: path, line: element.line, found: policyText)
        }
        var aggregation: Aggregation?
        if let text = element.attribute("aggregation") {
            aggregation = Aggregation(rawValue: text.uppercased())
            if aggregation == nil {
                throw .incomplete(path: path, line: element.line, what: "aggregation '\(text)' is none of DMN's")
            }
        }
        var columns: [DecisionTable.Column] = []
        for input in element.children(named: "input") { columns.append(try column(input)) }
        let outputs = element.children(named: "output").map { output($0) }
        guard !outputs.isEmpty else {
            throw .incomplete(path: path, line: element.line, what: "the decision table has no output")
        }
        let elements = element.children(named: "rule")
        guard elements.count * (columns.count + outputs.count) <= Self.cellLimit else {
            throw .tooLarge(path: path, what: "a decision table of more than \(Self.cellLimit) cells")
        }
        var rules: [DecisionTable.Rule] = []
        for element in elements { rules.append(try rule(element, columns.count, outputs.count)) }
        return DecisionTable(
            identifier: element.attribute("id"),
            hitPolicy: policy,
            aggregation: aggregation,
            columns: columns,
            outputs: outputs,
            rules: rules,
            line: element.line
        )
    }

    private mutating func note(_ line: Int, _ text: String) {
        notes.append(DecisionDocument.Note(line: line, text: text))
    }

    private mutating func column(_ element: XMLElement) throws(DecisionTreeProblem) -> DecisionTable.Column {
        let inner = element.child("inputExpression")
        let label = element.attribute("label")?.trimmed ?? ""
        let given = inner?.child("text")?.text.trimmed ?? ""
        let text = given.isEmpty ? label : given
        guard !text.isEmpty else {
            throw .incomplete(path: path, line: element.line, what: "a column of the decision table has no expression")
        }
        let (expression, problem) = expression(text, element.line, "column")
        return DecisionTable.Column(
            label: label.isEmpty ? text : label,
            text: text,
            problem: problem,
            expression: expression
        )
    }

    private mutating func output(_ element: XMLElement) -> DecisionTable.Output {
        var values = allowed
        if let text = element.child("outputValues")?.child("text")?.text.trimmed, !text.isEmpty {
            do throws(FEELProblem) {
                values = try FEELParser.literals(text)
            } catch {
                note(element.line, "the output values are not read: \(error.text)")
            }
        }
        let standard = element.child("defaultOutputEntry")?.child("text")?.text.trimmed ?? ""
        return DecisionTable.Output(
            name: element.attribute("name")?.trimmed ?? "",
            allowed: values,
            standard: standard.isEmpty ? nil : expression(standard, element.line, "default output").expression
        )
    }

    private mutating func rule(
        _ element: XMLElement,
        _ columnCount: Int,
        _ outputCount: Int
    ) throws(DecisionTreeProblem) -> DecisionTable.Rule {
        let entries = element.children(named: "inputEntry")
        guard entries.count == columnCount else {
            throw .cellCount(
                path: path,
                line: element.line,
                what: "inputEntry elements",
                expected: columnCount,
                found: entries.count
            )
        }
        let outputs = element.children(named: "outputEntry")
        guard outputs.count == outputCount else {
            throw .cellCount(
                path: path,
                line: element.line,
                what: "outputEntry elements",
                expected: outputCount,
                found: outputs.count
            )
        }
        let remarks =
            ([element.child("description")] + element.children(named: "annotationEntry").map { $0.child("text") })
            .compactMap { $0?.wholeText }
        let told = outputs.flatMap { $0.children(named: "extensionElements") }.compactMap {
            $0.child("conclusieToelichting")
        }
        let cells = entries.map { cell($0) }
        let outputCells = outputs.map { outputCell($0) }
        let literals = outputCells.compactMap(\.literal)
        var group: Int?
        if literals.count == outputCells.count {
            group = outputGroups[literals] ?? outputGroups.count
            outputGroups[literals] = group
        }
        return DecisionTable.Rule(
            identifier: element.attribute("id"),
            cells: cells,
            outputs: outputCells,
            explanation: told.compactMap { ($0.child("toelichting") ?? $0).wholeText }.first,
            longExplanation: told.compactMap { $0.child("langeToelichting")?.wholeText }.first,
            description: remarks.isEmpty ? nil : remarks.joined(separator: " "),
            line: element.line,
            lastTested: cells.lastIndex { !$0.isAny } ?? -1,
            outputGroup: group
        )
    }

    private mutating func cell(_ element: XMLElement) -> DecisionTable.Cell {
        let text = element.child("text")?.text.trimmed ?? ""
        if text.isEmpty { return DecisionTable.Cell(text: "-", problem: nil, tests: .any) }
        do throws(FEELProblem) {
            return DecisionTable.Cell(text: text, problem: nil, tests: try FEELParser.tests(text, names))
        } catch {
            note(element.line, "test '\(text.prefix(80))' is not evaluated: \(error.text)")
            return DecisionTable.Cell(text: text, problem: error.text, tests: .any)
        }
    }

    private mutating func outputCell(_ element: XMLElement) -> DecisionTable.OutputCell {
        let text = element.child("text")?.text.trimmed ?? ""
        // An empty output is null (DMN 1.2, 8.2.9).
        if text.isEmpty || text == "-" {
            return DecisionTable.OutputCell(text: "null", problem: nil, expression: .literal(.null))
        }
        let (expression, problem) = expression(text, element.line, "output")
        return DecisionTable.OutputCell(text: text, problem: problem, expression: expression)
    }

    private mutating func expression(
        _ text: String,
        _ line: Int,
        _ what: String
    ) -> (expression: FEELExpression, problem: String?) {
        do throws(FEELProblem) {
            return (try FEELParser.expression(text, names), nil)
        } catch {
            note(line, "\(what) '\(text.prefix(80))' is not evaluated: \(error.text)")
            return (.literal(.null), error.text)
        }
    }
}
