public import GeoValues
import Synchronization

/// A feature of a layer: which of the layer's segments, and which feature in it.
public struct FeatureReference: Hashable, Sendable {
    /// Position in ``Layer/segments``.
    public let segment: Int
    public let feature: Int

    public init(segment: Int, feature: Int) {
        self.segment = segment
        self.feature = feature
    }
}

/// All segments of one layer, queried as one index. Immutable; a class, so that handing it on counts one reference and
/// not one for each array in it.
public final class Layer: Sendable {
    public let name: String
    /// In the order of the manifest (by source name): answers come in the same order on every machine.
    public let segments: [Segment]
    let index: SegmentIndex
    /// See ``forEachCount(_:level:in:onDay:_:)``.
    let keptCounts = Mutex(KeptCounts())
    /// See ``columns``.
    let mergedColumns = AtomicLazyReference<MergedColumns>()

    public init(name: String, segments: [Segment]) {
        self.name = name
        self.segments = segments
        index = SegmentIndex(segments.map(\.box))
        featureCount = segments.reduce(0) { $0 + $1.featureCount }
    }

    public let featureCount: Int

    /// Whether a part of the layer became unreadable since it was opened.
    public var isDamaged: Bool { Segment.isAnyDamaged && segments.contains { $0.isDamaged } }

    /// Calls `body` with each feature whose box meets the window, in ascending order of segment and feature.
    public func forEachFeature(in window: RDBox, _ body: (FeatureReference) -> Void) {
        if segments.count == 1 {
            segments[0].forEachFeature(in: window) { body(FeatureReference(segment: 0, feature: $0)) }
            return
        }
        for position in index.segments(meeting: window) {
            segments[position].forEachFeature(in: window) { body(FeatureReference(segment: position, feature: $0)) }
        }
    }

    /// Whether the box of any feature meets a window.
    public func hasFeature(in window: RDBox) -> Bool {
        var isFound = false
        index.forEachSegment(meeting: window) { position in
            if isFound { return }
            var search = segments[position].contents.tree.items(meeting: window)
            isFound = search.next() != nil
        }
        return isFound
    }

    /// How many features have a box that meets a window.
    public func featureCount(in window: RDBox) -> Int {
        var count = 0
        index.forEachSegment(meeting: window) { position in
            var search = segments[position].contents.tree.items(meeting: window)
            while search.next() != nil { count += 1 }
        }
        return count
    }

    /// The segments whose box meets a window, in manifest order.
    public func segments(meeting window: RDBox) -> [Segment] { index.segments(meeting: window).map { segments[$0] } }

    /// Calls `body` with each segment whose box meets a window, in no order to rely on.
    func forEachSegment(meeting window: RDBox, _ body: (Segment) -> Void) {
        index.forEachSegment(meeting: window) { body(segments[$0]) }
    }

    /// The features that hold a point or touch it, with where it lies in each: exact. In index order. See ``PointFinder``.
    public func features(at point: RDPoint) -> [PointMatch] {
        var finder = PointFinder([self])
        finder.find(point)
        return finder.matches
    }

    /// The features at most `radius` millimetres from a point, measured in the plane of RD to the nearest edge, zero
    /// inside; inclusive at exactly the radius. In index order. `radius` must be at most 1,000 km.
    public func features(
        within radius: Int64,
        of point: RDPoint
    ) -> [(reference: FeatureReference, distance: SquaredDistance)] {
        guard radius >= 0 else { return [] }
        let window = RDBox(point).grown(by: Int32(clamping: radius))
        let bound = radius * radius
        var found: [(reference: FeatureReference, distance: SquaredDistance)] = []
        func append(segment position: Int) {
            let contents = segments[position].contents
            var search = contents.tree.items(meeting: window)
            while let feature = search.next() {
                guard contents.tree.box(feature).squaredDistance(toX: point.x, y: point.y) <= bound,
                    let distance = contents.squaredDistance(from: point, to: feature, bound: bound),
                    distance.isWithin(radius: radius)
                else { continue }
                found.append((FeatureReference(segment: position, feature: feature), distance))
            }
        }
        if segments.count == 1 {
            append(segment: 0)
        } else {
            for position in index.segments(meeting: window) { append(segment: position) }
        }
        return found
    }

    /// All features with this identifier, as versions of one object have, in manifest order.
    public func features(withIdentifier identifier: String) -> [FeatureReference] {
        segments.enumerated().flatMap { position, segment in
            segment.features(withIdentifier: identifier).map { FeatureReference(segment: position, feature: $0) }
        }
    }

    /// The feature with this identifier, or nil. With several the first in manifest order.
    public func feature(withIdentifier identifier: String) -> FeatureReference? {
        for (position, segment) in segments.enumerated() {
            if let feature = segment.features(withIdentifier: identifier).first {
                return FeatureReference(segment: position, feature: feature)
            }
        }
        return nil
    }
}

extension Layer {
    /// Whether no feature has a place: a table of attributes.
    public var isPlaceless: Bool { segments.allSatisfy { $0.box.isEmpty } }
}
