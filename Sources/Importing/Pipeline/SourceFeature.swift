/// Geometry as a source gives it: metres in RD New (EPSG:28992), x east, y north, interleaved; not yet checked.
///
/// Curves are already straight pieces. Nothing is promised on closing points, direction, validity or range.
public enum RawGeometry: Sendable, Hashable {
    /// x, y, x, y, …
    case points([Double])
    /// Lines of interleaved coordinates.
    case lines([[Double]])
    /// Polygons of rings, the exterior first, of interleaved coordinates; closed or not.
    case polygons([[[Double]]])
    case none
}

/// An attribute's value in one of the kinds that a layer's column can have.
public enum AttributeValue: Sendable, Hashable {
    case text(String)
    case integer(Int64)
    case real(Double)
    /// Days since 1970-01-01.
    case date(Int32)
    case null
}

/// One feature as a reader hands it to the import pipeline, whatever the format.
public struct SourceFeature: Sendable {
    /// Name of the layer in the workspace, such as "enkelbestemming".
    public var layer: String
    /// The register's own identifier as text, leading zeros and all.
    ///
    /// Empty when the source has none: then `problem` says so.
    public var identifier: String
    /// What people call it.
    public var name: String?
    /// In the source's order; a name occurs once.
    public var attributes: [(name: String, value: AttributeValue)]
    /// `.none` when there is none or when it could not be read.
    public var geometry: RawGeometry
    /// First day on which it holds, in days since 1970-01-01; nil: always did.
    public var validFrom: Int32?
    /// First day on which it no longer holds, in days since 1970-01-01; nil: still does.
    public var validUntil: Int32?
    /// Where in the source, such as "regel 120" or "fid 7".
    public var place: String
    /// Of two features with one identifier, the one whose version sorts later is the newer.
    public var version: String?
    /// Set when the reader could not read the feature; the pipeline rejects it with this reason.
    public var problem: String?
    /// What kind of problem that is.
    public var problemCode = FindingCode.unreadable
    /// Whether the source itself says that this version has ended or never counted.
    public var isHistoric: Bool

    /// A feature without name, attributes, geometry and dates unless given.
    public init(
        layer: String,
        identifier: String,
        name: String? = nil,
        attributes: [(name: String, value: AttributeValue)] = [],
        geometry: RawGeometry = .none,
        validFrom: Int32? = nil,
        validUntil: Int32? = nil,
        place: String,
        version: String? = nil,
        problem: String? = nil,
        isHistoric: Bool = false
    ) {
        self.layer = layer
        self.identifier = identifier
        self.name = name
        self.attributes = attributes
        self.geometry = geometry
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.place = place
        self.version = version
        self.problem = problem
        self.isHistoric = isHistoric
    }
}
