import GeoValues

/// Makes the ``FeatureDrawing`` of one polygon.
struct DrawingMaker {
    /// Positions of the slices are those of the segment's vertices. Each has at least one vertex.
    private let rings: [ArraySlice<RDPoint>]
    private let grid: DrawingGrid
    private let sideShift: Int
    private let side: Int
    /// State of each cell, row by row from the south.
    private var states: [UInt8]

    init(_ rings: [ArraySlice<RDPoint>], box: RDBox, sideShift: Int) {
        self.rings = rings
        self.sideShift = sideShift
        grid = DrawingGrid(box, sideShift: sideShift)
        side = 1 << sideShift
        states = []
        states = cellStates()
    }

    /// The words of the drawing; nil when they would be more than can be numbered.
    ///
    /// - Parameter firstVertex: position of the feature's first vertex among those of the segment.
    func words(firstVertex: Int) -> [UInt32]? {
        let (sectors, chains) = sectorsAndChains(firstVertex: firstVertex)
        let words = cellWords() + [UInt32(firstVertex)] + sectors + chains
        return words.count <= DrawingSector.highestStart ? words : nil
    }

    private func forEachEdge(_ body: (_ position: Int, _ a: RDPoint, _ b: RDPoint) -> Void) {
        for ring in rings {
            for position in ring.indices {
                body(position, ring[position], ring[position + 1 < ring.endIndex ? position + 1 : ring.startIndex])
            }
        }
    }

    // MARK: Cells

    private func cellWords() -> [UInt32] {
        (0..<states.count / 16).map { word in
            (0..<16).reduce(0) { $0 | UInt32(states[word * 16 + $1]) << UInt32(2 * $1) }
        }
    }

    private func cellStates() -> [UInt8] {
        let (width, height) = (Int64(grid.cellWidth), Int64(grid.cellHeight))
        let (minX, minY) = (Int64(grid.minX), Int64(grid.minY))
        var isBoundary = [Bool](repeating: false, count: side * side)
        // Whether the corners of cells east of this one lie on the other side of the boundary than its own.
        var toggles = isBoundary
        forEachEdge { _, a, b in
            forEachCell(1, a, b) { isBoundary[$0 << sideShift + $1] = true }
            let (low, high) = a.y < b.y ? (a, b) : (b, a)
            let rise = Int64(high.y) - Int64(low.y)
            // Rows whose southern line the edge crosses: its northern end counts, its southern does not.
            var row = (Int64(low.y) - minY) / height + 1
            while row < Int64(side), minY + row * height <= Int64(high.y) {
                let climbed = minY + row * height - Int64(low.y)
                let product = climbed * (Int64(high.x) - Int64(low.x))
                // Rounded down: where the crossing lies in a cell, that is one of the boundary.
                let along = product >= 0 ? product / rise : -((rise - 1 - product) / rise)
                let column = (Int64(low.x) + along - minX) / width
                toggles[Int(row) << sideShift + Int(column)].toggle()
                row += 1
            }
        }
        var states = [UInt8](repeating: UInt8(FeatureDrawing.boundary), count: side * side)
        for row in 0..<side {
            var isInside = false
            for cell in row << sideShift..<(row + 1) << sideShift {
                if !isBoundary[cell] { states[cell] = UInt8(isInside ? FeatureDrawing.inside : FeatureDrawing.outside) }
                if toggles[cell] { isInside.toggle() }
            }
        }
        return states
    }

