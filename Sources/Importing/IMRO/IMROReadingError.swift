public import XMLBridge

/// Why a file could not be read as an IMRO2012 plan.
public enum IMROReadingError: Error, Hashable, Sendable {
    case xml(XMLReadingError)
    /// An older IMRO: recognised, not read yet.
    case unsupportedVersion(path: String, version: IMROVersion)
    /// XML, but something else.
    case notIMRO(path: String, rootName: String, rootNamespace: String)
    /// IMRO2012 without any plan object.
    case noFeatures(path: String)
}

extension IMROReadingError: CustomStringConvertible {
    /// One sentence: what was expected, what was found, where, and what to do.
    public var description: String {
        switch self {
        case .xml(let error):
            return error.description
        case .unsupportedVersion(let path, let version):
            return "The file \(path) is \(version.rawValue), which is not supported yet (issue 3): only IMRO2012 is."
        case .notIMRO(let path, let rootName, let rootNamespace):
            let place = rootNamespace.isEmpty ? "without namespace" : "in namespace \(rootNamespace)"
            return "The file \(path) is not an IMRO plan: its root element is \(rootName) \(place),"
                + " FeatureCollectionIMRO in http://www.geonovum.nl/imro/2012/1.1 was expected."
        case .noFeatures(let path):
            return "The file \(path) is IMRO2012, but holds no plan object: ask its maker for a complete plan."
        }
    }
}
