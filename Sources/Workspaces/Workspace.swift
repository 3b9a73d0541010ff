public import FileBridge
import Foundation
public import Registers

/// A directory with register data and the dossier: `manifest.tsv`, `layers/<layer>/*.segment`, `search.index`, `dossier.sqlite`.
public struct Workspace: Sendable {
    public let path: String

    /// Names an existing directory or one that an import will make.
    public init(path: String) {
        self.path = path
    }

    public var manifestPath: String { path + "/manifest.tsv" }
    /// The manifest before the last change. Its files are kept, so that a damaged new segment can be replaced by the old.
    public var previousManifestPath: String { path + "/manifest.previous.tsv" }
    /// What addresses, parcels and plans are found by; made by the import after the data.
    public var searchIndexPath: String { path + "/search.index" }
    public var dossierPath: String { path + "/dossier.sqlite" }
    /// What an authority wrote down of its other systems, if it did.
    public var onwardLinksPath: String { path + "/verwijzingen.json" }

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
        return try ManifestText.decoded([UInt8](data), path: path)
    }

    // MARK: Opening

    /// A workspace opened for reading.
    public struct Opened: Sendable {
        public let snapshot: RegisterSnapshot
        public let manifest: Manifest
        /// What was wrong, one sentence each; empty when all is well.
        public let problems: [String]
        /// Every file that is mapped; packed segments share one.
        public let files: [MappedFile]
    }

    /// Maps every file of the manifest.
    ///
    /// Of a file that is one segment the header is checked now; of packed ones, of which there can be 100,000, when the
    /// segment is first asked. A delivery that can't be used is replaced by the same source's previous one, when that is
    /// whole; else the layer is marked as failing. A damaged manifest falls back to the previous one.
    ///
    /// - Parameter verifying: also reads every section and compares it with its checksum.
    public func open(verifying: Bool) throws -> Opened {
        try requireExisting()
        var problems: [String] = []
        var opening = WorkspaceOpening(path: path) { (try? readManifest(previousManifestPath)) ?? Manifest() }
        var manifest: Manifest
        do {
            manifest = try readManifest(manifestPath) ?? Manifest()
        } catch let problem as WorkspaceProblem {
            guard let previous = try? readManifest(previousManifestPath) else { throw problem }
            problems.append("\(problem) The data from before the last import is served.")
            manifest = previous
        }
        let states = manifest.layerNames.map { layer in
            opening.state(of: layer, manifest, verifying: verifying, &problems)
        }
        return Opened(
            snapshot: RegisterSnapshot(
                layers: states,
                dataVersion: manifest.dataVersion,
                day: Int32(Date().timeIntervalSince1970 / 86_400)
            ),
            manifest: manifest,
            problems: problems,
            files: opening.files.values.sorted { $0.path < $1.path }
        )
    }
}
