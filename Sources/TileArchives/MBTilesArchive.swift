public import GeoValues
import SQLiteBridge
import Synchronization

/// An MBTiles file. One connection, one reader at a time.
public final class MBTilesArchive: TileArchive {
    public let path: String
    public let metadata: ArchiveMetadata
    public let bounds: ArchiveBounds
    private let database: Mutex<SQLiteDatabase>

    /// - Throws: ``ArchiveProblem``, or `SQLiteProblem` when the file is not one of SQLite.
    public init(path: String) throws {
        let database = try SQLiteDatabase(path: path, .reading)
        let select = try database.prepare("SELECT name, value FROM metadata")
        var rows: [String: String] = [:]
        while try select.step() { rows[select.text(0)] = select.text(1) }
        (metadata, bounds) = try MBTilesMetadata.read(rows, path: path)
        self.path = path
        self.database = Mutex(database)
    }

    /// Rows count from the south (MBTiles 1.3: the TMS scheme).
    static func row(of tile: TileCoordinate) -> Int { (1 << tile.z) - 1 - tile.y }

    public func tile(_ tile: TileCoordinate) throws -> [UInt8]? {
        try database.withLock { database in
            try MBTilesArchive.read(tile, try MBTilesArchive.selection(database))
        }
    }

    private static func selection(_ database: SQLiteDatabase) throws -> SQLiteStatement {
        try database.prepare(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        )
    }

    private static func read(_ tile: TileCoordinate, _ select: SQLiteStatement) throws -> [UInt8]? {
        defer { select.reset() }
        for (position, value) in [tile.z, tile.x, row(of: tile)].enumerated() {
            try select.bind(value, at: Int32(position + 1))
        }
        return try select.step() ? select.bytes(0) : nil
    }

    public func forEachTile(_ body: (TileCoordinate, [UInt8]) throws -> Void) throws {
        try database.withLock { database in
            let select = try MBTilesArchive.selection(database)
            for tile in try addresses(database) {
                guard let bytes = try MBTilesArchive.read(tile, select) else {
                    throw ArchiveProblem.damaged(path: path, what: "tile \(tile.z)/\(tile.x)/\(tile.y) has no contents")
                }
                try body(tile, bytes)
            }
        }
    }

    /// In the order of identifiers, which SQLite does not know.
    private func addresses(_ database: SQLiteDatabase) throws -> [TileCoordinate] {
        let select = try database.prepare("SELECT zoom_level, tile_column, tile_row FROM map")
        var tiles: [(identifier: UInt64, tile: TileCoordinate)] = []
        while try select.step() {
            let z = select.int(0)
            guard (0...metadata.origin.matrixSet.highestZoom).contains(z),
                let tile = TileCoordinate(
                    metadata.origin.matrixSet,
                    z: z,
                    x: select.int(1),
                    y: (1 << z) - 1 - select.int(2)
                )
            else {
                throw ArchiveProblem.damaged(
                    path: path,
                    what: "it has a tile \(z)/\(select.int(1))/\(select.int(2)), which does not exist"
                )
            }
            tiles.append((tile.identifier, tile))
        }
        return tiles.sorted { $0.identifier < $1.identifier }.map(\.tile)
    }

    public func structuralProblems() throws -> [String] {
        try database.withLock { database in
            var problems: [String] = []
            let check = try database.prepare("PRAGMA integrity_check")
            while try check.step() { if check.text(0) != "ok" { problems.append("SQLite: \(check.text(0)).") } }
            let orphans = try database.prepare(
                "SELECT count(*) FROM images WHERE tile_id NOT IN (SELECT tile_id FROM map)"
            )
            if try orphans.step(), orphans.int(0) > 0 {
                problems.append("\(orphans.int(0)) contents belong to no tile.")
            }
            return problems
        }
    }
}
