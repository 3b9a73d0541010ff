public import FeatureLayers
public import GeoValues

/// What an answer is about.
public enum Place: Sendable {
    case point(RDPoint)
    /// Valid polygons that share no area, and a point inside one of them.
    case area([RDPolygon], label: RDPoint)
}

/// A feature found at a place.
public struct PlaceHit: Sendable {
    public let layer: String
    public let reference: FeatureReference
    public let applicability: Applicability
    /// The pand through which a point-like feature (a verblijfsobject) was found, else nil.
    public let viaBuilding: String?

    public init(layer: String, reference: FeatureReference, applicability: Applicability, viaBuilding: String?) {
        self.layer = layer
        self.reference = reference
        self.applicability = applicability
        self.viaBuilding = viaBuilding
    }
}

/// How far a layer can be relied on at a place.
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

/// Everything the registers know at one place.
public struct PlaceAnswer: Sendable {
    public let place: Place
    public let hits: [PlaceHit]
    public let coverage: [LayerCoverage]
    public let dataVersion: String
    /// How far the hits at these positions apply to an area together; nil at a point.
    private let joined: (@Sendable ([Int]) throws -> Applicability)?

    public init(
        place: Place,
        hits: [PlaceHit],
        coverage: [LayerCoverage],
        dataVersion: String,
        joined: (@Sendable ([Int]) throws -> Applicability)? = nil
    ) {
        self.place = place
        self.hits = hits
        self.coverage = coverage
        self.dataVersion = dataVersion
        self.joined = joined
    }

    /// The point, or one inside the area.
    public var point: RDPoint {
        switch place {
        case .point(let point), .area(_, let point): point
        }
    }

    /// How far something applies here that holds on several features, what they share counted once.
    ///
    /// - Parameter positions: of the features in ``hits``; at least one.
    /// - Throws: what goes wrong in joining areas.
    public func applicability(ofHits positions: [Int]) throws -> Applicability {
        if positions.contains(where: { hits[$0].applicability == .applies }) { return .applies }
        guard positions.count > 1, let joined else { return hits[positions[0]].applicability }
        return try joined(positions)
    }
}
