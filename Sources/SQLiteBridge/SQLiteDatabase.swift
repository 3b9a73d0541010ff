import CSQLite

/// A connection to a SQLite file. Confined to one thread at a time.
@safe
public final class SQLiteDatabase: @unchecked Sendable {
    // Unchecked because of the pointer: SQLite is opened serialised (SQLITE_OPEN_FULLMUTEX), and users hold a lock besides.

    public let path: String
    let handle: OpaquePointer

    public enum Access: Sendable {
        /// An existing file that nobody changes meanwhile.
        case reading
        /// A new file, or an empty one.
        case creating
    }

    public init(path: String, _ access: Access) throws(SQLiteProblem) {
        self.path = path
        let flags =
            switch access {
            case .reading: SQLITE_OPEN_READONLY
            case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var opened: OpaquePointer?
        let result = unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_FULLMUTEX, nil)
        // A handle is given also on failure, except without memory; it must be closed all the same.
        guard result == SQLITE_OK, let handle = unsafe opened else {
            let reason = unsafe SQLiteDatabase.message(opened, result)
            unsafe sqlite3_close_v2(opened)
            throw SQLiteProblem(operation: "open a database", path: path, reason: reason)
        }
        unsafe self.handle = handle
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Runs statements without results.
    public func execute(_ sql: String) throws(SQLiteProblem) {
        let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw problem(sql, result) }
    }

    public func prepare(_ sql: String) throws(SQLiteProblem) -> SQLiteStatement {
        var prepared: OpaquePointer?
        let result = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        guard result == SQLITE_OK, let statement = unsafe prepared else { throw problem(sql, result) }
        return unsafe SQLiteStatement(self, sql, statement)
    }

    func problem(_ operation: String, _ result: Int32) -> SQLiteProblem {
        SQLiteProblem(operation: operation, path: path, reason: unsafe SQLiteDatabase.message(handle, result))
    }

    private static func message(_ handle: OpaquePointer?, _ result: Int32) -> String {
        guard let text = unsafe handle == nil ? sqlite3_errstr(result) : sqlite3_errmsg(handle) else {
            return "error \(result)"
        }
        return unsafe String(cString: text)
    }
}
