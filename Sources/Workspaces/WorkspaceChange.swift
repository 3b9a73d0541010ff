import FeatureLayers
import FileBridge
import Foundation

/// A change to a workspace by one import, under the workspace's lock. Nothing is visible before ``commit(_:)``.
///
/// Segments are written beside the old ones and made durable; then the manifest is renamed into place. A crash at any
/// moment leaves the old manifest with all its files.
public struct WorkspaceChange: ~Copyable {
    let workspace: Workspace
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

    /// What writes the segments of this change, from any thread; a segment that the manifest has already stays where it is.
    public func segmentWriter(beside manifest: Manifest) -> SegmentWriter {
        SegmentWriter(workspace: workspace, manifest: manifest)
    }

    /// Puts a new manifest in place, keeps the one before it, and removes files that neither names: also segments that were
    /// written and are not in `manifest` yet.
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
        try synchroniseSmallSegments(of: manifest, beside: current)
        try AtomicFile.write(ManifestText.encoded(manifest), to: workspace.manifestPath)
        removeUnnamedFiles(keeping: manifest, current)
    }

    /// From this many on, all that the file system holds back is written at once; below, each file for itself, so that an
    /// import does not wait for what other programs wrote.
    private static let manyFiles = 256

    /// The segments must be on the disk before a manifest names them; large ones are already.
    private func synchroniseSmallSegments(of manifest: Manifest, beside current: Manifest?) throws {
        let present = Set(current?.segments.map(\.file) ?? [])
        let files = Set(
            manifest.segments.filter { $0.byteCount < SegmentPacking.smallByteCount && !present.contains($0.file) }
                .map(\.file)
        )
        guard files.count < WorkspaceChange.manyFiles else {
            return try AtomicFile.synchronise(fileSystemOf: workspace.path)
        }
        for file in files { try AtomicFile.synchronise("\(workspace.path)/\(file)") }
        for folder in Set(files.map(\.folderPath)) {
            try AtomicFile.synchronise("\(workspace.path)/\(folder)")
        }
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
