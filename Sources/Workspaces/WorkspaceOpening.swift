import FeatureLayers
import FileBridge
import GeoValues
import Registers

/// Opens the layers of a workspace one after another, each file once.
struct WorkspaceOpening {
    private let path: String
    /// The manifest before this one: read only when something is wrong.
    private lazy var previous = readPrevious()
    private let readPrevious: () -> Manifest
    private(set) var files: [String: MappedFile] = [:]

    init(path: String, readPrevious: @escaping () -> Manifest) {
        self.path = path
        self.readPrevious = readPrevious
    }

    /// Opens a layer. What is wrong is added to `problems`.
    mutating func state(
        of layer: String,
        _ manifest: Manifest,
        verifying: Bool,
        _ problems: inout [String]
    ) -> RegisterLayerState {
        var segments: [Segment] = []
        var layerProblems: [String] = []
        var stale: [String] = []
        var sources: [String] = []
        var dates: [String: String] = [:]
        for delivery in manifest.segments(of: layer).chunked(by: \.source) {
            let first = delivery[delivery.startIndex]
            let source = first.source
            var opened = open(delivery, verifying: verifying)
            dates[source] = first.referenceDate
            if !opened.problems.isEmpty {
                // Parts of two deliveries are never mixed: features moved between them would show twice or not at all.
                let before = previous.delivery(of: source, to: layer)
                let older = open(before, verifying: true)
                if let firstBefore = before.first, before != delivery, older.problems.isEmpty {
                    problems += opened.problems.map { "\($0) The previous import of \(source) is served instead." }
                    stale.append("Van bron \(source) wordt de vorige levering getoond: de nieuwe is beschadigd.")
                    dates[source] = firstBefore.referenceDate
                    opened = older
                }
            }
            segments += opened.segments
            sources += [String](repeating: source, count: opened.segments.count)
            layerProblems += opened.problems
        }
        problems += layerProblems
        let gaps = manifest.gaps.filter { $0.layer == layer }.map { gap in
            RegisterLayerState.Gap(
                area: gap.box.isEmpty ? nil : gap.box,
                description:
                    "\(gap.rejectedCount) objecten van bron \(gap.source) konden niet worden ingelezen (laag \(layer))."
            )
        }
        return RegisterLayerState(
            layer: Layer(name: layer, segments: segments),
            problems: layerProblems,
            referenceDates: dates,
            gaps: gaps + stale.map { RegisterLayerState.Gap(area: nil, description: $0) },
            isStale: !stale.isEmpty,
            sources: sources
        )
    }

    /// The segments of a delivery that can be used, and why the others can't.
    private mutating func open(
        _ delivery: ArraySlice<SegmentEntry>,
        verifying: Bool
    ) -> (segments: [Segment], problems: [String]) {
        var segments: [Segment] = []
        var problems: [String] = []
        for entry in delivery {
            do {
                segments.append(try segment(entry, verifying: verifying))
            } catch {
                problems.append("\(error)")
            }
        }
        return (segments, problems)
    }

    private mutating func segment(_ entry: SegmentEntry, verifying: Bool) throws -> Segment {
        let file = try files[entry.file] ?? MappedFile(path: path + "/" + entry.file)
        files[entry.file] = file
        let extent = entry.offset..<entry.offset + entry.byteCount
        let isPacked = entry.file.hasSuffix(SegmentPacking.packSuffix)
        // A file of its own is as long as its segment. More than that is read when it is first asked, or checked in full.
        guard isPacked || extent == 0..<file.byteCount else {
            throw SegmentProblem.truncated(path: file.path, expectedBytes: entry.byteCount, foundBytes: file.byteCount)
        }
        let segment = try Segment(
            file: file,
            extent: extent,
            featureCount: entry.featureCount,
            box: entry.box,
            checksum: entry.checksum
        )
        if verifying { try segment.verify() }
        return segment
    }
}

extension Collection {
    /// Runs of neighbours with equal keys, in order; none is empty.
    fileprivate func chunked(by key: (Element) -> String) -> [SubSequence] {
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
