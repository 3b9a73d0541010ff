/// The cells in which features are counted for tiles that do not show each of them: squares of a matrix set, 2^level to a side
/// at every level.
///
/// A cell's key is its place on the Z-order curve: the bits of its column and row in turn, the row's the higher. So the cells
/// in a tile, or in a larger cell, are a run of keys.
public enum CountingGrid {
    /// The level of the smallest cells: 93 m wide in the Netherlands in WebMercatorQuad, 53.76 m in NetherlandsRDNewQuad.
    public static func finestLevel(_ matrixSet: TileMatrixSet) -> Int {
        switch matrixSet {
        case .webMercatorQuad: 18
        case .netherlandsRDNewQuad: 14
        }
    }

    /// The smallest cell of WebMercatorQuad that holds a place; west and north edge included.
    public static func key(of place: MercatorPoint) -> UInt64 {
        let shift = UInt32(32 - finestLevel(.webMercatorQuad))
        return key(column: place.x >> shift, row: place.y >> shift)
    }

    /// The smallest cell of NetherlandsRDNewQuad that holds a place in the RD envelope; west and north edge included.
    public static func key(of place: RDPoint) -> UInt64 {
        let side = RDTileGrid.span >> Int64(finestLevel(.netherlandsRDNewQuad))
        return key(
            column: UInt32(clamping: (Int64(place.x) - RDTileGrid.originX) / side),
            row: UInt32(clamping: (RDTileGrid.originY - Int64(place.y)) / side)
        )
    }

    public static func key(column: UInt32, row: UInt32) -> UInt64 { spread(column) | spread(row) << 1 }

    /// The column and row of a key.
    public static func cell(_ key: UInt64) -> (column: UInt32, row: UInt32) { (gathered(key), gathered(key >> 1)) }

    /// The bits of a number with a zero before each.
    private static func spread(_ number: UInt32) -> UInt64 {
        var bits = UInt64(number)
        bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF
        bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF
        bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F
        bits = (bits | bits << 2) & 0x3333_3333_3333_3333
        return (bits | bits << 1) & 0x5555_5555_5555_5555
    }

    /// Every other bit.
    private static func gathered(_ key: UInt64) -> UInt32 {
        var bits = key & 0x5555_5555_5555_5555
        bits = (bits | bits >> 1) & 0x3333_3333_3333_3333
        bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F
        bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF
        bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: bits | bits >> 16)
    }
}
