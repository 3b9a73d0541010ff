import XMLBridge

/// Reads a file of toepasbare regels: DMN 1.1 to 1.3 with the extensions of the STTR.
///
/// Elements are known by their local name, so that wrong, missing and changing namespaces do no harm.
struct DecisionDocumentReader {
    /// More is no file of toepasbare regels.
    private static let elementLimit = 20_000

    private let path: String
    private let root: XMLElement
    private var document: DecisionDocument
    /// Line of every element with an identifier.
    private var lines: [String: Int] = [:]
    private var inputNumbers: [String: Int] = [:]
    private var decisionNumbers: [String: Int] = [:]
    private var types: [String: [FEELValue]] = [:]

    static func read(path: String, name: String) throws(DecisionTreeProblem) -> DecisionDocument {
        var root: XMLElement
        do throws(XMLReadingError) {
            let reader = try XMLSubtreeReader(path: path, name: name)
            root = reader.root
            if root.name == "definitions", let whole = try reader.next(where: { $0.depth == 0 }) { root = whole }
            // Only the end of the file says that it is whole.
            while try reader.next(where: { _ in true }) != nil {}
        } catch {
            throw .xml(error)
        }
        guard root.name == "definitions" else { throw .notDefinitions(path: name, found: root.name) }
        var reader = DecisionDocumentReader(path: name, root: root)
        return try reader.read()
    }

    private init(path: String, root: XMLElement) {
        self.path = path
        self.root = root
        let program = [root.attribute("exporter"), root.attribute("exporterVersion")].compactMap { $0 }
        document = DecisionDocument(
            name: root.attribute("name")?.trimmed ?? "",
            namespace: root.attribute("namespace") ?? "",
            version: Self.version(root.namespace),
            exporter: program.isEmpty ? nil : program.joined(separator: " ")
        )
    }

    private static func version(_ namespace: String) -> String? {
        let versions = ["20151101": "1.1", "20180521": "1.2", "20191111": "1.3"]
        return versions.first { namespace.contains("/DMN/\($0.key)") }?.value
    }

    private mutating func read() throws(DecisionTreeProblem) -> DecisionDocument {
        let extensions = root.children(named: "extensionElements")
        var questions = QuestionReader(path: path)
        try questions.read(extensions)
        document.groups = questions.groups
        document.rules = questions.rules
        for (identifier, line) in questions.lines { try claim(identifier, line) }
        for item in root.children(named: "itemDefinition") { readType(item) }
        for element in root.children(named: "inputData") { try readInput(element, questions.numbers) }
        let decisions = root.children(named: "decision")
        guard !decisions.isEmpty else { throw .empty(path: path) }
        guard decisions.count <= Self.elementLimit, document.inputs.count <= Self.elementLimit else {
            throw .tooLarge(path: path, what: "more than \(Self.elementLimit) decisions or inputs")
        }
        for element in decisions { try register(element) }
        let names = allNames()
        for (number, element) in decisions.enumerated() { try readDecision(number, element, names) }
        for element in root.children where !Self.known.contains(element.name) {
            note(element.line, "\(element.name) is kept in the file and not evaluated")
        }
        try order()
        return document
    }

    private static let known: Set<String> = [
        "extensionElements", "itemDefinition", "inputData", "decision", "description", "DMNDI", "textAnnotation",
        "association", "import",
    ]

    private mutating func note(_ line: Int, _ text: String) {
        document.notes.append(DecisionDocument.Note(line: line, text: text))
    }

    private mutating func claim(_ identifier: String, _ line: Int) throws(DecisionTreeProblem) {
        if let first = lines.updateValue(line, forKey: identifier) {
            throw .duplicate(path: path, line: line, identifier: identifier, first: first)
        }
    }

    // MARK: Types and inputs

    private mutating func readType(_ element: XMLElement) {
        guard let name = element.attribute("name") else { return }
        guard let text = element.child("allowedValues")?.child("text")?.text else { return }
        do throws(FEELProblem) {
            types[name] = try FEELParser.literals(text)
        } catch {
            note(element.line, "the allowed values of type \(name) are not read: \(error.text)")
        }
    }

