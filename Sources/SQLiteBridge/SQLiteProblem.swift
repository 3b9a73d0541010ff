/// Why SQLite could not do what was asked.
public struct SQLiteProblem: Error, Equatable, CustomStringConvertible {
    /// What was tried: "open", or the SQL.
    public let operation: String
    public let path: String
    /// SQLite's own text.
    public let reason: String

    public var description: String { "SQLite could not \(operation) in \(path): \(reason)." }
}
