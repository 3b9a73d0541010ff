public import FeatureLayers
import GeoValues
import Registers
import Synchronization
import VectorTiles

/// Names the contents of a tile, and each of its representations.
public final class TileValidator: Sendable {
    /// What the tile is made of: 32 hexadecimal digits, and the names of archives that may hold it.
    let text: String
    /// Whether it may be the tile that an archive of the whole tileset holds; the key that the archive has with it decides.
    let mayBeStored: Bool
    /// Whether an archive has the zoom: then the tile is there in gzip.
    public let isStored: Bool
    private let tags: [String]

    init(_ text: String, mayBeStored: Bool, isStored: Bool = false) {
        self.text = text
        self.mayBeStored = mayBeStored
        self.isStored = isStored
        tags = ContentCoding.allCases.map { "\"\(text)\($0.tagSuffix)\"" }
    }

    /// The strong entity tag of a representation: another coding is another representation (RFC 9110, 8.8.3.3).
    public func tag(_ coding: ContentCoding) -> String {
        switch coding {
        case .zstd: tags[0]
        case .gzip: tags[1]
        case .identity: tags[2]
        }
    }
}

/// The layers that tiles are drawn from at one moment. Remembers the validators of tiles that were asked for, so that a client
/// that has its tiles already costs a dictionary access each.
public final class TileSource: Sendable {
    private struct Asked: Hashable {
        let tile: TileCoordinate
        let selection: TileSelection
    }

    private static let rememberedValidators = 200_000
    private static let rememberedExtents = 200
    private static let rememberedRenderers = 200

    private let layers: [String: Layer]
    private let validators = Mutex(GenerationalCache<Asked, TileValidator>(capacity: rememberedValidators))
    private let renderers = Mutex(GenerationalCache<TileSelection, TileRenderer>(capacity: rememberedRenderers))
    private let extents = Mutex(GenerationalCache<[String], TileExtent>(capacity: rememberedExtents))

    /// Of the registers; empty where the layers are of something else.
    let dataVersion: String

    init(_ layers: [Layer], dataVersion: String = "") {
        self.dataVersion = dataVersion
        self.layers = Dictionary(layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public func layer(_ name: String) -> Layer? { layers[name] }

    /// What everything lies in, of the layers that are named.
    public func extent(_ names: [String]) -> TileExtent {
        if let known = extents.withLock({ $0.value(names) }) { return known }
        var extent = TileExtent()
        for segment in names.lazy.compactMap({ self.layers[$0] }).flatMap(\.segments) {
            extent.rd.formUnion(segment.box)
            extent.mercator.formUnion(segment.mercatorBox)
        }
        extents.withLock { $0.insert(extent, names, cost: 1) }
        return extent
    }

    /// Draws a selection of a tileset's layers.
    func renderer(_ selection: TileSelection, _ definition: TilesetDefinition) -> TileRenderer {
        // Filters may be long, and any client may think of any number of them.
        guard selection.filters == nil else { return TileRenderer(selection.tileLayers(of: definition)) }
        if let known = renderers.withLock({ $0.value(selection) }) { return known }
        let renderer = TileRenderer(selection.tileLayers(of: definition))
        renderers.withLock { $0.insert(renderer, selection, cost: 1) }
        return renderer
    }

    /// The strong validator of a tile: what it is made of, without drawing it.
    func validator(_ tile: TileCoordinate, _ selection: TileSelection, _ definition: TilesetDefinition) -> TileValidator
    {
        let asked = Asked(tile: tile, selection: selection)
        let isRemembered = selection.filters == nil
        if isRemembered, let known = validators.withLock({ $0.value(asked) }) { return known }
        let text = renderer(selection, definition).validator(tile, layer: layer)
        let validator = TileValidator(text, mayBeStored: selection.isWhole)
        if isRemembered { validators.withLock { $0.insert(validator, asked, cost: 1) } }
        return validator
    }

    /// The layers of a selection of which a file was lost meanwhile.
    func damagedLayers(_ selection: TileSelection, _ definition: TilesetDefinition) -> [String] {
        renderer(selection, definition).definitions.map(\.name).filter { layers[$0]?.isDamaged == true }
    }
}
