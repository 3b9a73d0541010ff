import GeoValues

/// One polygon as edges in millimetres from a corner of its box, for the search of a label point.
struct LabelShape {
    private struct Edge {
        var ax: Double
        var ay: Double
        var dx: Double
        var dy: Double
        /// 1 / length².
        var inverse: Double
    }

    private var points: [RDPoint] = []
    /// The end of each ring in `points`.
    private var ends: [Int] = []
    private var box = RDBox.empty
    private var edges: [Edge] = []

    mutating func append(_ ring: ArraySlice<RDPoint>) {
        points.append(contentsOf: ring)
        for point in ring { box.extend(by: point) }
        ends.append(points.count)
    }

    /// The place and its distance to the boundary in millimetres; nil without a ring.
    mutating func label() -> (point: RDPoint, clearance: Double)? {
        guard let first = points.first else { return nil }
        let width = Double(Int64(box.maxX) - Int64(box.minX))
        let height = Double(Int64(box.maxY) - Int64(box.minY))
        guard width > 0, height > 0 else { return (first, 0) }
        prepare()
        let tolerance = max(0.5, LabelPoint.precision * min(width, height))
        let centre = centroid()
        var best = Place(x: centre.x, y: centre.y, distance: clearance(centre.x, centre.y))
        if best.distance < halfWidth(atLeast: best.distance + tolerance) - tolerance {
            search(&best, width: width, height: height, tolerance: tolerance)
        }
        let rounded = RDPoint(
            x: box.minX + Int32(min(max(best.x, 0), width).rounded()),
            y: box.minY + Int32(min(max(best.y, 0), height).rounded())
        )
        let point = contains(rounded) ? rounded : placeOnScanline() ?? first
        let x = Double(Int64(point.x) - Int64(box.minX))
        let y = Double(Int64(point.y) - Int64(box.minY))
        return (point, max(0, clearance(x, y)))
    }

    private struct Place {
        var x: Double
        var y: Double
        /// To the boundary, negative outside.
        var distance: Double
    }

    private mutating func prepare() {
        edges.reserveCapacity(points.count)
        var start = 0
        for end in ends {
            var a = points[end - 1]
            for position in start..<end {
                let b = points[position]
                let dx = Double(Int64(b.x) - Int64(a.x))
                let dy = Double(Int64(b.y) - Int64(a.y))
                edges.append(
                    Edge(
                        ax: Double(Int64(a.x) - Int64(box.minX)),
                        ay: Double(Int64(a.y) - Int64(box.minY)),
                        dx: dx,
                        dy: dy,
                        inverse: 1 / (dx * dx + dy * dy)
                    )
                )
                a = b
            }
            start = end
        }
    }

    /// The centre of gravity, holes taken off.
    private func centroid() -> (x: Double, y: Double) {
        var area = 0.0
        var x = 0.0
        var y = 0.0
        for edge in edges {
            let bx = edge.ax + edge.dx
            let by = edge.ay + edge.dy
            let cross = edge.ax * by - bx * edge.ay
            area += cross
            x += (edge.ax + bx) * cross
            y += (edge.ay + by) * cross
        }
        return area == 0 ? (edges[0].ax, edges[0].ay) : (x / (3 * area), y / (3 * area))
    }

    /// The distance from a position to the boundary, negative outside. Rounded as Double does.
    private func clearance(_ x: Double, _ y: Double) -> Double {
        var isInside = false
        var nearest = Double.infinity
        for edge in edges.span.indices {
            let edge = edges[edge]
            let px = x - edge.ax
            let py = y - edge.ay
            let along = min(1, max(0, (px * edge.dx + py * edge.dy) * edge.inverse))
            let qx = px - along * edge.dx
            let qy = py - along * edge.dy
            nearest = min(nearest, qx * qx + qy * qy)
            // Even-odd: does a ray to the east cross the edge?
            if (py < 0) != (py < edge.dy) {
                let cross = edge.dx * py - edge.dy * px
                if (cross > 0) == (edge.dy > 0) { isInside.toggle() }
            }
        }
        return isInside ? nearest.squareRoot() : -nearest.squareRoot()
    }

    /// Half the smallest width of the polygon's hull across its edges' directions: no circle inside is greater. Stops when it is
    /// below `enough`. Only for few edges, else infinite.
    private func halfWidth(atLeast enough: Double) -> Double {
        guard edges.count <= 16, ends.count == 1 else { return .infinity }
        var smallest = Double.infinity
        for edge in edges {
            var low = 0.0
            var high = 0.0
            for other in edges {
                let cross = edge.dx * (other.ay - edge.ay) - edge.dy * (other.ax - edge.ax)
                low = min(low, cross)
                high = max(high, cross)
            }
            smallest = min(smallest, (high - low) * edge.inverse.squareRoot() / 2)
            if smallest <= enough { break }
        }
        return smallest
    }

