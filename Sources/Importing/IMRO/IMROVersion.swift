/// A version of IMRO, the information model for spatial plans before 2024.
///
/// Each has its own XML namespace.
public enum IMROVersion: String, Sendable, Hashable {
    case imro2006 = "IMRO2006"
    case imro2008 = "IMRO2008"
    case imro2012 = "IMRO2012"

    /// The version that an XML namespace belongs to, such as `http://www.geonovum.nl/imro/2012/1.1`.
    ///
    /// Minor versions (`/1.0`, `/1.1`) differ in nothing that we read.
    init?(namespace: String) {
        let namespace = namespace.lowercased()
        if namespace.hasPrefix("http://www.geonovum.nl/imro/2012") {
            self = .imro2012
        } else if namespace.hasPrefix("http://www.geonovum.nl/imro/2008") {
            self = .imro2008
        } else if namespace.hasPrefix("http://www.ravi.nl/imro2006") {
            self = .imro2006
        } else {
            return nil
        }
    }
}
