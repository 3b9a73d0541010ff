/// Why a BAG extract could not be read, or not to its end.
public enum BAGReadingError: Error, Hashable, Sendable {
    case delivery(DeliveryProblem)
    /// `found` says what the file holds instead.
    case notBAG(path: String, found: String)
    case noObjects(path: String)
}

extension BAGReadingError: CustomStringConvertible {
    /// One sentence: what was expected, what was found, where, and what to do.
    public var description: String {
        switch self {
        case .delivery(let problem): problem.description
        case .notBAG(let path, let found):
            "\(path) holds no BAG 2.0 extract (bagStand or bagMutaties) but \(found)."
        case .noObjects(let path):
            "The BAG extract \(path) is readable but holds no objects: nothing to import."
        }
    }
}
