public import XMLBridge
public import ZipBridge

/// Why a BAG extract could not be read, or not to its end.
public enum BAGReadingError: Error, Hashable, Sendable {
    case xml(XMLReadingError)
    case zip(ZipProblem)
    case unreadable(path: String, reason: String)
    /// `found` says what the file holds instead.
    case notBAG(path: String, found: String)
    case noObjects(path: String)
    case nestedTooDeeply(archive: String, limit: Int)
}

extension BAGReadingError: CustomStringConvertible {
    /// One sentence: what was expected, what was found, where, and what to do.
    public var description: String {
        switch self {
        case .xml(let error): error.description
        case .zip(let problem): problem.description
        case .unreadable(let path, let reason):
            "The file \(path) cannot be read: \(reason)."
        case .notBAG(let path, let found):
            "\(path) holds no BAG 2.0 extract (bagStand or bagMutaties) but \(found)."
        case .noObjects(let path):
            "The BAG extract \(path) is readable but holds no objects: nothing to import."
        case .nestedTooDeeply(let archive, let limit):
            "\(archive) lies more than \(limit) zip files deep, which no BAG delivery does."
        }
    }
}
