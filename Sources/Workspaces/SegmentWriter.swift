public import FeatureLayers
import FileBridge
import Foundation

/// Writes segment files beside those of a manifest. Nothing is visible, and small ones are not durable, before ``WorkspaceChange/commit(_:)``.
public struct SegmentWriter: Sendable {
    private let workspace: Workspace
    private let manifest: Manifest

    init(workspace: Workspace, manifest: Manifest) {
        self.workspace = workspace
        self.manifest = manifest
    }

    /// Writes a segment file and returns its manifest entry. A segment that the manifest has already stays where it is.
    public func write(_ segment: EncodedSegment, as description: SegmentDescription) throws -> SegmentEntry {
        let folder = "layers/\(description.layer)"
        // Written again unless it is sound: importing again heals a damaged file.
        let known = manifest.delivery(of: description.source, to: description.layer)
            .first { $0.checksum == segment.checksum }
        let kept = known.flatMap { isSound($0) ? $0 : nil }
        let name = "\(SegmentWriter.fileName(description.source))-\(segment.checksum.description.prefix(16)).segment"
        if kept == nil {
            try FileManager.default.createDirectory(
                atPath: workspace.path + "/" + folder,
                withIntermediateDirectories: true
            )
            try AtomicFile.write(
                segment.bytes,
                to: "\(workspace.path)/\(folder)/\(name)",
                isDurable: segment.bytes.count >= SegmentPacking.smallByteCount
            )
        }
        return SegmentEntry(
            layer: description.layer,
            source: description.source,
            part: description.part,
            file: kept?.file ?? "\(folder)/\(name)",
            offset: kept?.offset ?? 0,
            origin: description.origin,
            format: description.format,
            referenceDate: description.referenceDate,
            licence: description.licence,
            checksum: segment.checksum,
            featureCount: segment.featureCount,
            byteCount: segment.bytes.count,
            box: segment.box
        )
    }

    /// Whether the segment of an entry can be read and matches its checksums.
    private func isSound(_ entry: SegmentEntry) -> Bool {
        do {
            let file = try MappedFile(path: workspace.path + "/" + entry.file)
            let extent = entry.offset..<entry.offset + entry.byteCount
            try Segment(file: file, extent: extent).verify()
            return true
        } catch {
            return false
        }
    }

    /// Letters, digits, dots and hyphens of a source name; the checksum in the file name keeps others apart.
    private static func fileName(_ source: String) -> String {
        String(
            source.prefix(80).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "_" }
        )
    }
}
