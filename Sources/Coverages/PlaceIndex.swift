import GeoValues

/// Finds places in boxes: places in strips of equal number from west to east, from south to north within each.
///
/// Strips follow the density of the data, so a village in an empty polder costs no more than an even spread (a grid of
/// equal cells would not do that). A search for a box touches few strips and one run of places in each.
struct PlaceIndex: Sendable {
    /// First position of each strip in `ys` and `places`, and the number of places at the end.
    private(set) var firstPositions: [UInt32] = [0]
    /// Lowest and highest x of the places in each strip; neighbours may share one.
    private(set) var lowX: [Int32] = []
    private(set) var highX: [Int32] = []
    private(set) var ys: [Int32] = []
    private(set) var places: [UInt32] = []

    /// For equal columns of the area: the first strip that ends at or after the column's west side.
    private var stripOfColumn: [UInt32] = []
    private var originX: Int32 = 0
    private var columnShift = 0

    /// Takes in the points that lie in `area`.
    init(_ points: [RDPoint], in area: RDBox) {
        guard !area.isEmpty else { return }
        var keys: [UInt64] = []
        keys.reserveCapacity(points.count)
        for (place, point) in points.enumerated()
        where point.x >= area.minX && point.x <= area.maxX && point.y >= area.minY && point.y <= area.maxY {
            keys.append(UInt64(Int64(point.x) - Int64(area.minX)) << 32 | UInt64(place))
        }
        guard !keys.isEmpty else { return }
        let widthBits = 64 - (Int64(area.maxX) - Int64(area.minX)).leadingZeroBitCount
        let heightBits = 64 - (Int64(area.maxY) - Int64(area.minY)).leadingZeroBitCount
        radixSort(&keys, from: 32, bits: widthBits)

        // As many strips as a square of evenly spread places would have rows.
        let size = max(16, Int((Double(keys.count)).squareRoot()))
        var start = 0
        while start < keys.count {
            let end = min(start + size, keys.count)
            lowX.append(points[Int(UInt32(truncatingIfNeeded: keys[start]))].x)
            highX.append(points[Int(UInt32(truncatingIfNeeded: keys[end - 1]))].x)
            firstPositions.append(UInt32(end))
            var strip: [UInt64] = []
            strip.reserveCapacity(end - start)
            for position in start..<end {
                let place = keys[position] & 0xFFFF_FFFF
                strip.append(UInt64(Int64(points[Int(place)].y) - Int64(area.minY)) << 32 | place)
            }
            if strip.count < 256 { strip.sort() } else { radixSort(&strip, from: 32, bits: heightBits) }
            for key in strip {
                let place = UInt32(truncatingIfNeeded: key)
                places.append(place)
                ys.append(points[Int(place)].y)
            }
            start = end
        }

        originX = area.minX
        while widthBits - columnShift > 12 { columnShift += 1 }
        // One column more than there are, so that each has an end.
        var strip = 0
        for column in 0...(Int64(area.maxX) - Int64(area.minX)) >> Int64(columnShift) + 1 {
            let west = Int64(originX) + column << Int64(columnShift)
            while strip < highX.count, Int64(highX[strip]) < west { strip += 1 }
            stripOfColumn.append(UInt32(strip))
        }
    }

    var stripCount: Int { lowX.count }

    /// The first strip that has a place at or east of `x`; `stripCount` when there is none.
    @inline(__always)
    func firstStrip(from x: Int64) -> Int {
        let offset = x - Int64(originX)
        if offset <= 0 { return 0 }
        let column = Int(offset >> Int64(columnShift))
        if column >= stripOfColumn.count - 1 { return stripCount }
        var strip = Int(stripOfColumn[column])
        var count = Int(stripOfColumn[column + 1]) - strip
        while count > 0 {
            let half = count >> 1
            let isWest = Int64(highX[strip + half]) < x
            strip = isWest ? strip + half + 1 : strip
            count = isWest ? count - half - 1 : half
        }
        return strip
    }

    /// The first position of a strip whose place lies at or north of `y`; the end of the strip when there is none.
    @inline(__always)
    func firstPosition(strip: Int, from y: Int64) -> Int {
        var low = Int(firstPositions[strip])
        var count = Int(firstPositions[strip + 1]) - low
        while count > 0 {
            let half = count >> 1
            let isBelow = Int64(ys[low + half]) < y
            low = isBelow ? low + half + 1 : low
            count = isBelow ? count - half - 1 : half
        }
        return low
    }
}
