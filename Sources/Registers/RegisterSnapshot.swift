public import FeatureLayers
public import GeoValues

/// A layer as it could be opened. A class, so that handing it on counts one reference.
public final class RegisterLayerState: Sendable {
    public let layer: Layer
    /// One sentence for each source whose file could not be used; not empty: the layer is `onbekend/storing`.
    public let problems: [String]
    /// Reference date of each source, as the register states it (ISO 8601), by source name.
    public let referenceDates: [String: String]
    /// The different ones, oldest first.
    public let distinctReferenceDates: [String]

    /// Where features could not be imported.
    public let gaps: [Gap]

    /// An area in which a source's features are not all there.
    public struct Gap: Sendable {
        /// Nil: everywhere.
        public let area: RDBox?
        /// One sentence.
        public let description: String

        public init(area: RDBox?, description: String) {
            self.area = area
            self.description = description
        }
    }

    public init(
        layer: Layer,
        problems: [String],
        referenceDates: [String: String],
        gaps: [Gap] = [],
        isStale: Bool = false,
        sources: [String] = []
    ) {
        self.sources = sources
        segmentsOfSource = Dictionary(sources.enumerated().map { ($1, $0..<$0 + 1) }) { $0.lowerBound..<$1.upperBound }
        // A table of one segment for each source, as most are, has nothing to choose from.
        isPartedByHash = layer.isPlaceless && segmentsOfSource.count < layer.segments.count
        self.isStale = isStale
        self.layer = layer
        self.problems = problems
        self.referenceDates = referenceDates
        distinctReferenceDates = Set(referenceDates.values).sorted()
        presence = BuildingStatus.layers.contains(layer.name) ? layer.segments.map(BuildingPresence.init) : []
        self.gaps = gaps
    }

    /// The source of each segment of ``layer``, where that is known: those of one source follow each other.
    public let sources: [String]
    private let segmentsOfSource: [String: Range<Int>]

    /// The positions in ``Layer/segments`` of what a source delivered.
    public func segments(ofSource source: String) -> Range<Int> { segmentsOfSource[source] ?? 0..<0 }

    /// Whether the layer is a table without places of which sources are cut into several segments: an import cuts them along the
    /// ``TextHash`` of the identifiers, of which the last bit does not count.
    private let isPartedByHash: Bool

    /// The features of a source with an identifier, valid or not: asks only the segments that can hold it, so that the size of
    /// a table does not matter.
    public func features(withIdentifier identifier: String, ofSource source: String) -> [FeatureReference] {
        let segments = segments(ofSource: source)
        let asked = isPartedByHash ? parts(of: segments, holding: TextHash.hash(identifier)) : segments
        return asked.flatMap { segment in
            layer.segments[segment].features(withIdentifier: identifier).map {
                FeatureReference(segment: segment, feature: $0)
            }
        }
    }

