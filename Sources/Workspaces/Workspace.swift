import FeatureLayers
import FileBridge
import Foundation
import GeoValues
public import Registers

/// A directory with register data and the dossier: `manifest.json`, `layers/<layer>/*.segment`, `dossier.sqlite`.
public struct Workspace: Sendable {
    public let path: String

    /// Names an existing directory or one that an import will make.
    public init(path: String) {
        self.path = path
    }

    public var manifestPath: String { path + "/manifest.json" }
    /// The manifest before the last change. Its files are kept, so that a damaged new segment can be replaced by the old.
    public var previousManifestPath: String { path + "/manifest.previous.json" }
    public var dossierPath: String { path + "/dossier.sqlite" }

    /// - Throws: ``WorkspaceProblem/missing(path:)`` unless the directory has a manifest.
    public func requireExisting() throws {
        guard
            FileManager.default.fileExists(atPath: manifestPath)
                || FileManager.default.fileExists(atPath: previousManifestPath)
        else { throw WorkspaceProblem.missing(path: path) }
    }

    /// The manifest, checked; an empty one when nothing was imported yet.
    public func manifest() throws -> Manifest {
        try readManifest(manifestPath) ?? Manifest()
    }

    /// The manifest that an import changes: the one before, when the last is damaged.
    ///
    /// - Returns: the manifest, and what was wrong.
    public func manifestToChange() throws -> (manifest: Manifest, problem: String?) {
        do {
            return (try manifest(), nil)
        } catch let problem as WorkspaceProblem {
            guard let previous = try? readManifest(previousManifestPath) else { throw problem }
            return (previous, "\(problem) Going on from the state before the last import: repeat that import.")
        }
    }

    private func readManifest(_ path: String) throws -> Manifest? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw WorkspaceProblem.unreadableManifest(path: path, reason: error.localizedDescription)
        }
        return try Manifest(decoding: [UInt8](data), path: path)
    }

    // MARK: Opening

    /// A workspace opened for reading.
    public struct Opened: Sendable {
        public let snapshot: RegisterSnapshot
        public let manifest: Manifest
        /// What was wrong, one sentence each; empty when all is well.
        public let problems: [String]
    }

    /// Maps every segment of the manifest.
    ///
    /// A file that can't be used is replaced by the same source's previous one, when that is whole; else the layer is
    /// marked as failing. A damaged manifest falls back to the previous one.
    ///
    /// - Parameter verifying: also reads every section and compares it with its checksum.
    public func open(verifying: Bool) throws -> Opened {
        try requireExisting()
        var problems: [String] = []
        let previous = try? readManifest(previousManifestPath)
        var manifest: Manifest
        do {
            manifest = try readManifest(manifestPath) ?? Manifest()
        } catch let problem as WorkspaceProblem {
            guard let previous else { throw problem }
            problems.append("\(problem) The data from before the last import is served.")
            manifest = previous
        }
        var states: [RegisterLayerState] = []
        var files: [String: MappedFile] = [:]
        let older = Dictionary(grouping: previous?.segments ?? [], by: DeliveryKey.init)
        for (layer, entries) in manifest.segmentsByLayer {
            var segments: [Segment] = []
            var layerProblems: [String] = []
            var stale: [String] = []
            var dates: [String: String] = [:]
            for delivery in entries.chunked(by: \.source) {
                let first = delivery[delivery.startIndex]
                let source = first.source
                var opened = open(delivery, &files, verifying: verifying)
                dates[source] = first.referenceDate
                // Parts of two deliveries are never mixed: features moved between them would show twice or not at all.
                if !opened.problems.isEmpty, let before = older[DeliveryKey(first)], before != Array(delivery) {
                    let previous = open(before[...], &files, verifying: true)
                    if previous.problems.isEmpty {
                        problems += opened.problems.map {
                            "\($0) The previous import of \(source) is served instead."
                        }
                        stale.append("Van bron \(source) wordt de vorige levering getoond: de nieuwe is beschadigd.")
                        dates[source] = before[0].referenceDate
                        opened = previous
                    }
                }
                segments += opened.segments
                layerProblems += opened.problems
            }
            problems += layerProblems
            let gaps = manifest.gaps.filter { $0.layer == layer }.map { gap in
                RegisterLayerState.Gap(
                    area: gap.box.map { RDBox(minX: $0[0], minY: $0[1], maxX: $0[2], maxY: $0[3]) },
                    description:
                        "\(gap.rejectedCount) objecten van bron \(gap.source) konden niet worden ingelezen (laag \(layer))."
                )
            }
            states.append(
                RegisterLayerState(
                    layer: Layer(name: layer, segments: segments),
                    problems: layerProblems,
                    referenceDates: dates,
                    gaps: gaps + stale.map { RegisterLayerState.Gap(area: nil, description: $0) },
                    isStale: !stale.isEmpty
                )
            )
        }
        let snapshot = RegisterSnapshot(layers: states, dataVersion: manifest.dataVersion)
        return Opened(snapshot: snapshot, manifest: manifest, problems: problems)
    }

    /// What one source delivered for one layer.
    private struct DeliveryKey: Hashable {
        let layer: String
        let source: String

        init(_ entry: SegmentEntry) {
            layer = entry.layer
            source = entry.source
        }
    }

    /// The segments of a delivery that can be used, and why the others can't.
    private func open(
        _ delivery: ArraySlice<SegmentEntry>,
        _ files: inout [String: MappedFile],
        verifying: Bool
    ) -> (segments: [Segment], problems: [String]) {
        var segments: [Segment] = []
        var problems: [String] = []
        for entry in delivery {
            do {
                segments.append(try segment(entry, &files, verifying: verifying))
            } catch {
                problems.append("\(error)")
            }
        }
        return (segments, problems)
    }

    private func segment(_ entry: SegmentEntry, _ files: inout [String: MappedFile], verifying: Bool) throws -> Segment
    {
        let file = try files[entry.file] ?? MappedFile(path: path + "/" + entry.file)
        files[entry.file] = file
        let isWhole = entry.offset == 0 && entry.byteCount >= file.byteCount
        let extent = isWhole ? 0..<file.byteCount : entry.offset..<entry.offset + entry.byteCount
        let segment = try Segment(file: file, extent: extent)
        guard segment.checksum.description == entry.checksum else {
            throw WorkspaceProblem.unusableSegment("\(entry.file) is not the file that the manifest names.")
        }
        if verifying { try segment.verify() }
        return segment
    }
}
