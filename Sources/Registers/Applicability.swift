/// Whether something applies at a place. Unknown is never "no" (`service.md` 2.0).
public enum Applicability: Hashable, Sendable {
    /// Applies at the point or to the whole area.
    case applies
    /// Applies to a part of the asked area, in square metres and as a share 0…1 of it.
    case appliesPartly(squareMetres: Double, share: Double)
    /// Only the boundary is touched.
    case touchesBoundaryOnly
    /// The register covers the place and has nothing there.
    case doesNotApply
    case unknown(UnknownReason)

    public var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }

    /// The word used in answers.
    public var dutchName: String {
        switch self {
        case .applies: "geldt"
        case .appliesPartly: "geldt-deels"
        case .touchesBoundaryOnly: "raakt-alleen-grens"
        case .doesNotApply: "geldt-niet"
        case .unknown: "onbekend"
        }
    }
}

/// Why an answer is unknown.
public enum UnknownReason: String, Hashable, Sendable {
    /// Nothing was imported for this layer.
    case noData = "geen-data"
    /// The data is older than it may be.
    case stale = "verouderd"
    /// A file of this layer is damaged or unreadable.
    case failure = "storing"
    /// The layer has data, but none that covers this place.
    case outsideCoverage = "buiten-dekking"
}
