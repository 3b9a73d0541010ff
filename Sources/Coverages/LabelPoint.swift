public import GeoValues

/// Where the label of a feature stands, in RD millimetres.
public enum LabelPoint {
    /// How far from the best place a label may be: this share of the smaller side of the box, in clearance.
    static let precision = 0.1

    /// A place strictly inside the largest part of polygons, near the centre of the greatest circle that fits into it: its
    /// distance to the boundary is at most 10 % of the smaller side of the part's box (and a millimetre, for the rounding) less
    /// than the greatest there is. Of a long strip the middle, as far as that is as wide.
    ///
    /// Some parts are so narrow that no whole millimetre lies inside: the place is then on the boundary. nil without a ring.
    ///
    /// - Parameters:
    ///   - vertices: rings without closing repeat.
    ///   - firstVertices: the first vertex of each ring, and the end.
    ///   - ringRoles: 0 for an exterior, 1 for a hole of the exterior before it.
    /// - Complexity: about a microsecond for convex parts with few corners, else some dozens of passes over the part's edges.
    public static func of(vertices: ArraySlice<RDPoint>, firstVertices: [Int], ringRoles: ArraySlice<UInt8>) -> RDPoint?
    {
        precondition(firstVertices.count == ringRoles.count + 1, "one role for each ring")
        var largest: Range<Int>?
        var largestArea: Int128 = -1
        var ring = 0
        while ring < ringRoles.count {
            var end = ring + 1
            while end < ringRoles.count, ringRoles[ringRoles.startIndex + end] == 1 { end += 1 }
            var area: Int128 = 0
            if end < ringRoles.count || ring > 0 {
                for part in ring..<end { area += doubledArea(vertices[firstVertices[part]..<firstVertices[part + 1]]) }
            }
            // Parts of the same size: the first, wherever the feature begins, is a matter of the source.
            if area > largestArea {
                largestArea = area
                largest = ring..<end
            }
            ring = end
        }
        guard let largest else { return nil }
        var shape = LabelShape()
        for ring in largest { shape.append(vertices[firstVertices[ring]..<firstVertices[ring + 1]]) }
        return shape.label()?.point
    }

    /// The same for polygons.
    public static func of(_ polygons: [RDPolygon]) -> RDPoint? { found(in: polygons)?.point }

    /// The place and its distance to the boundary in millimetres.
    static func found(in polygons: [RDPolygon]) -> (point: RDPoint, clearance: Double)? {
        var largest: RDPolygon?
        var largestArea: Int128 = -1
        for polygon in polygons {
            let area = polygon.doubledArea
            if area > largestArea {
                largestArea = area
                largest = polygon
            }
        }
        guard let largest else { return nil }
        var shape = LabelShape()
        for ring in largest.rings { shape.append(ring.points[...]) }
        return shape.label()
    }

    /// The middle by length of the longest line, rounded to the millimetre; nil without a line of two vertices.
    public static func of(lines: [[RDPoint]]) -> RDPoint? {
        func lengths(_ line: [RDPoint]) -> [Double] {
            zip(line, line.dropFirst()).map { from, to in
                let dx = Double(Int64(to.x) - Int64(from.x))
                let dy = Double(Int64(to.y) - Int64(from.y))
                return (dx * dx + dy * dy).squareRoot()
            }
        }
        var longest: (line: [RDPoint], lengths: [Double], sum: Double)?
        for line in lines where line.count >= 2 {
            let lengths = lengths(line)
            let sum = lengths.reduce(0, +)
            if sum > longest?.sum ?? -1 { longest = (line, lengths, sum) }
        }
        guard let longest else { return nil }
        var rest = longest.sum / 2
        for (position, length) in longest.lengths.enumerated() where length > 0 {
            if rest <= length || position == longest.lengths.count - 1 {
                let from = longest.line[position]
                let to = longest.line[position + 1]
                let share = min(1, rest / length)
                let dx = share * Double(Int64(to.x) - Int64(from.x))
                let dy = share * Double(Int64(to.y) - Int64(from.y))
                return RDPoint(x: from.x + Int32(dx.rounded()), y: from.y + Int32(dy.rounded()))
            }
            rest -= length
        }
        return longest.line[0]
    }

    /// Twice the signed area of a ring in mm².
    private static func doubledArea(_ ring: ArraySlice<RDPoint>) -> Int128 {
        guard let origin = ring.first, let last = ring.last else { return 0 }
        var sum: Int128 = 0
        var previous = last
        for point in ring {
            sum += Int128(orientation(origin, previous, point))
            previous = point
        }
        return sum
    }
}
