/// How near a ring comes to itself: the least distance from a vertex to an edge that it is not an end of.
///
/// A simple ring stays simple, and keeps its orientation and all its vertices, when each vertex moves by less than half of that: on the
/// way nothing can cross before a vertex meets an edge.
struct RingClearance {
    /// Rings of more vertices are not measured: it takes the square of their number.
    static let mostVertices = 48

    private var xs: [Double] = []
    private var ys: [Double] = []

    /// Forgets the ring.
    mutating func clear() {
        xs.removeAll(keepingCapacity: true)
        ys.removeAll(keepingCapacity: true)
    }

    /// Takes in the next vertex. Whole numbers of at most 2^32, so that differences are exact.
    @inline(__always)
    mutating func append(x: Double, y: Double) {
        xs.append(x)
        ys.append(y)
    }

    /// The square of the clearance of the ring, in the square of the coordinates' unit; correct to a part in 10^9.
    mutating func squared() -> Double {
        let count = xs.count
        guard count >= 3 else { return 0 }
        // Twice, so that from any vertex on all others follow.
        xs += xs
        ys += ys
        let (xs, ys) = (xs.span, ys.span)
        var least = SIMD2(repeating: Double.infinity)
        for start in 0..<count {
            let (ax, ay) = (xs[start], ys[start])
            let (dx, dy) = (xs[start &+ 1] - ax, ys[start &+ 1] - ay)
            let length = dx * dx + dy * dy
            guard length > 0 else { return 0 }
            let perLength = 1 / length
            // From the vertex behind the edge around to the one before it, two at a time; of an odd number one twice.
            var vertex = start &+ 2
            let last = start &+ count &- 1
            while vertex <= last {
                let second = min(vertex &+ 1, last)
                let px = SIMD2(xs[vertex], xs[second]) - ax
                let py = SIMD2(ys[vertex], ys[second]) - ay
                var along = (px * dx + py * dy) * perLength
                along.replace(with: 0, where: along .< 0)
                along.replace(with: 1, where: along .> 1)
                let (qx, qy) = (px - along * dx, py - along * dy)
                let distance = qx * qx + qy * qy
                least.replace(with: distance, where: distance .< least)
                vertex &+= 2
            }
        }
        return min(least[0], least[1])
    }
}
