import FeatureLayers
import FileBridge
import Foundation
public import PlaceSearch
import PlanningRules
public import Registers
import Synchronization
public import Workspaces

/// What the server serves at one moment.
public final class ServedSnapshot: Sendable {
    public let registers: RegisterSnapshot
    public let manifest: Manifest
    /// What is wrong with the workspace, one sentence each.
    public let problems: [String]
    /// Finds addresses, parcels and plans by their names; nil: there is no index that can be used.
    public let search: SearchIndex?
    /// The files that the registers are mapped from.
    let files: [MappedFile]
    /// What regulations say on locations, as far as it was asked.
    let ruleMemory = RuleMemory()
    /// Parts of answers that were written before.
    public let written = WrittenMemory()
    /// Whole answers that were given before.
    public let answers = AnswerMemory()
    let tileSource: TileSource

    init(_ opened: Workspace.Opened, search: SearchIndex?) {
        self.search = search
        registers = opened.snapshot
        manifest = opened.manifest
        problems = opened.problems
        files = opened.files
        tileSource = TileSource(registers.layers.values.map(\.layer), dataVersion: registers.dataVersion)
    }

    /// The same data, or part of it, of which something else is to be said.
    init(_ served: ServedSnapshot, registers: RegisterSnapshot? = nil, problems: [String]) {
        search = served.search
        self.registers = registers ?? served.registers
        manifest = served.manifest
        self.problems = problems
        files = served.files
        tileSource = TileSource(self.registers.layers.values.map(\.layer), dataVersion: self.registers.dataVersion)
    }

    /// The same data with another search index.
    init(_ served: ServedSnapshot, search: SearchIndex?) {
        self.search = search
        registers = served.registers
        manifest = served.manifest
        problems = served.problems
        files = served.files
        tileSource = served.tileSource
    }
}

/// Holds the served snapshot and swaps it whole when the workspace changes or a file turns out to be damaged.
public final class SnapshotHolder: Sendable {
    private let workspace: Workspace
    private let current: Mutex<ServedSnapshot>
    private let seen: Mutex<FileStamp?>
    /// The files of the manifest as they were when the workspace was last opened.
    private let seenFiles: Mutex<[FileStamp?]>
    private let seenIndex: Mutex<FileStamp?>
    private let log: @Sendable (String) -> Void

    /// What tells one version of the manifest file from another.
    private struct FileStamp: Equatable {
        let inode: UInt64
        let byteCount: UInt64
        let modified: Date

        init?(_ path: String) {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                let inode = attributes[.systemFileNumber] as? NSNumber, let size = attributes[.size] as? NSNumber,
                let modified = attributes[.modificationDate] as? Date
            else { return nil }
            self.inode = inode.uint64Value
            self.byteCount = size.uint64Value
            self.modified = modified
        }
    }

    /// Opens the workspace: headers and lengths now, contents by ``startWatching()``.
    public init(_ workspace: Workspace, log: @escaping @Sendable (String) -> Void) throws {
        self.workspace = workspace
        self.log = log
        let stamp = FileStamp(workspace.manifestPath)
        let opened = try SnapshotHolder.open(workspace, verifying: false)
        for problem in opened.problems { log(problem) }
        seenIndex = Mutex(FileStamp(workspace.searchIndexPath))
        current = Mutex(ServedSnapshot(opened, search: SnapshotHolder.searchIndex(workspace, verifying: false, log)))
        seen = Mutex(stamp)
        seenFiles = Mutex(SnapshotHolder.files(of: opened.manifest, workspace))
    }

    /// The search index of a workspace, if there is one that can be used.
    private static func searchIndex(
        _ workspace: Workspace,
        verifying: Bool,
        _ log: @Sendable (String) -> Void
    ) -> SearchIndex? {
        guard FileManager.default.fileExists(atPath: workspace.searchIndexPath) else { return nil }
        do {
            let index = try SearchIndex(path: workspace.searchIndexPath)
            if verifying { try index.verify() }
            return index
        } catch {
            log("\(error)")
            return nil
        }
    }

    private static func files(of manifest: Manifest, _ workspace: Workspace) -> [FileStamp?] {
        Set(manifest.segments.map(\.file)).sorted().map { FileStamp(workspace.path + "/" + $0) }
    }

    /// The snapshot of now; a request takes it once and keeps it to its end.
    public var snapshot: ServedSnapshot { current.withLock { $0 } }

    /// Opens a workspace, again when an import replaced the manifest meanwhile and took its files away.
    private static func open(_ workspace: Workspace, verifying: Bool) throws -> Workspace.Opened {
        for _ in 0..<3 {
            let before = FileStamp(workspace.manifestPath)
            let opened = try workspace.open(verifying: verifying)
            if opened.problems.isEmpty || FileStamp(workspace.manifestPath) == before { return opened }
        }
        return try workspace.open(verifying: verifying)
    }

