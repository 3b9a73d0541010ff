/// A position in a tile: `x` from its west edge, `y` from its north edge, 4,096 units to a tile side.
struct TilePoint: Hashable {
    var x: Int32
    var y: Int32
}

/// A box in tile units, edges included.
struct TileBox {
    var minX: Int32
    var minY: Int32
    var maxX: Int32
    var maxY: Int32

    func contains(_ point: TilePoint) -> Bool {
        point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
    }
}

extension [TilePoint] {
    /// Twice the signed area; positive for a ring that runs clockwise on the screen (y grows southward), which is what
    /// MVT 2.1 (4.3.3.3) calls an exterior ring.
    var doubledArea: Int64 {
        guard count >= 3 else { return 0 }
        var sum: Int64 = 0
        var previous = self[count - 1]
        for point in self {
            sum += Int64(previous.x) * Int64(point.y) - Int64(point.x) * Int64(previous.y)
            previous = point
        }
        return sum
    }

    /// Whether the ring neither crosses nor touches itself. Tests every pair of edges: for short rings.
    var isSimpleRing: Bool {
        guard count >= 3 else { return false }
        for first in 0..<count {
            let a = self[first]
            let b = self[(first + 1) % count]
            let c = self[(first + 2) % count]
            // A spike: the next edge runs back over this one.
            if TilePoint.turn(a, b, c) == 0, TilePoint.runsBack(a, b, c) { return false }
            for second in first + 2..<Swift.max(first + 2, count) where !(first == 0 && second == count - 1) {
                if TilePoint.edgesMeet(a, b, self[second], self[(second + 1) % count]) { return false }
            }
        }
        return true
    }
}

extension TilePoint {
    static func turn(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint) -> Int64 {
        (Int64(b.x) - Int64(a.x)) * (Int64(c.y) - Int64(a.y)) - (Int64(b.y) - Int64(a.y)) * (Int64(c.x) - Int64(a.x))
    }

    static func runsBack(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint) -> Bool {
        (Int64(b.x) - Int64(a.x)) * (Int64(c.x) - Int64(b.x)) + (Int64(b.y) - Int64(a.y)) * (Int64(c.y) - Int64(b.y))
            < 0
    }

    static func edgesMeet(_ a: TilePoint, _ b: TilePoint, _ c: TilePoint, _ d: TilePoint) -> Bool {
        if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) { return false }
        if max(a.y, b.y) < min(c.y, d.y) || max(c.y, d.y) < min(a.y, b.y) { return false }
        let abc = turn(a, b, c)
        let abd = turn(a, b, d)
        let cda = turn(c, d, a)
        let cdb = turn(c, d, b)
        return !((abc > 0 && abd > 0) || (abc < 0 && abd < 0) || (cda > 0 && cdb > 0) || (cda < 0 && cdb < 0))
    }
}
