public import GeoValues
import VectorTiles

/// A layer of the tiles of one matrix set, as TileJSON 3.0 and archives describe it.
public struct DescribedTileLayer: Sendable {
    public let id: String
    public let description: String
    public let minzoom: Int
    public let maxzoom: Int
    /// The type of each attribute.
    public let fields: [String: String]
    /// Whether, at these zooms, it has every feature; false: their number only. nil for the layer that tells so of others.
    public let isComplete: Bool?
}

extension TilesetDefinition {
    /// The layers that tiles have: each layer, that of its labels, that of its counts, and `stip`.
    ///
    /// - Parameter chosen: the layers of the tileset that are drawn; nil: all.
    public func describedLayers(in matrixSet: TileMatrixSet, of chosen: [Layer]? = nil) -> [DescribedTileLayer] {
        let last = StipService.zoom(maxzoom, in: matrixSet)
        let layers = chosen ?? layers
        return layers.flatMap { $0.described(in: matrixSet, last: last) } + [
            DescribedTileLayer(
                id: "stip",
                description: "Per laag of de tegel alles toont (true), of alleen aantallen (false)",
                minzoom: 0,
                maxzoom: last,
                fields: Dictionary(layers.map { ($0.id, "Boolean") }, uniquingKeysWith: { first, _ in first }),
                isComplete: nil
            )
        ]
    }
}

extension TilesetDefinition.Layer {
    fileprivate func described(in matrixSet: TileMatrixSet, last: Int) -> [DescribedTileLayer] {
        let first = StipService.zoom(minzoom, in: matrixSet)
        let fields = Dictionary(
            [("id", "String"), ("naam", "String")] + attributes.map { ($0.name, $0.type) },
            uniquingKeysWith: { first, _ in first }
        )
        func layer(_ id: String, _ description: String, _ zooms: ClosedRange<Int>, isComplete: Bool = true)
            -> DescribedTileLayer
        {
            DescribedTileLayer(
                id: id,
                description: description,
                minzoom: zooms.lowerBound,
                maxzoom: zooms.upperBound,
                fields: isComplete ? fields : ["aantal": "Number", "oppervlakte": "Number"],
                isComplete: isComplete
            )
        }
        var found = [layer(id, description, first...last)]
        if let labelMinzoom {
            found.append(
                layer(
                    tileLayer.labelLayerName,
                    "Plaats voor het opschrift bij \(id): een punt in een tegel",
                    StipService.zoom(labelMinzoom, in: matrixSet)...last
                )
            )
        }
        if first > 0 {
            found.append(
                layer(
                    tileLayer.countLayerName,
                    "Aantal en oppervlakte (m²) van \(id) per vak van 1/16 tegel; elk telt in één vak mee",
                    0...first - 1,
                    isComplete: false
                )
            )
        }
        return found
    }
}
