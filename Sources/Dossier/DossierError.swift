/// Why the dossier could not be opened, read or written. Each case is one sentence that says what to do.
public enum DossierError: Error, Equatable, CustomStringConvertible {
    /// SpatiaLite could not be loaded into SQLite; `reason` is SQLite's own text.
    case spatiaLiteMissing(reason: String)
    /// The file is not a database or its pages contradict each other.
    case damaged(path: String, reason: String)
    /// The file cannot be opened or made.
    case cannotOpen(path: String, reason: String)
    /// The database has migrations that this version of the program does not know.
    case newerVersion(path: String)
    /// SQLite refused to read or write.
    case storageFailed(reason: String)
    /// A stored row breaks a promise of this file's format.
    case unreadablePlan(identifier: String, reason: String)

    public var description: String {
        switch self {
        case .spatiaLiteMissing(let reason):
            "SpatiaLite could not be loaded (\(reason)); install the Debian package libsqlite3-mod-spatialite."
        case .damaged(let path, let reason):
            "The dossier \(path) is damaged (\(reason)); put back a copy, or move the file away to start an empty one."
        case .cannotOpen(let path, let reason):
            "The dossier \(path) cannot be opened (\(reason)); check that its directory exists and may be written to."
        case .newerVersion(let path):
            "The dossier \(path) was written by a newer version of this program; use that version."
        case .storageFailed(let reason):
            "The dossier could not be read or written (\(reason)); check the disk's free space and state."
        case .unreadablePlan(let identifier, let reason):
            "Plan \(identifier) in the dossier cannot be read (\(reason)); put back a copy of the dossier."
        }
    }
}
