/// One tile of a matrix set, range-checked once: `x` from the west, `y` from the north (XYZ order).
public struct TileCoordinate: Hashable, Sendable {
    public let matrixSet: TileMatrixSet
    public let z: Int
    public let x: Int
    public let y: Int

    /// Returns nil for a zoom that the matrix set does not have, or a column or row outside 0…2^z − 1.
    public init?(_ matrixSet: TileMatrixSet = .webMercatorQuad, z: Int, x: Int, y: Int) {
        guard (0...matrixSet.highestZoom).contains(z) else { return nil }
        let side = 1 << z
        guard (0..<side).contains(x), (0..<side).contains(y) else { return nil }
        self.matrixSet = matrixSet
        self.z = z
        self.x = x
        self.y = y
    }

    /// What may lie in the tile or up to `buffer`/4096 of its width beyond, as a box in RD; nil when that is nothing.
    ///
    /// Exact for an RD tile. For a Mercator tile larger than needed: see ``ApproximateRD/window(around:)``.
    public func rdWindow(bufferTileUnits buffer: Int) -> RDBox? {
        switch matrixSet {
        case .webMercatorQuad: return ApproximateRD.window(around: mercatorBox(bufferTileUnits: buffer))
        case .netherlandsRDNewQuad:
            let box = RDTileGrid.box(z: z, x: x, y: y, bufferTileUnits: buffer)
            return box.intersects(RDEnvelope.box) ? box : nil
        }
    }

    /// The area of a WebMercatorQuad tile plus `buffer`/4096 of its width on every side, in Mercator units, clamped to the
    /// world.
    public func mercatorBox(bufferTileUnits buffer: Int) -> MercatorBox {
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
