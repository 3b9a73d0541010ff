import DeflateBridge
import FileBridge
public import GeoValues
import Synchronization

/// A PMTiles file, memory-mapped. Leaf directories are read when they are first asked and kept.
public final class PMTilesArchive: TileArchive {
    public let path: String
    public let metadata: ArchiveMetadata
    public let bounds: ArchiveBounds

    private let file: MappedFile
    private let header: PMTilesHeader
    private let root: [PMTilesEntry]
    /// By offset.
    private let leaves = Mutex<[UInt64: [PMTilesEntry]]>([:])
    /// Directories below one another: ours are two, three are allowed for.
    private static let deepest = 4
    private static let largestMetadata = 1 << 26

    /// Opens a file: header, root directory and metadata.
    ///
    /// - Throws: ``ArchiveProblem``, or `FileProblem` when the file can't be read.
    public init(path: String) throws {
        let file = try MappedFile(path: path)
        func damaged(_ what: String) -> ArchiveProblem { .damaged(path: path, what: what) }
        guard let bytes = file.copy(0..<PMTilesHeader.byteCount), let header = PMTilesHeader(bytes) else {
            throw damaged("it does not begin with a header of PMTiles version 3")
        }
        guard header.internalCompression == PMTilesHeader.gzip, header.tileCompression == PMTilesHeader.gzip,
            header.tileType == PMTilesHeader.vectorTiles
        else { throw ArchiveProblem.foreign(path: path) }
        func section(_ name: String, _ section: PMTilesHeader.Section) throws -> [UInt8] {
            guard let range = section.range(inFileOf: file.byteCount), let bytes = file.copy(range) else {
                throw damaged("its \(name) lies beyond its end")
            }
            return bytes
        }
        guard let root = PMTilesDirectory.decoded(try section("root directory", header.root)) else {
            throw damaged("its root directory can't be read")
        }
        let json: [UInt8]
        do {
            json = try Gzip.decompressed(
                try section("metadata", header.metadata),
                maximumByteCount: PMTilesArchive.largestMetadata
            )
        } catch let error as GzipError {
            throw damaged("its metadata can't be read: \(error)")
        }
        guard header.tiles.range(inFileOf: file.byteCount) != nil, header.leaves.range(inFileOf: file.byteCount) != nil
        else { throw damaged("its tiles lie beyond its end") }
        metadata = try ArchiveMetadata(json: json, path: path)
        let degrees = header.bounds.map { Double($0) / 10_000_000 }
        bounds = ArchiveBounds(west: degrees[0], south: degrees[1], east: degrees[2], north: degrees[3])
        self.path = path
        self.file = file
        self.header = header
        self.root = root
    }

    // MARK: Reading

    public func tile(_ tile: TileCoordinate) throws -> [UInt8]? {
        let wanted = tile.identifier
        var directory = root
        for _ in 0..<PMTilesArchive.deepest {
            guard let entry = PMTilesArchive.entry(before: wanted, in: directory) else { return nil }
            if entry.runLength > 0 {
                return wanted - entry.identifier < UInt64(entry.runLength) ? try contents(entry) : nil
            }
            directory = try leaf(entry)
        }
        throw ArchiveProblem.damaged(path: path, what: "its directories are nested too deep")
    }

    public func forEachTile(_ body: (TileCoordinate, [UInt8]) throws -> Void) throws {
        try forEachEntry(root, depth: 1) { entry in
            let bytes = try contents(entry)
            for identifier in entry.identifier..<entry.identifier + UInt64(entry.runLength) {
                guard let tile = TileCoordinate(metadata.origin.matrixSet, identifier: identifier) else {
                    throw ArchiveProblem.damaged(path: path, what: "tile \(identifier) is beyond the last zoom")
                }
                try body(tile, bytes)
            }
        }
    }

