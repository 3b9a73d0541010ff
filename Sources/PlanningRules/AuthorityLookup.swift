import FeatureLayers
public import Registers

/// An area of an authority at a point.
public struct AdministrativeArea: Sendable {
    public let level: AdministrativeLevel
    /// `GM0267`, `PV25`, `WS0636`.
    public let code: String
    public let name: String?
    /// ``Applicability/applies``, or ``Applicability/touchesBoundaryOnly`` on the border.
    public let applicability: Applicability
}

/// Who decides on an activity at a point.
public struct AuthorityAnswer: Sendable {
    /// One assignment with the authorities that have it here.
    public struct Counter: Sendable {
        public let assignment: AuthorityRules.Assignment
        /// Two or more on a border; empty when they are not known, and for the state.
        public let authorities: [AdministrativeArea]
        /// How far the areas of the level can be relied on; the state's always.
        public let coverage: LayerCoverage?
    }

    public let counters: [Counter]
    /// All areas of authorities at the point, in the order of ``AdministrativeLevel``.
    public let areas: [AdministrativeArea]
    /// For each level with areas.
    public let coverage: [LayerCoverage]

    /// Whether municipalities are known around the point, and it lies in none of them.
    public var isOutside: Bool {
        coverage.first { $0.layer == AdministrativeLevel.municipality.layer }
            .map { if case .unknown(.outsideCoverage) = $0.applicability { true } else { false } } ?? false
    }

    /// - Parameter answer: what ``PointLookup`` found at the point.
    public init(_ answer: PlaceAnswer, in snapshot: RegisterSnapshot, assignments: [AuthorityRules.Assignment]) {
        var areas: [AdministrativeArea] = []
        var coverage: [LayerCoverage] = []
        for level in AdministrativeLevel.allCases {
            guard let layer = level.layer else { continue }
            for hit in answer.hits where hit.layer == layer {
                guard let segment = snapshot.segment(layer, hit.reference) else { continue }
                areas.append(
                    AdministrativeArea(
                        level: level,
                        code: segment.identifier(hit.reference.feature),
                        name: segment.name(hit.reference.feature),
                        applicability: hit.applicability
                    )
                )
            }
            coverage.append(
                answer.coverage.first { $0.layer == layer }
                    ?? LayerCoverage(layer: layer, applicability: .unknown(.noData), problems: [])
            )
        }
        self.areas = areas
        self.coverage = coverage
        counters = assignments.map { assignment in
            let level = assignment.bestuurslaag
            return Counter(
                assignment: assignment,
                authorities: areas.filter { $0.level == level },
                coverage: coverage.first { $0.layer == level.layer }
            )
        }
    }
}
