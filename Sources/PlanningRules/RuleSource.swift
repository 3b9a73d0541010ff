public import FeatureLayers

/// Where a rule comes from: the register feature that carries it, and the article of the plan where that is known.
public struct RuleSource: Hashable, Sendable {
    public let layer: String
    public let identifier: String
    public let name: String?
    /// The plan that the feature belongs to, as `NL.IMRO.0267.BP0174-0001`.
    public let planId: String?
    /// The article of the plan's rules, as the plan writes it.
    public let artikelnummer: String?
    /// The address or addresses of the rule text, parted by spaces.
    public let verwijzingNaarTekst: String?

    public init(
        layer: String,
        identifier: String,
        name: String?,
        planId: String? = nil,
        artikelnummer: String? = nil,
        verwijzingNaarTekst: String? = nil
    ) {
        self.layer = layer
        self.identifier = identifier
        self.name = name
        self.planId = planId
        self.artikelnummer = artikelnummer
        self.verwijzingNaarTekst = verwijzingNaarTekst
    }

    /// Reads the source that a feature is, from the columns that IMRO features have.
    public init(layer: String, segment: Segment, feature: Int) {
        func text(_ column: String) -> String? {
            switch segment.value(feature, named: column) {
            case .text(let text): text.isEmpty ? nil : text
            case .integer(let number): String(number)
            case .real, .date, .null: nil
            }
        }
        self.init(
            layer: layer,
            identifier: segment.identifier(feature),
            name: segment.name(feature),
            planId: text("planId"),
            artikelnummer: text("artikelnummer"),
            verwijzingNaarTekst: text("verwijzingNaarTekst")
        )
    }
}
