public import FileBridge
import Foundation
import GeoValues

/// One file of toepasbare regels in a workspace, or what a municipality says about an activity that they belong to.
public struct DecisionTreeEntry: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// STTR, exactly as it was delivered.
        case tree = "boom"
        /// JSON of the Registratie Toepasbare Regels about an activity.
        case activity = "activiteit"
    }

    public let kind: Kind
    /// Path in the workspace.
    public let file: String
    public let checksum: Checksum128
    public let byteCount: Int
    /// The identifiers of its trees, parted by spaces, or that of the activity.
    public let subject: String
    /// From when it holds, `YYYY-MM-DD`; nil: always.
    public let validFrom: String?
    /// The file that it was delivered in, and its name there.
    public let origin: String

    /// What a delivery replaces: the same subject from the same day.
    fileprivate var key: [String] { [kind.rawValue, subject, validFrom ?? ""] }
}

/// The files of toepasbare regels of a workspace: `beslisbomen/index.tsv`, under its own checksum, and the files that it
/// names.
///
/// ```
/// stip-beslisbomen  1  XXH3-128 of all that follows this line
/// boom | activiteit  file  checksum  bytes  subject  valid from  origin
/// ```
public struct DecisionTreeIndex: Sendable {
    private static let title = "stip-beslisbomen"
    private static let version = 1

    public private(set) var entries: [DecisionTreeEntry] = []

    init() {}

    func encoded() -> [UInt8] {
        var body = ManifestLines()
        for entry in entries {
            let fields = [
                entry.file, entry.checksum.description, String(entry.byteCount), entry.subject, entry.validFrom ?? "",
                entry.origin,
            ]
            body.add(entry.kind.rawValue, fields)
        }
        var all = ManifestLines()
        all.add(Self.title, [String(Self.version), Checksum128(of: body.bytes).description])
        return all.bytes + body.bytes
    }

    /// - Throws: ``WorkspaceProblem/damagedManifest(path:)``.
    init(_ bytes: [UInt8], path: String) throws {
        let damaged = WorkspaceProblem.damagedManifest(path: path)
        var reader = ManifestReader(bytes)
        guard reader.word() == Self.title, reader.integer() == Self.version, let checksum = reader.checksum(),
            reader.endLine(), Checksum128(of: Array(bytes[reader.position...])) == checksum
        else { throw damaged }
        while !reader.isAtEnd {
            guard let kind = reader.word().flatMap(DecisionTreeEntry.Kind.init), let file = reader.text(),
                let checksum = reader.checksum(), let byteCount = reader.integer(), let subject = reader.text(),
                let validFrom = reader.text(), let origin = reader.text(), reader.endLine()
            else { throw damaged }
            entries.append(
                DecisionTreeEntry(
                    kind: kind,
                    file: file,
                    checksum: checksum,
                    byteCount: byteCount,
                    subject: subject,
                    validFrom: validFrom.isEmpty ? nil : validFrom,
                    origin: origin
                )
            )
        }
    }

    /// Adds a file; one about the same from the same day is replaced.
    ///
    /// - Returns: what was replaced.
    mutating func put(_ entry: DecisionTreeEntry) -> DecisionTreeEntry? {
        let replaced = entries.firstIndex { $0.key == entry.key }.map { entries.remove(at: $0) }
        entries.append(entry)
        entries.sort { $0.key.lexicographicallyPrecedes($1.key) }
        return replaced
    }
}

extension Workspace {
    static let decisionTreeFolder = "beslisbomen"
    public var decisionTreeIndexPath: String { "\(path)/\(Workspace.decisionTreeFolder)/index.tsv" }

    /// The files of toepasbare regels; none when nothing was imported.
    public func decisionTreeIndex() throws -> DecisionTreeIndex {
        let path = decisionTreeIndexPath
        guard FileManager.default.fileExists(atPath: path) else { return DecisionTreeIndex() }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw WorkspaceProblem.unreadableManifest(path: path, reason: "it can't be opened")
        }
        return try DecisionTreeIndex([UInt8](data), path: path)
    }
}

/// A file of toepasbare regels that is to be kept.
public struct NewDecisionTreeFile: Sendable {
    public let kind: DecisionTreeEntry.Kind
    public let bytes: [UInt8]
    public let subject: String
    public let validFrom: String?
    public let origin: String

    public init(
        kind: DecisionTreeEntry.Kind,
        bytes: [UInt8],
        subject: String,
        validFrom: String?,
        origin: String
    ) {
        self.kind = kind
        self.bytes = bytes
        self.subject = subject
        self.validFrom = validFrom
        self.origin = origin
    }
}

extension WorkspaceChange {
    /// Keeps files of toepasbare regels: all of them or, after an error or a crash, none. A workspace that does not exist is
    /// made.
    ///
    /// - Returns: for each whether it replaced another.
    public func keep(_ files: [NewDecisionTreeFile]) throws -> [Bool] {
        let folder = "\(workspace.path)/\(Workspace.decisionTreeFolder)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var index = try workspace.decisionTreeIndex()
        var replaced: [Bool] = []
        for file in files {
            let checksum = Checksum128(of: file.bytes)
            // The contents name the file, so that a server never reads one half old, half new.
            let name = "\(checksum).\(file.kind == .tree ? "dmn" : "json")"
            try AtomicFile.write(file.bytes, to: "\(folder)/\(name)")
            let entry = DecisionTreeEntry(
                kind: file.kind,
                file: "\(Workspace.decisionTreeFolder)/\(name)",
                checksum: checksum,
                byteCount: file.bytes.count,
                subject: file.subject,
                validFrom: file.validFrom,
                origin: file.origin
            )
            replaced.append(index.put(entry) != nil)
        }
        try AtomicFile.write(index.encoded(), to: workspace.decisionTreeIndexPath)
        if !FileManager.default.fileExists(atPath: workspace.manifestPath) {
            var empty = Manifest()
            try commit(&empty)
        }
        let named = Set(index.entries.map(\.file))
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name != "index.tsv" && !named.contains("\(Workspace.decisionTreeFolder)/\(name)") {
            // A server that still reads it has it in memory; what can't be removed does no harm.
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        return replaced
    }
}
