import GeoValues

/// Douglas and Peucker's method for all tolerances at once: each vertex of a chain gets the distance at which it divides its
/// part of the chain, but at most that of the division before, so that keeping the vertices from t upward is the method's
/// answer for t.
///
/// Works with a stack of its own; parts of very long chains are cut in `longestRun`s first, which bounds the worst case.
struct DistanceHierarchy {
    /// Vertices of a chain that may be divided by distance alone; longer chains keep every so manieth vertex always.
    static let longestRun = 4_096

    private struct Part {
        var first: Int32
        var last: Int32
        var limit: UInt16
    }

    private var stack: [Part] = []

    /// Sets the importances between the positions `first` and `last`, which lie at different places.
    ///
    /// - Parameter isBlocked: whether the part of the chain between two positions, given its farthest vertex, must be divided at
    ///   every tolerance at which it occurs.
    mutating func fill(
        _ values: inout [UInt16],
        _ chain: [RDPoint],
        from first: Int,
        to last: Int,
        isBlocked: (_ first: Int, _ last: Int, _ farthest: FarthestVertex) -> Bool
    ) {
        var start = first
        while last - start > 2 * DistanceHierarchy.longestRun {
            let end = start + DistanceHierarchy.longestRun
            if chain[end] == chain[start] { break }
            values[end] = VertexImportance.always
            divide(&values, chain, from: start, to: end, isBlocked)
            start = end
        }
        divide(&values, chain, from: start, to: last, isBlocked)
    }

    private mutating func divide(
        _ values: inout [UInt16],
        _ chain: [RDPoint],
        from first: Int,
        to last: Int,
        _ isBlocked: (_ first: Int, _ last: Int, _ farthest: FarthestVertex) -> Bool
    ) {
        let points = chain.span
        stack.append(Part(first: Int32(first), last: Int32(last), limit: VertexImportance.always))
        while let part = stack.popLast() {
            let first = Int(part.first)
            let last = Int(part.last)
            guard last - first > 1 else { continue }
            let farthest = farthestVertex(points, from: first, to: last)
            // Whatever lies within a millimetre may go at any tolerance; values are 0 from the start.
            guard farthest.distance > 0 else { continue }
            var value = farthest.distance
            if value >= part.limit || isBlocked(first, last, farthest) { value = part.limit }
            values[farthest.position] = value
            stack.append(Part(first: part.first, last: Int32(farthest.position), limit: value))
            stack.append(Part(first: Int32(farthest.position), last: part.last, limit: value))
        }
    }

    /// Sets the importances of a closed chain, whose last vertex repeats the first: three corners are kept always, the first
    /// vertex, the one farthest from it, and the one farthest from the line between the two.
    ///
    /// Returns the position of the second.
    mutating func fillClosed(
        _ values: inout [UInt16],
        _ chain: [RDPoint],
        isBlocked: (_ first: Int, _ last: Int, _ farthest: FarthestVertex) -> Bool
    ) {
        let end = chain.count - 1
        let start = chain[0]
        var opposite = 1
        var squared: Int64 = -1
        for position in 1..<end {
            let dx = Int64(chain[position].x) - Int64(start.x)
            let dy = Int64(chain[position].y) - Int64(start.y)
            let square = dx &* dx &+ dy &* dy
            if square > squared || (square == squared && precedes(chain[position], chain[opposite])) {
                squared = square
                opposite = position
            }
        }
        let before = farthestVertex(chain.span, from: 0, to: opposite)
        let after = farthestVertex(chain.span, from: opposite, to: end)
        // Both distances are from the same segment.
        let isBefore =
            after.position == opposite
            || (before.position != 0
                && (before.distance > after.distance
                    || (before.distance == after.distance && precedes(chain[before.position], chain[after.position]))))
        let third = isBefore ? before.position : after.position
        values[0] = VertexImportance.always
        values[opposite] = VertexImportance.always
        values[third] = VertexImportance.always
        let corners = isBefore ? [0, third, opposite, end] : [0, opposite, third, end]
        for (first, last) in zip(corners, corners.dropFirst()) where last > first {
            fill(&values, chain, from: first, to: last, isBlocked: isBlocked)
        }
    }
}
