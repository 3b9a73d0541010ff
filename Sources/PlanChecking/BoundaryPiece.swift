import GeoValues

/// An edge, or a part of one between two points of the millimetre grid. Of a polygon: with the area on its left.
struct BoundaryPiece: Sendable {
    let from: RDPoint
    let to: RDPoint

    var box: RDBox { RDBox(from, to) }

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
    init?(_ first: [BoundaryPiece], _ second: BoundaryEdges) {
        var runs: [BoundaryPiece] = []
        var cuts = [[RDPoint]](repeating: [], count: second.pieces.count)
        var touched = Set<RDPoint>()
        var previousEnd: RDPoint?
        for edge in first {
            var ownCuts: [RDPoint] = []
            let box = edge.box
            for number in second.positions(meeting: box) {
                let other = second.pieces[number]
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
                where side == 0 && other.box.contains(end) {
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
        secondPieces = zip(second.pieces, cuts).flatMap { $0.cut(at: $1) }
        areAny = !touched.isEmpty
    }
}
