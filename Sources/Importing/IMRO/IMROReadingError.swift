public import XMLBridge

/// Why a file could not be read as an IMRO plan.
public enum IMROReadingError: Error, Hashable, Sendable {
    case xml(XMLReadingError)
    /// XML, but something else.
    case notIMRO(path: String, rootName: String, rootNamespace: String)
    /// IMRO without any plan object.
    case noFeatures(path: String, version: IMROVersion)
}

extension IMROReadingError: CustomStringConvertible {
    /// One or two sentences: what was expected, what was found, where, and what to do.
    public var description: String {
        switch self {
        case .xml(let error):
            return error.description
        case .notIMRO(let path, let rootName, let rootNamespace):
            let place = rootNamespace.isEmpty ? "without namespace" : "in namespace \(rootNamespace)"
            return "The file \(path) is not an IMRO plan: its root element is \(rootName) \(place),"
                + " a collection of IMRO2012, IMRO2008 or IMRO2006 objects was expected."
        case .noFeatures(let path, let version):
            return "The file \(path) is \(version.rawValue), but holds no plan object:"
                + " ask its maker for a complete plan."
        }
    }
}
