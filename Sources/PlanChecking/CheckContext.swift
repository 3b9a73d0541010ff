import PlanningRules
import Registers

/// What every rule looks at: what was read and how far it can be relied on.
struct CheckContext {
    let footprint: PlanFootprint
    let survey: AreaSurvey
    let assessment: CoverageAssessment

    /// A sentence on why a layer can't be used here, in the words of `Applicability`; nil when it can.
    func missingText(_ layer: String) -> BilingualText? {
        switch assessment.unknownReason(layer) {
        case nil: nil
        case .noData:
            BilingualText(
                dutch: "Van laag \(layer) zijn geen gegevens ingelezen.",
                english: "No data of layer \(layer) was imported."
            )
        case .stale:
            BilingualText(
                dutch: "De gegevens van laag \(layer) zijn verouderd.",
                english: "The data of layer \(layer) is out of date."
            )
        case .failure:
            BilingualText(
                dutch: "Een bestand van laag \(layer) is beschadigd of onleesbaar.",
                english: "A file of layer \(layer) is damaged or unreadable."
            )
        case .outsideCoverage:
            BilingualText(
                dutch: "De gegevens van laag \(layer) dekken deze plek niet.",
                english: "The data of layer \(layer) does not cover this place."
            )
        }
    }

    /// A sentence on what could not be imported here; nil when all was.
    private func gapText(_ layer: String) -> BilingualText? {
        guard assessment.layersWithGaps.contains(layer) else { return nil }
        return BilingualText(
            dutch: "Niet alle gegevens van laag \(layer) konden hier worden ingelezen.",
            english: "Not all data of layer \(layer) could be imported here."
        )
    }

    /// A finding that rests on layers. With a layer that is unknown here it can't be good, as something may be missing;
    /// with one that was damaged while we read it can't be bad either.
    func settled(_ finding: Finding, restingOn layers: [String]) -> Finding {
        for layer in layers {
            let isDoubtful =
                finding.outcome < .untestable || assessment.damagedLayers.contains(layer)
                || assessment.layersWithGaps.contains(layer)
            guard isDoubtful, finding.outcome != .untestable,
                let missing = missingText(layer) ?? gapText(layer)
            else { continue }
            return Finding(
                rule: finding.rule,
                outcome: .untestable,
                measured: finding.measured,
                limit: finding.limit,
                unit: finding.unit,
                margin: finding.margin,
                why: BilingualText(
                    dutch: "\(missing.dutch) Niet zeker is daarom: \(finding.why.dutch)",
                    english: "\(missing.english) So this is uncertain: \(finding.why.english)"
                ),
                source: finding.source,
                conflict: finding.conflict
            )
        }
        return finding
    }
}

extension Finding {
    /// A finding without measures.
    init(_ rule: PlanRule, _ outcome: FindingOutcome, _ why: BilingualText, source: RuleSource? = nil) {
        self.init(
            rule: rule,
            outcome: outcome,
            measured: nil,
            limit: nil,
            unit: nil,
            margin: nil,
            why: why,
            source: source,
            conflict: nil
        )
    }
}

extension RuleSource {
    /// The name, or the identifier when it has none.
    var title: String { name ?? identifier }
}
