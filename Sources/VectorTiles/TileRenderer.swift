import FeatureFilters
public import FeatureLayers
public import FileBridge
public import GeoValues

/// Draws vector tiles from layers. Pure: the same layers and tile give the same bytes.
public struct TileRenderer: Sendable {
    /// Changes whenever the same layers would give other bytes; part of every validator.
    public static let version = "7"

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
        let address = "\(tile.matrixSet.rawValue) \(tile.z)/\(tile.x)/\(tile.y)"
        return Checksum128(of: Array("\(address) \(contentsText(tile, layer: layer))".utf8)).description
    }

    /// Names what a tile is made of, without its address: neighbours in the same segments have the same.
    public func contentsKey(_ tile: TileCoordinate, layer: (String) -> Layer?) -> Checksum128 {
        Checksum128(of: Array(contentsText(tile, layer: layer).utf8))
    }

    /// Names what is made of data: the checksum over the definitions. 32 hexadecimal digits.
    public var fingerprint: String {
        var text = TileRenderer.version
        for definition in definitions {
            let labels = definition.labelMinimumZoom.map { "\($0)" } ?? "never"
            text += "\n\(definition.name) \(definition.minimumZoom) \(labels) \(definition.countDepth) "
            text += definition.attributes.joined(separator: ",")
            if let filter = definition.filter { text += " where \(filter.canonicalText)" }
        }
        return Checksum128(of: Array(text.utf8)).description
    }

    /// What may come into a tile, as a box in RD: its area and buffer; nil when nothing can lie in it.
    public static func window(of tile: TileCoordinate) -> RDBox? {
        tile.rdWindow(bufferTileUnits: TileGrid.windowBuffer)
    }

    private func contentsText(_ tile: TileCoordinate, layer: (String) -> Layer?) -> String {
        var text = TileRenderer.version
        let window = tile.rdWindow(bufferTileUnits: TileGrid.windowBuffer)
        let mercatorBox =
            tile.matrixSet == .webMercatorQuad ? tile.mercatorBox(bufferTileUnits: TileGrid.windowBuffer) : nil
        for definition in definitions {
            if !isDrawn(definition.minimumZoom, tile), CellDrawing.isCoarse(tile, depth: definition.countDepth) {
                // Shorter than naming each of thousands of segments.
                let checksum =
                    window.flatMap { layer(definition.name)?.checksum(in: $0, onDay: definition.day).description }
                    ?? "none"
                text +=
                    "\n\(definition.name) \(definition.countDepth) \(definition.filter == nil ? checksum : "filtered")"
                continue
            }
            // Tiles tell which layers there are, also where these have nothing.
            let isThere = layer(definition.name) != nil
            text += "\n\(definition.name) \(isThere) \(isDrawn(definition.minimumZoom, tile)) \(definition.countDepth) "
            text += definition.attributes.joined(separator: ",")
            if let zoom = definition.labelMinimumZoom, isDrawn(zoom, tile) { text += " label" }
            if let filter = definition.filter { text += " where \(filter.canonicalText)" }
            let segments = window.flatMap { layer(definition.name)?.segments(meeting: $0) } ?? []
            for segment in segments where mercatorBox?.intersects(segment.mercatorBox) ?? true {
                text += " \(segment.checksum)"
                if let period = definition.day.flatMap(segment.validityPeriod) { text += "@\(period)" }
            }
        }
        return text
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
        var completeness: [(name: String, isComplete: Bool)] = []
        for definition in definitions {
            guard let layer = layer(definition.name) else { continue }
            let isComplete = isDrawn(definition.minimumZoom, tile)
            completeness.append((definition.name, isComplete))
            guard isComplete else {
                // The numbers are those of all features: beside a filter they would mislead.
                if definition.filter == nil {
                    scratch.drawCounts(definition, layer, tile, grid.window)
                }
                continue
            }
            let isLabelled = definition.labelMinimumZoom.map { isDrawn($0, tile) } ?? false
            try draw(layer, definition, isLabelled: isLabelled, grid, &scratch)
        }
        scratch.drawCompleteness(completeness)
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
        scratch.drawing.beginLayer(definition.name)
        if isLabelled { scratch.labels.beginLayer(definition.labelLayerName) }
        for (number, segment) in segments.enumerated() {
            scratch.drawing.found.removeAll(keepingCapacity: true)
            segment.appendFeatures(in: grid.window, to: &scratch.drawing.found)
            if let day = definition.day { segment.removeFeatures(notValidOnDay: day, from: &scratch.drawing.found) }
            if let filter = definition.filter {
                var work = SegmentFilter(filter, segment)
                try work.keepPassing(&scratch.drawing.found)
            }
            if scratch.drawing.found.isEmpty { continue }
            try segment.withSections { sections in
                let attributes = SegmentAttributes(definition.columns, segment, sections)
                try scratch.drawing.draw(sections, attributes, segment: number, on: grid)
                if isLabelled {
                    scratch.drawing.label(sections, attributes, on: grid, &scratch.labels)
                }
            }
        }
        try scratch.drawing.bendSharedEdges(segments, on: grid)
        scratch.endLayer(isLabelled: isLabelled)
    }
}
