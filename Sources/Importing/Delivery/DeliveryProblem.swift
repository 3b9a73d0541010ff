public import XMLBridge
public import ZipBridge

/// Why a document of a delivery could not be opened, or not be read to its end.
public enum DeliveryProblem: Error, Hashable, Sendable {
    case xml(XMLReadingError)
    case zip(ZipProblem)
    case unreadable(path: String, reason: String)
    case cannotUnpack(path: String, reason: String)
    case nestedTooDeeply(archive: String, limit: Int)
    /// JSON that breaks off or is not JSON; `byte` counts from 0.
    case json(path: String, byte: Int, expected: String)
    /// A table in text; `line` counts from 1.
    case table(path: String, line: Int, expected: String)
    /// The answer of a service that could not do what it was asked.
    case refusedByService(path: String, message: String)
    case noRecords(path: String, expected: String)
    /// Changes to a delivery of before, of a kind that is not applied.
    case changes(path: String)
}

extension DeliveryProblem: CustomStringConvertible {
    /// One sentence: what is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .xml(let error): error.description
        case .zip(let problem): problem.description
        case .unreadable(let path, let reason): "The file \(path) cannot be read: \(reason)."
        case .cannotUnpack(let path, let reason):
            "\(path) cannot be unpacked to the temporary folder: \(reason)."
        case .nestedTooDeeply(let archive, let limit):
            "\(archive) lies more than \(limit) zip files deep, which no delivery does."
        case .json(let path, let byte, let expected):
            "The JSON of \(path) is damaged or cut off at byte \(byte), where \(expected) was expected: fetch it again."
        case .table(let path, let line, let expected):
            "The table \(path) is damaged or no table from line \(line) on, where \(expected) was expected."
        case .refusedByService(let path, let message):
            "\(path) is no data but the service's word that the question was wrong: \(message). Ask again."
        case .noRecords(let path, let expected):
            "\(path) is readable but holds no \(expected): nothing to import."
        case .changes(let path):
            "\(path) holds changes to a delivery of the BGT, which Stip does not apply: import the area anew, whole "
                + "(PDOK's download, CityGML or gmllight), in place of what was imported before."
        }
    }
}
