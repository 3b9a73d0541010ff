/// One tile of WebMercatorQuad, range-checked once: `x` from the west, `y` from the north (XYZ order).
public struct TileCoordinate: Hashable, Sendable {
    public static let highestZoom = 22

    public let z: Int
    public let x: Int
    public let y: Int

    /// Returns nil for a zoom outside 0…22 or a column or row outside 0…2^z − 1.
    public init?(z: Int, x: Int, y: Int) {
        guard (0...TileCoordinate.highestZoom).contains(z) else { return nil }
        let side = 1 << z
        guard (0..<side).contains(x), (0..<side).contains(y) else { return nil }
        self.z = z
        self.x = x
        self.y = y
    }

    /// The tile's own area plus `buffer`/4096 of its width on every side, in Mercator units, clamped to the world.
    public func box(bufferTileUnits buffer: Int) -> MercatorBox {
        let span = Int64(1) << (32 - z)
        let margin = span * Int64(buffer) / 4096
        func clamped(_ value: Int64) -> UInt32 { UInt32(clamping: value) }
        return MercatorBox(
            minX: clamped(Int64(x) * span - margin),
            minY: clamped(Int64(y) * span - margin),
            maxX: clamped(Int64(x + 1) * span + margin),
            maxY: clamped(Int64(y + 1) * span + margin)
        )
    }
}
