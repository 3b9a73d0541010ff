import FeatureLayers
import GeoValues

/// The grid of one tile: 4,096 units to a side, and the same grid for the whole zoom, so that a vertex comes to lie on the
/// same grid point in every tile and for every feature that has it. All arithmetic is in integers and exact.
struct TileGrid {
    static let extent: Int32 = 4096
    /// Units that a tile shows beyond its own edge, so that outlines and labels join.
    static let buffer: Int32 = 64
    /// See ``window``.
    static let windowBuffer = Int(buffer) + 1
    /// What is drawn: the tile and its buffer.
    static let drawnBox = TileBox(minX: -buffer, minY: -buffer, maxX: extent + buffer, maxY: extent + buffer)

    private let tile: TileCoordinate
    let matrixSet: TileMatrixSet
    /// What may come into the tile: its area and buffer, and one unit more, because rounding may bring in what lies half a unit
    /// beyond.
    let window: RDBox
    /// Vertices whose importance is at most this go. In millimetres, a quarter of a unit: with the rounding to the grid
    /// (√½ of a unit at most) a boundary stays within one unit of where it is. It depends on matrix set and zoom alone, so that
    /// neighbours drop the same vertices in all tiles.
    let tolerance: UInt16

    private let originX: Int32
    private let originY: Int32
    // Powers of two, at least one of them 0.
    private let shiftDown: UInt64
    private let shiftUp: UInt64
    private let half: UInt64

    /// nil when nothing can lie in the tile.
    init?(_ tile: TileCoordinate) {
        guard let window = tile.rdWindow(bufferTileUnits: TileGrid.windowBuffer) else { return nil }
        self.window = window
        self.tile = tile
        matrixSet = tile.matrixSet
        // Differences to the tile's corner are what counts: they fit, though from zoom 20 on the grid itself does not.
        originX = Int32(truncatingIfNeeded: tile.x << 12)
        originY = Int32(truncatingIfNeeded: tile.y << 12)
        let unitMillimetres: Double
        switch tile.matrixSet {
        case .webMercatorQuad:
            // 2^(32 − z − 12) Mercator units to a grid unit.
            let shift = 20 - tile.z
            shiftDown = UInt64(max(0, shift))
            shiftUp = UInt64(max(0, -shift))
            half = shift > 0 ? 1 << UInt64(shift - 1) : 0
            // At 52.15° N, the middle of the country; 3 % more or less at its ends.
            unitMillimetres =
                TileGrid.mercatorUnitMillimetres * Double(UInt64(1) << 20) / Double(UInt64(1) << UInt64(tile.z))
        case .netherlandsRDNewQuad:
            // 105 × 2^(11 − z) millimetres to a grid unit.
            let shift = 11 - tile.z
            shiftDown = UInt64(max(0, shift))
            shiftUp = UInt64(max(0, -shift))
            half = 105 << shiftDown
            unitMillimetres = 105 * Double(UInt64(1) << 11) / Double(UInt64(1) << UInt64(tile.z))
        }
        tolerance = UInt16(min(unitMillimetres / 4, Double(DerivedGeometry.neverGoes - 1)))
    }

    /// How many millimetres 1/2^32 of the Web Mercator world measures on the ground at 52.15° N.
    private static let mercatorUnitMillimetres = 40_075_016_685.578 / 4_294_967_296 * 0.613_534

    /// The grid point nearest to a vertex of WebMercatorQuad, halves up.
    @inline(__always)
    func snapped(_ vertex: MercatorPoint) -> TilePoint {
        TilePoint(
            x: Int32(truncatingIfNeeded: ((UInt64(vertex.x) &+ half) &>> shiftDown) &<< shiftUp) &- originX,
            y: Int32(truncatingIfNeeded: ((UInt64(vertex.y) &+ half) &>> shiftDown) &<< shiftUp) &- originY
        )
    }

    /// The grid point nearest to a vertex of NetherlandsRDNewQuad, halves up.
    @inline(__always)
    func snapped(_ vertex: RDPoint) -> TilePoint {
        TilePoint(
            x: rdUnits(Int64(vertex.x) &- RDTileGrid.originX) &- originX,
            y: rdUnits(RDTileGrid.originY &- Int64(vertex.y)) &- originY
        )
    }

    /// Millimetres from the origin, not negative in the RD envelope, as units, to the nearest: d ÷ (105 × 2^(11 − z)) + ½
    /// = (2d + 105 × 2^(11 − z)) ÷ (210 × 2^(11 − z)), rounded down.
    @inline(__always)
    private func rdUnits(_ millimetres: Int64) -> Int32 {
        let distance = UInt64(bitPattern: millimetres)
        return Int32(truncatingIfNeeded: ((((distance &<< 1) &<< shiftUp) &+ half) &>> shiftDown) / 210)
    }

    /// What lies in a box of grid points or less than a unit beside it, as a box in RD; nil when that is nothing.
    func window(around box: TileBox) -> RDBox? {
        func corner(_ unit: Int32, _ number: Int, _ grown: Int) -> Int64 { Int64(number << 12 + Int(unit) + grown) }
        let (west, east) = (corner(box.minX, tile.x, -1), corner(box.maxX, tile.x, 1))
        let (north, south) = (corner(box.minY, tile.y, -1), corner(box.maxY, tile.y, 1))
        switch matrixSet {
        case .webMercatorQuad:
            func units(_ place: Int64) -> UInt32 { UInt32(clamping: (place << Int64(shiftDown)) >> Int64(shiftUp)) }
            return ApproximateRD.window(
                around: MercatorBox(minX: units(west), minY: units(north), maxX: units(east), maxY: units(south))
            )
        case .netherlandsRDNewQuad:
            func millimetres(_ place: Int64) -> Int64 { ((place * 105) << Int64(shiftDown)) >> Int64(shiftUp) }
            return RDBox(
                minX: Int32(clamping: RDTileGrid.originX + millimetres(west)),
                minY: Int32(clamping: RDTileGrid.originY - millimetres(south) - 1),
                maxX: Int32(clamping: RDTileGrid.originX + millimetres(east) + 1),
                maxY: Int32(clamping: RDTileGrid.originY - millimetres(north))
            )
        }
    }

    // MARK: Ownership

    /// The grid square that holds a place, when this tile owns it: tiles are half-open, west and north edge included, so that
    /// every place has exactly one owner at each zoom. nil when another tile owns it.
    func owned(_ place: MercatorPoint) -> TilePoint? {
        owned(
            Int32(truncatingIfNeeded: (UInt64(place.x) >> shiftDown) << shiftUp) &- originX,
            Int32(truncatingIfNeeded: (UInt64(place.y) >> shiftDown) << shiftUp) &- originY
        )
    }

    func owned(_ place: RDPoint) -> TilePoint? {
        func units(_ millimetres: Int64) -> Int32 {
            Int32(truncatingIfNeeded: (((UInt64(bitPattern: millimetres) &<< 1) &<< shiftUp) &>> shiftDown) / 210)
        }
        return owned(
            units(Int64(place.x) - RDTileGrid.originX) &- originX,
            units(RDTileGrid.originY - Int64(place.y)) &- originY
        )
    }

    private func owned(_ x: Int32, _ y: Int32) -> TilePoint? {
        x >= 0 && x < TileGrid.extent && y >= 0 && y < TileGrid.extent ? TilePoint(x: x, y: y) : nil
    }
}
