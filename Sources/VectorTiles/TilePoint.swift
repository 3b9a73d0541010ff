/// A position in a tile: `x` from its west edge, `y` from its north edge, 4,096 units to a tile side.
struct TilePoint: Hashable, BitwiseCopyable {
    var x: Int32
    var y: Int32
}

extension TilePoint {
    init(_ point: SIMD2<Int32>) { self.init(x: point[0], y: point[1]) }

    /// Twice the signed area of the triangle a, b, c: positive when it runs clockwise on the screen. Exact: features span less
    /// than 2^29 units.
    @inline(__always)
    static func turn(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint) -> Int64 {
        (Int64(b.x) &- Int64(a.x)) &* (Int64(c.y) &- Int64(a.y)) &- (Int64(b.y) &- Int64(a.y))
            &* (Int64(c.x) &- Int64(a.x))
    }

    /// Whether the edges a-b and b-c lie on one line and the second runs back over the first.
    @inline(__always)
    static func isSpike(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint) -> Bool {
        turn(a, b, c) == 0
            && (Int64(b.x) &- Int64(a.x)) &* (Int64(c.x) &- Int64(b.x)) &+ (Int64(b.y) &- Int64(a.y))
                &* (Int64(c.y) &- Int64(b.y)) < 0
    }

    /// Whether the closed segments a-b and c-d share a point.
    @inline(__always)
    static func edgesMeet(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint, _ d: TilePoint) -> Bool {
        if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) { return false }
        if max(a.y, b.y) < min(c.y, d.y) || max(c.y, d.y) < min(a.y, b.y) { return false }
        let abc = turn(a, b, c)
        let abd = turn(a, b, d)
        if (abc > 0 && abd > 0) || (abc < 0 && abd < 0) { return false }
        let cda = turn(c, d, a)
        let cdb = turn(c, d, b)
        return !((cda > 0 && cdb > 0) || (cda < 0 && cdb < 0))
    }
}

/// A box in tile units, edges included. Empty when a minimum exceeds its maximum.
struct TileBox {
    var minX: Int32
    var minY: Int32
    var maxX: Int32
    var maxY: Int32

    static let empty = TileBox(minX: .max, minY: .max, maxX: .min, maxY: .min)

    @inline(__always)
    func contains(_ point: TilePoint) -> Bool {
        point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
    }

    /// Whether a point that lies in the box lies on one of its sides.
    @inline(__always)
    func hasOnSide(_ point: TilePoint) -> Bool {
        point.x == minX || point.x == maxX || point.y == minY || point.y == maxY
    }

    @inline(__always)
    func contains(_ other: TileBox) -> Bool {
        other.minX >= minX && other.minY >= minY && other.maxX <= maxX && other.maxY <= maxY
    }

    /// Whether the boxes share at least one point.
    @inline(__always)
    func touches(_ other: TileBox) -> Bool {
        other.minX <= maxX && other.maxX >= minX && other.minY <= maxY && other.maxY >= minY
    }

    @inline(__always)
    mutating func extend(by point: TilePoint) {
        minX = min(minX, point.x)
        minY = min(minY, point.y)
        maxX = max(maxX, point.x)
        maxY = max(maxY, point.y)
    }
}