    /// On a thread of its own: verifies what is served, then looks once a second whether the workspace changed, until the
    /// holder goes.
    public func startWatching() {
        Thread.detachNewThread { [weak self] in
            self?.verifyServed()
            while let holder = self {
                holder.look()
                Thread.sleep(forTimeInterval: 1)
            }
        }
    }

    private func look() {
        let stamp = FileStamp(workspace.manifestPath)
        if stamp != seen.withLock({ $0 }) {
            reload(stamp)
        } else if haveFilesChanged() {
            verifyServed()
        } else if !snapshot.problems.isEmpty {
            lookForRepair()
        }
        lookForIndex()
    }

    /// Whether a mapped file was lost in part or written to, or a segment could not be opened.
    private func haveFilesChanged() -> Bool {
        let served = snapshot
        return served.files.contains { $0.isDamaged || $0.hasChangedOnDisk() }
            || served.registers.layerNames.contains { served.registers.layer($0)?.isDamaged == true }
    }

    /// A file that could not be used may have been put back without a change to the manifest.
    private func lookForRepair() {
        let files = SnapshotHolder.files(of: snapshot.manifest, workspace)
        let haveChanged = seenFiles.withLock { seen in
            defer { seen = files }
            return seen != files
        }
        if haveChanged { serve { try SnapshotHolder.open(workspace, verifying: true) } }
    }

    /// An import writes the search index after the data.
    private func lookForIndex() {
        let stamp = FileStamp(workspace.searchIndexPath)
        let isDamaged = snapshot.search.map { $0.isDamaged } ?? false
        guard isDamaged || seenIndex.withLock({ $0 != stamp }) else { return }
        seenIndex.withLock { $0 = stamp }
        let index = SnapshotHolder.searchIndex(workspace, verifying: true, log)
        current.withLock { $0 = ServedSnapshot($0, search: index) }
    }

    private var segments: [Segment] {
        let registers = snapshot.registers
        return registers.layerNames.flatMap { registers.layer($0)?.segments ?? [] }
    }

    /// Reads all that is served; when something does not match its checksum, opens the workspace anew, which brings back
    /// previous segments or marks layers as failing.
    private func verifyServed() {
        let damaged = segments.compactMap { segment -> String? in
            do {
                try segment.verify()
                return nil
            } catch {
                return "\(error)"
            }
        }
        guard !damaged.isEmpty else { return }
        for message in damaged where !snapshot.problems.contains(message) { log(message) }
        serve { try SnapshotHolder.open(workspace, verifying: true) }
    }

    /// Takes in a changed manifest. Data that can't be used in full does not replace data that can.
    private func reload(_ stamp: FileStamp?) {
        seen.withLock { $0 = stamp }
        do {
            let opened = try SnapshotHolder.open(workspace, verifying: true)
            let present = snapshot
            // Better the data of before in whole than the new in part, unless that was damaged too.
            let isPresentWhole = !present.registers.layerNames.contains {
                present.registers.layers[$0]?.isFailing == true
            }
            guard opened.problems.isEmpty || !isPresentWhole else {
                for problem in opened.problems where !present.problems.contains(problem) {
                    log("\(problem) The data served before stays.")
                }
                // Looked at again each second: a file may be put right without a change to the manifest.
                seen.withLock { $0 = nil }
                current.withLock { $0 = ServedSnapshot(present, problems: opened.problems) }
                return
            }
            serve { opened }
            log("Now serving data version \(opened.snapshot.dataVersion).")
        } catch {
            if !snapshot.problems.contains("\(error)") {
                log("The changed workspace can't be opened; the data served before stays. \(error)")
            }
            seen.withLock { $0 = nil }
            current.withLock { $0 = ServedSnapshot($0, problems: ["\(error)"]) }
        }
    }

    private func serve(_ open: () throws -> Workspace.Opened) {
        do {
            let opened = try open()
            for problem in opened.problems { log(problem) }
            current.withLock { $0 = ServedSnapshot(opened, search: $0.search) }
            seenFiles.withLock { $0 = SnapshotHolder.files(of: opened.manifest, workspace) }
        } catch {
            log("\(error)")
            let present = snapshot
            // Nothing can be opened: every layer is failing, none is silently empty.
            let failing = present.registers.layerNames.compactMap { name in
                present.registers.layers[name].map {
                    RegisterLayerState(layer: $0.layer, problems: ["\(error)"], referenceDates: $0.referenceDates)
                }
            }
            let registers = RegisterSnapshot(
                layers: failing,
                dataVersion: present.registers.dataVersion,
                day: StipService.today
            )
            current.withLock { $0 = ServedSnapshot(present, registers: registers, problems: ["\(error)"]) }
        }
    }
}
