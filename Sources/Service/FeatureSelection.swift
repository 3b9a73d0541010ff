public import FeatureFilters
public import FeatureLayers
import GeoValues

/// Which features of a layer are asked for, a page at a time.
///
/// The order is that of the layer: segment by segment in the order of the manifest, each from its first feature on. A page
/// says where the next one begins, so that pages follow one another without a gap or a repeat as long as the layer is the same.
public struct FeatureSelection: Sendable {
    public let layer: Layer
    public let filter: FeatureFilter?
    /// Days (since 1970-01-01) of which a feature must be valid on at least one.
    public let days: ClosedRange<Int32>?

    /// Features that are looked at for one page × the cost of the filter; one that passes nothing of a large layer gives pages with
    /// few features or none, and a next one.
    private static let mostWork = 50_000_000
    /// Vertices of a page; it ends early when it has more.
    private static let mostVertices = 400_000
    private static let chunk = 4_096

    public init(layer: Layer, filter: FeatureFilter?, days: ClosedRange<Int32>?) {
        self.layer = layer
        self.filter = filter
        self.days = days
    }

    /// Features in their order.
    public struct Page: Sendable {
        public let features: [FeatureReference]
        /// The first feature that was not looked at or did not fit; nil at the end of the layer.
        public let next: FeatureReference?
    }

    /// The features from one on, `limit` at most.
    ///
    /// - Throws: what GEOS says of a geometry that it can't judge.
    public func page(from start: FeatureReference, limit: Int) throws -> Page {
        var work = 0
        var vertices = 0
        var features: [FeatureReference] = []
        for position in layer.segments.indices.dropFirst(max(0, start.segment)) {
            let segment = layer.segments[position]
            if let window = filter?.window, !window.intersects(segment.box) { continue }
            let first = position == start.segment ? start.feature : 0
            var candidates = candidates(segment, from: first)[...]
            var segmentFilter = filter.map { SegmentFilter($0, segment) }
            while let next = candidates.first {
                if work >= FeatureSelection.mostWork || vertices >= FeatureSelection.mostVertices {
                    return Page(
                        features: features,
                        next: FeatureReference(segment: position, feature: Int(next))
                    )
                }
                // Few at first: most pages are full before a chunk is.
                let size = filter == nil ? limit + 1 : FeatureSelection.chunk
                var passing = Array(candidates.prefix(size))
                candidates = candidates.dropFirst(size)
                work += passing.count * max(1, filter?.cost ?? 0)
                try segmentFilter?.keepPassing(&passing)
                for feature in passing.lazy.map({ Int($0) }) where isValid(segment, feature) {
                    let reference = FeatureReference(segment: position, feature: feature)
                    if features.count == limit || vertices >= FeatureSelection.mostVertices {
                        return Page(features: features, next: reference)
                    }
                    features.append(reference)
                    vertices += segment.rings(feature).reduce(0) { $0 + segment.vertexRange(ring: $1).count }
                }
            }
        }
        return Page(features: features, next: nil)
    }

    /// The features of a segment that may pass, in ascending order.
    private func candidates(_ segment: Segment, from first: Int) -> [UInt32] {
        if let identifiers = filter?.identifiers {
            let found = Set(identifiers.flatMap { segment.features(withIdentifier: $0) })
            return found.filter { $0 >= first }.sorted().map { UInt32($0) }
        }
        if let window = filter?.window, !window.contains(segment.box) {
            var found: [UInt32] = []
            segment.appendFeatures(in: window, to: &found)
            return first == 0 ? found : found.filter { $0 >= first }
        }
        return first < segment.featureCount ? (UInt32(max(0, first))..<UInt32(segment.featureCount)).map { $0 } : []
    }

    private func isValid(_ segment: Segment, _ feature: Int) -> Bool {
        guard let days else { return true }
        let validity = segment.validity(feature)
        return (validity.from ?? .min) <= days.upperBound && (validity.until ?? .max) > days.lowerBound
    }
}

extension StipService {
    /// Runs a job that takes longer than a look-up on the threads for that.
    ///
    /// - Throws: ``ServiceProblem/busy``; what the job throws.
    public func atLeisure<Result: Sendable>(_ job: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await pool.run(job)
    }
}
