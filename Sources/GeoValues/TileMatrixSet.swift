/// A tile-matrix set of square tiles, 2^z × 2^z at zoom z, rows from the north (OGC 17-083r4). The raw value is its OGC name.
public enum TileMatrixSet: String, CaseIterable, Codable, Sendable {
    /// EPSG:3857, the whole world at zoom 0.
    case webMercatorQuad = "WebMercatorQuad"
    /// EPSG:28992, Geonovum *Praktijkrichtlijn Vector Tiling*: origin −285401.92, 903401.92, 880803.84 m wide at zoom 0.
    /// (Older tile sets of PDOK begin 8 cm farther north.)
    case netherlandsRDNewQuad = "NetherlandsRDNewQuad"

    /// The last zoom that is served: ``TileMatrixSet/netherlandsRDNewQuad`` has no more.
    public var highestZoom: Int {
        switch self {
        case .webMercatorQuad: 22
        case .netherlandsRDNewQuad: 16
        }
    }

    /// How many zooms sooner than in WebMercatorQuad a tile is as small: at 52.15° N an RD tile of zoom z has the width of a
    /// Mercator tile of zoom z + 4.8. Rounded down, so that no tile holds more than in Mercator at the same layer's start.
    public var zoomsAheadOfMercator: Int {
        switch self {
        case .webMercatorQuad: 0
        case .netherlandsRDNewQuad: 4
        }
    }
}

/// The grid of `NetherlandsRDNewQuad`, in millimetres: all of its numbers are whole at every zoom up to 11, and from there on
/// whole multiples of 2^−5.
public enum RDTileGrid {
    /// West edge of the matrix.
    public static let originX: Int64 = -285_401_920
    /// North edge of the matrix.
    public static let originY: Int64 = 903_401_920
    /// Width and height of the matrix: 2^23 × 105 mm = 3440.64 m × 256.
    public static let span: Int64 = 880_803_840

    /// The part of the plane that a tile covers, with `buffer`/4096 of its width on every side, outward to whole millimetres.
    static func box(z: Int, x: Int, y: Int, bufferTileUnits buffer: Int) -> RDBox {
        // In 1/4096 of a millimetre nothing is a fraction: a tile at zoom 16 is 53,760,000/4,096 mm wide.
        let scale: Int64 = 4096
        let side = (span * scale) >> Int64(z)
        let margin = side * Int64(buffer) / 4096 + 1
        func down(_ value: Int64) -> Int32 { Int32(clamping: value >> 12) }
        func up(_ value: Int64) -> Int32 { Int32(clamping: (value + scale - 1) >> 12) }
        return RDBox(
            minX: down(originX * scale + side * Int64(x) - margin),
            minY: down(originY * scale - side * Int64(y + 1) - margin),
            maxX: up(originX * scale + side * Int64(x + 1) + margin),
            maxY: up(originY * scale - side * Int64(y) + margin)
        )
    }
}
