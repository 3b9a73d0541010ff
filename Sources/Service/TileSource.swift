import FeatureLayers
public import GeoValues
import Synchronization
import VectorTiles

/// Names the contents of a tile, and each of its representations.
public final class TileValidator: Sendable {
    /// What the tile is made of: 32 hexadecimal digits.
    let text: String
    private let tags: [String]

    init(_ text: String) {
        self.text = text
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

    private let layers: [String: Layer]
    private let validators = Mutex(GenerationalCache<Asked, TileValidator>(capacity: rememberedValidators))

    init(_ layers: [Layer]) {
        self.layers = Dictionary(layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func layer(_ name: String) -> Layer? { layers[name] }

    /// Whether a layer was imported.
    public func holds(_ name: String) -> Bool { layers[name] != nil }

    /// What everything lies in, of the layers that are named; empty when there is nothing.
    public func box(_ names: [String]) -> RDBox {
        var box = RDBox.empty
        for name in names {
            for segment in layers[name]?.segments ?? [] { box.formUnion(segment.box) }
        }
        return box
    }

    /// The strong validator of a tile: what it is made of, without drawing it.
    func validator(_ tile: TileCoordinate, _ selection: TileSelection, _ definition: TilesetDefinition) -> TileValidator
    {
        let asked = Asked(tile: tile, selection: selection)
        if let known = validators.withLock({ $0.value(asked) }) { return known }
        let renderer = TileRenderer(selection.tileLayers(of: definition))
        let validator = TileValidator(renderer.validator(tile, layer: layer))
        validators.withLock { $0.insert(validator, asked, cost: 1) }
        return validator
    }

    /// The layers of a selection of which a file was lost meanwhile.
    func damagedLayers(_ selection: TileSelection, _ definition: TilesetDefinition) -> [String] {
        selection.tileLayers(of: definition).map(\.name).filter { layers[$0]?.isDamaged == true }
    }
}
