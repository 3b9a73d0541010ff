public import FileBridge
public import GeoValues
import SQLiteBridge

/// Writes an MBTiles file (MBTiles 1.3): every different content once in `images`, addresses in `map`, and the view `tiles`
/// that the specification asks for over both. The same tiles give the same bytes with the same SQLite.
public final class MBTilesWriter: TileArchiveWriter {
    private let file: PartFile
    private let database: SQLiteDatabase
    private let insertContents: SQLiteStatement
    private var contents = ArchiveContents()

    /// - Throws: `FileProblem` when the file can't be made or another process is writing it, or `SQLiteProblem`.
    public init(path: String) throws {
        file = try PartFile(target: path)
        database = try SQLiteDatabase(path: file.path, .creating)
        // The part is thrown away when it is not finished: SQLite's own journal would only double the writing.
        try database.execute(
            """
            PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA application_id = 0x4d504258;
            BEGIN;
            CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
            CREATE TABLE images (tile_id INTEGER PRIMARY KEY, tile_data BLOB);
            CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id INTEGER,
                PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;
            CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data
                FROM map JOIN images ON images.tile_id = map.tile_id;
            """
        )
        insertContents = try database.prepare("INSERT INTO images VALUES (?, ?)")
    }

    public func add(_ tile: TileCoordinate, _ bytes: [UInt8], _ checksum: Checksum128) throws {
        guard contents.add(tile.identifier, checksum, byteCount: bytes.count) else { return }
        try insertContents.bind(contents.checksums.count, at: 1)
        try insertContents.bind(bytes, at: 2)
        try insertContents.run()
    }

    public func finish(_ metadata: ArchiveMetadata, bounds: ArchiveBounds) throws -> ArchiveSize {
        try writeAddresses(metadata.origin.matrixSet)
        try write(metadata, bounds)
        try database.execute("COMMIT")
        try file.commit()
        var status = 0
        let size = try database.prepare("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        if try size.step() { status = size.int(0) }
        return ArchiveSize(
            tiles: contents.tileCount,
            contents: contents.checksums.count,
            bytes: status,
            zooms: contents.zooms
        )
    }

    /// In the order of the key, so that pages are filled one after the other.
    private func writeAddresses(_ matrixSet: TileMatrixSet) throws {
        struct Address: Comparable {
            let z, column, row, content: Int

            static func < (one: Address, other: Address) -> Bool {
                (one.z, one.column, one.row) < (other.z, other.column, other.row)
            }
        }
        var addresses: [Address] = []
        addresses.reserveCapacity(contents.tileCount)
        for run in contents.runs {
            for identifier in run.first..<run.first + UInt64(run.count) {
                guard let tile = TileCoordinate(matrixSet, identifier: identifier) else { continue }
                addresses.append(
                    Address(z: tile.z, column: tile.x, row: MBTilesArchive.row(of: tile), content: run.content + 1)
                )
            }
        }
        let insert = try database.prepare("INSERT INTO map VALUES (?, ?, ?, ?)")
        for address in addresses.sorted() {
            for (position, value) in [address.z, address.column, address.row, address.content].enumerated() {
                try insert.bind(value, at: Int32(position + 1))
            }
            try insert.run()
        }
    }

    private func write(_ metadata: ArchiveMetadata, _ bounds: ArchiveBounds) throws {
        var metadata = metadata
        metadata.origin.checksum = contents.checksum
        let insert = try database.prepare("INSERT INTO metadata VALUES (?, ?)")
        for row in try MBTilesMetadata.rows(metadata, bounds, contents.zooms ?? metadata.origin.zooms) {
            try insert.bind(row.name, at: 1)
            try insert.bind(row.value, at: 2)
            try insert.run()
        }
    }
}
