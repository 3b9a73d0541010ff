public import FileBridge
public import GeoValues

/// An archive that can be read, from any thread.
public protocol TileArchive: Sendable {
    var path: String { get }
    var metadata: ArchiveMetadata { get }
    var bounds: ArchiveBounds { get }

    /// The stored tile, a gzip member; nil when the archive has none there.
    func tile(_ tile: TileCoordinate) throws -> [UInt8]?

    /// Calls `body` with every tile, in the order of identifiers.
    func forEachTile(_ body: (TileCoordinate, [UInt8]) throws -> Void) throws

    /// What of the format itself is wrong, one sentence each.
    func structuralProblems() throws -> [String]
}

extension TileArchive {
    /// Reads all tiles and compares them with the checksum of the metadata.
    ///
    /// - Throws: ``ArchiveProblem/damaged(path:what:)``.
    public func verifyChecksum() throws {
        var contents = ArchiveContents()
        try forEachTile { tile, bytes in
            _ = contents.add(tile.identifier, Checksum128(of: bytes), byteCount: bytes.count)
        }
        guard contents.checksum == metadata.origin.checksum else {
            throw ArchiveProblem.damaged(path: path, what: "its tiles do not have the checksum that its metadata says")
        }
    }
}

/// An archive that is being written, on one thread. Nothing is at its path before ``finish(_:bounds:)``.
public protocol TileArchiveWriter: AnyObject {
    /// Adds the next tile, in the order of identifiers.
    func add(_ tile: TileCoordinate, _ contents: [UInt8], _ checksum: Checksum128) throws

    /// Writes what remains, makes the file durable and puts it in its place.
    func finish(_ metadata: ArchiveMetadata, bounds: ArchiveBounds) throws -> ArchiveSize
}

/// What was written.
public struct ArchiveSize: Equatable, Sendable {
    public let tiles: Int
    /// Different ones.
    public let contents: Int
    public let bytes: Int
    /// Of the first and the last tile; nil without any.
    public let zooms: ClosedRange<Int>?
}

/// The formats of archives, by the end of their file's name.
public enum ArchiveFormat: String, CaseIterable, Sendable {
    case pmtiles
    case mbtiles

    /// - Throws: ``ArchiveProblem/unknownFormat(path:)``.
    public init(path: String) throws {
        guard let format = ArchiveFormat.allCases.first(where: { path.hasSuffix("." + $0.rawValue) }) else {
            throw ArchiveProblem.unknownFormat(path: path)
        }
        self = format
    }

    public static func open(_ path: String) throws -> any TileArchive {
        switch try ArchiveFormat(path: path) {
        case .pmtiles: try PMTilesArchive(path: path)
        case .mbtiles: try MBTilesArchive(path: path)
        }
    }

    public static func create(_ path: String) throws -> any TileArchiveWriter {
        switch try ArchiveFormat(path: path) {
        case .pmtiles: try PMTilesWriter(path: path)
        case .mbtiles: try MBTilesWriter(path: path)
        }
    }
}
