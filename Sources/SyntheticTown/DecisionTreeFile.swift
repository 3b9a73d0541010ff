/// A file of toepasbare regels to be written: DMN 1.2 with the extensions of the STTR.
struct DecisionTreeFile {
    enum Kind {
        case boolean
        case number
        case options([String])
        /// Answered by the map: whether the place lies in one of these.
        case places([String])
    }

    /// Something asked, or looked up.
    struct Input {
        var name: String
        var kind: Kind
        var question: String
        var help: String?
        /// The register that knows the answer, as `pand.aanwezig`.
        var register: String?

        init(_ name: String, _ kind: Kind, _ question: String, help: String? = nil, register: String? = nil) {
            self.name = name
            self.kind = kind
            self.question = question
            self.help = help
            self.register = register
        }
    }

    struct Rule {
        var cells: [String]
        var output: String
        /// What the public reads.
        var explanation: String?
        /// The article.
        var source: String?

        init(_ cells: [String], _ output: String, _ explanation: String? = nil, source: String? = nil) {
            self.cells = cells
            self.output = output
            self.explanation = explanation
            self.source = source
        }
    }

    enum Logic {
        case table(policy: String, columns: [String], rules: [Rule])
        case expression(String, needs: [String])
    }

    struct Decision {
        var name: String
        var type: String
        var logic: Logic
    }

    /// The last part of the activity's identifier.
    var activity: String
    var name: String
    /// `YYYY-MM-DD`
    var validFrom: String
    var inputs: [Input]
    /// The conclusion first.
    var decisions: [Decision]

    private static let conclusions = [
        "NietVanToepassing", "NeemContactOpMet", "Meldingsplicht", "Vergunningplicht", "Informatieplicht",
        "Toestemmingsvrij", "Verbod",
    ]

    static func conclusion(_ name: String, columns: [String], policy: String = "FIRST", _ rules: [Rule]) -> Decision {
        Decision(name: name, type: "TConclusie", logic: .table(policy: policy, columns: columns, rules: rules))
    }

    /// A decision that holds when all columns have their wanted value: `ANY`, with one rule for each way to fail.
    static func all(_ name: String, _ requirements: [(column: String, holds: String, fails: String, source: String)])
        -> Decision
    {
        var rules = [Rule(requirements.map(\.holds), "true")]
        for (number, requirement) in requirements.enumerated() {
            let cells = requirements.indices.map { $0 == number ? requirement.fails : "-" }
            rules.append(Rule(cells, "false", source: requirement.source))
        }
        return Decision(
            name: name,
            type: "boolean",
            logic: .table(policy: "ANY", columns: requirements.map(\.column), rules: rules)
        )
    }

    // MARK: Writing

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    private static let publisher = "http://toepasbare-regels.omgevingswet.overheid.nl"

    /// The file's bytes.
    func bytes(municipality code: String) -> [UInt8] {
        let namespace = "\(Self.publisher)/0000000000000000\(code)"
        var xml = XMLText()
        xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        let extensions = ["Uitvoeringsregel", "Interactieregel", "Bedrijfsregel", "Content"].map {
            "xmlns:\($0 == "Content" ? "content" : String($0.lowercased().prefix($0 == "Interactieregel" ? 5 : 4)))"
                + "=\"\(Self.publisher)/v1.0/\($0)\""
        }
        xml.open(
            "dmn:definitions",
            "xmlns:dmn=\"http://www.omg.org/spec/DMN/20180521/MODEL/\" \(extensions.joined(separator: " ")) "
                + "id=\"boom\" name=\"\(Self.escaped(name))\" namespace=\"\(namespace)\" exporter=\"Stip\""
        )
        writeQuestions(code, &xml)
        xml.open("dmn:itemDefinition", "name=\"TConclusie\"")
        xml.element("dmn:typeRef", "string")
        xml.open("dmn:allowedValues")
        xml.element("dmn:text", Self.conclusions.map { "\"\($0)\"" }.joined(separator: ","))
        xml.close("dmn:allowedValues")
        xml.close("dmn:itemDefinition")
        for (number, input) in inputs.enumerated() { write(input, number, &xml) }
        for (number, decision) in decisions.enumerated() { write(decision, number, namespace, code, &xml) }
        xml.close("dmn:definitions")
        return xml.bytes
    }

    private func writeQuestions(_ code: String, _ xml: inout XMLText) {
        xml.open("dmn:extensionElements")
        xml.open("inter:regelgroepen")
        xml.open("inter:regelgroep", "id=\"groep1\"")
        xml.element("inter:naam", Self.escaped(name))
        xml.element("inter:prioriteit", "1")
        xml.close("inter:regelgroep")
        xml.close("inter:regelgroepen")
        xml.open("uitv:uitvoeringsregels")
        for (number, input) in inputs.enumerated() {
            xml.open("uitv:uitvoeringsregel", "id=\"vraag\(number + 1)\"")
            xml.line("<uitv:regelgroepRef href=\"#groep1\"/>")
            if let register = input.register { xml.element("uitv:herbruikbaarId", "nl.stip.register.\(register)") }
            xml.element("uitv:bereik", "werkzaamheid")
            xml.element("inter:prioriteit", "\(number * 10 + 10)")
            writeContent(input, code, &xml)
            if let help = input.help {
                xml.open("content:uitvoeringsregelToelichting")
                xml.element("content:toelichting", Self.escaped(help))
                xml.close("content:uitvoeringsregelToelichting")
            }
            xml.close("uitv:uitvoeringsregel")
        }
        xml.close("uitv:uitvoeringsregels")
        xml.close("dmn:extensionElements")
    }

