public import FeatureFilters
import VectorTiles

/// The tilesets that are served.
public enum TilesetName: String, CaseIterable, Sendable {
    /// The registers.
    case basis
    /// The plans of the dossier.
    case plannen
}

/// What of a tileset a tile shows: some or all of its layers, as they were on a day.
public struct TileSelection: Hashable, Sendable {
    public let tileset: TilesetName
    /// A bit for each layer of the tileset's definition, in its order.
    let layers: UInt64
    /// Days since 1970-01-01; for layers that keep what was.
    public let day: Int32
    /// For the other layers.
    let today: Int32
    /// What features must pass, by layer; layers without one are not drawn. Nil: everything is.
    public var filters: [String: FeatureFilter]?

    /// - Parameters:
    ///   - layers: the places of the layers in the definition; nil: all.
    ///   - day: nil: today.
    public init(_ tileset: TilesetName, layers: Set<Int>? = nil, day: Int32? = nil) {
        self.tileset = tileset
        self.layers = layers.map { $0.reduce(0) { $0 | 1 << UInt64($1) } } ?? .max
        today = StipService.today
        self.day = day ?? today
    }

    /// Whether every layer is shown with all of its features of a day, as an archive of the whole tileset has them.
    var isWhole: Bool { layers == .max && filters == nil }

    /// The layers that are shown, in the order of the definition.
    public func layers(of definition: TilesetDefinition) -> [TilesetDefinition.Layer] {
        definition.layers.enumerated().filter { layers & 1 << UInt64($0.offset) != 0 }.map(\.element)
    }

    /// The layers that are shown, each with the day that counts for it.
    func tileLayers(of definition: TilesetDefinition) -> [TileLayerDefinition] {
        layers(of: definition).compactMap { layer in
            var tileLayer = layer.tileLayer
            if let filters {
                guard let filter = filters[layer.id] else { return nil }
                tileLayer.filter = filter
            }
            tileLayer.day = layer.isDated ? day : today
            return tileLayer
        }
    }
}
