import XMLBridge

/// Reads `regelgroepen` and `uitvoeringsregels` of the extension elements.
struct QuestionReader {
    let path: String
    private(set) var groups: [QuestionGroup] = []
    private(set) var rules: [ExecutionRule] = []
    /// Position in ``rules`` by identifier.
    private(set) var numbers: [String: Int] = [:]
    /// Identifiers with their lines, in the file's order.
    private(set) var lines: [(String, Int)] = []
    private var groupNumbers: [String: Int] = [:]

    init(path: String) {
        self.path = path
    }

    mutating func read(_ extensions: [XMLElement]) throws(DecisionTreeProblem) {
        for element in extensions.flatMap({ $0.children(named: "regelgroepen") }).flatMap({
            $0.children(named: "regelgroep")
        }) {
            guard let identifier = element.attribute("id") else {
                throw .incomplete(path: path, line: element.line, what: "regelgroep has no id")
            }
            lines.append((identifier, element.line))
            groupNumbers[identifier] = groups.count
            groups.append(
                QuestionGroup(
                    identifier: identifier,
                    name: element.child("naam")?.wholeText ?? "",
                    priority: element.child("prioriteit").flatMap { Int($0.text.trimmed) }
                )
            )
        }
        let elements = extensions.flatMap { $0.children(named: "uitvoeringsregels") }
            .flatMap { $0.children(named: "uitvoeringsregel") }
        for element in elements {
            guard let identifier = element.attribute("id") else {
                throw .incomplete(path: path, line: element.line, what: "uitvoeringsregel has no id")
            }
            lines.append((identifier, element.line))
            numbers[identifier] = rules.count
            rules.append(try rule(element, identifier))
        }
    }

    private static let content: Set<String> = ["vraag", "geoVerwijzing", "bijlage"]
    private static let described: Set<String> = [
        "regelgroepRef", "prioriteit", "herbruikbaarId", "uitvoeringsregelToelichting",
    ]

    private func rule(_ element: XMLElement, _ identifier: String) throws(DecisionTreeProblem) -> ExecutionRule {
        let asked = element.children.first { Self.content.contains($0.name) }
        var group: Int?
        if let reference = element.child("regelgroepRef") {
            let href = reference.attribute("href") ?? ""
            guard let number = groupNumbers[href.fragment] else {
                throw .dangling(path: path, line: reference.line, reference: href, wanted: "regelgroep")
            }
            group = number
        }
        let told = element.child("uitvoeringsregelToelichting")
        let reusable = [element.child("herbruikbaarId"), asked?.child("herbruikbaarId")].compactMap { $0?.text.trimmed }
        return ExecutionRule(
            identifier: identifier,
            content: try content(asked, element),
            text: asked?.child("vraagTekst")?.wholeText,
            help: told?.child("toelichting")?.wholeText,
            longHelp: told?.child("langeToelichting")?.wholeText,
            group: group,
            priority: element.child("prioriteit").flatMap { Int($0.text.trimmed) },
            reusableIdentifier: reusable.first { !$0.isEmpty },
            properties: element.children.filter { !Self.content.contains($0.name) && !Self.described.contains($0.name) }
                .map { ExecutionRule.Property(name: $0.name, value: $0.wholeText ?? "") },
            line: element.line
        )
    }

    private func content(
        _ asked: XMLElement?,
        _ element: XMLElement
    ) throws(DecisionTreeProblem) -> ExecutionRule.Content {
        guard let asked else {
            let known = Self.described.union(["bereik", "classificatie", "publiceerbaar", "potentieelVertrouwelijk"])
            return .other(element.children.first { !known.contains($0.name) }?.name ?? "")
        }
        switch asked.name {
        case "geoVerwijzing":
            let locations = asked.children(named: "locatie").compactMap { $0.attribute("identificatie")?.trimmed }
            guard !locations.isEmpty else {
                throw .incomplete(path: path, line: asked.line, what: "geoVerwijzing names no locatie")
            }
            return .geoReference(locations: locations)
        case "bijlage": return .attachment(type: asked.child("bijlageType")?.wholeText ?? "")
        default: return .question(type(asked))
        }
    }

    private func type(_ asked: XMLElement) -> AnswerType {
        let name = asked.child("gegevensType")?.text.trimmed ?? "string"
        if let basic = DecisionDocumentReader.basicType(name) { return basic }
        let holder = asked.child("opties")
        let options = (holder?.children(named: "optie") ?? []).compactMap { option in
            (option.child("optieText") ?? option.child("optieTekst") ?? option).wholeText
        }
        let kind = holder?.child("optieType")?.text.trimmed.lowercased() ?? ""
        return .list(options: options, allowsSeveral: kind.hasPrefix("meer"))
    }
}
