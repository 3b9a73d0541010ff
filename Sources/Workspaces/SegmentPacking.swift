import FileBridge
import Foundation

/// Packs small segments of a layer together, so that a workspace with thousands of plans has few files to map.
///
/// A pack is the segments' own bytes one after another, each at a multiple of 64: checksums, validators and answers stay
/// those of the single segments.
struct SegmentPacking {
    /// Loose small segments that a layer may have before they are packed.
    static let looseLimit = 64
    /// A segment below this size is small, in bytes.
    static let smallByteCount = 1 << 20
    /// A pack grows to about this size, in bytes.
    static let packByteCount = 64 << 20

    private let workspace: Workspace

    init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// Writes packs for the layers that need them.
    ///
    /// - Returns: the entries that now lie elsewhere.
    func pack(_ manifest: Manifest) throws -> [SegmentEntry] {
        try manifest.layerNames.flatMap { layer -> [SegmentEntry] in
            let entries = manifest.segments.filter { $0.layer == layer && $0.byteCount < SegmentPacking.smallByteCount }
            let loose = entries.filter { $0.file.hasSuffix(".segment") }
            guard loose.count > SegmentPacking.looseLimit else { return [] }
            return try pack(loose, layer: layer)
        }
    }

    private func pack(_ entries: [SegmentEntry], layer: String) throws -> [SegmentEntry] {
        var moved: [SegmentEntry] = []
        var bytes: [UInt8] = []
        var members: [(entry: SegmentEntry, offset: Int)] = []
        func finish() throws {
            guard !members.isEmpty else { return }
            let file = "layers/\(layer)/pack-\(Checksum128(of: bytes).description.prefix(16)).segments"
            try AtomicFile.write(bytes, to: workspace.path + "/" + file)
            moved += members.map { $0.entry.moved(to: file, offset: $0.offset) }
            bytes = []
            members = []
        }
        for entry in entries {
            guard let contents = FileManager.default.contents(atPath: workspace.path + "/" + entry.file) else {
                throw WorkspaceProblem.unusableSegment("\(entry.file) can't be read; import \(entry.source) again.")
            }
            members.append((entry, bytes.count))
            bytes += [UInt8](contents)
            bytes += [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64)
            if bytes.count >= SegmentPacking.packByteCount { try finish() }
        }
        try finish()
        return moved
    }
}
