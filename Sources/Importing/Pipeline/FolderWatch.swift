import FileBridge
import Foundation
public import Workspaces

/// Notices new and changed files in a folder, for imports that go on by themselves.
///
/// What was taken up is remembered in the workspace (`watched.json`), so that a restart imports nothing twice. A file counts
/// once it has kept its size and time from one look to the next: a download under way is left alone.
public final class FolderWatch {
    private struct Stamp: Codable, Equatable {
        let byteCount: UInt64
        /// Seconds since 1970.
        let modified: Double
    }

    private let folder: String
    private let statePath: String
    /// What was taken up, by path in the folder.
    private var taken: [String: Stamp]
    /// What the last look saw.
    private var seen: [String: Stamp] = [:]

    /// - Throws: when what an earlier watch remembered can't be read.
    public init(_ folder: String, workspace: Workspace) throws {
        self.folder = folder
        statePath = workspace.path + "/watched.json"
        guard FileManager.default.fileExists(atPath: statePath) else {
            taken = [:]
            return
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: statePath))
        taken = try JSONDecoder().decode([String: Stamp].self, from: data)
    }

    /// The files that are new or changed and no longer grow, in order of their names. When one file of an extract of the BAG changed,
    /// all of it is due, and all that there is of the BAG when there are mutations, since these hold on a stand; with a change of a
    /// regulation the regulation.
    ///
    /// - Throws: ``ImportProblem/missing(path:)`` when the folder is gone.
    public func dueFiles() throws -> [String] {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
            throw ImportProblem.missing(path: folder)
        }
        var now: [String: Stamp] = [:]
        for name in names where SourceFormat.isImportable(name) { now[name] = stamp(name) }
        defer { seen = now }
        let settled = now.filter { seen[$0.key] == $0.value }
        var due = Set(settled.filter { taken[$0.key] != $0.value }.keys)
        guard !due.isEmpty else { return [] }
        let extracts = settled.keys.filter { isExtract($0) }
        if extracts.contains(where: due.contains),
            extracts.contains(where: { BAGExtract.holdsMutations(path: path($0)) })
        {
            due.formUnion(extracts)
        }
        for group in BAGFileName.grouped(extracts.map(path), isExtract: { _ in true }).map({ $0.map(name) })
        where group.contains(where: due.contains) {
            due.formUnion(group)
        }
        // A change or draft of a regulation is read with the regulation, and that with all its changes.
        let others = settled.keys.filter {
            !extracts.contains($0) && ($0 as NSString).pathExtension.lowercased() == "zip"
        }.sorted()
        if others.contains(where: due.contains) {
            for group in RegulationReading.grouped(others.map { [path($0)] }).groups.map({ $0.map(name) })
            where group.contains(where: due.contains) {
                due.formUnion(group)
            }
        }
        return due.sorted().map(path)
    }

    /// Remembers that files were taken up, whatever came of it: one that fails is tried again when it changes.
    public func take(_ files: [String]) throws {
        for file in files {
            taken[name(file)] = seen[name(file)]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try FileManager.default.createDirectory(
            atPath: statePath.folderPath,
            withIntermediateDirectories: true
        )
        try AtomicFile.write([UInt8](try encoder.encode(taken)), to: statePath)
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func name(_ path: String) -> String { String(path.dropFirst(folder.count + 1)) }

    private func isExtract(_ name: String) -> Bool {
        ["zip", "xml"].contains((name as NSString).pathExtension.lowercased())
            && BAGExtract.recognise(path: path(name))
    }

    private func stamp(_ name: String) -> Stamp? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path(name)),
            attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? NSNumber,
            let modified = attributes[.modificationDate] as? Date
        else { return nil }
        return Stamp(byteCount: size.uint64Value, modified: modified.timeIntervalSince1970)
    }
}
