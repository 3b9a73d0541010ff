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

    /// Names the contents of a tile without drawing it: the checksum over the address, the definitions and the segments
    /// whose box the tile meets. 32 hexadecimal digits.
    public func validator(_ tile: TileCoordinate, layer: (String) -> Layer?) -> String {
        var text = "\(TileRenderer.version) \(tile.matrixSet.rawValue) \(tile.z)/\(tile.x)/\(tile.y)"
        let window = tile.rdWindow(bufferTileUnits: TileGrid.windowBuffer)
        let mercatorBox =
            tile.matrixSet == .webMercatorQuad ? tile.mercatorBox(bufferTileUnits: TileGrid.windowBuffer) : nil
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
        var scratch = TileScratch()
        return try render(tile, &scratch, layer: layer)
    }

    /// The same, for who draws many: in memory that is kept from tile to tile.
    public func render(_ tile: TileCoordinate, _ scratch: inout TileScratch, layer: (String) -> Layer?) throws
        -> [UInt8]
    {
        guard let grid = TileGrid(tile) else { return [] }
        scratch.begin()
        for definition in definitions where isDrawn(definition.minimumZoom, tile) {
            guard let layer = layer(definition.name) else { continue }
            let isLabelled = definition.labelMinimumZoom.map { isDrawn($0, tile) } ?? false
            try draw(layer, definition, isLabelled: isLabelled, grid, &scratch)
        }
        return scratch.finished()
    }

    private func draw(
        _ layer: Layer,
        _ definition: TileLayerDefinition,
        isLabelled: Bool,
        _ grid: TileGrid,
        _ scratch: inout TileScratch
    ) throws {
        let segments = layer.segments(meeting: grid.window)
        if segments.isEmpty { return }
        let names = ["id", "naam"] + definition.attributes
        scratch.drawing.encoder.beginLayer(definition.name)
        if isLabelled { scratch.labels.beginLayer(definition.labelLayerName) }
        for segment in segments {
            scratch.drawing.found.removeAll(keepingCapacity: true)
            segment.appendFeatures(in: grid.window, to: &scratch.drawing.found)
            if scratch.drawing.found.isEmpty { continue }
            try segment.withSections { sections in
                try scratch.drawing.draw(sections, SegmentAttributes(names, segment, sections), on: grid)
                if isLabelled {
                    let attributes = SegmentAttributes(names, segment, sections)
                    scratch.drawing.label(sections, attributes, on: grid, &scratch.labels)
                }
            }
        }
        scratch.endLayer(isLabelled: isLabelled)
    }
}
