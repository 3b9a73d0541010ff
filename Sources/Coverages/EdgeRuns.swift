import GeoValues

/// Boxes around runs of consecutive edges of rings, so that long rings are searched in steps.
struct EdgeRuns: Sendable {
    static let edgesPerRun = 16

    private(set) var boxes: [RDBox] = []
    /// First run of each ring, and the number of runs at the end.
    private(set) var firstRuns: [Int] = [0]

    init(_ polygons: FlatPolygons) {
        let vertices = polygons.vertices.span
        for ring in 0..<polygons.ringCount {
            let range = polygons.vertexRange(ring: ring)
            var start = range.lowerBound
            while start < range.upperBound {
                let end = min(start + EdgeRuns.edgesPerRun, range.upperBound)
                var box = RDBox(vertices[end == range.upperBound ? range.lowerBound : end])
                for vertex in start..<end {
                    let point = vertices[vertex]
                    box.minX = min(box.minX, point.x)
                    box.minY = min(box.minY, point.y)
                    box.maxX = max(box.maxX, point.x)
                    box.maxY = max(box.maxY, point.y)
                }
                boxes.append(box)
                start = end
            }
            firstRuns.append(boxes.count)
        }
    }
}

/// An edge of a ring.
struct Edge {
    var from: RDPoint
    var to: RDPoint
}

extension EdgeRuns {
    /// Appends the edges of a feature that meet a box, by their boxes.
    func appendEdges(of feature: Int, in polygons: FlatPolygons, meeting box: RDBox, to edges: inout [Edge]) {
        let vertices = polygons.vertices.span
        for ring in polygons.rings(feature) {
            let range = polygons.vertexRange(ring: ring)
            var start = range.lowerBound
            for run in firstRuns[ring]..<firstRuns[ring + 1] {
                let end = min(start + EdgeRuns.edgesPerRun, range.upperBound)
                if boxes[run].intersects(box) {
                    var from = vertices[start]
                    for vertex in start..<end {
                        let to = vertices[vertex + 1 == range.upperBound ? range.lowerBound : vertex + 1]
                        if min(from.x, to.x) <= box.maxX, max(from.x, to.x) >= box.minX, min(from.y, to.y) <= box.maxY,
                            max(from.y, to.y) >= box.minY
                        {
                            edges.append(Edge(from: from, to: to))
                        }
                        from = to
                    }
                }
                start = end
            }
        }
    }

    /// Where the point with the given doubled coordinates lies in relation to a feature. Exact.
    func location(doubledX x: Int64, doubledY y: Int64, in feature: Int, of polygons: FlatPolygons) -> PointLocation {
        let vertices = polygons.vertices.span
        var isOdd = false
        for ring in polygons.rings(feature) {
            let range = polygons.vertexRange(ring: ring)
            var start = range.lowerBound
            for run in firstRuns[ring]..<firstRuns[ring + 1] {
                let end = min(start + EdgeRuns.edgesPerRun, range.upperBound)
                let box = boxes[run]
                if 2 * Int64(box.minY) <= y, 2 * Int64(box.maxY) >= y, 2 * Int64(box.maxX) >= x {
                    var a = vertices[start]
                    for vertex in start..<end {
                        let b = vertices[vertex + 1 == range.upperBound ? range.lowerBound : vertex + 1]
                        defer { a = b }
                        // The edge and the point, from a, doubled.
                        let px = x - 2 * Int64(a.x)
                        let py = y - 2 * Int64(a.y)
                        let dx = 2 * (Int64(b.x) - Int64(a.x))
                        let dy = 2 * (Int64(b.y) - Int64(a.y))
                        if (py > 0 && py > dy) || (py < 0 && py < dy) || (px > 0 && px > dx) { continue }
                        let turn = dx * py - dy * px
                        if turn == 0 {
                            if (px >= 0 && px <= dx) || (px <= 0 && px >= dx) { return .onBoundary }
                            continue
                        }
                        if (py < 0) != (py < dy), (turn > 0) == (dy > 0) { isOdd.toggle() }
                    }
                }
                start = end
            }
        }
        return isOdd ? .inside : .outside
    }
}
