import GeoValues

/// Finds vertices that lie on edges of neighbours without being vertices of them.
///
/// A vertex u is joined to the edge a-b of a feature when its squared distance to the edge is at most 1 mm² and its foot
/// lies strictly between a and b. Where it lies on the edge exactly, nothing moves, so it is always joined (also a vertex of
/// the feature itself: a hole that touches its exterior). Where it lies beside it, it must belong to another feature of the
/// group, and the edge must be clear (see `isClear`) in all features that have it, which depends on their geometry and on u
/// alone: each joint is decided for itself, so no block and no order can change it.
struct TVertexSearch {
    /// A place to be put into a ring.
    struct Joint {
        /// The vertex at which the edge begins.
        var vertex: UInt32
        var place: UInt32
        /// How far along the edge its foot lies: the scalar product with the edge's vector, mm².
        var along: Int64
        var isExact: Bool
    }

    let polygons: FlatPolygons
    let boxes: [RDBox]
    let places: PlaceTable
    let index: PlaceIndex
    let featureOfRing: [UInt32]
    let lastVertexAtPlace: [UInt32]
    let previousVertexAtPlace: [UInt32]

    /// Joints of all features, in the order of vertices and along each edge, and refusals of own features.
    func found(in area: RDBox) -> (joints: [Joint], refusals: [TVertex]) {
        var joints: [Joint] = []
        var refusals: [TVertex] = []
        var hits: [Joint] = []
        for feature in 0..<polygons.featureCount where boxes[feature].intersects(area) {
            for ring in polygons.rings(feature) { search(ring: ring, hits: &hits) }
            guard !hits.isEmpty else { continue }
            let firstJoint = joints.count
            for hit in hits {
                guard hasSource(hit, feature: feature) else { continue }
                if hit.isExact || isClearForAll(hit, group: polygons.groups[feature]) {
                    joints.append(hit)
                } else if feature < polygons.ownCount {
                    refusals.append(TVertex(feature: UInt32(feature), place: places.points[Int(hit.place)]))
                }
            }
            joints[firstJoint...].sort { left, right in
                if left.vertex != right.vertex { return left.vertex < right.vertex }
                if left.along != right.along { return left.along < right.along }
                return places.points[Int(left.place)] < places.points[Int(right.place)]
            }
            hits.removeAll(keepingCapacity: true)
        }
        refusals.sort { $0.feature != $1.feature ? $0.feature < $1.feature : $0.place < $1.place }
        return (joints, refusals)
    }

    /// Appends every place within 1 mm of the interior of an edge of the ring.
    private func search(ring: Int, hits: inout [Joint]) {
        let vertices = polygons.vertices.span
        let placeOfVertex = places.placeOfVertex.span
        let points = places.points.span
        let ys = index.ys.span
        let indexed = index.places.span
        let lowX = index.lowX.span
        let highX = index.highX.span
        let firstPositions = index.firstPositions.span
        let range = polygons.vertexRange(ring: ring)
        for vertex in range {
            let next = vertex + 1 == range.upperBound ? range.lowerBound : vertex + 1
            let a = vertices[vertex]
            let b = vertices[next]
            let placeA = placeOfVertex[vertex]
            let placeB = placeOfVertex[next]
            let dx = Int64(b.x) - Int64(a.x)
            let dy = Int64(b.y) - Int64(a.y)
            let squaredLength = dx &* dx &+ dy &* dy
            let minX = Int64(min(a.x, b.x)) - 1
            let maxX = Int64(max(a.x, b.x)) + 1
            let minY = Int64(min(a.y, b.y)) - 1
            let maxY = Int64(max(a.y, b.y)) + 1
            var strip = index.firstStrip(from: minX)
            while strip < lowX.count, Int64(lowX[strip]) <= maxX {
                var south = minY
                var north = maxY
                if dx != 0, Int64(lowX[strip]) > minX || Int64(highX[strip]) < maxX {
                    // The part of the edge within 1 mm of the strip, 2 mm to be safe from rounding.
                    let slope = Double(dy) / Double(dx)
                    let west = Double(max(minX, Int64(lowX[strip])) - Int64(a.x) - 2) * slope
                    let east = Double(min(maxX, Int64(highX[strip])) - Int64(a.x) + 2) * slope
                    south = max(south, Int64(a.y) + Int64(min(west, east).rounded(.down)) - 2)
                    north = min(north, Int64(a.y) + Int64(max(west, east).rounded(.up)) + 2)
                }
                var position = index.firstPosition(strip: strip, from: south)
                let end = Int(firstPositions[strip + 1])
                while position < end, Int64(ys[position]) <= north {
                    let place = indexed[position]
                    position += 1
                    if place == placeA || place == placeB { continue }
                    let point = points[Int(place)]
                    let px = Int64(point.x) - Int64(a.x)
                    let py = Int64(point.y) - Int64(a.y)
                    let along = px &* dx &+ py &* dy
                    guard along > 0, along < squaredLength else { continue }
                    let cross = dx &* py &- dy &* px
                    // |cross| is the distance times the length, and the length is below 2^30.
                    guard cross.magnitude < 1 << 31, cross &* cross <= squaredLength else { continue }
                    hits.append(Joint(vertex: UInt32(vertex), place: place, along: along, isExact: cross == 0))
                }
                strip += 1
            }
        }
    }

