import FeatureLayers
import GeoValues

/// The grid of one tile: that of its zoom (``ZoomGrid``), counted from the tile's north-west corner.
struct TileGrid {
    static let extent: Int32 = 4096
    /// Units that a tile shows beyond its own edge, so that outlines and labels join.
    static let buffer: Int32 = 64
    /// See ``window``.
    static let windowBuffer = Int(buffer) + 1
    /// What is drawn: the tile and its buffer.
    static let drawnBox = TileBox(minX: -buffer, minY: -buffer, maxX: extent + buffer, maxY: extent + buffer)

    /// Whether a point lies in ``drawnBox``.
    @inline(__always)
    static func isDrawn(_ point: TilePoint) -> Bool {
        // Below the box, the difference is huge without its sign.
        let side = UInt32(bitPattern: extent &+ 2 &* buffer)
        return UInt32(bitPattern: point.x &+ buffer) <= side && UInt32(bitPattern: point.y &+ buffer) <= side
    }

    /// What may come into the tile: its area and buffer, and one unit more, because rounding may bring in what lies half a unit
    /// beyond.
    let window: RDBox
    let zoom: Int
    /// See ``ZoomGrid/tolerance``.
    var tolerance: UInt16 { zoomGrid.tolerance }
    var matrixSet: TileMatrixSet { zoomGrid.matrixSet }

    /// Whether ``ValidZooms`` tell of this zoom.
    let isJudged: Bool

    private let zoomGrid: ZoomGrid
    private let tile: TileCoordinate
    private let originX: Int32
    private let originY: Int32
    private let mercatorRounding: MercatorRounding

    /// nil when nothing can lie in the tile.
    init?(_ tile: TileCoordinate) {
        guard let window = tile.rdWindow(bufferTileUnits: TileGrid.windowBuffer) else { return nil }
        self.window = window
        self.tile = tile
        zoom = tile.z
        isJudged = ValidZooms.judged(tile.matrixSet).contains(tile.z)
        zoomGrid = ZoomGrid(tile.matrixSet, z: tile.z)
        originX = Int32(truncatingIfNeeded: tile.x << 12)
        originY = Int32(truncatingIfNeeded: tile.y << 12)
        mercatorRounding = zoomGrid.mercatorRounding(from: TilePoint(x: originX, y: originY))
    }

    /// The grid point nearest to the vertex at a position, halves up.
    @inline(__always)
    func snapped(_ position: Int, _ sections: SegmentSections) -> TilePoint {
        switch matrixSet {
        case .webMercatorQuad: mercatorRounding.rounded(sections.mercatorVertices[position])
        case .netherlandsRDNewQuad: here(zoomGrid.snapped(sections.vertices[position]))
        }
    }

    /// Puts the grid points nearest to the vertices of a range into points, from the last to the first, without those that may go at
    /// this zoom. Registers have y northward and tiles southward: read backward, exteriors run clockwise on the screen, which is what
    /// MVT 2.1 (4.3.4.4) wants.
    ///
    /// - Returns: how many there are.
    @inline(__always)
    func putSnapped(
        _ range: Range<Int>,
        _ sections: SegmentSections,
        into points: inout MutableSpan<TilePoint>,
        at start: Int
    ) -> Int {
        switch matrixSet {
        case .webMercatorQuad:
            let rounding = mercatorRounding
            return sections.mercatorVertices.putPoints(
                range,
                where: sections.importances,
                exceed: tolerance,
                into: &points,
                at: start
            ) { rounding.rounded($0) }
        case .netherlandsRDNewQuad:
            let (zoomGrid, origin) = (zoomGrid, SIMD2(originX, originY))
            return sections.vertices.putPoints(
                range,
                where: sections.importances,
                exceed: tolerance,
                into: &points,
                at: start
            ) { vertex in
                let point = zoomGrid.snapped(RDPoint(x: vertex[0], y: vertex[1]))
                return SIMD2(point.x, point.y) &- origin
            }
        }
    }

    @inline(__always)
    private func here(_ point: TilePoint) -> TilePoint { TilePoint(x: point.x &- originX, y: point.y &- originY) }

    /// What lies in a box of grid points or less than a unit beside it, as a box in RD; nil when that is nothing.
    func window(around box: TileBox) -> RDBox? {
        func line(_ unit: Int32, _ number: Int, _ grown: Int) -> Int64 { Int64(number << 12 + Int(unit) + grown) }
        return zoomGrid.window(
            west: line(box.minX, tile.x, -1),
            north: line(box.minY, tile.y, -1),
            east: line(box.maxX, tile.x, 1),
            south: line(box.maxY, tile.y, 1)
        )
    }

    // MARK: Ownership

    /// The grid square that holds a place, when this tile owns it: tiles are half-open, west and north edge included, so that
    /// every place has exactly one owner at each zoom. nil when another tile owns it.
    func owned(_ place: MercatorPoint) -> TilePoint? { owned(square: here(zoomGrid.square(place))) }

    func owned(_ place: RDPoint) -> TilePoint? { owned(square: here(zoomGrid.square(place))) }

    private func owned(square: TilePoint) -> TilePoint? {
        let inside = 0..<TileGrid.extent
        return inside.contains(square.x) && inside.contains(square.y) ? square : nil
    }
}
