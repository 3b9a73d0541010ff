import GEOSBridge

/// Cuts snapped polygons to the tile's box so that what is drawn is valid (OGC Simple Features).
///
/// Simple rings that leave the box at most once per side are cut by Sutherland-Hodgman in integers; all others, and
/// rings that snapping broke, go through GEOS, which also splits what the cut takes apart.
struct PolygonClipper {
    let box: TileBox
    /// Rings longer than this are judged by GEOS: the pairwise test grows with the square.
    static let longestPairwiseRing = 48

    /// The valid part of a polygon feature inside the box. `rings` as snapped, exteriors followed by their holes.
    func clipped(_ polygons: [[[TilePoint]]]) throws -> [[[TilePoint]]] {
        if polygons.count == 1, polygons[0].count == 1, let ring = simplyClipped(polygons[0][0]) {
            return ring.isEmpty ? [] : [[ring]]
        }
        let grid = polygons.map { $0.map { $0.map { GridPoint(x: $0.x, y: $0.y) } } }
        let repaired = try Overlay.clipped(
            gridPolygons: grid,
            to: GridBox(minX: box.minX, minY: box.minY, maxX: box.maxX, maxY: box.maxY)
        )
        return repaired.map { $0.map { $0.map { TilePoint(x: $0.x, y: $0.y) } } }
    }

    /// The ring cut to the box, empty when nothing is left; nil when this way can't give a valid ring.
    private func simplyClipped(_ ring: [TilePoint]) -> [TilePoint]? {
        guard ring.count <= PolygonClipper.longestPairwiseRing else { return nil }
        var current = ring
        for side in Side.allCases where current.contains(where: { side.distance($0, box) < 0 }) {
            var crossings = 0
            var kept: [TilePoint] = []
            kept.reserveCapacity(current.count + 2)
            var previous = current[current.count - 1]
            var previousInside = side.distance(previous, box) >= 0
            for point in current {
                let isInside = side.distance(point, box) >= 0
                if isInside != previousInside {
                    crossings += 1
                    kept.append(side.crossing(previous, point, box))
                }
                if isInside { kept.append(point) }
                previous = point
                previousInside = isInside
            }
            if crossings > 2 { return nil }
            current = kept.withoutRepeats
            if current.count < 3 { return [] }
        }
        if current.doubledArea == 0 { return [] }
        return current.isSimpleRing ? current : nil
    }
}

extension [TilePoint] {
    /// The ring without equal neighbours, its last and first point included.
    var withoutRepeats: [TilePoint] {
        var kept: [TilePoint] = []
        kept.reserveCapacity(count)
        for point in self where kept.last != point { kept.append(point) }
        while kept.count > 1, kept.first == kept.last { kept.removeLast() }
        return kept
    }
}

/// A side of a box; the distance to it is positive inside.
private enum Side: CaseIterable {
    case west, east, north, south

    func distance(_ point: TilePoint, _ box: TileBox) -> Int64 {
        switch self {
        case .west: Int64(point.x) - Int64(box.minX)
        case .east: Int64(box.maxX) - Int64(point.x)
        case .north: Int64(point.y) - Int64(box.minY)
        case .south: Int64(box.maxY) - Int64(point.y)
        }
    }

    /// Where the edge a-b meets this side, on the grid. The same for b-a, so that neighbours agree.
    func crossing(_ a: TilePoint, _ b: TilePoint, _ box: TileBox) -> TilePoint {
        let (low, high) = (a.x, a.y) < (b.x, b.y) ? (a, b) : (b, a)
        let lowDistance = Double(distance(low, box))
        let share = lowDistance / (lowDistance - Double(distance(high, box)))
        let x = Double(low.x) + (Double(high.x) - Double(low.x)) * share
        let y = Double(low.y) + (Double(high.y) - Double(low.y)) * share
        switch self {
        case .west: return TilePoint(x: box.minX, y: Int32(y.rounded()))
        case .east: return TilePoint(x: box.maxX, y: Int32(y.rounded()))
        case .north: return TilePoint(x: Int32(x.rounded()), y: box.minY)
        case .south: return TilePoint(x: Int32(x.rounded()), y: box.maxY)
        }
    }
}