    private func feature(ofVertex vertex: UInt32) -> Int { Int(featureOfRing[polygons.ring(ofVertex: vertex)]) }

    /// Whether a feature of the group has a vertex at the place of a hit: another one, or itself when nothing moves.
    private func hasSource(_ hit: Joint, feature: Int) -> Bool {
        var vertex = lastVertexAtPlace[Int(hit.place)]
        while vertex != PlaceTable.none {
            let source = self.feature(ofVertex: vertex)
            if polygons.groups[source] == polygons.groups[feature], source != feature || hit.isExact { return true }
            vertex = previousVertexAtPlace[Int(vertex)]
        }
        return false
    }

    /// Whether the edge of a hit is clear in each feature of the group that has it, in either direction: they join the place
    /// all or none, so that what was matched stays so.
    private func isClearForAll(_ hit: Joint, group: UInt32) -> Bool {
        let u = places.points[Int(hit.place)]
        let (_, next) = polygons.neighbours(ofVertex: hit.vertex)
        let end = places.placeOfVertex[next]
        var vertex = lastVertexAtPlace[Int(places.placeOfVertex[Int(hit.vertex)])]
        while vertex != PlaceTable.none {
            let feature = feature(ofVertex: vertex)
            if polygons.groups[feature] == group {
                let (previous, next) = polygons.neighbours(ofVertex: vertex)
                if places.placeOfVertex[next] == end, !isClear(Int(vertex), u, feature: feature) { return false }
                if places.placeOfVertex[previous] == end, !isClear(previous, u, feature: feature) { return false }
            }
            vertex = previousVertexAtPlace[Int(vertex)]
        }
        return true
    }

    /// Whether a feature stays valid when a place up to 1 mm beside one of its edges is joined to it, whatever else is
    /// joined to this and other edges.
    ///
    /// Asked is: u is more than 3 mm from every other edge of the feature; no other vertex of the feature is within 2 mm of
    /// the edge a-b; neither a nor b is within 2 mm of an edge that does not end there. Then a joined path stays within
    /// 1 mm of its edge, and
    /// - edges that don't meet are more than 2 mm apart, so their paths are apart;
    /// - at a common end the first pieces leave in directions that deviate by δ and δ' from their edges with
    ///   sin δ ≤ 1/|ub|, while the angle from u to the other edge has a sine above 3/|ub|: the edges' angle is more than
    ///   2δ and 2δ', so more than δ + δ', and the pieces do not cross; the others are more than 1 mm from the other edge.
    ///
    /// - Parameter edge: the vertex at which the edge begins.
    private func isClear(_ edge: Int, _ u: RDPoint, feature: Int) -> Bool {
        let vertices = polygons.vertices.span
        for ring in polygons.rings(feature) {
            let range = polygons.vertexRange(ring: ring)
            guard range.contains(edge) else { continue }
            let a = vertices[edge]
            let b = vertices[edge + 1 == range.upperBound ? range.lowerBound : edge + 1]
            let nearby = RDBox(a, b).grown(by: 4)
            for other in polygons.rings(feature) {
                let others = polygons.vertexRange(ring: other)
                var previous = others.upperBound - 1
                for vertex in others {
                    defer { previous = vertex }
                    let p = vertices[previous]
                    let q = vertices[vertex]
                    guard nearby.intersects(RDBox(p, q)), previous != edge else { continue }
                    if squaredDistance(from: u, toSegment: p, q).isWithin(radius: 3) { return false }
                    if p != a, q != a, squaredDistance(from: a, toSegment: p, q).isWithin(radius: 2) { return false }
                    if p != b, q != b, squaredDistance(from: b, toSegment: p, q).isWithin(radius: 2) { return false }
                    if q != a, q != b, squaredDistance(from: q, toSegment: a, b).isWithin(radius: 2) { return false }
                }
            }
        }
        return true
    }
}
