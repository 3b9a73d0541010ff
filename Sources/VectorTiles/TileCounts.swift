/// What drawing a tile came across.
public struct TileCounts: Hashable, Sendable {
    /// Features written.
    public var features = 0
    /// Polygon features that meet the tile or its buffer.
    public var polygons = 0
    /// Of these, those that were cut.
    public var clipped = 0
    /// Those that rounding or cutting broke, and that were mended or went on to GEOS.
    public var mended = 0
    /// Those that the grid swallowed and that are drawn as a square of one unit.
    public var dots = 0
    /// Those that only GEOS could repair.
    public var repairedByGEOS = 0

    public init() {}

    public static func += (total: inout TileCounts, more: TileCounts) {
        total.features += more.features
        total.polygons += more.polygons
        total.clipped += more.clipped
        total.mended += more.mended
        total.dots += more.dots
        total.repairedByGEOS += more.repairedByGEOS
    }
}
