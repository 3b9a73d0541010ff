import GeoValues

/// A piece of ground of one use in one parcel. Rings are vertices in order without a closing repeat, the exterior first
/// and counter-clockwise, holes clockwise.
struct MeshFace {
    var rings: [[Int32]]
    var use: LandUse
    /// Which parcel it is part of; faces of one parcel that do not touch become parcels of their own.
    var parcel: Int32
    /// Which neighbourhood, and so which plan, it belongs to.
    var neighbourhood: Int32
}

/// All ground of the municipality as faces that share their vertices: no vertex of one face lies inside an edge of
/// another, so every edge inside the municipality is used exactly once in each direction, and sums of areas are exact.
struct TownMesh {
    private(set) var points: [RDPoint] = []
    /// Whether a vertex is the middle of an arc from the vertex before it to the vertex after it.
    private(set) var isArcMiddle: [Bool] = []
    var faces: [MeshFace] = []
    /// Vertices put into a side of a block, by the side's ends (lower vertex first), in order of distance from the lower.
    private var insertions: [UInt64: [(distance: Double, vertex: Int32)]] = [:]

    mutating func addVertex(_ position: Vector, isArcMiddle middle: Bool = false) -> Int32 {
        points.append(position.point)
        isArcMiddle.append(middle)
        return Int32(points.count - 1)
    }

    func position(_ vertex: Int32) -> Vector { Vector(points[Int(vertex)]) }

    func distance(_ one: Int32, _ other: Int32) -> Double { (position(other) - position(one)).length }

    /// The length of a chain of vertices in millimetres.
    func length(of chain: [Int32]) -> Double {
        zip(chain, chain.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1) }
    }

    /// The position at a distance along a chain, clamped to its ends.
    func position(along chain: [Int32], at wanted: Double) -> Vector {
        var remaining = wanted
        for (start, end) in zip(chain, chain.dropFirst()) {
            let length = distance(start, end)
            if remaining <= length {
                return length > 0
                    ? position(start).mixed(with: position(end), max(0, remaining) / length) : position(start)
            }
            remaining -= length
        }
        return position(chain[chain.count - 1])
    }

    /// A vertex at a distance along a chain of base vertices: an existing one when it is within half a metre, else a new
    /// one, which every face along the chain gets (see ``expanded(_:)``).
    mutating func insertVertex(along chain: [Int32], at wanted: Double) -> Int32 {
        let tolerance = 500.0
        var remaining = wanted
        for (start, end) in zip(chain, chain.dropFirst()) {
            let length = distance(start, end)
            if remaining < tolerance { return start }
            if remaining <= length - tolerance {
                let isForward = start < end
                let fromLower = isForward ? remaining : length - remaining
                let key = Self.key(start, end)
                var known = insertions[key] ?? []
                if let near = known.first(where: { abs($0.distance - fromLower) < tolerance }) { return near.vertex }
                let vertex = addVertex(position(start).mixed(with: position(end), remaining / length))
                known.insert((fromLower, vertex), at: known.firstIndex { $0.distance > fromLower } ?? known.count)
                insertions[key] = known
                return vertex
            }
            remaining -= length
        }
        return chain[chain.count - 1]
    }

    /// A chain of base vertices with everything that was put into its sides.
    func expanded(_ chain: [Int32]) -> [Int32] {
        guard var previous = chain.first else { return [] }
        var all = [previous]
        for vertex in chain.dropFirst() where vertex != previous {
            let between = insertions[Self.key(previous, vertex)] ?? []
            all += previous < vertex ? between.map(\.vertex) : between.reversed().map(\.vertex)
            all.append(vertex)
            previous = vertex
        }
        return all
    }

    /// Adds a face from chains that together run once around it. Repeated neighbours are dropped; a face without area is
    /// not added.
    mutating func addFace(
        _ boundary: [[Int32]],
        holes: [[Int32]] = [],
        use: LandUse,
        parcel: Int32,
        neighbourhood: Int32
    ) {
        var ring: [Int32] = []
        for chain in boundary { for vertex in chain where ring.last != vertex { ring.append(vertex) } }
        while ring.count > 1, ring.first == ring.last { ring.removeLast() }
        guard ring.count >= 3 else { return }
        faces.append(MeshFace(rings: [ring] + holes, use: use, parcel: parcel, neighbourhood: neighbourhood))
    }

    /// The mean of a ring's vertices: inside it when the ring is not far from convex.
    func middle(of ring: [Int32]) -> Vector {
        let sum = ring.reduce(Vector(0, 0)) { $0 + position($1) }
        return sum * (1 / Double(ring.count))
    }

    private static func key(_ one: Int32, _ other: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: min(one, other))) << 32 | UInt64(UInt32(bitPattern: max(one, other)))
    }
}