    /// Calls `body` with the row and column of each square of `scale` × `scale` cells that an edge meets, the squares' borders
    /// to the next ones included.
    @inline(__always)
    private func forEachCell(_ scale: Int, _ a: RDPoint, _ b: RDPoint, _ body: (_ row: Int, _ column: Int) -> Void) {
        let (width, height) = (Int64(grid.cellWidth) * Int64(scale), Int64(grid.cellHeight) * Int64(scale))
        let highest = Int64(side / scale - 1)
        // A vertex on the first line of a cell lies on the border of the cell before, too.
        func cells(_ low: Int32, _ high: Int32, _ start: Int32, _ size: Int64) -> ClosedRange<Int> {
            let first = (Int64(low) - Int64(start) - 1) / size
            let last = (Int64(high) - Int64(start)) / size
            return Int(min(max(first, 0), highest))...Int(min(max(last, 0), highest))
        }
        let rows = cells(min(a.y, b.y), max(a.y, b.y), grid.minY, height)
        let columns = cells(min(a.x, b.x), max(a.x, b.x), grid.minX, width)
        if rows.count == 1, columns.count == 1 {
            body(rows.lowerBound, columns.lowerBound)
            return
        }
        let (dx, dy) = (Int64(b.x) - Int64(a.x), Int64(b.y) - Int64(a.y))
        for row in rows {
            let y = Int64(grid.minY) + Int64(row) * height - Int64(a.y)
            for column in columns {
                let x = Int64(grid.minX) + Int64(column) * width - Int64(a.x)
                // The edge meets the closed square unless all four corners lie on one side of its line.
                let southWest = dx * y - dy * x
                let (south, west) = (southWest - dy * width, southWest + dx * height)
                let northEast = west - dy * width
                let lowest = min(southWest, south, west, northEast)
                let greatest = max(southWest, south, west, northEast)
                if lowest <= 0, greatest >= 0 { body(row, column) }
            }
        }
    }

    // MARK: Sectors

    private func sectorsAndChains(firstVertex: Int) -> (sectors: [UInt32], chains: [UInt32]) {
        let scale = 1 << FeatureDrawing.sectorShift
        let sectorSideShift = sideShift - FeatureDrawing.sectorShift
        let sectorCount = 1 << (2 * sectorSideShift)
        // The edges of each sector in their order, as chains of the last of which the end is still open.
        var chains = [[UInt32]](repeating: [], count: sectorCount)
        var ends = [Int](repeating: -1, count: sectorCount)
        for ring in rings {
            let start = ring.startIndex - firstVertex
            for position in ring.indices {
                let isClosing = position + 1 == ring.endIndex
                let vertex = position - firstVertex
                forEachCell(scale, ring[position], ring[isClosing ? ring.startIndex : position + 1]) { row, column in
                    let sector = row << sectorSideShift + column
                    if isClosing {
                        chains[sector].append(DrawingChain(vertex: vertex, count: 0).bits)
                        chains[sector].append(UInt32(start))
                        ends[sector] = -1
                        return
                    }
                    if ends[sector] == vertex, let last = chains[sector].last {
                        let chain = DrawingChain(bits: last)
                        if chain.count < DrawingChain.highestCount {
                            chains[sector][chains[sector].count - 1] =
                                DrawingChain(vertex: chain.vertex, count: chain.count + 1).bits
                            ends[sector] = vertex + 1
                            return
                        }
                    }
                    chains[sector].append(DrawingChain(vertex: vertex, count: 1).bits)
                    ends[sector] = vertex + 1
                }
            }
        }
        var sectors: [UInt32] = []
        sectors.reserveCapacity(sectorCount + 1)
        var start = FeatureDrawing.cellWordCount(sideShift) + 1 + sectorCount + 1
        for (number, chain) in chains.enumerated() {
            var sector = DrawingSector(start: start & DrawingSector.highestStart)
            let first = DrawingCell(
                column: (number & (1 << sectorSideShift - 1)) * scale,
                row: (number >> sectorSideShift) * scale
            )
            if !chain.isEmpty, let (cell, isInside) = reference(first) {
                sector.setReference(cell: cell, isInside: isInside)
            }
            sectors.append(sector.bits)
            start += chain.count
        }
        sectors.append(DrawingSector(start: start & DrawingSector.highestStart).bits)
        return (sectors, chains.flatMap { $0 })
    }

    /// A cell of a sector whose corner is not on the boundary; nil when there is none.
    private func reference(_ first: DrawingCell) -> (cell: Int, isInside: Bool)? {
        let cellsOfSector = 1 << (2 * FeatureDrawing.sectorShift)
        for number in 0..<cellsOfSector {
            let cell = first.sibling(number)
            let state = UInt32(states[cell.row << sideShift + cell.column])
            if state != FeatureDrawing.boundary { return (number, state == FeatureDrawing.inside) }
        }
        for number in 0..<cellsOfSector {
            let corner = grid.corner(first.sibling(number))
            var locator = PointLocator(x: corner.x, y: corner.y)
            forEachEdge { _, a, b in locator.add(ax: a.x, ay: a.y, bx: b.x, by: b.y) }
            if locator.location != .onBoundary { return (number, locator.location == .inside) }
        }
        return nil
    }
}