    /// The last entry that does not begin behind an identifier.
    private static func entry(before identifier: UInt64, in directory: [PMTilesEntry]) -> PMTilesEntry? {
        var low = 0
        var high = directory.count
        while low < high {
            let middle = (low + high) / 2
            if directory[middle].identifier <= identifier { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? directory[low - 1] : nil
    }

    private func forEachEntry(_ directory: [PMTilesEntry], depth: Int, _ body: (PMTilesEntry) throws -> Void) throws {
        guard depth <= PMTilesArchive.deepest else {
            throw ArchiveProblem.damaged(path: path, what: "its directories are nested too deep")
        }
        for entry in directory {
            if entry.runLength > 0 {
                try body(entry)
            } else {
                try forEachEntry(try leaf(entry), depth: depth + 1, body)
            }
        }
    }

    private func leaf(_ entry: PMTilesEntry) throws -> [PMTilesEntry] {
        if let known = leaves.withLock({ $0[entry.offset] }) { return known }
        guard let bytes = bytes(header.leaves, entry), let leaf = PMTilesDirectory.decoded(bytes) else {
            throw ArchiveProblem.damaged(path: path, what: "the directory of tile \(entry.identifier) can't be read")
        }
        leaves.withLock { $0[entry.offset] = leaf }
        return leaf
    }

    private func contents(_ entry: PMTilesEntry) throws -> [UInt8] {
        guard let bytes = bytes(header.tiles, entry) else {
            throw ArchiveProblem.damaged(path: path, what: "tile \(entry.identifier) lies beyond the tile data")
        }
        return bytes
    }

    private func bytes(_ section: PMTilesHeader.Section, _ entry: PMTilesEntry) -> [UInt8]? {
        guard entry.offset + UInt64(entry.length) <= section.length else { return nil }
        let start = Int(section.offset + entry.offset)
        return file.copy(start..<start + Int(entry.length))
    }

    // MARK: Verification

    public func structuralProblems() throws -> [String] {
        var problems: [String] = []
        func expect(_ holds: Bool, _ problem: @autoclosure () -> String) { if !holds { problems.append(problem()) } }
        let sizes = header.metadata.length + header.leaves.length + header.tiles.length
        expect(
            UInt64(file.byteCount) == UInt64(PMTilesHeader.rootEnd) + sizes,
            "The file has \(file.byteCount) bytes, the header says \(UInt64(PMTilesHeader.rootEnd) + sizes)."
        )
        expect(
            header.root.offset + header.root.length <= UInt64(PMTilesHeader.rootEnd),
            "The root directory reaches beyond the first \(PMTilesHeader.rootEnd) bytes."
        )
        var addressed: UInt64 = 0
        var entries: UInt64 = 0
        var offsets: Set<UInt64> = []
        var end: UInt64 = 0
        var next: UInt64 = 0
        var zooms: ClosedRange<Int>?
        try forEachEntry(root, depth: 1) { entry in
            expect(entries == 0 || entry.identifier >= next, "Entries overlap at tile \(entry.identifier).")
            let last = entry.identifier + UInt64(entry.runLength) - 1
            next = last + 1
            addressed += UInt64(entry.runLength)
            entries += 1
            if offsets.insert(entry.offset).inserted {
                expect(entry.offset == end, "Tile \(entry.identifier) is not in the order of a clustered archive.")
                end = entry.offset + UInt64(entry.length)
            }
            let matrixSet = metadata.origin.matrixSet
            guard let first = TileCoordinate(matrixSet, identifier: entry.identifier),
                let final = TileCoordinate(matrixSet, identifier: last)
            else {
                problems.append("Tile \(last) is beyond the last zoom.")
                return
            }
            zooms = min(zooms?.lowerBound ?? first.z, first.z)...max(zooms?.upperBound ?? final.z, final.z)
        }
        expect(addressed == header.addressedTiles, "Header: \(header.addressedTiles) tiles; found: \(addressed).")
        expect(entries == header.entries, "Header: \(header.entries) entries; found: \(entries).")
        expect(
            UInt64(offsets.count) == header.contents,
            "Header: \(header.contents) contents; found: \(offsets.count)."
        )
        expect(end == header.tiles.length, "Header: \(header.tiles.length) bytes of tiles; addressed: \(end).")
        if let zooms {
            let said = Int(header.minimumZoom)...max(Int(header.minimumZoom), Int(header.maximumZoom))
            expect(zooms == said, "Header: zoom \(said.lowerBound) to \(said.upperBound); found: \(zooms).")
        }
        expect(
            header.bounds[0] < header.bounds[2] && header.bounds[1] < header.bounds[3],
            "The bounds have no area: \(header.bounds)."
        )
        return problems
    }
}
