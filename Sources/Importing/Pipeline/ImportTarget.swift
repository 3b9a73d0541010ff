import FeatureLayers
import FileBridge
import Foundation
import Registers
import Synchronization
import Workspaces

/// The workspace that an import changes. It is made, locked and read when there is something to write, not before.
final class ImportTarget: Sendable {
    /// What came from a source: its segments, and where features of it are missing.
    struct Delivery: Sendable {
        let source: String
        let segments: [SegmentEntry]
        let gaps: [LayerGap]
    }

    private struct Opened: ~Copyable {
        let change: WorkspaceChange
        var manifest: Manifest
        var writer: SegmentWriter
        var pending: [Delivery] = []
        var lastCommit = ContinuousClock.now
    }

    /// The manifest is renewed this often while sources come in: what was published then survives an interruption.
    private static let commitInterval = Duration.seconds(5)

    let workspace: Workspace
    private let note: @Sendable (String) -> Void
    private let opened = Mutex<Opened?>(nil)

    init(_ workspace: Workspace, note: @escaping @Sendable (String) -> Void) throws {
        self.workspace = workspace
        self.note = note
        if FileManager.default.fileExists(atPath: workspace.manifestPath) { _ = try writer() }
    }

    /// What writes segments, from any thread.
    func writer() throws -> SegmentWriter {
        try opened.withLock { opened in
            if let writer = opened?.writer { return writer }
            let change = try WorkspaceChange.begin(in: workspace)
            let (manifest, problem) = try workspace.manifestToChange()
            if let problem { note(problem) }
            let writer = change.segmentWriter(beside: manifest)
            opened = Opened(change: change, manifest: manifest, writer: writer)
            return writer
        }
    }

    /// Whether the workspace has a regulation, under whatever name its source was imported.
    func holds(regulation work: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: workspace.manifestPath) else { return false }
        let regulations = try workspace.open(verifying: false).snapshot.layer("regeling")
        return regulations?.segments.contains { !$0.features(withIdentifier: work).isEmpty } ?? false
    }

    /// Takes over what came from a source; it is published with the next commit.
    func deliver(_ delivery: Delivery, report: ImportReport) throws {
        try ReportStore(workspace).write(report)
        opened.withLock { $0?.pending.append(delivery) }
    }

    /// Publishes what was delivered when the last time was a while ago. Only to be called while no source is under way: what
    /// was written and not delivered is removed.
    func publishNowAndThen() throws {
        try opened.withLock { opened in
            guard let last = opened?.lastCommit, ContinuousClock.now - last > ImportTarget.commitInterval else {
                return
            }
            try ImportTarget.commit(&opened)
        }
    }

    /// Publishes what was delivered. Without anything to publish a workspace that was not there is not made.
    func finish() throws { try opened.withLock { try ImportTarget.commit(&$0) } }

    private static func commit(_ opened: inout Opened?) throws {
        guard var state = opened.take() else { return }
        let result = Result {
            for delivery in state.pending {
                state.manifest.replaceSource(delivery.source, with: delivery.segments, gaps: delivery.gaps)
            }
            state.pending = []
            try state.change.commit(&state.manifest)
            // Segments may have been packed meanwhile.
            state.writer = state.change.segmentWriter(beside: state.manifest)
            state.lastCommit = .now
        }
        opened = consume state
        try result.get()
    }

    /// Where temporary files go: beside the data, so that they fit if the data does.
    var scratchDirectory: String {
        var path = workspace.path
        while !FileManager.default.fileExists(atPath: path) {
            let parent = path.folderPath
            if parent == path { return "/" }
            path = parent.isEmpty ? "." : parent
        }
        return path
    }
}
