import DecisionTrees
import GeoValues
import PlanningRules
import Service

/// A value of a decision tree as JSON; numbers as texts of digits would lose nothing, but are numbers to their readers.
struct FEELDocument: Encodable {
    let value: FEELValue

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .null: try container.encodeNil()
        case .boolean(let isTrue): try container.encode(isTrue)
        case .number(let number): try container.encode(DecimalText.decimal(number))
        case .string(let text): try container.encode(text)
        case .date(let day): try container.encode(CalendarDay.text(day))
        case .list(let items): try container.encode(items.map(FEELDocument.init))
        case .context(let entries):
            let pairs = entries.map { ($0.name, FEELDocument(value: $0.value)) }
            try container.encode(Dictionary(pairs) { first, _ in first })
        }
    }
}

/// A question as it is put to a person.
struct QuestionDocument: Encodable {
    let id: String
    let naam: String
    let vraag: String
    /// `vraag`, `kaart`, `register` or `bijlage`.
    let herkomst: String
    let gegevensType: String
    let opties: [String]?
    let meerkeuze: Bool?
    let toelichting: String?
    let langeToelichting: String?
    let groep: String?
    let locaties: [String]?
    let herbruikbaarId: String?
    /// Why the map or the registers could not answer.
    let reden: String?

    init(_ document: DecisionDocument, _ input: Int, reason: String? = nil) {
        let definition = document.inputs[input]
        let rule = definition.rule.map { document.rules[$0] }
        id = definition.identifier
        naam = definition.name
        vraag = rule?.text ?? definition.name
        var source = "vraag"
        var locations: [String]?
        if case .geoReference(let named)? = rule?.content { (source, locations) = ("kaart", named) }
        if case .attachment? = rule?.content { source = "bijlage" }
        if rule?.reusableIdentifier?.hasPrefix("nl.stip.register.") == true { source = "register" }
        herkomst = source
        locaties = locations
        gegevensType = definition.type.name
        if case .list(let named, let allowsSeveral) = definition.type {
            (opties, meerkeuze) = (named, allowsSeveral)
        } else {
            (opties, meerkeuze) = (nil, nil)
        }
        toelichting = rule?.help
        langeToelichting = rule?.longHelp
        groep = rule?.group.map { document.groups[$0].name }
        herbruikbaarId = rule?.reusableIdentifier
        reden = reason
    }
}

/// Where a tree comes from.
struct TreeSourceDocument: Encodable {
    let bestand: String
    let controlesom: String
    let naamruimte: String
    let dmnVersie: String?
    let exporteur: String?
    let geldigVan: String?

    init(_ tree: ServedTree) {
        bestand = tree.origin
        controlesom = tree.checksum
        naamruimte = tree.document.namespace
        dmnVersie = tree.document.version
        exporteur = tree.document.exporter
        geldigVan = tree.validFrom
    }
}

/// A tree in the list.
struct TreeEntryDocument: Encodable {
    let id: String
    let naam: String
    let soort: String?
    let activiteit: String?
    let werkzaamheden: [String]
    let geldigVan: String?
    let aantalVragen: Int
    let adres: String

    init(_ tree: ServedTree) {
        id = tree.identifier
        naam = tree.decision.name
        soort = tree.decision.concept?.kind
        activiteit = tree.decision.concept?.activity
        werkzaamheden = tree.works
        geldigVan = tree.validFrom
        aantalVragen = tree.document.needed(by: tree.root).inputs.count
        adres = "/v1/beslisbomen/\(tree.identifier)"
    }
}

struct TreeListDocument: Encodable {
    let aantal: Int
    let beslisbomen: [TreeEntryDocument]
}

/// A tree with everything in it.
struct TreeDocument: Encodable {
    struct Rule: Encodable {
        let nummer: Int
        let voorwaarden: [String]
        let uitkomst: [String]
        let toelichting: String?
        let langeToelichting: String?
        let bron: String?
        let regelInBestand: Int
    }

    struct DecisionItem: Encodable {
        let naam: String
        /// `tabel`, `uitdrukking` or `onbekend`.
        let soort: String
        let hitPolicy: String?
        let kolommen: [String]?
        let regels: [Rule]?
        let uitdrukking: String?
        let vereist: [String]
    }

