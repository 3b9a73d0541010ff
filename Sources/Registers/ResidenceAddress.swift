import FeatureLayers

/// An address of a verblijfsobject, ligplaats or standplaats.
public struct ResidenceAddress: Sendable {
    /// The nummeraanduiding; nil where a source has the address without it.
    public let identifier: String?
    /// Hoofdadres, else nevenadres.
    public let isMain: Bool
    /// As people write it; nil when it is not known.
    public let text: String?

    /// Columns with the nummeraanduiding of the hoofdadres, and of the nevenadressen, parted by commas.
    public static let mainColumns = ["nummeraanduidingidentificatie", "hoofdadresnummeraanduidingref"]
    public static let secondaryColumn = "nevenadressen"

    /// The addresses that an object says it has, the hoofdadres first.
    public static func all(of version: FeatureVersions.Version, in snapshot: RegisterSnapshot) -> [ResidenceAddress] {
        let (segment, feature) = (version.segment, version.feature)
        func identifiers(_ column: String) -> [String] {
            (segment.text(feature, named: column) ?? "").split(whereSeparator: { $0 == "," || $0 == " " }).map {
                String($0.split(separator: ".").last ?? $0)
            }
        }
        let main = mainColumns.lazy.compactMap { identifiers($0).first }.first
        var addresses: [ResidenceAddress] = []
        if main != nil || segment.name(feature) != nil {
            addresses.append(ResidenceAddress(identifier: main, isMain: true, text: segment.name(feature)))
        }
        return addresses
            + identifiers(secondaryColumn).map { identifier in
                ResidenceAddress(identifier: identifier, isMain: false, text: text(of: identifier, in: snapshot))
            }
    }

    /// The name of a nummeraanduiding of its own table; nil when that was not imported.
    private static func text(of identifier: String, in snapshot: RegisterSnapshot) -> String? {
        guard let layer = snapshot.layer("nummeraanduiding"), let found = layer.feature(withIdentifier: identifier)
        else {
            return nil
        }
        return layer.segments[found.segment].name(found.feature)
    }
}
