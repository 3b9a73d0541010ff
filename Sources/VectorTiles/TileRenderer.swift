public import FeatureLayers
import FileBridge
public import GeoValues

/// Draws vector tiles from layers. Pure: the same layers and tile give the same bytes.
public struct TileRenderer: Sendable {
    /// Changes whenever the same layers would give other bytes; part of every validator.
    public static let version = "3"

    public let definitions: [TileLayerDefinition]

    public init(_ definitions: [TileLayerDefinition]) {
        self.definitions = definitions
    }

    /// The lowest zoom of a matrix set at which a layer with this lowest zoom in WebMercatorQuad is drawn.
    public static func minimumZoom(_ zoom: Int, in matrixSet: TileMatrixSet) -> Int {
        max(0, zoom - matrixSet.zoomsAheadOfMercator)
    }

    /// What may come into a tile: its area and buffer, and one unit more, because rounding to the grid may bring in what lies
    /// half a unit beyond.
    private static let windowBuffer = Int(TileGrid.buffer) + 1

    /// Names the contents of a tile without drawing it: the checksum over the address, the definitions and the segments
    /// whose box the tile meets. 32 hexadecimal digits.
    public func validator(_ tile: TileCoordinate, layer: (String) -> Layer?) -> String {
        var text = "\(TileRenderer.version) \(tile.matrixSet.rawValue) \(tile.z)/\(tile.x)/\(tile.y)"
        let window = tile.rdWindow(bufferTileUnits: TileRenderer.windowBuffer)
        let mercatorBox =
            tile.matrixSet == .webMercatorQuad ? tile.mercatorBox(bufferTileUnits: TileRenderer.windowBuffer) : nil
        for definition in definitions where isDrawn(definition.minimumZoom, tile) {
            text += "\n\(definition.name) \(definition.attributes.joined(separator: ","))"
            if let zoom = definition.labelMinimumZoom, isDrawn(zoom, tile) { text += " label" }
            let segments = window.flatMap { layer(definition.name)?.segments(meeting: $0) } ?? []
            for segment in segments where mercatorBox?.intersects(segment.mercatorBox) ?? true {
                text += " \(segment.checksum)"
            }
        }
        return Checksum128(of: Array(text.utf8)).description
    }

    private func isDrawn(_ minimumZoom: Int, _ tile: TileCoordinate) -> Bool {
        TileRenderer.minimumZoom(minimumZoom, in: tile.matrixSet) <= tile.z
    }

    /// The tile's bytes, uncompressed; empty when nothing lies in it.
    ///
    /// - Throws: what GEOS says when it can't repair a polygon that snapping broke.
    public func render(_ tile: TileCoordinate, layer: (String) -> Layer?) throws -> [UInt8] {
        var counts = TileCounts()
        return try render(tile, counts: &counts, layer: layer)
    }

    /// The same, and adds up what was come across.
    public func render(
        _ tile: TileCoordinate,
        counts: inout TileCounts,
        layer: (String) -> Layer?
    ) throws -> [UInt8] {
        guard let window = tile.rdWindow(bufferTileUnits: TileRenderer.windowBuffer) else { return [] }
        var bytes: [UInt8] = []
        var drawing = LayerDrawing(TileGrid(tile), window: window)
        var labels = TileLayerEncoder()
        for definition in definitions where isDrawn(definition.minimumZoom, tile) {
            guard let layer = layer(definition.name) else { continue }
            let isLabelled = definition.labelMinimumZoom.map { isDrawn($0, tile) } ?? false
            drawing.encoder.clear()
            labels.clear()
            for segment in layer.segments(meeting: window) {
                drawing.found.removeAll(keepingCapacity: true)
                segment.appendFeatures(in: window, to: &drawing.found)
                if drawing.found.isEmpty { continue }
                try segment.withSections { sections in
                    let names = ["id", "naam"] + definition.attributes
                    try drawing.draw(sections, SegmentAttributes(names, segment, sections))
                    if isLabelled { drawing.label(sections, SegmentAttributes(names, segment, sections), &labels) }
                }
            }
            if drawing.encoder.featureCount > 0 { drawing.encoder.append(name: definition.name, to: &bytes) }
            if labels.featureCount > 0 { labels.append(name: definition.labelLayerName, to: &bytes) }
            counts.features += drawing.encoder.featureCount + labels.featureCount
        }
        counts += drawing.polygons.counts
        return bytes
    }
}
