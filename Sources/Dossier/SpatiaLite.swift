import GRDB
import GRDBSQLite

/// Loading SpatiaLite into a connection: the only file of this target that needs `unsafe`.
enum SpatiaLite {
    /// Loads the module and closes the door for extensions again, so that no SQL can load another.
    static func load(_ module: String, into db: Database) throws {
        guard let connection = unsafe db.sqliteConnection else {
            throw DossierError.spatiaLiteMissing(reason: "the connection is closed")
        }
        unsafe sqlite3_enable_load_extension(connection, 1)
        defer { unsafe sqlite3_enable_load_extension(connection, 0) }
        var message: UnsafeMutablePointer<CChar>?
        let result = unsafe sqlite3_load_extension(connection, module, nil, &message)
        // The message is ours to free, whatever the result.
        defer { unsafe sqlite3_free(message) }
        guard result == SQLITE_OK else {
            let reason = if let message = unsafe message { unsafe String(cString: message) } else { "code \(result)" }
            throw DossierError.spatiaLiteMissing(reason: reason)
        }
    }
}
