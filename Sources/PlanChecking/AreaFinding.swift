import GeoValues
import PlanningRules

extension Finding {
    /// A finding on an area of the plan of which nothing is allowed: outside a parcel or bouwvlak, over a building.
    init(
        rule: PlanRule,
        outcome: FindingOutcome,
        squareMetresOutside: Double,
        _ why: BilingualText,
        _ source: RuleSource?,
        _ conflict: [RDPolygon]?
    ) {
        let measured = MeasureText.rounded(squareMetres: squareMetresOutside)
        self.init(
            rule: rule,
            outcome: outcome,
            measured: measured,
            limit: 0,
            unit: NormUnit.squareMetre.rawValue,
            margin: measured == 0 ? 0 : -measured,
            why: why,
            source: source,
            conflict: conflict
        )
    }
}

extension [SurveyedFeature] {
    /// The feature that covers most of the footprint; of equal ones the first.
    var largest: SurveyedFeature? {
        reduce(nil) { best, feature in
            guard let best else { return feature }
            return feature.squareMetres > best.squareMetres ? feature : best
        }
    }
}
