import DecisionTrees
import PlanningRules

/// What is said to the public about decision trees, in Dutch and English.
enum DecisionTreeTexts {
    /// The conclusions of the STTR (waardelijst Toestemmingstype).
    private static let conclusions: [String: BilingualText] = [
        "Toestemmingsvrij": BilingualText(
            // A tree is of one activity of one authority: the same work may be another activity too.
            dutch:
                "Volgens deze regels hebt u geen vergunning nodig en hoeft u niets te melden. Andere regels kunnen dat wel vragen.",
            english:
                "Under these rules you need no permit and do not have to report it. Other rules may still ask for that."
        ),
        "Vergunningplicht": BilingualText(
            dutch: "U hebt hiervoor een vergunning nodig.",
            english: "You need a permit for this."
        ),
        "Meldingsplicht": BilingualText(
            dutch: "U moet dit melden voordat u begint.",
            english: "You have to report this before you begin."
        ),
        "Informatieplicht": BilingualText(
            dutch: "U moet hierover informatie geven voordat u begint.",
            english: "You have to give information about this before you begin."
        ),
        "Verbod": BilingualText(dutch: "Dit is verboden.", english: "This is forbidden."),
        "NeemContactOpMet": BilingualText(
            dutch: "Neem contact op met de gemeente: dit hangt af van uw situatie.",
            english: "Contact the municipality: this depends on your situation."
        ),
        "NietVanToepassing": BilingualText(
            dutch: "Deze regels gaan niet over uw plan.",
            english: "These rules are not about your plan."
        ),
    ]

    static func conclusion(_ value: FEELValue) -> BilingualText {
        if case .string(let text) = value, let known = conclusions[text] { return known }
        return BilingualText(dutch: "De uitkomst is: \(value.dutch).", english: "The outcome is: \(value.english).")
    }

    static func summary(_ assessment: TreeSummary) -> BilingualText {
        switch assessment.outcome {
        case .conclusion(let value): return conclusion(value)
        case .noConclusion:
            return BilingualText(
                dutch: "Geen regel van deze boom geeft hierover een uitkomst. Neem contact op met de gemeente.",
                english: "No rule of this tree has an outcome for this. Contact the municipality."
            )
        case .open(_, _):
            return BilingualText(
                dutch:
                    "Nog \(assessment.openCount) \(assessment.openCount == 1 ? "vraag" : "vragen") kan de uitkomst veranderen.",
                english:
                    "\(assessment.openCount) more \(assessment.openCount == 1 ? "question" : "questions") can change the outcome."
            )
        case .undecidable:
            return BilingualText(
                dutch:
                    "De uitkomst is onbekend: deze boom kan hier niet tot het einde worden gevolgd. Neem contact op met de gemeente.",
                english:
                    "The outcome is unknown: this tree can't be followed to its end here. Contact the municipality."
            )
        }
    }

    /// What a summary speaks of.
    struct TreeSummary {
        let outcome: TreeEvaluation.Outcome
        let openCount: Int
    }

    static func reason(_ problem: FactProblem) -> BilingualText {
        switch problem {
        case .noPlace:
            BilingualText(dutch: "Er is geen locatie gegeven.", english: "No place was given.")
        case .notInData(let location):
            BilingualText(
                dutch: "Gebied \(location) staat niet in de gegevens van deze server.",
                english: "Location \(location) is not in the data of this server."
            )
        case .onBoundary(let name):
            BilingualText(
                dutch: "De locatie ligt precies op de grens van \(name).",
                english: "The place lies exactly on the edge of \(name)."
            )
        case .failing(let layer):
            BilingualText(dutch: "De laag \(layer) is gestoord.", english: "Layer \(layer) is failing.")
        case .notCovered(let layer):
            BilingualText(
                dutch: "Voor deze locatie zijn er geen gegevens in de laag \(layer).",
                english: "Layer \(layer) has no data for this place."
            )
        case .ambiguous(let layer, let count):
            BilingualText(
                dutch: "Hier liggen \(count) objecten van de laag \(layer), die verschillen.",
                english: "There are \(count) features of layer \(layer) here, which differ."
            )
        case .noValue(let layer, let attribute):
            BilingualText(
                dutch: "Het object van de laag \(layer) heeft geen bruikbare waarde voor \(attribute).",
                english: "The feature of layer \(layer) has no usable value for \(attribute)."
            )
        }
    }
}
