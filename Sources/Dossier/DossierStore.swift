import Foundation
import GRDB

/// What people make and must never lose: plans and their versions, in one SpatiaLite database.
///
/// Safe to use from any thread. Calls wait for the disk; readers do not wait for the writer (WAL). What an insert
/// returned is on the disk (synchronous = FULL): a crash or power cut afterwards does not lose it.
public final class DossierStore: Sendable {
    let pool: DatabasePool

    /// Opens the database, makes it when the file does not exist, and brings it to the present form.
    /// - Parameters:
    ///   - path: of `dossier.sqlite`, in a directory that exists.
    ///   - spatiaLiteModule: what SQLite loads; a path where the module is not in the loader's usual places.
    /// - Throws: ``DossierError``.
    public init(path: String, spatiaLiteModule: String = "mod_spatialite") throws {
        var configuration = Configuration()
        configuration.label = "dossier"
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in try SpatiaLite.load(spatiaLiteModule, into: db) }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB chooses NORMAL for WAL, which may lose the last transactions in a power cut.
            let level = try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                return try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            guard level == 2 else { throw DossierError.storageFailed(reason: "SQLite refused synchronous = FULL") }
            let finding = try pool.read { db in try String.fetchOne(db, sql: "PRAGMA quick_check(1)") }
            guard finding == "ok" else {
                throw DossierError.damaged(path: path, reason: finding ?? "the check gave no answer")
            }
            let migrator = DossierMigrations.migrator
            if try pool.read(migrator.hasBeenSuperseded) { throw DossierError.newerVersion(path: path) }
            try migrator.migrate(pool)
        } catch let error as DatabaseError {
            throw DossierStore.failure(error, path: path)
        }
    }

    /// Waits for running calls, moves everything from the write-ahead log into the file, and closes it; later calls
    /// throw. Without it nothing is lost: the log stays beside the file and the next open reads it.
    /// - Throws: ``DossierError``.
    public func close() throws {
        do {
            try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            try pool.close()
        } catch let error as DatabaseError {
            throw DossierStore.failure(error, path: pool.path)
        }
    }

    /// The error of this target for an error of SQLite.
    private static func failure(_ error: DatabaseError, path: String) -> DossierError {
        let reason = error.message ?? error.resultCode.description
        return switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: .damaged(path: path, reason: reason)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY: .cannotOpen(path: path, reason: reason)
        default: .storageFailed(reason: reason)
        }
    }

    /// Reads in one consistent state.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try pool.read(body)
        } catch let error as DatabaseError {
            throw DossierStore.failure(error, path: pool.path)
        }
    }

    /// Writes in one transaction, on the disk when this returns.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try pool.write(body)
        } catch let error as DatabaseError {
            throw DossierStore.failure(error, path: pool.path)
        }
    }
}