    private mutating func readInput(
        _ element: XMLElement,
        _ rules: [String: Int]
    ) throws(DecisionTreeProblem) {
        guard let identifier = element.attribute("id") else {
            throw .incomplete(path: path, line: element.line, what: "inputData has no id")
        }
        try claim(identifier, element.line)
        var rule: Int?
        let references = element.children(named: "extensionElements").flatMap {
            $0.children(named: "uitvoeringsregelRef")
        }
        for reference in references {
            guard let href = reference.attribute("href"), let number = rules[href.fragment] else {
                throw .dangling(
                    path: path,
                    line: reference.line,
                    reference: reference.attribute("href") ?? "",
                    wanted: "uitvoeringsregel"
                )
            }
            rule = number
        }
        guard let name = element.variableName else {
            throw .incomplete(path: path, line: element.line, what: "inputData '\(identifier)' has no name")
        }
        inputNumbers[identifier] = document.inputs.count
        document.inputs.append(
            DecisionInput(
                identifier: identifier,
                name: name,
                type: type(of: element, rule.map { document.rules[$0] }),
                rule: rule,
                line: element.line
            )
        )
    }

    /// What the question says, when it offers options or the input does not say.
    private func type(of element: XMLElement, _ rule: ExecutionRule?) -> AnswerType {
        let reference = element.typeReference
        let base = reference?.split(separator: ":").last.map(String.init) ?? ""
        if case .question(let asked)? = rule?.content {
            if case .list = asked { return asked }
            return Self.basicType(base) ?? asked
        }
        switch rule?.content {
        case .geoReference, .attachment: return .boolean
        default: break
        }
        if let basic = Self.basicType(base) { return basic }
        let options = (reference.flatMap { types[$0] } ?? []).compactMap { value in
            if case .string(let text) = value { text } else { nil }
        }
        return options.isEmpty ? .string : .list(options: options, allowsSeveral: false)
    }

    static func basicType(_ name: String) -> AnswerType? {
        switch name.lowercased() {
        case "boolean": .boolean
        case "number", "integer", "double", "decimal": .number
        case "string", "text": .string
        case "date": .date
        default: nil
        }
    }

    // MARK: Decisions

    /// Gives a decision its number, so that others can refer to it.
    private mutating func register(_ element: XMLElement) throws(DecisionTreeProblem) {
        guard let identifier = element.attribute("id") else {
            throw .incomplete(path: path, line: element.line, what: "decision has no id")
        }
        try claim(identifier, element.line)
        guard let name = element.variableName else {
            throw .incomplete(path: path, line: element.line, what: "decision '\(identifier)' has no name")
        }
        decisionNumbers[identifier] = document.decisions.count
        let references = element.children(named: "extensionElements").flatMap {
            $0.children(named: "functioneleStructuurRef")
        }
        document.decisions.append(
            Decision(
                identifier: identifier,
                name: name,
                concept: references.first?.attribute("href").flatMap { Concept($0) },
                logic: .unsupported(reason: "it has no logic"),
                line: element.line
            )
        )
        if references.count > 1 {
            note(references[1].line, "only the first functioneleStructuurRef of decision '\(name)' names its tree")
        }
    }

    private mutating func readDecision(
        _ number: Int,
        _ element: XMLElement,
        _ all: FEELNames
    ) throws(DecisionTreeProblem) {
        for requirement in element.children(named: "informationRequirement") {
            for reference in requirement.children {
                let href = reference.attribute("href") ?? ""
                switch reference.name {
                case "requiredInput":
                    guard let input = inputNumbers[href.fragment] else {
                        throw .dangling(path: path, line: reference.line, reference: href, wanted: "inputData")
                    }
                    document.decisions[number].requiredInputs.append(input)
                case "requiredDecision":
                    guard let decision = decisionNumbers[href.fragment] else {
                        throw .dangling(path: path, line: reference.line, reference: href, wanted: "decision")
                    }
                    document.decisions[number].requiredDecisions.append(decision)
                default: break
                }
            }
        }
        let names = names(for: number, all)
        if let element = element.child("decisionTable") {
            let outputType = element.attribute("typeRef") ?? ""
            var reader = DecisionTableReader(path: path, names: names, allowed: types[outputType] ?? [])
            document.decisions[number].logic = .table(try reader.read(element))
            document.notes += reader.notes
        } else if let element = element.child("literalExpression") {
            readLiteral(number, element, names)
        } else {
            let logic = element.children.first { Self.unsupportedLogic.contains($0.name) }
            let reason = logic.map { "its logic is a \($0.name), which is not evaluated" } ?? "it has no logic"
            document.decisions[number].logic = .unsupported(reason: reason)
            note(element.line, "decision '\(document.decisions[number].name)': \(reason)")
        }
    }

