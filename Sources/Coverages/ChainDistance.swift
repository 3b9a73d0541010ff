import GeoValues

/// The vertex of a chain that is farthest from the segment between two of its vertices.
struct FarthestVertex {
    /// Its position in the chain; the first end when there is no vertex between.
    var position: Int
    /// The distance in whole millimetres, rounded down, at most 65,535.
    var distance: UInt16
    /// The box of the chain from end to end.
    var box: RDBox
}

/// Finds the vertex between the positions `first` and `last` of a chain that is farthest from the segment between those two;
/// of several at the same distance the westernmost, then the southernmost. Exact; the two ends lie at different places.
///
/// The answer does not depend on the direction of the chain.
func farthestVertex(_ chain: Span<RDPoint>, from first: Int, to last: Int) -> FarthestVertex {
    let a = chain[first]
    let b = chain[last]
    let dx = Int64(b.x) - Int64(a.x)
    let dy = Int64(b.y) - Int64(a.y)
    let squaredLength = dx &* dx &+ dy &* dy
    // Beside the segment distances compare as |cross|, beyond its ends as squares; the two kinds meet at the end.
    var beside = first
    var pointBeside = a
    var cross: UInt64 = 0
    var beyond = first
    var pointBeyond = a
    var squared: Int64 = 0
    var minX = min(a.x, b.x)
    var minY = min(a.y, b.y)
    var maxX = max(a.x, b.x)
    var maxY = max(a.y, b.y)
    var position = first + 1
    while position < last {
        let p = chain[position]
        minX = min(minX, p.x)
        minY = min(minY, p.y)
        maxX = max(maxX, p.x)
        maxY = max(maxY, p.y)
        let px = Int64(p.x) - Int64(a.x)
        let py = Int64(p.y) - Int64(a.y)
        let along = px &* dx &+ py &* dy
        if along >= 0, along <= squaredLength {
            let height = (dx &* py &- dy &* px).magnitude
            if height > cross || beside == first || (height == cross && precedes(p, pointBeside)) {
                cross = height
                pointBeside = p
                beside = position
            }
        } else {
            let qx = along < 0 ? px : px &- dx
            let qy = along < 0 ? py : py &- dy
            let square = qx &* qx &+ qy &* qy
            if square > squared || (square == squared && precedes(p, pointBeyond)) {
                squared = square
                pointBeyond = p
                beyond = position
            }
        }
        position += 1
    }
    let box = RDBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
    if beyond != first {
        let ofBeyond = UInt128(squared.magnitude) * UInt128(squaredLength.magnitude)
        let ofBeside = UInt128(cross) * UInt128(cross)
        let isBeyond =
            beside == first || ofBeyond > ofBeside || (ofBeyond == ofBeside && precedes(pointBeyond, pointBeside))
        if isBeyond {
            return FarthestVertex(
                position: beyond,
                distance: wholeQuotient(squared.magnitude, overRootOf: squared.magnitude),
                box: box
            )
        }
    }
    let distance = wholeQuotient(cross, overRootOf: squaredLength.magnitude)
    return FarthestVertex(position: beside, distance: distance, box: box)
}

/// West before east, then south before north.
@inline(__always)
func precedes(_ left: RDPoint, _ right: RDPoint) -> Bool {
    left.x != right.x ? left.x < right.x : left.y < right.y
}

/// cross / √square, rounded down, at most 65,535; exact. √n is n / √n.
private func wholeQuotient(_ cross: UInt64, overRootOf square: UInt64) -> UInt16 {
    if cross == 0 { return 0 }
    let estimate = Double(cross) / Double(square).squareRoot()
    if estimate >= 65_537 { return .max }
    var whole = UInt64(estimate)
    let target = UInt128(cross) * UInt128(cross)
    func scaled(_ value: UInt64) -> UInt128 { UInt128(value * value) * UInt128(square) }
    while whole > 0, scaled(whole) > target { whole -= 1 }
    while scaled(whole + 1) <= target { whole += 1 }
    return UInt16(clamping: whole)
}
