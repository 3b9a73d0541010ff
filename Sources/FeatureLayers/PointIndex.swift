import GeoValues

/// What a point look-up reads of a segment.
struct PointIndex: Sendable {
    let tree: CompactTree
    /// ``FeatureShape`` of each feature.
    let shapes: MappedArray<UInt64>
    /// Words of ``FeatureDrawing``.
    let drawings: MappedArray<UInt32>
    let vertices: MappedArray<RDPoint>
}

/// A place in the ``FeatureDrawing`` of a feature.
struct DrawnPoint {
    fileprivate let point: RDPoint
    fileprivate let grid: DrawingGrid
    fileprivate let cell: DrawingCell
    /// First word of the drawing.
    fileprivate let start: Int

    /// - Parameters:
    ///   - shape: of a feature that has a drawing.
    ///   - box: the feature's, as the ``CompactTree`` rounds it; holds the point.
    @inline(__always)
    init(_ point: RDPoint, _ shape: FeatureShape, _ box: RDBox) {
        self.point = point
        grid = DrawingGrid(box, sideShift: shape.sideShift)
        cell = grid.cell(of: point)
        start = shape.position * FeatureDrawing.alignment
    }

    /// The word with the state of the cell.
    fileprivate var cellWord: Int { start + cell.word(grid.sideShift) }
    /// The word with the position of the feature's first vertex; the sectors follow it.
    fileprivate var header: Int { start + FeatureDrawing.cellWordCount(grid.sideShift) }
    fileprivate var sectorWord: Int { header + 1 + cell.sector(grid.sideShift) }
}

extension PointIndex {
    /// Where a point lies in relation to the polygon of a drawing; nil when all its edges must be asked.
    func location(of place: DrawnPoint) -> PointLocation? {
        locationByCell(of: place) ?? locationByEdges(of: place)
    }

    /// Where a point lies if its cell says so; nil: in a cell of the boundary.
    @inline(__always)
    func locationByCell(of place: DrawnPoint) -> PointLocation? {
        switch drawings[place.cellWord] >> place.cell.bitShift & 3 {
        case FeatureDrawing.inside: .inside
        case FeatureDrawing.outside: .outside
        default: nil
        }
    }

    /// The same by the edges of the sector that the cell is of; nil when the sector has no reference point.
    func locationByEdges(of place: DrawnPoint) -> PointLocation? {
        let sector = DrawingSector(bits: drawings[place.sectorWord])
        guard sector.hasReference else { return nil }
        let firstVertex = Int(drawings[place.header])
        let end = min(place.start + DrawingSector(bits: drawings[place.sectorWord + 1]).start, drawings.count)
        var next = place.start + sector.start
        var locator = ReferenceLocator(
            place.point,
            reference: place.grid.corner(place.cell.sibling(sector.referenceCell)),
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

    /// Vertices of a ring of which blocks are not worth looking at.
    static let longestRing = 4 * VertexBlocks.smallestSize

    /// Where a point lies in relation to a plain ring; nil when there is none, or one so long that its blocks should be used.
    @inline(__always)
    func locationByRing(of point: RDPoint, _ shape: FeatureShape) -> PointLocation? {
        guard shape.isPlainRing, shape.vertexCount <= PointIndex.longestRing else { return nil }
        var locator = PointLocator(x: point.x, y: point.y)
        vertices.addRing(shape.position..<shape.position + shape.vertexCount, to: &locator)
        return locator.location
    }

    // MARK: What will be read

    /// Has the processor fetch what ``locationByCell(of:)`` reads, and the sector.
    @inline(__always)
    func prefetchCell(of place: DrawnPoint) {
        drawings.prefetch(place.cellWord)
        drawings.prefetch(place.header)
        drawings.prefetch(place.sectorWord)
    }

    /// Has the processor fetch the chains of the place's sector.
    @inline(__always)
    func prefetchChains(of place: DrawnPoint) {
        drawings.prefetch(place.start + DrawingSector(bits: drawings[place.sectorWord]).start)
    }

    /// Has the processor fetch the first edges of those chains.
    @inline(__always)
    func prefetchEdges(of place: DrawnPoint) {
        let start = place.start + DrawingSector(bits: drawings[place.sectorWord]).start
        let end = min(place.start + DrawingSector(bits: drawings[place.sectorWord + 1]).start, start + 4)
        let firstVertex = Int(drawings[place.header])
        for word in start..<max(start, end) {
            vertices.prefetch(firstVertex + DrawingChain(bits: drawings[word]).vertex)
        }
    }

    /// Has the processor fetch a plain ring that ``locationByRing(of:_:)`` goes through.
    @inline(__always)
    func prefetchRing(_ shape: FeatureShape) {
        guard shape.isPlainRing, shape.vertexCount <= PointIndex.longestRing else { return }
        var position = shape.position
        let last = position + shape.vertexCount - 1
        while position < last {
            vertices.prefetch(position)
            position += 8
        }
        vertices.prefetch(last)
    }
}
