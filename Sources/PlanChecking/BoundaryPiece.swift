import GeoValues

/// An edge, or a part of one between two points of the millimetre grid. Of a polygon: with the area on its left.
struct BoundaryPiece {
    let from: RDPoint
    let to: RDPoint

    var box: RDBox { RDBox(around: [from, to]) }

    /// All edges of polygons, ring by ring.
    static func edges(of polygons: [RDPolygon]) -> [BoundaryPiece] {
        var edges: [BoundaryPiece] = []
        for polygon in polygons {
            for ring in polygon.rings {
                var previous = ring.points[ring.points.count - 1]
                for next in ring.points {
                    edges.append(BoundaryPiece(from: previous, to: next))
                    previous = next
                }
            }
        }
        return edges
    }

    /// Where the middle of the piece lies in relation to the area that edges enclose. Exact: all is counted in half
    /// millimetres, which stay inside Int32 and their products inside Int64.
    func middleLocation(among edges: [BoundaryPiece]) -> PointLocation {
        var locator = PointLocator(x: from.x + to.x, y: from.y + to.y)
        for edge in edges {
            locator.add(ax: edge.from.x * 2, ay: edge.from.y * 2, bx: edge.to.x * 2, by: edge.to.y * 2)
        }
        return locator.location
    }

    /// Whether the middle of the piece lies on an edge that goes the same way.
    func runsAlong(_ edge: BoundaryPiece) -> Bool {
        guard orientation(edge.from, edge.to, from) == 0, orientation(edge.from, edge.to, to) == 0 else { return false }
        let start = position(along: edge, of: from)
        let end = position(along: edge, of: to)
        let length = position(along: edge, of: edge.to)
        return start < end && start + end >= 0 && start + end <= 2 * length
    }

    /// How far a point lies along an edge, in mm times the edge's length.
    private func position(along edge: BoundaryPiece, of point: RDPoint) -> Int64 {
        let dx = Int64(edge.to.x) - Int64(edge.from.x)
        let dy = Int64(edge.to.y) - Int64(edge.from.y)
        return dx * (Int64(point.x) - Int64(edge.from.x)) + dy * (Int64(point.y) - Int64(edge.from.y))
    }

    /// The piece cut at points that lie on it.
    func cut(at points: [RDPoint]) -> [BoundaryPiece] {
        if points.isEmpty { return [self] }
        let sorted = Set(points + [from, to]).sorted { position(along: self, of: $0) < position(along: self, of: $1) }
        return zip(sorted, sorted.dropFirst()).map { BoundaryPiece(from: $0, to: $1) }
    }
}

/// Where two sets of edges meet without crossing.
struct BoundaryContacts {
    /// The pieces of the first edges, cut where they meet the second; of pieces that follow each other without a contact
    /// between them only the first.
    let firstRuns: [BoundaryPiece]
    /// The pieces of the second edges, cut where they meet the first.
    let secondPieces: [BoundaryPiece]
    let areAny: Bool

    /// Nil when an edge of the first properly crosses one of the second: in a point inside both.
    init?(_ first: [BoundaryPiece], _ second: [BoundaryPiece]) {
        var runs: [BoundaryPiece] = []
        var cuts = [[RDPoint]](repeating: [], count: second.count)
        let secondBoxes = second.map(\.box)
        var touched = Set<RDPoint>()
        var previousEnd: RDPoint?
        for edge in first {
            var ownCuts: [RDPoint] = []
            let box = edge.box
            for (number, other) in second.enumerated() where secondBoxes[number].intersects(box) {
                let startSide = orientation(edge.from, edge.to, other.from)
                let endSide = orientation(edge.from, edge.to, other.to)
                let ownStartSide = orientation(other.from, other.to, edge.from)
                let ownEndSide = orientation(other.from, other.to, edge.to)
                if startSide.signum() * endSide.signum() < 0, ownStartSide.signum() * ownEndSide.signum() < 0 {
                    return nil
                }
                if startSide == 0, box.contains(other.from) { ownCuts.append(other.from) }
                if endSide == 0, box.contains(other.to) { ownCuts.append(other.to) }
                for (side, end) in [(ownStartSide, edge.from), (ownEndSide, edge.to)]
                where side == 0 && secondBoxes[number].contains(end) {
                    cuts[number].append(end)
                    touched.insert(end)
                }
            }
            touched.formUnion(ownCuts)
            for piece in edge.cut(at: ownCuts) {
                // A ring begins, or the other boundary was met: what follows may lie elsewhere.
                if previousEnd != piece.from || touched.contains(piece.from) { runs.append(piece) }
                previousEnd = piece.to
            }
        }
        firstRuns = runs
        secondPieces = zip(second, cuts).flatMap { $0.cut(at: $1) }
        areAny = !touched.isEmpty
    }
}
