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

    /// The same, for who has the shape in hand and, when it has a drawing, the feature's box as the ``CompactTree`` rounds it,
    /// in which the point lies.
    func location(of point: RDPoint, in feature: Int, _ shape: FeatureShape, _ box: RDBox) -> PointLocation {
        switch shape.kind {
        case .none: return .outside
        case .polygons: return polygonLocation(of: point, in: feature, shape, box)
        case .points, .lines: return touches(point, feature) ? .onBoundary : .outside
        }
    }

    /// Where a point lies in relation to a feature of polygons.
    func polygonLocation(of point: RDPoint, in feature: Int) -> PointLocation {
        let shape = FeatureShape(bits: pointIndex.shapes[feature])
        let box = shape.hasDrawing ? pointIndex.tree.roundedBox(feature) : .empty
        guard !shape.hasDrawing || box.contains(point) else { return .outside }
        return polygonLocation(of: point, in: feature, shape, box)
    }

    private func touches(_ point: RDPoint, _ feature: Int) -> Bool {
        squaredDistance(from: point, to: feature, bound: 0)?.isWithin(radius: 0) ?? false
    }

    private func polygonLocation(
        of point: RDPoint,
        in feature: Int,
        _ shape: FeatureShape,
        _ box: RDBox
    ) -> PointLocation {
        if shape.hasDrawing {
            let grid = DrawingGrid(box, sideShift: shape.sideShift)
            let cell = grid.cell(of: point)
            let start = shape.position * FeatureDrawing.alignment
            switch pointIndex.drawings[start + cell.word(shape.sideShift)] >> cell.bitShift & 3 {
            case FeatureDrawing.inside: return .inside
            case FeatureDrawing.outside: return .outside
            default:
                if let location = sectorLocation(of: point, in: cell, grid, drawing: start) { return location }
            }
        }
        var locator = PointLocator(x: point.x, y: point.y)
        if shape.isPlainRing {
            addRing(vertexRange(shape), to: &locator, point)
        } else {
            for ring in rings(feature) { addRing(vertexRange(ring: ring), to: &locator, point) }
        }
        return locator.location
    }

    /// Where a point lies in relation to the polygon of a drawing, by the edges of the sector that its cell is of; nil when the
    /// sector has no reference point.
    private func sectorLocation(
        of point: RDPoint,
        in cell: DrawingCell,
        _ grid: DrawingGrid,
        drawing start: Int
    ) -> PointLocation? {
        let drawings = pointIndex.drawings
        let header = start + FeatureDrawing.cellWordCount(grid.sideShift)
        let number = header + 1 + cell.sector(grid.sideShift)
        let sector = DrawingSector(bits: drawings[number])
        guard sector.hasReference else { return nil }
        let firstVertex = Int(drawings[header])
        let end = min(start + DrawingSector(bits: drawings[number + 1]).start, drawings.count)
        var next = start + sector.start
        var locator = ReferenceLocator(
            point,
            reference: grid.corner(cell.sibling(sector.referenceCell)),
            isInside: sector.referenceIsInside
        )
        while next < end {
            let chain = DrawingChain(bits: drawings[next])
            next += 1
            var position = firstVertex + chain.vertex
            if chain.count == 0 {
                locator.add(vertices[position], vertices[firstVertex + Int(drawings[next])])
                next += 1
                continue
            }
            let last = position + chain.count
            var from = vertices[position]
            while position < last {
                position += 1
                let to = vertices[position]
                locator.add(from, to)
                from = to
            }
        }
        return locator.location
    }

    /// The vertices of a plain ring.
    @inline(__always)
    private func vertexRange(_ shape: FeatureShape) -> Range<Int> {
        let start = shape.position
        let end = start + shape.vertexCount
        return end <= vertices.count ? start..<end : 0..<0
    }

    /// Has the processor fetch what ``location(of:in:_:_:)`` will read first.
    @inline(__always)
    func prefetch(_ point: RDPoint, _ shape: FeatureShape, _ box: RDBox) {
        if shape.hasDrawing {
            let drawings = pointIndex.drawings
            let grid = DrawingGrid(box, sideShift: shape.sideShift)
            let cell = grid.cell(of: point)
            let start = shape.position * FeatureDrawing.alignment
            drawings.prefetch(start + cell.word(shape.sideShift))
            drawings.prefetch(start + FeatureDrawing.cellWordCount(shape.sideShift) + 1 + cell.sector(shape.sideShift))
        } else {
            vertices.prefetch(shape.position)
            vertices.prefetch(shape.position + 8)
        }
    }

    @inline(__always)
    private func addRing(_ range: Range<Int>, to locator: inout PointLocator, _ point: RDPoint) {
        if range.count <= 4 * VertexBlocks.smallestSize {
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
