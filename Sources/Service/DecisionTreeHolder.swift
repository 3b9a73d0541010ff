public import DecisionTrees
import FileBridge
import Foundation
import GeoValues
import Synchronization
public import Workspaces

/// A tree that is served.
public final class ServedTree: Sendable {
    /// The same for all versions of the tree.
    public let identifier: String
    public let document: DecisionDocument
    /// Position of its decision in the document.
    public let root: Int
    let entry: DecisionTreeEntry
    /// From when it holds, in days since 1970-01-01; nil: always.
    let firstDay: Int32?
    /// What people do that it is about, as the Registratie Toepasbare Regels names it: `AanbouwBouwenVerbouwen`.
    public let works: [String]

    init(_ identifier: String, _ document: DecisionDocument, root: Int, _ entry: DecisionTreeEntry, works: [String]) {
        self.identifier = identifier
        self.document = document
        self.root = root
        self.entry = entry
        firstDay = entry.validFrom.flatMap(CalendarDay.day)
        self.works = works
    }

    public var decision: Decision { document.decisions[root] }
    /// From when it holds, `YYYY-MM-DD`; nil: always.
    public var validFrom: String? { entry.validFrom }
    /// The file that it was delivered in.
    public var origin: String { entry.origin }
    /// Of the file, as 32 hexadecimal digits.
    public var checksum: String { entry.checksum.description }

    /// What the tree can say, as its table writes it, in the order of the rules.
    public var outcomes: [FEELValue] {
        var found: [FEELValue] = []
        for output in decision.table?.rules.flatMap(\.outputs) ?? [] {
            if let value = output.literal, !found.contains(value) { found.append(value) }
        }
        return found
    }
}

/// All trees of a workspace at one moment.
public final class DecisionTreeSnapshot: Sendable {
    /// By identifier, then by the day from which they hold.
    public let trees: [ServedTree]
    /// What is wrong, by the identifiers of the trees that can't be served for it.
    public let failing: [String: String]
    public let problems: [String]
    /// Files that are missing or damaged.
    let damaged: [DecisionTreeEntry]
    /// How often the trees of the workspace were taken in before.
    public let generation: Int

    init(
        generation: Int = 0,
        trees: [ServedTree] = [],
        failing: [String: String] = [:],
        problems: [String],
        damaged: [DecisionTreeEntry] = []
    ) {
        self.generation = generation
        self.trees = trees
        self.failing = failing
        self.problems = problems
        self.damaged = damaged
    }

    /// All versions of a tree, oldest first.
    public func versions(_ identifier: String) -> [ServedTree] { trees.filter { $0.identifier == identifier } }

    /// The version of every tree that holds on a day, by identifier.
    public func trees(onDay day: Int32) -> [ServedTree] {
        var found: [ServedTree] = []
        for tree in trees where tree.firstDay.map({ $0 <= day }) ?? true {
            if found.last?.identifier == tree.identifier { found.removeLast() }
            found.append(tree)
        }
        return found
    }
}

/// Holds the decision trees of a workspace and takes them in anew when an import changed them.
public final class DecisionTreeHolder: Sendable {
    private let workspace: Workspace
    private let log: @Sendable (String) -> Void
    private let current: Mutex<DecisionTreeSnapshot>
    /// The index when it was last read.
    private let seen: Mutex<Data?>

    public init(_ workspace: Workspace, log: @escaping @Sendable (String) -> Void) {
        self.workspace = workspace
        self.log = log
        let index = FileManager.default.contents(atPath: workspace.decisionTreeIndexPath)
        let snapshot = Self.load(workspace)
        for problem in snapshot.problems { log(problem) }
        current = Mutex(snapshot)
        seen = Mutex(index)
    }

    /// The bytes of a tree's file as it was delivered; nil when it is missing or damaged.
    public func file(of tree: ServedTree) -> [UInt8]? { Self.contents(tree.entry, workspace) }

    public var snapshot: DecisionTreeSnapshot { current.withLock { $0 } }

    /// On a thread of its own: looks once a second whether the trees changed, until the holder goes.
    public func startWatching() {
        Thread.detachNewThread { [weak self] in
            while let holder = self {
                holder.look()
                Thread.sleep(forTimeInterval: 1)
            }
        }
    }

    private func look() {
        let index = FileManager.default.contents(atPath: workspace.decisionTreeIndexPath)
        let hasChanged = seen.withLock { seen in
            defer { seen = index }
            return seen != index
        }
        // A file that could not be used may have been put right without a change to the index.
        guard hasChanged || snapshot.damaged.contains(where: { Self.contents($0, workspace) != nil }) else { return }
        let next = Self.load(workspace, generation: snapshot.generation + 1)
        for problem in next.problems where !snapshot.problems.contains(problem) { log(problem) }
        if hasChanged { log("Now serving \(next.trees.count) decision trees.") }
        current.withLock { $0 = next }
    }

    private static func load(_ workspace: Workspace, generation: Int = 0) -> DecisionTreeSnapshot {
        let index: DecisionTreeIndex
        do {
            index = try workspace.decisionTreeIndex()
        } catch {
            return DecisionTreeSnapshot(generation: generation, problems: ["\(error)"])
        }
        var problems: [String] = []
        var failing: [String: String] = [:]
        var damaged: [DecisionTreeEntry] = []
        func contents(_ entry: DecisionTreeEntry) -> [UInt8]? {
            if let bytes = Self.contents(entry, workspace) { return bytes }
            damaged.append(entry)
            problems.append("\(workspace.path)/\(entry.file) is missing or damaged: import \(entry.origin) again.")
            return nil
        }
        var works: [String: [String]] = [:]
        for entry in index.entries where entry.kind == .activity {
            if let bytes = contents(entry) { works[entry.subject] = Self.works(bytes) }
        }
        var trees: [ServedTree] = []
        for entry in index.entries where entry.kind == .tree {
            guard contents(entry) != nil else {
                for identifier in entry.subject.split(separator: " ") { failing[String(identifier)] = problems.last }
                continue
            }
            do {
                let document = try DecisionDocument.read(path: "\(workspace.path)/\(entry.file)", name: entry.origin)
                for (root, identifier) in zip(document.roots, document.treeIdentifiers) {
                    let activity = document.decisions[root].concept?.activity
                    trees.append(
                        ServedTree(identifier, document, root: root, entry, works: activity.flatMap { works[$0] } ?? [])
                    )
                }
            } catch {
                problems.append("\(error)")
                for identifier in entry.subject.split(separator: " ") { failing[String(identifier)] = "\(error)" }
            }
        }
        trees.sort { ($0.identifier, $0.firstDay ?? .min) < ($1.identifier, $1.firstDay ?? .min) }
        return DecisionTreeSnapshot(
            generation: generation,
            trees: trees,
            failing: failing,
            problems: problems,
            damaged: damaged
        )
    }

    private static func contents(_ entry: DecisionTreeEntry, _ workspace: Workspace) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: "\(workspace.path)/\(entry.file)"),
            data.count == entry.byteCount, Checksum128(of: [UInt8](data)) == entry.checksum
        else { return nil }
        return [UInt8](data)
    }

    /// The works in what the Registratie Toepasbare Regels says of an activity.
    private static func works(_ bytes: [UInt8]) -> [String] {
        struct Activity: Decodable {
            struct Work: Decodable { let urn: String? }
            let werkzaamheden: [Work]?
        }
        return (try? JSONDecoder().decode(Activity.self, from: Data(bytes)))?.werkzaamheden?.compactMap(\.urn) ?? []
    }
}
