import FeatureLayers
import GeoValues

/// Draws how many features of a layer lie in each cell of a tile, for zooms at which the layer itself is not drawn: squares
/// (``TileLayerDefinition/countDepth``), with the attributes `aantal` (features) and `oppervlakte` (of polygons, m²). Each feature is
/// counted in one cell of one tile, so the counts of all tiles of a zoom add up to the features that have a place.
struct CellDrawing {
    private var features: [Int] = []
    private var areas: [UInt64] = []
    private var rings = RingSet()
    private var tags = TagList()

    /// Whether the counts of a tile come from the layer as a whole.
    static func isCoarse(_ tile: TileCoordinate, depth: Int) -> Bool {
        tile.z + depth <= Layer.coarseLevel(tile.matrixSet)
    }

    /// Writes the cells that hold something into the layer begun last.
    mutating func draw(
        _ layer: Layer,
        _ definition: TileLayerDefinition,
        _ tile: TileCoordinate,
        _ window: RDBox,
        _ encoder: inout TileLayerEncoder
    ) {
        let finest = CountingGrid.finestLevel(tile.matrixSet)
        // A layer that begins at a deeper zoom has larger cells in its last tiles.
        let level = min(tile.z + definition.countDepth, finest)
        guard level >= tile.z else { return }
        let shift = UInt64(2 * (finest - level))
        let cellCount = 1 << (2 * (level - tile.z))
        let first = CountingGrid.key(column: UInt32(tile.x), row: UInt32(tile.y)) << UInt64(2 * (level - tile.z))
        features.removeAll(keepingCapacity: true)
        features.append(contentsOf: repeatElement(0, count: cellCount))
        areas.removeAll(keepingCapacity: true)
        areas.append(contentsOf: repeatElement(0, count: cellCount))
        var isEmpty = true
        layer.forEachCount(tile.matrixSet, level: level, in: window, onDay: definition.day) { counts in
            counts.forEachCell(in: first << shift..<(first + UInt64(cellCount)) << shift, shift: shift) { key, total in
                features[Int(key - first)] += total.features
                areas[Int(key - first)] &+= total.area
                isEmpty = false
            }
        }
        if isEmpty { return }
        let side = TileGrid.extent >> Int32(level - tile.z)
        for cell in 0..<cellCount where features[cell] > 0 {
            write(cell, id: 1 << UInt64(2 * level) | (first + UInt64(cell)), side: side, &encoder)
        }
    }

    /// - Parameter id: the same in no other cell of any level.
    private mutating func write(_ cell: Int, id: UInt64, side: Int32, _ encoder: inout TileLayerEncoder) {
        let (column, row) = CountingGrid.cell(UInt64(cell))
        let (west, north) = (Int32(column) * side, Int32(row) * side)
        rings.clear()
        for (x, y) in [(0, 0), (side, 0), (side, side), (0, side)] {
            rings.append(TilePoint(x: west + x, y: north + y))
        }
        rings.endRing(isHole: false)
        encoder.writePolygons(rings, [0])
        tags.begin(most: 2)
        add("aantal", Int64(features[cell]), &encoder)
        let squareMetres = (areas[cell] + 50) / 100
        if squareMetres > 0 { add("oppervlakte", Int64(clamping: squareMetres), &encoder) }
        encoder.addFeature(id: id, .polygon, tags)
    }

    private mutating func add(_ key: String, _ value: Int64, _ encoder: inout TileLayerEncoder) {
        tags.add(key: encoder.dictionary.key(key), value: encoder.dictionary.values.tag(integer: value))
    }
}

/// Draws the layer `stip`: one point in the middle of the tile, with an attribute for each layer of the tileset that there is.
/// It is true when the tile shows all of the layer's features that lie in it, false when it shows their number only.
struct CompletenessDrawing {
    static let layerName = "stip"

    private var rings = RingSet()
    private var tags = TagList()

    mutating func draw(_ layers: [(name: String, isComplete: Bool)], _ encoder: inout TileLayerEncoder) {
        encoder.beginLayer(CompletenessDrawing.layerName)
        rings.clear()
        rings.append(TilePoint(x: TileGrid.extent / 2, y: TileGrid.extent / 2))
        rings.endRing(isHole: false, fewest: 1)
        encoder.writePoints(rings)
        tags.begin(most: layers.count)
        for layer in layers {
            tags.add(
                key: encoder.dictionary.key(layer.name),
                value: encoder.dictionary.values.tag(bool: layer.isComplete)
            )
        }
        encoder.addFeature(id: 1, .point, tags)
        encoder.endLayer()
    }
}
