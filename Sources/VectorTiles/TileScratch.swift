/// The memory that drawing a tile takes, kept for the next: fresh memory costs a page fault every 4 KiB. For one thread at a
/// time.
public struct TileScratch: Sendable {
    var drawing = LayerDrawing()
    var labels = TileLayerEncoder()
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

    /// The tile: the layers, then those of labels.
    mutating func finished() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(drawing.encoder.bytes.count + labels.bytes.count)
        bytes += drawing.encoder.bytes
        bytes += labels.bytes
        return bytes
    }
}
