import GeoValues

extension SegmentContents {
    /// See ``Segment/location(of:in:)``.
    func location(of point: RDPoint, in feature: Int) -> PointLocation {
        let shape = FeatureShape(bits: pointIndex.shapes[feature])
        switch shape.kind {
        case .none: return .outside
        case .polygons: return polygonLocation(of: point, in: feature)
        case .points, .lines: return touches(point, feature) ? .onBoundary : .outside
        }
    }

    /// Where a point lies in relation to a feature of polygons.
    func polygonLocation(of point: RDPoint, in feature: Int) -> PointLocation {
        let shape = FeatureShape(bits: pointIndex.shapes[feature])
        if shape.hasDrawing {
            let box = pointIndex.tree.roundedBox(feature)
            guard box.contains(point) else { return .outside }
            if let location = pointIndex.location(of: DrawnPoint(point, shape, box)) { return location }
        }
        var locator = PointLocator(x: point.x, y: point.y)
        for ring in rings(feature) { addRing(vertexRange(ring: ring), to: &locator, point) }
        return locator.location
    }

    private func touches(_ point: RDPoint, _ feature: Int) -> Bool {
        squaredDistance(from: point, to: feature, bound: 0)?.isWithin(radius: 0) ?? false
    }

    @inline(__always)
    private func addRing(_ range: Range<Int>, to locator: inout PointLocator, _ point: RDPoint) {
        if range.count <= PointIndex.longestRing {
            vertices.addRing(range, to: &locator)
        } else {
            let first = vertices[range.lowerBound]
            let last = vertices[range.upperBound - 1]
            locator.add(ax: last.x, ay: last.y, bx: first.x, by: first.y)
            addPath(range, to: &locator, point)
        }
    }

    /// Takes in the edges between the vertices of a range.
    private func addPath(_ range: Range<Int>, to locator: inout PointLocator, _ point: RDPoint) {
        let vertices = vertices
        let end = range.upperBound - 1
        var position = range.lowerBound
        var from = vertices[position]
        while position < end {
            // From here to the next vertex at which a block may begin.
            var stop = min(end, (position | (VertexBlocks.smallestSize - 1)) + 1)
            if position & (VertexBlocks.smallestSize - 1) == 0, position + VertexBlocks.smallestSize <= end,
                let skipped = skip(
                    position,
                    end,
                    { box in
                        // Above, below, west: decides nothing. East: only the ends count.
                        box[1] > point.y || box[3] < point.y || box[2] < point.x || box[0] > point.x
                    }
                )
            {
                stop = position + skipped.vertexCount
                let to = vertices[stop]
                if skipped.box[0] > point.x { locator.addPathToTheEast(fromY: from.y, toY: to.y) }
                from = to
                position = stop
                continue
            }
            while position < stop {
                position += 1
                let to = vertices[position]
                locator.add(ax: from.x, ay: from.y, bx: to.x, by: to.y)
                from = to
            }
        }
    }
}
