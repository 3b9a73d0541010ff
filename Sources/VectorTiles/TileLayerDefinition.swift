public import FeatureFilters

/// How a layer appears in a tileset.
public struct TileLayerDefinition: Hashable, Sendable {
    /// The layer's name, in the workspace and in the tile.
    public let name: String
    /// From this zoom of WebMercatorQuad on every feature is there; below it, ``countLayerName`` tells how many there are. In
    /// other matrix sets see ``TileRenderer/minimumZoom(_:in:)``.
    public let minimumZoom: Int
    /// From this zoom of WebMercatorQuad on a second layer, ``labelLayerName``, has one point for each feature, in the one tile
    /// in which it lies; nil: never.
    public let labelMinimumZoom: Int?
    /// Below its lowest zoom it is counted in squares of 1/2^countDepth of a tile's side, or the smallest that are counted.
    public let countDepth: Int
    /// The attributes besides `id` and `naam`, as the layer's columns call them.
    public let attributes: [String]
    /// All attributes, as the layer's columns call them.
    let columns: [String]
    /// Only features that are valid on this day (days since 1970-01-01) are drawn; nil: all.
    public var day: Int32?
    /// Only features that pass are drawn; nil: all.
    public var filter: FeatureFilter?

    /// Sixteen squares to a tile's side.
    public static let usualCountDepth = 4

    public init(
        name: String,
        minimumZoom: Int,
        labelMinimumZoom: Int? = nil,
        countDepth: Int = usualCountDepth,
        attributes: [String]
    ) {
        self.name = name
        self.countDepth = countDepth
        self.minimumZoom = minimumZoom
        self.labelMinimumZoom = labelMinimumZoom
        self.attributes = attributes
        columns = ["id", "naam"] + attributes
    }

    /// The name of the layer with label points.
    public var labelLayerName: String { name + "_label" }

    /// The name of the layer with the number of features in each cell.
    public var countLayerName: String { name + "_aantal" }
}