    struct Remark: Encodable {
        let regelInBestand: Int
        let tekst: String
    }

    let id: String
    let naam: String
    let soort: String?
    let activiteit: String?
    let werkzaamheden: [String]
    let versies: [String]
    let vragen: [QuestionDocument]
    let uitkomsten: [FEELDocument]
    let beslissingen: [DecisionItem]
    let opmerkingen: [Remark]
    let bron: TreeSourceDocument
    let disclaimer = StipDocument.disclaimerText

    init(_ tree: ServedTree, versions: [ServedTree]) {
        let document = tree.document
        let needed = document.needed(by: tree.root)
        id = tree.identifier
        naam = tree.decision.name
        soort = tree.decision.concept?.kind
        activiteit = tree.decision.concept?.activity
        werkzaamheden = tree.works
        versies = versions.map { $0.validFrom ?? "altijd" }
        vragen = document.askingOrder(needed.inputs).map { QuestionDocument(document, $0) }
        uitkomsten = tree.outcomes.map(FEELDocument.init)
        beslissingen = needed.decisions.reversed().map { Self.item(document, $0) }
        opmerkingen = document.notes.map { Remark(regelInBestand: $0.line, tekst: $0.text) }
        bron = TreeSourceDocument(tree)
    }

    private static func item(_ document: DecisionDocument, _ number: Int) -> DecisionItem {
        let decision = document.decisions[number]
        let required =
            decision.requiredInputs.map { document.inputs[$0].name }
            + decision.requiredDecisions.map { document.decisions[$0].name }
        var expression: String?
        if case .literal(let literal) = decision.logic { expression = literal.text }
        let table = decision.table
        return DecisionItem(
            naam: decision.name,
            soort: table != nil ? "tabel" : (expression != nil ? "uitdrukking" : "onbekend"),
            hitPolicy: table?.hitPolicy.rawValue,
            kolommen: table?.columns.map(\.label),
            regels: table?.rules.enumerated().map { number, rule in
                Rule(
                    nummer: number + 1,
                    voorwaarden: rule.cells.map(\.text),
                    uitkomst: rule.outputs.map(\.text),
                    toelichting: rule.explanation,
                    langeToelichting: rule.longExplanation,
                    bron: rule.description,
                    regelInBestand: rule.line
                )
            },
            uitdrukking: expression,
            vereist: required
        )
    }
}

/// What a tree says for the answers given.
struct TreeAnswerDocument: Encodable {
    struct Given: Encodable {
        let id: String
        let naam: String
        let waarde: FEELDocument
        /// `opgegeven`, `kaart` or `register`.
        let herkomst: String
        let laag: String?
        let object: String?
        let objectnaam: String?
        /// What the registers say, where the person says something else.
        let volgensRegister: FEELDocument?
    }

    struct Condition: Encodable {
        let naam: String
        let voorwaarde: String
        let inWoorden: String
        let waarde: FEELDocument?
        let bekend: Bool
    }

    struct Fired: Encodable {
        let nummer: Int
        let voorwaarden: [Condition]
        let uitkomst: String
        let toelichting: String?
        let langeToelichting: String?
        let bron: String?
        let regelInBestand: Int
    }

    struct Step: Encodable {
        let beslissing: String
        let uitkomst: FEELDocument?
        let bekend: Bool
        let regels: [Fired]
        let uitdrukking: String?
    }

    let id: String
    let naam: String
    let activiteit: String?
    /// `conclusie`, `open`, `geen-conclusie` or `onbekend`.
    let status: String
    let conclusie: FEELDocument?
    let samenvatting: String
    let mogelijkeConclusies: [FEELDocument]
    /// Whether `mogelijkeConclusies` are all that can follow.
    let mogelijkeConclusiesVolledig: Bool
    /// Questions whose answer can still change the outcome, in the order of asking.
    let vragen: [QuestionDocument]
    /// Whether each of them really can.
    let vragenExact: Bool
    let antwoorden: [Given]
    let uitleg: [Step]
    let problemen: [String]
    let locatie: PlaceDocument?
    let bron: TreeSourceDocument
    let dataVersie: String
    let disclaimer = StipDocument.disclaimerText

