import GeoValues

extension SegmentContents {
    @inline(__always)
    func geometryKind(_ feature: Int) -> GeometryKind { GeometryKind(rawValue: kinds[feature]) ?? .none }

    @inline(__always)
    func rings(_ feature: Int) -> Range<Int> {
        let start = Int(firstRings[feature])
        let end = Int(firstRings[feature + 1])
        // A damaged file must not trap: an impossible range is empty.
        return start <= end && end <= ringRoles.count ? start..<end : 0..<0
    }

    @inline(__always)
    func vertexRange(ring: Int) -> Range<Int> {
        let start = Int(firstVertices[ring])
        let end = Int(firstVertices[ring + 1])
        return start <= end && end <= vertices.count ? start..<end : 0..<0
    }

    /// The largest block that begins at a vertex (a multiple of 16), ends at the latest at `end`, and need not be looked
    /// into; nil when there is none.
    @inline(__always)
    func skip(
        _ position: Int,
        _ end: Int,
        _ isDecided: (SIMD4<Int32>) -> Bool
    ) -> (vertexCount: Int, box: SIMD4<Int32>)? {
        // Blocks above the smallest are there for long rings only.
        let aligned =
            position == 0 ? VertexBlocks.maximumLevelCount : position.trailingZeroBitCount / VertexBlocks.sizeShift
        let fitting = (Int.bitWidth - 1 - (end - position).leadingZeroBitCount) / VertexBlocks.sizeShift
        var level = min(aligned, fitting) - 1
        while level >= 0 {
            let shift = VertexBlocks.sizeShift * (level + 1)
            let first = VertexBlocks.levelStart(level, vertexCount: vertices.count)
            let box = vertexBlocks[first + position >> shift]
            if isDecided(box) { return (1 << shift, box) }
            level -= 1
        }
        return nil
    }

    // MARK: Distance

    /// The exact squared distance from a point to the nearest part of a feature, zero inside a polygon; or nil, or any
    /// greater distance, when it is more than `bound` mm².
    func squaredDistance(from point: RDPoint, to feature: Int, bound: Int64) -> SquaredDistance? {
        let kind = geometryKind(feature)
        // Not by way of `location`: in a damaged file kind and shape may differ, and it asks for the distance to lines.
        if kind == .polygons, polygonLocation(of: point, in: feature) != .outside { return .zero }
        return squaredDistance(from: point, toEdgesOf: feature, kind, bound: bound)
    }

    /// The same to the nearest point, line or edge of a boundary, from inside a polygon too.
    func squaredDistance(
        from point: RDPoint,
        toEdgesOf feature: Int,
        _ kind: GeometryKind,
        bound: Int64
    ) -> SquaredDistance? {
        var nearest = NearestEdge(point: point, bound: bound)
        for ring in rings(feature) {
            let range = vertexRange(ring: ring)
            guard !range.isEmpty else { continue }
            let first = vertices[range.lowerBound]
            if kind == .points {
                for position in range { nearest.add(vertices[position], vertices[position]) }
                continue
            }
            if kind == .polygons { nearest.add(vertices[range.upperBound - 1], first) }
            // A line of one vertex is a point.
            if range.count == 1 { nearest.add(first, first) }
            addPath(range, to: &nearest)
        }
        return nearest.distance
    }

    private func addPath(_ range: Range<Int>, to nearest: inout NearestEdge) {
        let vertices = vertices
        let end = range.upperBound - 1
        var position = range.lowerBound
        var from = vertices[position]
        while position < end {
            let stop = min(end, (position | (VertexBlocks.smallestSize - 1)) + 1)
            if position & (VertexBlocks.smallestSize - 1) == 0, position + VertexBlocks.smallestSize <= end,
                let skipped = skip(position, end, { nearest.isBeyond($0) })
            {
                position += skipped.vertexCount
                from = vertices[position]
                continue
            }
            while position < stop {
                position += 1
                let to = vertices[position]
                nearest.add(from, to)
                from = to
            }
        }
    }
}

/// The distance to the nearest of the edges that were added, as far as it is within a bound.
private struct NearestEdge {
    let point: RDPoint
    /// What is farther than this, in mm², is of no account: at first what is asked, then what was found, rounded up.
    private var bound: Int64
    private(set) var distance: SquaredDistance?

    init(point: RDPoint, bound: Int64) {
        self.point = point
        self.bound = bound
    }

    /// Whether a box (minX, minY, maxX, maxY) is too far away to hold the nearest edge.
    @inline(__always)
    func isBeyond(_ box: SIMD4<Int32>) -> Bool {
        RDBox(minX: box[0], minY: box[1], maxX: box[2], maxY: box[3]).squaredDistance(toX: point.x, y: point.y) > bound
    }

    @inline(__always)
    mutating func add(_ a: RDPoint, _ b: RDPoint) {
        guard !isBeyond(SIMD4(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))) else { return }
        let found = GeoValues.squaredDistance(from: point, toSegment: a, b)
        if let distance, distance <= found { return }
        distance = found
        bound = min(bound, found.wholeSquareMillimetres + 1)
    }
}
