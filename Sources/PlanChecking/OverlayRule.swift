import PlanningRules

/// What lies over the plan and brings rules of its own, which the map doesn't hold: each is named.
struct OverlayRule {
    private let context: CheckContext
    /// In the order of findings.
    private static let layers: [(name: String, rule: PlanRule)] = [
        ("dubbelbestemming", .overlayZoning), ("functieaanduiding", .designation), ("bouwaanduiding", .designation),
        ("gebiedsaanduiding", .designation), ("lettertekenaanduiding", .designation), ("figuur", .designation),
    ]

    init(_ context: CheckContext) { self.context = context }

    func findings() -> [Finding] {
        Self.layers.flatMap { layer, rule in
            context.survey.overlapping(layer).map { feature in
                let name = feature.source.title
                let why = BilingualText(
                    dutch: "Hier gelden aanvullende regels: \(layer) \(name).",
                    english: "Additional rules apply here: \(layer) \(name)."
                )
                return Finding(rule, .untestable, why, source: feature.source)
            }
        }
    }
}
