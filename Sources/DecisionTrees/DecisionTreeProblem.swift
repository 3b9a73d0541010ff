public import XMLBridge

/// Why a file of toepasbare regels can't be used. One sentence: where, what was expected, what was found.
public enum DecisionTreeProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case xml(XMLReadingError)
    case notDefinitions(path: String, found: String)
    case empty(path: String)
    case incomplete(path: String, line: Int, what: String)
    case duplicate(path: String, line: Int, identifier: String, first: Int)
    case dangling(path: String, line: Int, reference: String, wanted: String)
    case cycle(path: String, line: Int, decision: String)
    case unknownHitPolicy(path: String, line: Int, found: String)
    case cellCount(path: String, line: Int, what: String, expected: Int, found: Int)
    case tooLarge(path: String, what: String)

    public var description: String {
        switch self {
        case .xml(let problem): "\(problem)"
        case .notDefinitions(let path, let found):
            "\(path) is not a file of toepasbare regels: its root element is \(found), expected definitions (DMN)."
        case .empty(let path): "\(path) holds no decision: there is nothing to decide with it."
        case .incomplete(let path, let line, let what): "\(path), line \(line): \(what)."
        case .duplicate(let path, let line, let identifier, let first):
            "\(path), line \(line): identifier '\(identifier)' is that of the element at line \(first) already."
        case .dangling(let path, let line, let reference, let wanted):
            "\(path), line \(line): '\(reference)' is the identifier of no \(wanted) in this file."
        case .cycle(let path, let line, let decision):
            "\(path), line \(line): decision '\(decision)' requires itself by way of others."
        case .unknownHitPolicy(let path, let line, let found):
            "\(path), line \(line): hit policy '\(found)' is none of "
                + HitPolicy.allCases.map(\.rawValue).joined(separator: ", ") + "."
        case .cellCount(let path, let line, let what, let expected, let found):
            "\(path), line \(line): the rule has \(found) \(what), the table has \(expected) columns for them."
        case .tooLarge(let path, let what): "\(path) has \(what), more than any file of toepasbare regels."
        }
    }
}
