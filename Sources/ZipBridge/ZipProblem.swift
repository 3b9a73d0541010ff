/// Why a zip file could not be written or read, or not to its end. `archive` names the file, for a zip in a zip both.
public enum ZipProblem: Error, Hashable, Sendable {
    /// `reason` is libzip's or the operating system's.
    case unreadable(archive: String, reason: String)
    case damaged(archive: String, reason: String)
    case entryDamaged(archive: String, entry: String, reason: String)
    case entryEncrypted(archive: String, entry: String)
    /// There is no room or no right to unpack a zip in a zip.
    case cannotUnpack(archive: String, entry: String, reason: String)
    case cannotWrite(archive: String, reason: String)
}

extension ZipProblem: CustomStringConvertible {
    /// One sentence: what is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let archive, let reason):
            "The zip file \(archive) cannot be read: \(reason)."
        case .damaged(let archive, let reason):
            "The zip file \(archive) is damaged or cut off (\(reason)): fetch it again."
        case .entryDamaged(let archive, let entry, let reason):
            "The file \(entry) in \(archive) is damaged (\(reason)): fetch it again."
        case .entryEncrypted(let archive, let entry):
            "The file \(entry) in \(archive) is encrypted: unpack it with its password first."
        case .cannotUnpack(let archive, let entry, let reason):
            "The zip file \(entry) in \(archive) cannot be unpacked to the temporary folder: \(reason)."
        case .cannotWrite(let archive, let reason):
            "The zip file \(archive) cannot be written: \(reason)."
        }
    }
}