    /// Those of a source's segments whose identifiers may have a hash: found by halves, so that few are read.
    private func parts(of segments: Range<Int>, holding hash: UInt64) -> Range<Int> {
        var isReadable = true
        // The first segment of which not all hashes are lower, and the first of which all are higher.
        func first(_ isBehind: (ClosedRange<UInt64>) -> Bool) -> Int {
            var (low, high) = (segments.lowerBound, segments.upperBound)
            while low < high {
                let middle = (low + high) / 2
                guard let hashes = layer.segments[middle].identifierHashes else {
                    isReadable = false
                    return low
                }
                if isBehind(hashes) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let start = first { $0.upperBound >> 1 >= hash >> 1 }
        let end = first { $0.lowerBound >> 1 > hash >> 1 }
        return isReadable ? start..<max(start, end) : segments
    }

    /// Whether an earlier import is served in place of one that is damaged.
    public let isStale: Bool

    /// For layers of the BAG, by segment.
    private let presence: [BuildingPresence]

    /// Whether a feature counts on a day (days since 1970-01-01): valid, and, in the BAG, not torn down or withdrawn.
    public func isPresent(_ reference: FeatureReference, onDay day: Int32) -> Bool {
        guard layer.segments[reference.segment].isValid(reference.feature, onDay: day) else { return false }
        return presence.isEmpty || presence[reference.segment].isPresent(reference.feature)
    }

    /// What is missing in or around a box; empty when all that the sources hold was imported.
    public func gaps(meeting box: RDBox) -> [String] {
        gaps.isEmpty ? [] : gaps.filter { $0.area?.intersects(box) ?? true }.map(\.description)
    }

    /// Whether a part of the layer is missing or became unreadable.
    public var isFailing: Bool { !problems.isEmpty || layer.isDamaged }
}

/// All register data at one moment. Immutable; swapped whole; the old one goes when its last request ends.
public final class RegisterSnapshot: Sendable {
    /// By layer name.
    public let layers: [String: RegisterLayerState]
    /// Layer names, the registers' own first in the order of answers, then the others by name.
    public let layerNames: [String]
    /// Names the contents of all segments; the same data has the same version on every machine.
    public let dataVersion: String
    /// The layers in the order of answers, resolved once: a look-up searches no names. The registers' own are there
    /// imported or not.
    let answered: [AnsweredLayer]
    /// What is asked at a place for each of them.
    let askedToday: AskedLayers
    /// With ended versions.
    let askedInPast: AskedLayers
    /// The day on which it was made, since 1970-01-01: on days before, ended versions count.
    private let day: Int32

    /// - Parameter day: today, in days since 1970-01-01; `.min`: history is not asked.
    public init(layers: [RegisterLayerState], dataVersion: String, day: Int32 = .min) {
        self.day = day
        self.layers = Dictionary(uniqueKeysWithValues: layers.map { ($0.layer.name, $0) })
        let known = RegisterLayer.known.map(\.name)
        let present = Set(self.layers.keys)
        layerNames = known.filter(present.contains) + present.subtracting(known).sorted()
        self.dataVersion = dataVersion
        let others = layerNames.dropFirst(known.count { present.contains($0) })
        answered = (known + others.filter { !RegisterLayer.histories.contains($0) }).map {
            [layers = self.layers] name in
            AnsweredLayer(
                name: name,
                state: layers[name],
                history: RegisterLayer.historyLayer(of: name).flatMap { layers[$0] }
            )
        }
        askedToday = AskedLayers(answered.map { [$0.state].compactMap { $0 } })
        askedInPast = AskedLayers(answered.map { [$0.state, $0.history].compactMap { $0 } })
    }

    /// The layers that answers speak of: the registers' own, imported or not, then the others; tables without any place
    /// are left out.
    public var coveredLayerNames: [String] { answered.filter(\.isCovered).map(\.name) }

    /// Whether a day lies before the one on which the data was opened: then ended versions count.
    public func isPast(_ day: Int32) -> Bool { day < self.day }

    public func layer(_ name: String) -> Layer? { layers[name]?.layer }

    public func segment(_ layer: String, _ reference: FeatureReference) -> Segment? {
        layers[layer].map { $0.layer.segments[reference.segment] }
    }
}

/// A layer that answers may speak of.
struct AnsweredLayer: Sendable {
    let name: String
    /// Nil: not imported.
    let state: RegisterLayerState?
    /// Ended versions of its features; nil: not imported, or not kept.
    let history: RegisterLayerState?
    let absence: AbsenceMeaning
    private let isKnown: Bool
    private let isPlaceless: Bool

    init(name: String, state: RegisterLayerState?, history: RegisterLayerState?) {
        self.name = name
        self.state = state
        self.history = history
        absence = RegisterLayer.absence(in: name)
        isKnown = RegisterLayer.isKnown(name)
        isPlaceless = state?.layer.isPlaceless ?? true
    }

    /// Whether answers say something of it also without a hit: not of tables without any place, unless they fail.
    var isCovered: Bool { isKnown || !isPlaceless || state?.isFailing == true }
}
