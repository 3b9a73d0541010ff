public import GeoValues

/// The numbers of tiles in an archive: along a Hilbert curve in every zoom, one zoom after the other (PMTiles 3, `TileId`).
public enum TileIdentifier {
    /// The first number of a zoom: as many as there are tiles at all zooms before, (4^z − 1) ÷ 3.
    public static func first(ofZoom z: Int) -> UInt64 { ((1 << UInt64(2 * z)) - 1) / 3 }

    /// The numbers of the tiles at a zoom inside a tile of that zoom or a lower one: they follow one another.
    public static func descendants(of tile: TileCoordinate, atZoom z: Int) -> Range<UInt64> {
        let levels = UInt64(2 * (z - tile.z))
        let start = first(ofZoom: z) + (tile.identifier - first(ofZoom: tile.z)) << levels
        return start..<start + 1 << levels
    }
}

extension TileCoordinate {
    /// The tile's number.
    public var identifier: UInt64 {
        var x = UInt64(self.x)
        var y = UInt64(self.y)
        var place: UInt64 = 0
        for level in stride(from: z - 1, through: 0, by: -1) {
            let side = UInt64(1) << UInt64(level)
            let right: UInt64 = x & side == 0 ? 0 : 1
            let lower: UInt64 = y & side == 0 ? 0 : 1
            place = place << 2 | ((3 * right) ^ lower)
            x &= side - 1
            y &= side - 1
            TileCoordinate.turn(&x, &y, side, right, lower)
        }
        return TileIdentifier.first(ofZoom: z) + place
    }

    /// The tile with a number; nil beyond the matrix set's highest zoom.
    public init?(_ matrixSet: TileMatrixSet, identifier: UInt64) {
        guard let z = (0...matrixSet.highestZoom).first(where: { identifier < TileIdentifier.first(ofZoom: $0 + 1) })
        else { return nil }
        let place = identifier - TileIdentifier.first(ofZoom: z)
        var x: UInt64 = 0
        var y: UInt64 = 0
        for level in 0..<z {
            let side = UInt64(1) << UInt64(level)
            let digit = place >> UInt64(2 * level) & 3
            let right = digit >> 1
            let lower = (digit ^ right) & 1
            TileCoordinate.turn(&x, &y, side, right, lower)
            x |= right * side
            y |= lower * side
        }
        self.init(matrixSet, z: z, x: Int(x), y: Int(y))
    }

    /// Turns a quarter so that the curve in it runs as in the whole; its own inverse. `x` and `y` lie below `side`.
    private static func turn(_ x: inout UInt64, _ y: inout UInt64, _ side: UInt64, _ right: UInt64, _ lower: UInt64) {
        guard lower == 0 else { return }
        if right == 1 {
            x = side - 1 - x
            y = side - 1 - y
        }
        swap(&x, &y)
    }
}
