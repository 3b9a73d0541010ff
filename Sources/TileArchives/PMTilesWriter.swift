import DeflateBridge
public import FileBridge
public import GeoValues

/// Writes a PMTiles file in one pass: room for header and root directory, the tiles as they come, then metadata and leaf
/// directories. Clustered, and every different content once.
public final class PMTilesWriter: TileArchiveWriter {
    private let file: PartFile
    private var contents = ArchiveContents()
    /// Entries of a leaf directory, when all do not fit into the root.
    private static let smallestLeaf = 4096

    /// - Throws: `FileProblem` when the file can't be made or another process is writing it.
    public init(path: String) throws {
        file = try PartFile(target: path)
        try file.append([UInt8](repeating: 0, count: PMTilesHeader.rootEnd))
    }

    public func add(_ tile: TileCoordinate, _ bytes: [UInt8], _ checksum: Checksum128) throws {
        if contents.add(tile.identifier, checksum, byteCount: bytes.count) { try file.append(bytes) }
    }

    public func finish(_ metadata: ArchiveMetadata, bounds: ArchiveBounds) throws -> ArchiveSize {
        var metadata = metadata
        metadata.origin.checksum = contents.checksum
        var header = PMTilesHeader()
        header.tiles = .init(offset: UInt64(PMTilesHeader.rootEnd), length: contents.byteCount)
        let json = Gzip.compressed(try metadata.json(), level: 9)
        header.metadata = .init(offset: UInt64(file.byteCount), length: UInt64(json.count))
        try file.append(json)
        let directories = PMTilesWriter.directories(entries)
        header.leaves = .init(offset: UInt64(file.byteCount), length: UInt64(directories.leaves.count))
        try file.append(directories.leaves)
        header.root = .init(offset: UInt64(PMTilesHeader.byteCount), length: UInt64(directories.root.count))
        header.addressedTiles = UInt64(contents.tileCount)
        header.entries = UInt64(contents.runs.count)
        header.contents = UInt64(contents.checksums.count)
        let zooms = contents.zooms ?? metadata.origin.zooms
        header.minimumZoom = UInt8(zooms.lowerBound)
        header.maximumZoom = UInt8(zooms.upperBound)
        header.bounds = [bounds.west, bounds.south, bounds.east, bounds.north].map(ArchiveBounds.stored)
        header.centreZoom = UInt8(ArchiveBounds.centreZoom(zooms))
        header.centre = [bounds.centre.longitude, bounds.centre.latitude].map(ArchiveBounds.stored)
        try file.overwrite(at: 0, with: header.encoded + directories.root)
        try file.commit()
        return ArchiveSize(
            tiles: contents.tileCount,
            contents: contents.checksums.count,
            bytes: file.byteCount,
            zooms: contents.zooms
        )
    }

    private var entries: [PMTilesEntry] {
        contents.runs.map { run in
            PMTilesEntry(
                identifier: run.first,
                offset: contents.offsets[run.content],
                length: contents.length(ofContent: run.content),
                runLength: run.count
            )
        }
    }

    /// The root directory and all leaves; leaves grow until the root fits its room.
    private static func directories(_ entries: [PMTilesEntry]) -> (root: [UInt8], leaves: [UInt8]) {
        let room = PMTilesHeader.rootEnd - PMTilesHeader.byteCount
        let whole = PMTilesDirectory.encoded(entries[...])
        if whole.count <= room { return (whole, []) }
        var leafSize = smallestLeaf
        while true {
            var leaves: [UInt8] = []
            var root: [PMTilesEntry] = []
            for start in stride(from: 0, to: entries.count, by: leafSize) {
                let leaf = PMTilesDirectory.encoded(entries[start..<min(start + leafSize, entries.count)])
                root.append(
                    PMTilesEntry(
                        identifier: entries[start].identifier,
                        offset: UInt64(leaves.count),
                        length: UInt32(leaf.count),
                        runLength: 0
                    )
                )
                leaves += leaf
            }
            let encoded = PMTilesDirectory.encoded(root[...])
            if encoded.count <= room { return (encoded, leaves) }
            leafSize *= 2
        }
    }
}
