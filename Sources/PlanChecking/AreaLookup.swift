import FeatureLayers
public import GeoValues
public import Registers

/// Finds what lies in an area, as `PointLookup` does at a point: with how much of the area each feature covers.
public struct AreaLookup: Sendable {
    /// More features than an area of one owner, street or neighbourhood meets; keeps the time of an answer bounded. Of an area with
    /// many vertices it is as many times fewer as it has ``vertexAllowance``.
    static let maximumFeatureCount = 30_000
    static let vertexAllowance = 1_000

    private let snapshot: RegisterSnapshot

    public init(_ snapshot: RegisterSnapshot) {
        self.snapshot = snapshot
    }

    /// Every feature of every layer that the area meets, and per layer what that says of the whole area.
    ///
    /// Whether the area lies wholly inside a feature, partly, or only against it is decided exactly, on the millimetre grid;
    /// square metres are computed in Double. A layer that is not known everywhere in the area is unknown, whatever was found
    /// of it. A point in the area applies, as it has no part of the area. Of the BAG only what stands or may be built counts.
    ///
    /// - Parameters:
    ///   - label: a point inside the area, to name it by.
    ///   - day: only features valid on this day count (days since 1970-01-01).
    /// - Throws: ``AreaProblem``; `GEOSError` when an overlay fails.
    public func answer(in area: AskedArea, label: RDPoint, onDay day: Int32) throws -> PlaceAnswer {
        let count = snapshot.layerNames.reduce(0) { $0 + (snapshot.layer($1)?.featureCount(in: area.box) ?? 0) }
        let vertexCount = area.boundaries.reduce(0) { $0 + $1.pieces.count }
        let limit = Self.maximumFeatureCount * Self.vertexAllowance / max(Self.vertexAllowance, vertexCount)
        guard count <= limit else {
            throw AreaProblem.tooManyFeatures(found: count, vertices: vertexCount, limit: limit)
        }
        let survey = try AreaSurvey(snapshot, area, day: day).withoutAbsent
        let assessment = try CoverageAssessment(snapshot, survey)
        return survey.answer(
            label: label,
            coverage: assessment.coverage.map { coverage(assessment, $0) },
            dataVersion: snapshot.dataVersion
        )
    }

    private func coverage(_ assessment: CoverageAssessment, _ found: AreaCoverage) -> LayerCoverage {
        var applicability = found.applicability
        if !found.isComplete, !applicability.isUnknown {
            let isStale = snapshot.layers[found.layer]?.isStale == true
            let isMissing = assessment.layersWithGaps.contains(found.layer)
            applicability = .unknown(isMissing ? (isStale ? .stale : .noData) : .outsideCoverage)
        }
        return LayerCoverage(layer: found.layer, applicability: applicability, problems: found.problems)
    }
}

/// Why an area can't be asked about: the caller can mend it.
public enum AreaProblem: Error, Equatable, CustomStringConvertible {
    /// In or near the area, for one of so many vertices.
    case tooManyFeatures(found: Int, vertices: Int, limit: Int)

    public var description: String {
        switch self {
        case .tooManyFeatures(let found, let vertices, let limit):
            "About \(found) objects lie in or near this area of \(vertices) points; at most \(limit) are answered for so many "
                + "points: ask about a smaller area, or one of fewer points."
        }
    }
}
