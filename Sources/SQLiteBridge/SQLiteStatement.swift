import CSQLite

/// A prepared statement. Parameters count from 1, columns from 0, as SQLite counts them.
@safe
public final class SQLiteStatement {
    private let database: SQLiteDatabase
    private let sql: String
    private let handle: OpaquePointer

    init(_ database: SQLiteDatabase, _ sql: String, _ handle: OpaquePointer) {
        self.database = database
        self.sql = sql
        unsafe self.handle = handle
    }

    deinit { unsafe sqlite3_finalize(handle) }

    // MARK: Parameters

    public func bind(_ value: Int, at position: Int32) throws(SQLiteProblem) {
        try check(unsafe sqlite3_bind_int64(handle, position, Int64(value)))
    }

    public func bind(_ text: String, at position: Int32) throws(SQLiteProblem) {
        try check(unsafe stip_sqlite3_bind_text_copy(handle, position, text, UInt64(text.utf8.count)))
    }

    public func bind(_ bytes: [UInt8], at position: Int32) throws(SQLiteProblem) {
        let result = unsafe bytes.withUnsafeBytes {
            unsafe stip_sqlite3_bind_blob_copy(handle, position, $0.baseAddress, UInt64($0.count))
        }
        try check(result)
    }

    private func check(_ result: Int32) throws(SQLiteProblem) {
        guard result == SQLITE_OK else { throw database.problem(sql, result) }
    }

    // MARK: Rows

    /// Goes to the next row; false at the end.
    public func step() throws(SQLiteProblem) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result: throw database.problem(sql, result)
        }
    }

    /// Ready to run again; parameters stay.
    public func reset() { unsafe sqlite3_reset(handle) }

    /// Runs a statement without rows and makes it ready again.
    public func run() throws(SQLiteProblem) {
        defer { reset() }
        _ = try step()
    }

    /// 0 for what is not a number.
    public func int(_ column: Int32) -> Int { Int(unsafe sqlite3_column_int64(handle, column)) }

    /// Empty for NULL.
    public func text(_ column: Int32) -> String {
        guard let text = unsafe sqlite3_column_text(handle, column) else { return "" }
        return unsafe String(cString: text)
    }

    /// Empty for NULL.
    public func bytes(_ column: Int32) -> [UInt8] {
        // In this order: asking for the bytes may convert the value, and the count is of what was converted.
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
