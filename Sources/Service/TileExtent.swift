public import GeoValues

/// What features lie in, in the coordinates of both matrix sets.
public struct TileExtent: Sendable {
    public internal(set) var rd = RDBox.empty
    var mercator = MercatorBox.empty

    /// The columns (from the west) and rows (from the north) of the tiles at a zoom that features lie in; nil when there are no
    /// features.
    public func limits(_ matrixSet: TileMatrixSet, z: Int) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>)? {
        switch matrixSet {
        case .webMercatorQuad:
            guard !mercator.isEmpty else { return nil }
            let shift = UInt32(32 - z)
            func tile(_ value: UInt32) -> Int { Int(UInt64(value) >> UInt64(shift)) }
            return (tile(mercator.minX)...tile(mercator.maxX), tile(mercator.minY)...tile(mercator.maxY))
        case .netherlandsRDNewQuad:
            guard !rd.isEmpty else { return nil }
            func tile(_ millimetres: Int64) -> Int { Int((millimetres << Int64(z)) / RDTileGrid.span) }
            return (
                tile(Int64(rd.minX) - RDTileGrid.originX)...tile(Int64(rd.maxX) - RDTileGrid.originX),
                tile(RDTileGrid.originY - Int64(rd.maxY))...tile(RDTileGrid.originY - Int64(rd.minY))
            )
        }
    }
}