    init(_ assessment: TreeAssessment, _ place: PlaceDocument?, english: Bool) {
        func chosen(_ text: BilingualText) -> String { english ? text.english : text.dutch }
        let tree = assessment.tree
        let document = tree.document
        let evaluation = assessment.evaluation
        id = tree.identifier
        naam = tree.decision.name
        activiteit = tree.decision.concept?.activity
        var possible: [FEELValue] = []
        var isComplete = true
        var reasons: [String] = []
        var conclusion: FEELValue?
        switch evaluation.outcome {
        case .conclusion(let value): (status, conclusion) = ("conclusie", value)
        case .noConclusion: status = "geen-conclusie"
        case .open(let values, let all): (status, possible, isComplete) = ("open", values, all)
        case .undecidable(let texts): (status, reasons) = ("onbekend", texts)
        }
        conclusie = conclusion.map(FEELDocument.init)
        samenvatting = chosen(
            DecisionTreeTexts.summary(
                DecisionTreeTexts.TreeSummary(outcome: evaluation.outcome, openCount: evaluation.openInputs.count)
            )
        )
        // That no rule says anything is no conclusion.
        mogelijkeConclusies = possible.filter { $0 != .null }.map(FEELDocument.init)
        mogelijkeConclusiesVolledig = isComplete
        vragen = evaluation.openInputs.map { input in
            var reason: String?
            if case .unknown(let problem)? = assessment.facts[input] {
                reason = chosen(DecisionTreeTexts.reason(problem))
            }
            return QuestionDocument(document, input, reason: reason)
        }
        vragenExact = evaluation.isExact
        let contradicted = Set(assessment.contradicted)
        antwoorden = document.askingOrder(evaluation.answers.keys.sorted()).compactMap { input in
            guard let value = evaluation.answers[input] else { return nil }
            return Self.given(assessment, input, value, isContradicted: contradicted.contains(input))
        }
        uitleg = evaluation.trace.map { Self.step(document, $0, english: english) }
        problemen = reasons
        locatie = place
        bron = TreeSourceDocument(tree)
        dataVersie = assessment.dataVersion
    }

    private static func given(
        _ assessment: TreeAssessment,
        _ input: Int,
        _ value: FEELValue,
        isContradicted: Bool
    ) -> Given {
        let definition = assessment.tree.document.inputs[input]
        var origin: FactOrigin?
        var registered: FEELValue?
        if case .known(let value, let from)? = assessment.facts[input] { (registered, origin) = (value, from) }
        let isOwn = assessment.given[input] != nil
        let source = QuestionDocument(assessment.tree.document, input).herkomst
        return Given(
            id: definition.identifier,
            naam: definition.name,
            waarde: FEELDocument(value: value),
            herkomst: isOwn ? "opgegeven" : source,
            laag: isOwn ? nil : origin?.layer,
            object: isOwn ? nil : origin?.identifier,
            objectnaam: isOwn ? nil : origin?.name,
            volgensRegister: isContradicted ? registered.map(FEELDocument.init) : nil
        )
    }

    private static func step(_ document: DecisionDocument, _ traced: TracedDecision, english: Bool) -> Step {
        Step(
            beslissing: document.decisions[traced.decision].name,
            uitkomst: traced.value.map(FEELDocument.init),
            bekend: traced.value != nil,
            regels: traced.rules.map { rule in
                Fired(
                    nummer: rule.number,
                    voorwaarden: rule.conditions.map { condition in
                        Condition(
                            naam: condition.label,
                            voorwaarde: condition.test,
                            inWoorden: english ? condition.words.english : condition.words.dutch,
                            waarde: condition.value.map(FEELDocument.init),
                            bekend: condition.value != nil
                        )
                    },
                    uitkomst: rule.output,
                    toelichting: rule.explanation,
                    langeToelichting: rule.longExplanation,
                    bron: rule.description,
                    regelInBestand: rule.line
                )
            },
            uitdrukking: traced.expression
        )
    }
}
