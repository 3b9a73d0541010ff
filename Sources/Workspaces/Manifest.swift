import FileBridge
public import GeoValues

/// What a workspace holds: the segments of every layer. Stored as `manifest.tsv`, see ``ManifestText``.
///
/// Made for 100,000 segments: replacing a source touches the layers that it has, not all there is.
public struct Manifest: Equatable, Sendable {
    public static let formatVersion = 5

    /// By layer; sorted by source, then part. No layer is empty.
    private var segmentsOfLayer: [String: [SegmentEntry]] = [:]
    /// Where features of a source could not be imported; sorted by layer, then source.
    public private(set) var gaps: [LayerGap] = []

    public init() {}

    init(segments: [SegmentEntry], gaps: [LayerGap]) {
        segmentsOfLayer = Dictionary(grouping: segments, by: \.layer)
        for layer in segmentsOfLayer.keys { segmentsOfLayer[layer]?.sort { $0.precedes($1) } }
        self.gaps = gaps.sorted { ($0.layer, $0.source) < ($1.layer, $1.source) }
    }

    /// All segments, sorted by layer, then source, then part.
    public var segments: [SegmentEntry] { segmentsOfLayer.keys.sorted().flatMap { segments(of: $0) } }

    /// The segments of a layer, sorted by source, then part.
    public func segments(of layer: String) -> [SegmentEntry] { segmentsOfLayer[layer] ?? [] }

    /// What a source delivered for a layer, sorted by part.
    func delivery(of source: String, to layer: String) -> ArraySlice<SegmentEntry> {
        let entries = segmentsOfLayer[layer] ?? []
        let start = entries.firstPosition { $0.source < source }
        return entries[start...].prefix { $0.source == source }
    }

    /// Takes all that came from a source out and puts what came now in its place.
    public mutating func replaceSource(_ source: String, with entries: [SegmentEntry], gaps newGaps: [LayerGap]) {
        for layer in segmentsOfLayer.keys {
            let old = delivery(of: source, to: layer)
            if !old.isEmpty { segmentsOfLayer[layer]?.removeSubrange(old.startIndex..<old.endIndex) }
        }
        for (layer, delivered) in Dictionary(grouping: entries, by: \.layer) {
            let sorted = delivered.sorted { $0.precedes($1) }
            let place = (segmentsOfLayer[layer] ?? []).firstPosition { $0.precedes(sorted[0]) }
            segmentsOfLayer[layer, default: []].insert(contentsOf: sorted, at: place)
        }
        segmentsOfLayer = segmentsOfLayer.filter { !$0.value.isEmpty }
        guard !newGaps.isEmpty || gaps.contains(where: { $0.source == source }) else { return }
        gaps.removeAll { $0.source == source }
        gaps += newGaps
        gaps.sort { ($0.layer, $0.source) < ($1.layer, $1.source) }
    }

    /// Says that segments now lie elsewhere; their contents are the same.
    mutating func move(_ moved: [SegmentEntry]) {
        for (layer, entries) in Dictionary(grouping: moved, by: \.layer) {
            let places = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
            segmentsOfLayer[layer] = segments(of: layer).map { places[$0.key] ?? $0 }
        }
    }

    /// Every layer that has a segment or a gap, sorted.
    public var layerNames: [String] { Set(segmentsOfLayer.keys).union(gaps.map(\.layer)).sorted() }

    /// Names the contents: the first 16 hexadecimal digits of the checksum over all segments' names and checksums. Where
    /// they lie does not matter.
    public var dataVersion: String {
        var text: [UInt8] = []
        for layer in segmentsOfLayer.keys.sorted() {
            for entry in segments(of: layer) {
                text += layer.utf8
                text.append(UInt8(ascii: "/"))
                text += entry.source.utf8
                text.append(UInt8(ascii: "/"))
                text += String(entry.part).utf8
                text.append(UInt8(ascii: "="))
                for half in [entry.checksum.high, entry.checksum.low] {
                    for shift in stride(from: 56, through: 0, by: -8) {
                        text.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
                    }
                }
            }
        }
        for gap in gaps { text += "\(gap.layer)/\(gap.source)-\(gap.rejectedCount)\n".utf8 }
        return String(Checksum128(of: text).description.prefix(16))
    }
}

extension Array {
    /// The position of the first element for which `isBefore` is false; true ones come first. Binary search.
    fileprivate func firstPosition(_ isBefore: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Features of a source that were rejected: where it has data, this layer is not known to be complete.
public struct LayerGap: Equatable, Sendable {
    public let layer: String
    public let source: String
    public let rejectedCount: Int
    /// The area of all that the source brought; empty when unknown: everywhere.
    public let box: RDBox

    public init(layer: String, source: String, rejectedCount: Int, box: RDBox) {
        self.layer = layer
        self.source = source
        self.rejectedCount = rejectedCount
        self.box = box.isEmpty ? .empty : box
    }
}
