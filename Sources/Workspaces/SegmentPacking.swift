import FileBridge
import Foundation

/// Packs small segments of a layer together, so that a workspace with thousands of plans has few files to map.
///
/// A pack is the segments' own bytes one after another, each at a multiple of 64: checksums, validators and answers stay
/// those of the single segments. Packs are never changed: when most of a pack's segments were replaced, or there are many
/// packs that could be fuller, what is left in them is packed anew. Each segment is so rewritten a few times at most.
struct SegmentPacking {
    /// Loose small segments that a layer may have before they are packed.
    static let looseLimit = 64
    /// A segment below this size is small, in bytes.
    static let smallByteCount = 1 << 20
    /// A pack grows to about this size, in bytes.
    static let packByteCount = 64 << 20
    /// Packs below a quarter of that size that a layer may have before they are put together.
    static let smallPackLimit = 16
    static let packSuffix = ".segments"

    private let workspace: Workspace

    init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// Writes packs for the layers that need them.
    ///
    /// - Returns: the entries that now lie elsewhere.
    func pack(_ manifest: Manifest) throws -> [SegmentEntry] {
        try manifest.layerNames.flatMap { layer -> [SegmentEntry] in
            let entries = manifest.segments(of: layer)
            let packs = Dictionary(grouping: entries.filter(isPacked), by: \.file)
            var loose = entries.filter { !isPacked($0) && $0.byteCount < SegmentPacking.smallByteCount }
            if loose.count <= SegmentPacking.looseLimit { loose = [] }
            let sizes = packs.keys.reduce(into: [:]) { $0[$1] = byteCount(of: $1) }
            let sparse = packs.filter { file, members in
                members.reduce(0) { $0 + $1.byteCount } * 2 < sizes[file] ?? 0
            }.keys
            let small = packs.keys.filter { (sizes[$0] ?? .max) < SegmentPacking.packByteCount / 4 }
            let opened = Set(sparse).union(small.count > SegmentPacking.smallPackLimit ? small : [])
            let unpacked = opened.flatMap { packs[$0] ?? [] }
            return try pack((loose + unpacked).sorted { $0.precedes($1) }, layer: layer)
        }
    }

    private func isPacked(_ entry: SegmentEntry) -> Bool { entry.file.hasSuffix(SegmentPacking.packSuffix) }

    /// The size of a pack on disk; nil when it is not there.
    private func byteCount(of file: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: workspace.path + "/" + file)
        return (attributes?[.size] as? NSNumber)?.intValue
    }

    private func pack(_ entries: [SegmentEntry], layer: String) throws -> [SegmentEntry] {
        var moved: [SegmentEntry] = []
        var bytes: [UInt8] = []
        var members: [(entry: SegmentEntry, offset: Int)] = []
        func finish() throws {
            guard !members.isEmpty else { return }
            let file =
                "layers/\(layer)/pack-\(Checksum128(of: bytes).description.prefix(16))\(SegmentPacking.packSuffix)"
            try AtomicFile.write(bytes, to: workspace.path + "/" + file)
            moved += members.map { $0.entry.moved(to: file, offset: $0.offset) }
            bytes = []
            members = []
        }
        for entry in entries {
            members.append((entry, bytes.count))
            bytes += try contents(of: entry)
            bytes += [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64)
            if bytes.count >= SegmentPacking.packByteCount { try finish() }
        }
        try finish()
        return moved
    }

    /// The bytes of a segment, wherever it lies.
    private func contents(of entry: SegmentEntry) throws -> [UInt8] {
        let unreadable = WorkspaceProblem.unusableSegment(
            "\(entry.file) can't be read; import \(entry.source) again."
        )
        guard let handle = FileHandle(forReadingAtPath: workspace.path + "/" + entry.file) else { throw unreadable }
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(entry.offset))
        guard let data = try handle.read(upToCount: entry.byteCount), data.count == entry.byteCount else {
            throw unreadable
        }
        return [UInt8](data)
    }
}
