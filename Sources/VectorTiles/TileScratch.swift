import FeatureLayers
import GeoValues

/// The memory that drawing a tile takes, kept for the next: fresh memory costs a page fault every 4 KiB. For one thread at a
/// time.
public struct TileScratch: Sendable {
    var drawing = LayerDrawing()
    var labels = TileLayerEncoder()
    private var cells = CellDrawing()
    private var completeness = CompletenessDrawing()
    private var features = 0

    public init() {}

    /// What was come across in the last tile.
    public var counts: TileCounts {
        var counts = drawing.polygons.counts
        counts.features = features
        return counts
    }

    mutating func begin() {
        drawing.begin()
        labels.clear()
        features = 0
    }

    /// Ends a layer and that of its labels.
    mutating func endLayer(isLabelled: Bool) {
        features += drawing.encoder.featureCount
        drawing.encoder.endLayer()
        guard isLabelled else { return }
        features += labels.featureCount
        labels.endLayer()
    }

    /// Writes the counts of a layer.
    mutating func drawCounts(
        _ definition: TileLayerDefinition,
        _ layer: Layer,
        _ tile: TileCoordinate,
        _ window: RDBox
    ) {
        drawing.encoder.beginLayer(definition.countLayerName)
        cells.draw(layer, definition, tile, window, &drawing.encoder)
        endLayer(isLabelled: false)
    }

    /// Writes which layers are complete; nothing in a tile that holds nothing.
    mutating func drawCompleteness(_ layers: [(name: String, isComplete: Bool)]) {
        if drawing.encoder.bytes.isEmpty && labels.bytes.isEmpty { return }
        completeness.draw(layers, &labels)
    }

    /// The tile: the layers, then those of labels and `stip`. Not a copy, as long as who gets it lets go of it before the next tile.
    mutating func finished() -> [UInt8] {
        drawing.encoder.append(labels)
        return drawing.encoder.bytes
    }
}
