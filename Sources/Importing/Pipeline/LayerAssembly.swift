import FeatureLayers
import FileBridge
import GeoValues
import Registers
import Synchronization

/// All that the parts of a source brought of one layer: keeps current versions, sorts, and cuts into blocks.
///
/// Holds some 60 bytes a feature; the records stay in the store.
struct LayerAssembly: Sendable {
    /// Where an entry stands, and where it sorts.
    struct Key {
        /// Along the Hilbert curve, then by the hash of the identifier; what has no place comes last.
        let order: UInt64
        let part: UInt32
        let entry: UInt32

        var hasPlace: Bool { order >> 63 == 0 }

        fileprivate init(_ entry: PartIntake.Entry, part: Int, position: Int) {
            order =
                entry.box.isEmpty
                ? 1 << 63 | entry.identifierHash >> 1
                : UInt64(entry.hilbertKey) << 31 | entry.identifierHash >> 33
            self.part = UInt32(part)
            self.entry = UInt32(position)
        }

        fileprivate static func < (left: Key, right: Key) -> Bool {
            if left.order != right.order { return left.order < right.order }
            return left.part != right.part ? left.part < right.part : left.entry < right.entry
        }
    }

    let layer: String
    private(set) var report: LayerReport
    private(set) var rejectedArea = RDBox.empty
    /// Whether a feature was rejected, or has no place, and does not say where it lies.
    private(set) var hasMissingPlaces = false
    let columns: [ColumnDefinition]
    let rule: CoverageRule?
    /// The kept entries in their order.
    private(set) var keys: [Key] = []
    private(set) var blocks: [Range<Int>] = []
    /// Over the boxes of ``keys``.
    private(set) var tree = BoxTree([])
    private var parts: [[PartIntake.Entry]]
    /// For each part the place of its columns among ``columns``.
    private let columnPlaces: [[Int]]
    private let store: ScratchStore

    /// - Parameter identifiersAreUnique: whether two features with one identifier are versions of the same thing.
    init(
        layer: String,
        results: [PartIntake.Result?],
        identifiersAreUnique: Bool,
        store: ScratchStore,
        threads: Int
    ) throws {
        self.layer = layer
        self.store = store
        rule = CoverageRule.of(layer)
        report = LayerReport(layer: layer)
        var columns = IntakeColumns()
        for result in results {
            guard let result else { continue }
            columns.merge(result.columns)
            report.read += result.report.read
            report.historic += result.report.historic
            report.rejected += result.report.rejected
            report.findings += result.report.findings
            rejectedArea.formUnion(result.rejectedArea)
            hasMissingPlaces = hasMissingPlaces || result.hasMissingPlaces
        }
        self.columns = columns.definitions
        columnPlaces = results.map { $0.map { columns.places(of: $0.columns) } ?? [] }
        parts = results.map { $0?.entries ?? [] }

        var dropped = Set<UInt64>()
        if identifiersAreUnique {
            dropped = try VersionChoice(parts: parts, store: store).dropped()
            report.duplicate = dropped.count
        }
        for (part, result) in results.enumerated() {
            for (entry, finding) in result?.repairs ?? []
            where dropped.isEmpty || !dropped.contains(UInt64(part) << 32 | UInt64(entry)) {
                report.repaired += 1
                report.findings.append(finding)
            }
        }
        keys = try LayerAssembly.sortedKeys(parts, without: dropped, threads: threads)
        report.imported = keys.count
        report.withoutPlace = keys.count - (keys.firstIndex { !$0.hasPlace } ?? keys.count)
        // A table without any place is not a map layer; in one that is, what has no place may lie anywhere.
        if report.withoutPlace > 0, report.withoutPlace < report.imported || RegisterLayer.isKnown(layer) {
            hasMissingPlaces = true
        }
        let keys = self.keys
        blocks = HilbertBlocks.ranges(count: keys.count) { keys[$0].order }
        try orderBlocks(threads: threads)
        tree = BoxTree(self.keys.map { parts[Int($0.part)][Int($0.entry)].box })
    }

    /// The keys of all entries but those dropped, in their order.
    private static func sortedKeys(
        _ parts: [[PartIntake.Entry]],
        without dropped: Set<UInt64>,
        threads: Int
    ) throws -> [Key] {
        // Each part for itself, side by side: what is sorted already is merged quickly.
        let sorted = Mutex([[Key]](repeating: [], count: parts.count))
        try ParallelWork.run(parts.count, threads: threads) { part in
            var keys: [Key] = []
            keys.reserveCapacity(parts[part].count)
            for (position, entry) in parts[part].enumerated() {
                if !dropped.isEmpty, dropped.contains(UInt64(part) << 32 | UInt64(position)) { continue }
                keys.append(Key(entry, part: part, position: position))
            }
            keys.sort(by: <)
            sorted.withLock { [keys] in $0[part] = keys }
        }
        return Array(sorted.withLock { $0 }.joined()).sorted(by: <)
    }

    /// Puts the features of each block in the order of its tree.
    private mutating func orderBlocks(threads: Int) throws {
        let (keys, parts, blocks) = (self.keys, self.parts, self.blocks)
        let ordered = Mutex(keys)
        try ParallelWork.run(blocks.count, threads: threads) { number in
            let block = blocks[number]
            let order = PackedTreeOrder.order(block.map { parts[Int(keys[$0].part)][Int(keys[$0].entry)].box })
            let inOrder = order.map { keys[block.lowerBound + $0] }
            ordered.withLock { $0.replaceSubrange(block, with: inOrder) }
        }
        self.keys = ordered.withLock { $0 }
    }

    /// Without what is only needed to make segments.
    var withoutRecords: LayerAssembly {
        var kept = self
        kept.keys = []
        kept.blocks = []
        kept.parts = []
        kept.tree = BoxTree([])
        return kept
    }

