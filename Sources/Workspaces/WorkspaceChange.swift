public import FeatureLayers
import FileBridge
import Foundation

/// A change to a workspace by one import, under the workspace's lock. Nothing is visible before ``commit(_:)``.
///
/// Segments are written beside the old ones and made durable; then the manifest is renamed into place. A crash at any
/// moment leaves the old manifest with all its files.
public struct WorkspaceChange: ~Copyable {
    private let workspace: Workspace
    private let lock: DirectoryLock

    /// Makes the directory when it is missing and takes the lock.
    ///
    /// - Throws: ``WorkspaceProblem/busy(path:holder:)`` when another import holds it.
    public static func begin(in workspace: Workspace) throws -> WorkspaceChange {
        if FileManager.default.fileExists(atPath: workspace.path) {
            let type = try FileManager.default.attributesOfItem(atPath: workspace.path)[.type] as? FileAttributeType
            guard type == .typeDirectory else { throw WorkspaceProblem.notADirectory(path: workspace.path) }
        } else {
            try FileManager.default.createDirectory(atPath: workspace.path, withIntermediateDirectories: true)
        }
        return WorkspaceChange(workspace: workspace, lock: try lock(workspace))
    }

    private static func lock(_ workspace: Workspace) throws -> DirectoryLock {
        do {
            return try DirectoryLock(path: workspace.path + "/.import.lock")
        } catch FileProblem.locked(_, let holder) {
            throw WorkspaceProblem.busy(path: workspace.path, holder: holder)
        }
    }

    /// Writes a segment file and returns its manifest entry. A segment that the manifest has already stays where it is.
    public func write(
        _ segment: EncodedSegment,
        as description: SegmentDescription,
        beside manifest: Manifest
    ) throws -> SegmentEntry {
        let folder = "layers/\(description.layer)"
        try FileManager.default.createDirectory(
            atPath: workspace.path + "/" + folder,
            withIntermediateDirectories: true
        )
        let name = "\(WorkspaceChange.fileName(description.source))-\(segment.checksum.description.prefix(16)).segment"
        let file = "\(folder)/\(name)"
        let present = manifest.delivery(of: description.source, to: description.layer).first {
            $0.part == description.part && $0.checksum == segment.checksum
        }
        // Written again unless it is sound: importing again heals a damaged file.
        let kept = present.flatMap { isSound($0) ? $0 : nil }
        if kept == nil { try AtomicFile.write(segment.bytes, to: workspace.path + "/" + file) }
        return SegmentEntry(
            layer: description.layer,
            source: description.source,
            part: description.part,
            file: kept?.file ?? file,
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

    /// Puts a new manifest in place, keeps the one before it, and removes files that neither names.
    ///
    /// Committing the manifest that is there already changes nothing.
    /// Small segments may be packed on the way: `manifest` then says where they lie now.
    public func commit(_ manifest: inout Manifest) throws {
        manifest.move(try SegmentPacking(workspace).pack(manifest))
        let current = try? workspace.manifest()
        if current == manifest, FileManager.default.fileExists(atPath: workspace.manifestPath) { return }
        if let current, FileManager.default.fileExists(atPath: workspace.manifestPath) {
            try AtomicFile.write(ManifestText.encoded(current), to: workspace.previousManifestPath)
        }
        try AtomicFile.write(ManifestText.encoded(manifest), to: workspace.manifestPath)
        removeUnnamedFiles(keeping: manifest, current)
    }

    private func removeUnnamedFiles(keeping manifest: Manifest, _ previous: Manifest?) {
        let kept = Set((manifest.segments + (previous?.segments ?? [])).map(\.file))
        // Without a sound manifest before this one its files are not known: nothing is removed.
        guard previous != nil || !FileManager.default.fileExists(atPath: workspace.previousManifestPath) else { return }
        let root = workspace.path + "/layers"
        for layer in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(layer)")) ?? []
            where !kept.contains("layers/\(layer)/\(name)") {
                // A file that can't be removed now is tried again at the next import; it does no harm.
                try? FileManager.default.removeItem(atPath: "\(root)/\(layer)/\(name)")
            }
        }
    }

    /// Letters, digits, dots and hyphens of a source name; the checksum in the file name keeps others apart.
    private static func fileName(_ source: String) -> String {
        String(
            source.prefix(80).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "_" }
        )
    }
}

/// What a manifest says about a segment besides its contents.
public struct SegmentDescription: Sendable {
    public let layer: String
    public let source: String
    /// Which of the segments that the source delivers for the layer, from 0.
    public let part: Int
    public let origin: String
    public let format: String
    public let referenceDate: String?
    public let licence: String?

    public init(
        layer: String,
        source: String,
        part: Int = 0,
        origin: String,
        format: String,
        referenceDate: String?,
        licence: String?
    ) {
        self.layer = layer
        self.source = source
        self.part = part
        self.origin = origin
        self.format = format
        self.referenceDate = referenceDate
        self.licence = licence
    }
}
