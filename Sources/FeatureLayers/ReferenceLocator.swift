import GeoValues

/// Decides whether a point lies in an area by how often edges cross the line from it to a reference point that is on no edge
/// and of which is known whether it lies inside. Exact.
///
/// Feed every edge that may meet the line. A vertex exactly on the line counts as left of it, as if the line were moved to
/// the right by less than anything: neither end passes an edge by that.
struct ReferenceLocator {
    private let point: RDPoint
    private let reference: RDPoint
    private let isInside: Bool
    private var isOdd = false
    private var isOnEdge = false
    /// The box around point and reference.
    private let box: RDBox

    @inline(__always)
    init(_ point: RDPoint, reference: RDPoint, isInside: Bool) {
        self.point = point
        self.reference = reference
        self.isInside = isInside
        box = RDBox(
            minX: min(point.x, reference.x),
            minY: min(point.y, reference.y),
            maxX: max(point.x, reference.x),
            maxY: max(point.y, reference.y)
        )
    }

    /// Takes in the edge a→b.
    @inline(__always)
    mutating func add(_ a: RDPoint, _ b: RDPoint) {
        if (a.x < box.minX && b.x < box.minX) || (a.x > box.maxX && b.x > box.maxX)
            || (a.y < box.minY && b.y < box.minY)
            || (a.y > box.maxY && b.y > box.maxY)
        {
            return
        }
        let turn = orientation(a, b, point)
        if turn == 0, min(a.x, b.x) <= point.x, point.x <= max(a.x, b.x), min(a.y, b.y) <= point.y,
            point.y <= max(a.y, b.y)
        {
            isOnEdge = true
        }
        if (orientation(point, reference, a) < 0) != (orientation(point, reference, b) < 0),
            (turn > 0) != (orientation(a, b, reference) > 0)
        {
            isOdd.toggle()
        }
    }

    var location: PointLocation { isOnEdge ? .onBoundary : (isOdd != isInside ? .inside : .outside) }
}