    private static let unsupportedLogic: Set<String> = [
        "invocation", "context", "relation", "list", "functionDefinition",
    ]

    private mutating func readLiteral(_ number: Int, _ element: XMLElement, _ names: FEELNames) {
        let text = element.child("text")?.text ?? ""
        do throws(FEELProblem) {
            let expression = try FEELParser.expression(text, names)
            document.decisions[number].logic = .literal(LiteralExpression(text: text.trimmed, expression: expression))
        } catch {
            let reason = "its expression is not evaluated: \(error.text)"
            document.decisions[number].logic = .unsupported(reason: reason)
            note(element.line, "decision '\(document.decisions[number].name)': \(reason)")
        }
    }

    /// The names of all inputs and decisions: as some files leave requirements out, expressions may name any.
    private func allNames() -> FEELNames {
        let inputs = document.inputs.enumerated().map { (name: $1.name, number: $0) }
        let decisions = document.decisions.enumerated().map { (name: $1.name, number: document.inputs.count + $0) }
        return FEELNames(inputs + decisions)
    }

    /// For one decision's expressions; what it requires goes before others of the same name.
    private func names(for number: Int, _ all: FEELNames) -> FEELNames {
        let decision = document.decisions[number]
        let required = decision.requiredInputs + decision.requiredDecisions.map { document.inputs.count + $0 }
        return all.preferring(required, excluding: document.inputs.count + number)
    }

    /// Puts decisions after those that they need.
    private mutating func order() throws(DecisionTreeProblem) {
        let needs = document.decisions.map { decision in
            let used = decision.logic.variables.compactMap { variable in
                variable >= document.inputs.count ? variable - document.inputs.count : nil
            }
            return Set(decision.requiredDecisions + used)
        }
        var missing = needs.map(\.count)
        var users = [[Int]](repeating: [], count: needs.count)
        for (number, needed) in needs.enumerated() { for other in needed.sorted() { users[other].append(number) } }
        var order = needs.indices.filter { missing[$0] == 0 }
        var next = 0
        while next < order.count {
            for user in users[order[next]] {
                missing[user] -= 1
                if missing[user] == 0 { order.append(user) }
            }
            next += 1
        }
        if let cyclic = missing.firstIndex(where: { $0 > 0 }) {
            let decision = document.decisions[cyclic]
            throw .cycle(path: path, line: decision.line, decision: decision.name)
        }
        document.order = order
    }
}

extension DecisionDocument {
    /// Reads a file of toepasbare regels; `name` stands for the path in errors.
    public static func read(path: String, name: String? = nil) throws(DecisionTreeProblem) -> DecisionDocument {
        try DecisionDocumentReader.read(path: path, name: name ?? path)
    }
}

extension XMLElement {
    func children(named name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The name under which expressions know an input or decision: that of its variable, else its own.
    var variableName: String? {
        let name = child("variable")?.attribute("name")?.trimmed ?? ""
        let own = attribute("name")?.trimmed ?? ""
        return name.isEmpty ? (own.isEmpty ? nil : own) : name
    }

    /// `typeRef` of its variable, as an attribute or, in DMN 1.1, as an element.
    var typeReference: String? {
        let variable = child("variable")
        return variable?.attribute("typeRef") ?? variable?.child("typeRef")?.text.trimmed ?? attribute("typeRef")
    }

    /// All text in it, also in the elements of marked-up text.
    var wholeText: String? {
        let parts = [text.trimmed] + children.map { $0.wholeText ?? "" }
        let whole = parts.filter { !$0.isEmpty }.joined(separator: " ")
        return whole.isEmpty ? nil : whole
    }
}

extension String {
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }

    /// What follows the last `#`; all of it when there is none.
    var fragment: String { lastIndex(of: "#").map { String(self[index(after: $0)...]) } ?? self }
}
