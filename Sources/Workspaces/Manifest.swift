public import FileBridge
import Foundation
public import GeoValues

/// What a workspace holds: the segments of every layer. Stored as `manifest.json` under its own checksum.
public struct Manifest: Codable, Equatable, Sendable {
    public static let formatVersion = 4

    public var formatVersion = Manifest.formatVersion
    /// Sorted by layer, then source, then part; names by bytes.
    public private(set) var segments: [SegmentEntry] = []
    /// Where features of a source could not be imported; sorted likewise.
    public private(set) var gaps: [LayerGap] = []

    public init() {}

    /// Takes all that came from a source out and puts what came now in its place.
    public mutating func replaceSource(_ source: String, with entries: [SegmentEntry], gaps newGaps: [LayerGap]) {
        segments.removeAll { $0.source == source }
        segments += entries
        segments.sort { ($0.layer, $0.source, $0.part) < ($1.layer, $1.source, $1.part) }
        gaps.removeAll { $0.source == source }
        gaps += newGaps
        gaps.sort { ($0.layer, $0.source) < ($1.layer, $1.source) }
    }

    /// What came from a source: its segments, and where features of it are missing.
    public struct Delivery: Sendable {
        public let source: String
        public let segments: [SegmentEntry]
        public let gaps: [LayerGap]

        public init(source: String, segments: [SegmentEntry], gaps: [LayerGap]) {
            self.source = source
            self.segments = segments
            self.gaps = gaps
        }
    }

    /// Takes all that came from some sources out and puts what came now in its place.
    public mutating func replace(_ deliveries: [Delivery]) {
        let replaced = Set(deliveries.map(\.source))
        segments.removeAll { replaced.contains($0.source) }
        gaps.removeAll { replaced.contains($0.source) }
        segments += deliveries.flatMap(\.segments)
        gaps += deliveries.flatMap(\.gaps)
        segments.sort { ($0.layer, $0.source, $0.part) < ($1.layer, $1.source, $1.part) }
        gaps.sort { ($0.layer, $0.source) < ($1.layer, $1.source) }
    }

    /// Every layer that has a segment or a gap, sorted.
    public var layerNames: [String] { Set(segments.map(\.layer) + gaps.map(\.layer)).sorted() }

    /// The segments of every layer that has any or a gap, in the order of ``layerNames``.
    var segmentsByLayer: [(layer: String, segments: ArraySlice<SegmentEntry>)] {
        let groups = segments.chunked(by: \.layer)
        let byName = Dictionary(groups.map { ($0[$0.startIndex].layer, $0) }) { first, _ in first }
        return layerNames.map { ($0, byName[$0] ?? []) }
    }

    /// Names the contents: the first 16 hexadecimal digits of the checksum over all segments' names and checksums.
    public var dataVersion: String {
        let contents = segments.map { "\($0.layer)/\($0.source)/\($0.part)=\($0.checksum)" }
        let missing = gaps.map { "\($0.layer)/\($0.source)-\($0.rejectedCount)" }
        let text = (contents + missing).joined(separator: "\n")
        return String(Checksum128(of: Array(text.utf8)).description.prefix(16))
    }

    // MARK: Text form

    private struct Envelope: Codable {
        let checksum: String
        let manifest: Manifest
    }

    /// As much as every version of the format has.
    private struct VersionedEnvelope: Decodable {
        struct Version: Decodable {
            let formatVersion: Int
        }

        let manifest: Version
    }

    /// The JSON text: keys sorted, the same manifest gives the same bytes.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let checksum = Checksum128(of: [UInt8](try encoder.encode(self))).description
        return [UInt8](try encoder.encode(Envelope(checksum: checksum, manifest: self)))
    }

    /// Reads the JSON text and checks it against its checksum.
    init(decoding bytes: [UInt8], path: String) throws {
        let envelope: Envelope
        if let versioned = try? JSONDecoder().decode(VersionedEnvelope.self, from: Data(bytes)),
            versioned.manifest.formatVersion != Manifest.formatVersion
        {
            throw WorkspaceProblem.manifestVersion(path: path, found: versioned.manifest.formatVersion)
        }
        do {
            envelope = try JSONDecoder().decode(Envelope.self, from: Data(bytes))
        } catch {
            throw WorkspaceProblem.damagedManifest(path: path)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let checksum = Checksum128(of: [UInt8](try encoder.encode(envelope.manifest))).description
        guard checksum == envelope.checksum else { throw WorkspaceProblem.damagedManifest(path: path) }
        self = envelope.manifest
    }
}

