public import FeatureLayers

/// Whether an enkelbestemming shows that the plan below it is known in full: then what its plan does not have, is not
/// there.
public enum ZoningWitness {
    /// The layer whose features may be witnesses.
    public static let layer = "enkelbestemming"
    /// The layer of the plans that they belong to.
    public static let planLayer = "bestemmingsplangebied"

    /// Kinds of plan that lay down all of the use of the land; others (wijzigingsplan, uitwerkingsplan, …) change a
    /// plan that goes on to hold below them (IMRO2012, `typePlan`).
    private static let wholePlanTypes = [
        "bestemmingsplan", "inpassingsplan", "rijksbestemmingsplan", "beheersverordening",
    ]

    /// Whether a feature of ``layer`` is a witness.
    ///
    /// - Parameter plans: the features of ``planLayer`` at the same place.
    public static func isWitness(_ segment: Segment, _ feature: Int, plans: [(segment: Segment, feature: Int)]) -> Bool
    {
        guard let column = segment.column(named: "planId") else { return false }
        return plans.contains { plan in
            let identifier = plan.segment.column(named: "id") ?? 0
            guard segment.hasText(feature, column: column, equalTo: plan.segment, plan.feature, column: identifier)
            else {
                return false
            }
            func text(_ column: String) -> String? { plan.segment.text(plan.feature, named: column) }
            let type = text("typePlan")?.lowercased() ?? "bestemmingsplan"
            guard wholePlanTypes.contains(type),
                PlanStatus(plan: text("planstatus"), dossier: text("dossierstatus")).holdsWhole
            else { return false }
            let name = plan.segment.name(plan.feature)?.lowercased() ?? ""
            return !name.hasPrefix("tam-") && !name.contains("paraplu") && !relationsToRest.contains { text($0) != nil }
        }
    }

    /// Relations of a plan that has only what it changes (PRBP2012, partial revision).
    private static let relationsToRest = ["gedeeltelijkeHerzieningVan", "muteert"]
}