    /// Adds what was found when the blocks were made.
    mutating func add(_ findings: [Finding], noded: Int) {
        report.findings += findings
        report.noded += noded
    }

    /// Reads the records at some positions of ``keys``, one after another.
    func forEachRecord(_ positions: some Sequence<Int>, _ body: (Int, inout ByteReader) throws -> Void) throws {
        var bytes: [UInt8] = []
        for position in positions {
            let key = keys[position]
            let entry = parts[Int(key.part)][Int(key.entry)]
            bytes.removeAll(keepingCapacity: true)
            try store.read(entry.location, byteCount: Int(entry.byteCount), into: &bytes)
            var reader = ByteReader(bytes)
            bytes = []
            try body(position, &reader)
            bytes = reader.bytes
        }
    }

    /// The identifier of the feature at a position of ``keys``.
    func identifier(at position: Int) throws -> String {
        var identifier = ""
        try forEachRecord(CollectionOfOne(position)) { _, reader in
            identifier = StoredRecord.readIdentity(&reader).identifier
        }
        return identifier
    }

    func columnPlaces(ofPart part: Int) -> [Int] { columnPlaces[part] }
}

/// Chooses among entries with one identifier.
///
/// Of several versions of one feature that hold at the same time the newest stays. The same thing twice is a duplicate; two
/// that differ, and of which neither is newer, are both kept: leaving one out could hide it.
private struct VersionChoice {
    let parts: [[PartIntake.Entry]]
    let store: ScratchStore

    /// What goes: part in the upper, entry in the lower 32 bits.
    func dropped() throws -> Set<UInt64> {
        let count = parts.reduce(0) { $0 + $1.count }
        var seen = HashFilter(count: count)
        var repeated = HashFilter(count: count)
        for entries in parts {
            for entry in entries where !seen.insert(entry.identifierHash) { repeated.insert(entry.identifierHash) }
        }
        guard !repeated.isEmpty else { return [] }
        var groups: [UInt64: [UInt64]] = [:]
        for (part, entries) in parts.enumerated() {
            for (position, entry) in entries.enumerated() where repeated.mayContain(entry.identifierHash) {
                groups[entry.identifierHash, default: []].append(UInt64(part) << 32 | UInt64(position))
            }
        }
        var dropped = Set<UInt64>()
        for entries in groups.values where entries.count > 1 {
            dropped.formUnion(try self.dropped(among: entries))
        }
        return dropped
    }

    private func dropped(among entries: [UInt64]) throws -> [UInt64] {
        var kept: [(entry: UInt64, identity: StoredRecord.Identity)] = []
        var dropped: [UInt64] = []
        for entry in entries {
            let candidate = try identity(of: entry)
            var isDropped = false
            for position in kept.indices where VersionChoice.compete(kept[position].identity, candidate) {
                let present = kept[position].identity
                if VersionChoice.isNewer(candidate.version, than: present.version) {
                    dropped.append(kept[position].entry)
                    kept[position] = (entry, candidate)
                    isDropped = true
                } else if VersionChoice.isNewer(present.version, than: candidate.version)
                    || VersionChoice.haveSameGeometry(present, candidate)
                {
                    dropped.append(entry)
                    isDropped = true
                }
                if isDropped { break }
            }
            if !isDropped { kept.append((entry, candidate)) }
        }
        return dropped
    }

    private func identity(of entry: UInt64) throws -> StoredRecord.Identity {
        let stored = parts[Int(entry >> 32)][Int(entry & 0xFFFF_FFFF)]
        var bytes: [UInt8] = []
        try store.read(stored.location, byteCount: Int(stored.byteCount), into: &bytes)
        var reader = ByteReader(bytes)
        return StoredRecord.readIdentity(&reader)
    }

    /// Whether two are versions of one feature that hold on a common day.
    private static func compete(_ left: StoredRecord.Identity, _ right: StoredRecord.Identity) -> Bool {
        left.identifier == right.identifier && left.validFrom < right.validUntil && right.validFrom < left.validUntil
    }

    /// Compares numbers as numbers and other versions (dates) as text.
    private static func isNewer(_ left: String, than right: String) -> Bool {
        if let leftNumber = Int(left), let rightNumber = Int(right) { return leftNumber > rightNumber }
        return left > right
    }

    private static func haveSameGeometry(_ left: StoredRecord.Identity, _ right: StoredRecord.Identity) -> Bool {
        left.geometry.kind == right.geometry.kind && left.geometry.ringRoles == right.geometry.ringRoles
            && left.geometry.ringVertexCounts == right.geometry.ringVertexCounts
            && left.geometry.vertices == right.geometry.vertices
    }
}

/// Which hashes were put in, give or take: of those that were not, one in sixteen or fewer seems to have been. Two bytes a hash.
private struct HashFilter {
    private var bits: [UInt64]
    private(set) var isEmpty = true

    /// - Parameter count: how many hashes at most.
    init(count: Int) {
        var size = 64
        while size < 16 * count { size *= 2 }
        bits = [UInt64](repeating: 0, count: size / 64)
    }

    private func place(_ hash: UInt64) -> (word: Int, bit: UInt64) {
        (Int(truncatingIfNeeded: hash >> 6) & (bits.count - 1), 1 << (hash & 63))
    }

    func mayContain(_ hash: UInt64) -> Bool {
        let (word, bit) = place(hash)
        return bits[word] & bit != 0
    }

    /// Returns false when it may have been put in before.
    @discardableResult
    mutating func insert(_ hash: UInt64) -> Bool {
        let (word, bit) = place(hash)
        isEmpty = false
        guard bits[word] & bit == 0 else { return false }
        bits[word] |= bit
        return true
    }
}
