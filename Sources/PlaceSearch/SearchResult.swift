public import GeoValues

/// Something that a question may mean.
public struct SearchResult: Equatable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case address = "adres"
        case street = "straat"
        case postcode = "postcode"
        case town = "woonplaats"
        case municipality = "gemeente"
        case parcel = "perceel"
        case building = "pand"
        case plan = "plan"
        case coordinate = "coordinaat"
    }

    public let kind: Kind
    /// The identifier in its register, with leading zeros; nil for streets, postcodes and coordinates.
    public let identifier: String?
    /// What to show: `Kerkstraat 12A, 1234AB Voorbeeldstad`.
    public let label: String
    /// RD millimetres.
    public let point: RDPoint
    /// Higher is better; comparable within one answer only.
    public let score: Int

    public init(kind: Kind, identifier: String?, label: String, point: RDPoint, score: Int) {
        self.kind = kind
        self.identifier = identifier
        self.label = label
        self.point = point
        self.score = score
    }
}
