public import FeatureLayers
public import GeoValues
public import PlanningRules
public import Registers

/// What a check of one rule found, least severe first; the raw value is the word of answers.
public enum FindingOutcome: String, Hashable, Sendable, Comparable, CaseIterable {
    case complies = "voldoet"
    /// Complies with little room, or exactly.
    case nearLimit = "bijna"
    /// The data doesn't decide it.
    case untestable = "niet-te-toetsen"
    case violates = "voldoet-niet"

    private var severity: Int {
        switch self {
        case .complies: 0
        case .nearLimit: 1
        case .untestable: 2
        case .violates: 3
        }
    }

    public static func < (left: FindingOutcome, right: FindingOutcome) -> Bool { left.severity < right.severity }
}

/// Which rule a finding is about; the raw value is the word of answers.
public enum PlanRule: String, Hashable, Sendable, CaseIterable {
    /// The plan lies on one parcel.
    case parcel = "perceel"
    /// The plan keeps clear of existing buildings.
    case building = "pand"
    /// The use of the land is known everywhere; only reported where it isn't.
    case zoning = "bestemming"
    /// The plan lies in the bouwvlakken.
    case buildingZone = "bouwvlak"
    case buildingHeight = "bouwhoogte"
    case eavesHeight = "goothoogte"
    /// Any other norm of a maatvoering.
    case norm = "maatvoering"
    case overlayZoning = "dubbelbestemming"
    case designation = "aanduiding"
}

/// The outcome of one rule at one source.
public struct Finding: Hashable, Sendable {
    public let rule: PlanRule
    public let outcome: FindingOutcome
    /// In ``unit``; of an area rule the area outside what is allowed, of a height rule the height.
    public let measured: Double?
    /// In ``unit``.
    public let limit: Double?
    /// `m`, `m²`, `%` or `°`.
    public let unit: String?
    /// The room that is left, in ``unit``: negative when the limit is passed.
    public let margin: Double?
    public let why: BilingualText
    public let source: RuleSource?
    /// Where the plan conflicts with the rule, or what could not be tested; RD millimetres.
    public let conflict: [RDPolygon]?
}

/// A feature that the footprint meets.
public struct TouchedFeature: Hashable, Sendable {
    public let layer: String
    public let reference: FeatureReference
    public let identifier: String
    public let name: String?
    /// ``Applicability/applies`` when the footprint lies wholly inside. A point or line in the footprint applies partly,
    /// to 0 m².
    public let applicability: Applicability
    /// The area of the footprint that the feature covers.
    public let squareMetres: Double
    /// That area as a share 0…1 of the footprint's.
    public let share: Double
}

/// How far a layer can be relied on for a footprint.
public struct AreaCoverage: Hashable, Sendable {
    public let layer: String
    /// What the layer says of the whole footprint; never ``Applicability/doesNotApply`` where data is missing.
    public let applicability: Applicability
    /// Whether the layer is known everywhere in the footprint: what was not found is not there.
    public let isComplete: Bool
    /// What is wrong with the layer's files, when something is.
    public let problems: [String]
}

/// The findings in short. Says what was tested, never that no permit is needed.
public struct PlanCheckSummary: Hashable, Sendable {
    /// The most severe of all findings; at best ``FindingOutcome/untestable`` when something is unknown.
    public let outcome: FindingOutcome
    public let text: BilingualText
}

/// What a check of a plan found. The same footprint, day and snapshot give the same result.
public struct PlanCheckResult: Sendable {
    public let footprint: PlanFootprint
    public let squareMetres: Double
    /// By layer in the order of answers, then in index order.
    public let touched: [TouchedFeature]
    public let coverage: [AreaCoverage]
    public let findings: [Finding]
    public let summary: PlanCheckSummary
    public let dataVersion: String
}
