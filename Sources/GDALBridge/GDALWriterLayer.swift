/// What a layer to be written looks like.
public struct GDALWriterLayer: Hashable, Sendable {
    /// The declared geometry type.
    public enum GeometryKind: Hashable, Sendable {
        case point
        case line
        case polygon
        case multiPoint
        case multiLine
        case multiPolygon
        /// Any type: one part is written as a simple geometry, more as a multi-geometry.
        case any
        /// A table without geometry.
        case none
    }

    public let name: String
    public let geometryKind: GeometryKind
    public let fields: [GDALField]
    /// 28992 (RD New, metres east and north) or 4326 (degrees, longitude before latitude). Not used by a table without
    /// geometry.
    public let epsgCode: Int

    public init(name: String, geometryKind: GeometryKind, fields: [GDALField], epsgCode: Int = 28992) {
        self.name = name
        self.geometryKind = geometryKind
        self.fields = fields
        self.epsgCode = epsgCode
    }
}
