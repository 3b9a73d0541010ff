/// How a layer appears in a tileset.
public struct TileLayerDefinition: Hashable, Sendable {
    /// The layer's name, in the workspace and in the tile.
    public let name: String
    /// Below this zoom the layer is left out whole; from it on every feature is there.
    public let minimumZoom: Int
    /// The attributes besides `id` and `naam`, as the layer's columns call them.
    public let attributes: [String]

    public init(name: String, minimumZoom: Int, attributes: [String]) {
        self.name = name
        self.minimumZoom = minimumZoom
        self.attributes = attributes
    }
}