    /// Divides the box into squares and these into quarters, the most promising first, until none can be better by more than
    /// the tolerance (V. Agafonkin, polylabel, 2016).
    private func search(_ best: inout Place, width: Double, height: Double, tolerance: Double) {
        var queue = CellQueue()
        let side = min(width, height)
        func add(_ x: Double, _ y: Double, _ half: Double) {
            let distance = clearance(x, y)
            if distance > best.distance { best = Place(x: x, y: y, distance: distance) }
            let most = distance + half * 2.0.squareRoot()
            if most > best.distance + tolerance { queue.push(Cell(x: x, y: y, half: half, most: most)) }
        }
        // Strips that are narrow beside their length begin with cells of a 64th of it.
        let size = max(side, max(width, height) / 64)
        var y = 0.0
        while y < height {
            var x = 0.0
            while x < width {
                add(x + size / 2, y + size / 2, size / 2)
                x += size
            }
            y += size
        }
        // Some ten rounds do as a rule; the bound keeps huge polygons from taking seconds.
        var rounds = max(256, min(4_096, 4_000_000 / edges.count))
        while rounds > 0, let cell = queue.pop(), cell.most > best.distance + tolerance {
            let half = cell.half / 2
            add(cell.x - half, cell.y - half, half)
            add(cell.x + half, cell.y - half, half)
            add(cell.x - half, cell.y + half, half)
            add(cell.x + half, cell.y + half, half)
            rounds -= 1
        }
    }

    /// Whether a point lies strictly inside. Exact.
    private func contains(_ point: RDPoint) -> Bool {
        var locator = PointLocator(x: point.x, y: point.y)
        var start = 0
        for end in ends {
            var a = points[end - 1]
            for position in start..<end {
                let b = points[position]
                locator.add(ax: a.x, ay: a.y, bx: b.x, by: b.y)
                a = b
            }
            start = end
        }
        return locator.location == .inside
    }

    /// A whole millimetre strictly inside a sliver: in the middle of the longest piece on one of some lines across the box,
    /// from south to north or from west to east; nil when none of these has any.
    private func placeOnScanline() -> RDPoint? {
        for isVertical in [false, true] {
            let low = isVertical ? box.minX : box.minY
            let high = isVertical ? box.maxX : box.maxY
            var best: (point: RDPoint, length: Double)?
            let steps = min(1_024, Int64(high) - Int64(low))
            for step in 1..<max(2, steps) {
                let line = Int32(Int64(low) + (Int64(high) - Int64(low)) * step / max(2, steps))
                let crossings = crossings(at: line, isVertical: isVertical)
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    let length = crossings[pair + 1] - crossings[pair]
                    guard length > best?.length ?? 0 else { continue }
                    let middle = Int32(((crossings[pair] + crossings[pair + 1]) / 2).rounded())
                    let point = isVertical ? RDPoint(x: line, y: middle) : RDPoint(x: middle, y: line)
                    if contains(point) { best = (point, length) }
                }
            }
            if let best { return best.point }
        }
        return nil
    }

    /// Where the boundary crosses a line, in order.
    private func crossings(at line: Int32, isVertical: Bool) -> [Double] {
        let offset = Double(Int64(line) - Int64(isVertical ? box.minX : box.minY))
        let origin = Double(isVertical ? box.minY : box.minX)
        var crossings: [Double] = []
        for edge in edges {
            let from = isVertical ? edge.ax : edge.ay
            let step = isVertical ? edge.dx : edge.dy
            guard (from > offset) != (from + step > offset) else { continue }
            let share = (offset - from) / step
            crossings.append(origin + (isVertical ? edge.ay + share * edge.dy : edge.ax + share * edge.dx))
        }
        return crossings.sorted()
    }
}

/// A square in which the best place may lie.
private struct Cell {
    var x: Double
    var y: Double
    var half: Double
    /// No place in it is farther from the boundary.
    var most: Double
}

/// A binary heap with the most promising cell on top.
private struct CellQueue {
    private var cells: [Cell] = []

    mutating func push(_ cell: Cell) {
        cells.append(cell)
        var position = cells.count - 1
        while position > 0 {
            let parent = (position - 1) / 2
            guard cells[parent].most < cells[position].most else { break }
            cells.swapAt(parent, position)
            position = parent
        }
    }

    mutating func pop() -> Cell? {
        guard let top = cells.first, let last = cells.popLast() else { return nil }
        guard !cells.isEmpty else { return top }
        cells[0] = last
        var position = 0
        while true {
            var child = 2 * position + 1
            guard child < cells.count else { break }
            if child + 1 < cells.count, cells[child + 1].most > cells[child].most { child += 1 }
            guard cells[child].most > cells[position].most else { break }
            cells.swapAt(position, child)
            position = child
        }
        return top
    }
}
