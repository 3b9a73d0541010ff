public import FeatureLayers
public import GeoValues

/// A feature found at a point.
public struct PointHit: Sendable {
    public let layer: String
    public let reference: FeatureReference
    public let applicability: Applicability
    /// The pand through which a point-like feature (a verblijfsobject) was found, else nil.
    public let viaBuilding: String?
}

/// How far a layer can be relied on at a point.
public struct LayerCoverage: Sendable {
    public let layer: String
    public let applicability: Applicability
    /// What is wrong with the layer's files, when something is.
    public let problems: [String]

    public init(layer: String, applicability: Applicability, problems: [String]) {
        self.layer = layer
        self.applicability = applicability
        self.problems = problems
    }
}

/// Everything the registers know at one point.
public struct PointAnswer: Sendable {
    public let point: RDPoint
    public let hits: [PointHit]
    public let coverage: [LayerCoverage]
    public let dataVersion: String
}

/// Finds what lies at a point: *stip op de kaart* without the rules.
public struct PointLookup: Sendable {
    let snapshot: RegisterSnapshot

    public init(_ snapshot: RegisterSnapshot) {
        self.snapshot = snapshot
    }

    /// Every feature of every layer at a point, and per layer what finding or not finding one means.
    ///
    /// - Parameter day: only features valid on this day count (days since 1970-01-01).
    /// Exact; a point on a boundary hits all that share it, each ``Applicability/touchesBoundaryOnly``. Verblijfsobjecten
    /// have a point of their own that no click meets: those inside a pand that is hit are given with it.
    public func answer(at point: RDPoint, onDay day: Int32) -> PointAnswer {
        var finding = PointFinding(snapshot: snapshot, point: point, day: day)
        finding.findHits()
        // Damage is asked last: a page lost while we searched must not have hidden a hit.
        return PointAnswer(
            point: point,
            hits: finding.hits,
            coverage: finding.coverage(),
            dataVersion: snapshot.dataVersion
        )
    }
}