    private func writeContent(_ input: Input, _ code: String, _ xml: inout XMLText) {
        if case .places(let places) = input.kind {
            xml.open("uitv:geoVerwijzing")
            xml.element("uitv:vraagTekst", Self.escaped(input.question))
            for place in places {
                // Written for the town alone; other municipalities have the same locations of their own.
                let own = place.replacing("gm0998", with: "gm\(code)")
                xml.line("<uitv:locatie identificatie=\"\(Self.escaped(own))\"/>")
            }
            return xml.close("uitv:geoVerwijzing")
        }
        xml.open("uitv:vraag")
        xml.element("uitv:gegevensType", Self.answerType(input.kind))
        xml.element("uitv:vraagTekst", Self.escaped(input.question))
        if case .options(let options) = input.kind {
            xml.open("uitv:opties")
            xml.element("uitv:optieType", "enkelAntwoord")
            for option in options {
                xml.open("uitv:optie")
                xml.element("uitv:optieText", Self.escaped(option))
                xml.close("uitv:optie")
            }
            xml.close("uitv:opties")
        }
        xml.close("uitv:vraag")
    }

    private static func answerType(_ kind: Kind) -> String {
        switch kind {
        case .boolean, .places: "boolean"
        case .number: "number"
        case .options: "list"
        }
    }

    private func write(_ input: Input, _ number: Int, _ xml: inout XMLText) {
        xml.open("dmn:inputData", "id=\"invoer\(number + 1)\" name=\"\(Self.escaped(input.name))\"")
        xml.open("dmn:extensionElements")
        xml.line("<uitv:uitvoeringsregelRef href=\"#vraag\(number + 1)\"/>")
        xml.close("dmn:extensionElements")
        let type = if case .options = input.kind { "string" } else { Self.answerType(input.kind) }
        xml.line("<dmn:variable name=\"\(Self.escaped(input.name))\" typeRef=\"\(type)\"/>")
        xml.close("dmn:inputData")
    }

    private func write(_ decision: Decision, _ number: Int, _ namespace: String, _ code: String, _ xml: inout XMLText) {
        xml.open("dmn:decision", "id=\"besluit\(number + 1)\" name=\"\(Self.escaped(decision.name))\"")
        if number == 0 {
            let concept = "Conclusienl.imow-gm\(code).activiteit.\(activity)"
            xml.open("dmn:extensionElements")
            xml.line("<bedr:functioneleStructuurRef href=\"\(namespace)/id/concept/\(concept)\"/>")
            xml.close("dmn:extensionElements")
        }
        xml.line("<dmn:variable name=\"\(Self.escaped(decision.name))\" typeRef=\"\(decision.type)\"/>")
        let needed: [String] =
            switch decision.logic {
            case .table(_, let columns, _): columns
            case .expression(_, let needs): needs
            }
        for name in needed {
            var requirement: String?
            if let input = inputs.firstIndex(where: { $0.name == name }) {
                requirement = "<dmn:requiredInput href=\"#invoer\(input + 1)\"/>"
            } else if let other = decisions.firstIndex(where: { $0.name == name }) {
                requirement = "<dmn:requiredDecision href=\"#besluit\(other + 1)\"/>"
            }
            guard let requirement else { continue }
            xml.open("dmn:informationRequirement")
            xml.line(requirement)
            xml.close("dmn:informationRequirement")
        }
        switch decision.logic {
        case .expression(let text, _):
            xml.open("dmn:literalExpression")
            xml.element("dmn:text", Self.escaped(text))
            xml.close("dmn:literalExpression")
        case .table(let policy, let columns, let rules):
            xml.open("dmn:decisionTable", "hitPolicy=\"\(policy)\" typeRef=\"\(decision.type)\"")
            for column in columns {
                xml.open("dmn:input", "label=\"\(Self.escaped(column))\"")
                xml.open("dmn:inputExpression")
                xml.element("dmn:text", Self.escaped(column))
                xml.close("dmn:inputExpression")
                xml.close("dmn:input")
            }
            xml.line("<dmn:output/>")
            for rule in rules { write(rule, decision.type == "TConclusie", &xml) }
            xml.close("dmn:decisionTable")
        }
        xml.close("dmn:decision")
    }

    private func write(_ rule: Rule, _ isConclusion: Bool, _ xml: inout XMLText) {
        xml.open("dmn:rule")
        if let source = rule.source { xml.element("dmn:description", Self.escaped(source)) }
        for cell in rule.cells {
            xml.open("dmn:inputEntry")
            xml.element("dmn:text", Self.escaped(cell))
            xml.close("dmn:inputEntry")
        }
        xml.open("dmn:outputEntry")
        if let explanation = rule.explanation {
            xml.open("dmn:extensionElements")
            xml.open("content:conclusieToelichting")
            xml.element("content:toelichting", Self.escaped(explanation))
            xml.close("content:conclusieToelichting")
            xml.close("dmn:extensionElements")
        }
        xml.element("dmn:text", Self.escaped(isConclusion ? "\"\(rule.output)\"" : rule.output))
        xml.close("dmn:outputEntry")
        xml.close("dmn:rule")
    }
}