/// One segment file of a workspace.
public struct SegmentEntry: Codable, Equatable, Sendable {
    public let layer: String
    /// Names the delivery that this segment came from; importing it again replaces the segment.
    public let source: String
    /// Which of the segments that the source delivered for the layer, from 0: a large source comes in several.
    public let part: Int
    /// Path of the segment file inside the workspace.
    public let file: String
    /// Where in that file the segment begins; more than 0 only where small segments are packed together.
    public let offset: Int
    /// Name of the file that was imported, without its folder.
    public let origin: String
    public let format: String
    /// The date that the data describes (ISO 8601), when the source says.
    public let referenceDate: String?
    public let licence: String?
    public let checksum: String
    public let featureCount: Int
    public let byteCount: Int
    /// minX, minY, maxX, maxY in RD millimetres; nil when no feature has a place.
    public let box: [Int32]?

    public init(
        layer: String,
        source: String,
        part: Int = 0,
        file: String,
        offset: Int = 0,
        origin: String,
        format: String,
        referenceDate: String?,
        licence: String?,
        checksum: Checksum128,
        featureCount: Int,
        byteCount: Int,
        box: RDBox
    ) {
        self.layer = layer
        self.source = source
        self.part = part
        self.file = file
        self.offset = offset
        self.origin = origin
        self.format = format
        self.referenceDate = referenceDate
        self.licence = licence
        self.checksum = checksum.description
        self.featureCount = featureCount
        self.byteCount = byteCount
        self.box = box.isEmpty ? nil : [box.minX, box.minY, box.maxX, box.maxY]
    }
}

extension SegmentEntry {
    /// What no two segments of a manifest share.
    struct Key: Hashable {
        let layer: String
        let source: String
        let part: Int
    }

    var key: Key { Key(layer: layer, source: source, part: part) }

    /// The same segment in another place.
    func moved(to file: String, offset: Int) -> SegmentEntry { SegmentEntry(self, file: file, offset: offset) }

    private init(_ entry: SegmentEntry, file: String, offset: Int) {
        layer = entry.layer
        source = entry.source
        part = entry.part
        self.file = file
        self.offset = offset
        origin = entry.origin
        format = entry.format
        referenceDate = entry.referenceDate
        licence = entry.licence
        checksum = entry.checksum
        featureCount = entry.featureCount
        byteCount = entry.byteCount
        box = entry.box
    }
}

/// Features of a source that were rejected: where it has data, this layer is not known to be complete.
public struct LayerGap: Codable, Equatable, Sendable {
    public let layer: String
    public let source: String
    public let rejectedCount: Int
    /// The area of all that the source brought: minX, minY, maxX, maxY in RD millimetres; nil when unknown: everywhere.
    public let box: [Int32]?

    public init(layer: String, source: String, rejectedCount: Int, box: RDBox) {
        self.layer = layer
        self.source = source
        self.rejectedCount = rejectedCount
        self.box = box.isEmpty ? nil : [box.minX, box.minY, box.maxX, box.maxY]
    }
}

extension Manifest {
    /// Says that segments now lie elsewhere; their contents are the same.
    mutating func move(_ moved: [SegmentEntry]) {
        let places = Dictionary(moved.map { ($0.key, $0) }) { first, _ in first }
        for (position, entry) in segments.enumerated() {
            if let elsewhere = places[entry.key] { segments[position] = elsewhere }
        }
    }
}

extension Collection {
    /// Runs of neighbours with equal keys, in order; none is empty.
    func chunked(by key: (Element) -> String) -> [SubSequence] {
        var chunks: [SubSequence] = []
        var start = startIndex
        while start != endIndex {
            let wanted = key(self[start])
            var end = index(after: start)
            while end != endIndex, key(self[end]) == wanted { formIndex(after: &end) }
            chunks.append(self[start..<end])
            start = end
        }
        return chunks
    }
}
