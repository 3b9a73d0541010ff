import GeoValues

/// One connected piece of ground with one label.
struct MeshRegion {
    let label: Int32
    /// The face with the lowest position.
    let firstFace: Int
    /// Exterior first, then holes, as vertices of the mesh.
    var rings: [[Int32]]
}

/// Joins the faces of a mesh that share an edge and a label, by cancelling the edges that are used in both directions.
struct MeshRegions {
    private let edges: [Edge]

    /// An edge of a face, the face on its left.
    private struct Edge {
        var from: Int32
        var to: Int32
        var face: Int32

        /// The same for both directions.
        var key: UInt64 {
            UInt64(UInt32(bitPattern: min(from, to))) << 32 | UInt64(UInt32(bitPattern: max(from, to)))
        }
    }

    private let faceCount: Int
    private let points: [RDPoint]

    init(mesh: TownMesh) {
        self.init(faces: mesh.faces.map(\.rings), points: mesh.points)
    }

    /// - Parameter faces: the rings of each, as positions in `points`.
    init(faces: [[[Int32]]], points: [RDPoint]) {
        var edges: [Edge] = []
        for (number, face) in faces.enumerated() {
            for ring in face {
                for (place, vertex) in ring.enumerated() {
                    let next = ring[place + 1 == ring.count ? 0 : place + 1]
                    edges.append(Edge(from: vertex, to: next, face: Int32(number)))
                }
            }
        }
        edges.sort { ($0.key, $0.face) < ($1.key, $1.face) }
        self.edges = edges
        faceCount = faces.count
        self.points = points
    }

    /// Calls `body` with every edge once: its ends, the face on its left and the one on its right, if there is one.
    func forEachEdge(_ body: (_ from: Int32, _ to: Int32, _ left: Int32, _ right: Int32?) -> Void) {
        var place = 0
        while place < edges.count {
            let edge = edges[place]
            let isShared = place + 1 < edges.count && edges[place + 1].key == edge.key
            body(edge.from, edge.to, edge.face, isShared ? edges[place + 1].face : nil)
            place += isShared ? 2 : 1
        }
    }

    /// The regions in the order of their first faces, and for each face the place of its region, or −1.
    ///
    /// - Parameter labels: one per face; faces with a negative label are left out.
    func regions(labels: [Int32]) -> (regions: [MeshRegion], regionOfFace: [Int32]) {
        var parents = (0..<Int32(faceCount)).map { $0 }
        func root(_ face: Int32) -> Int32 {
            var face = face
            while parents[Int(face)] != face {
                parents[Int(face)] = parents[Int(parents[Int(face)])]
                face = parents[Int(face)]
            }
            return face
        }

        var boundary: [Edge] = []
        var place = 0
        while place < edges.count {
            let edge = edges[place]
            let isShared = place + 1 < edges.count && edges[place + 1].key == edge.key
            if isShared {
                let other = edges[place + 1]
                if labels[Int(edge.face)] == labels[Int(other.face)] {
                    let (one, two) = (root(edge.face), root(other.face))
                    parents[Int(max(one, two))] = min(one, two)
                } else {
                    boundary.append(edge)
                    boundary.append(other)
                }
                place += 2
            } else {
                boundary.append(edge)
                place += 1
            }
        }
        boundary = boundary.filter { labels[Int($0.face)] >= 0 }
        for position in boundary.indices { boundary[position].face = root(boundary[position].face) }
        boundary.sort { ($0.face, $0.from, $0.to) < ($1.face, $1.from, $1.to) }

        var regions: [MeshRegion] = []
        var start = 0
        while start < boundary.count {
            var end = start
            while end < boundary.count, boundary[end].face == boundary[start].face { end += 1 }
            let face = Int(boundary[start].face)
            let rings = simpleRings(boundary[start..<end])
            regions.append(MeshRegion(label: labels[face], firstFace: face, rings: rings))
            start = end
        }
        var placeOfRoot = [Int32](repeating: -1, count: faceCount)
        for (place, region) in regions.enumerated() { placeOfRoot[region.firstFace] = Int32(place) }
        let places = (0..<Int32(faceCount)).map { labels[Int($0)] < 0 ? -1 : placeOfRoot[Int(root($0))] }
        return (regions, places)
    }

    /// Links the boundary of one region into rings that visit no vertex twice, the exterior first.
    private func simpleRings(_ boundary: ArraySlice<Edge>) -> [[Int32]] {
        var isUsed = [Bool](repeating: false, count: boundary.count)
        var rings: [[Int32]] = []
        for first in boundary.indices where !isUsed[first - boundary.startIndex] {
            var walk: [Int32] = []
            var current = first
            while !isUsed[current - boundary.startIndex] {
                isUsed[current - boundary.startIndex] = true
                walk.append(boundary[current].from)
                let vertex = boundary[current].to
                let next = following(boundary[current], in: boundary, isUsed: isUsed)
                // Where the walk comes back to a vertex, what lies between is a ring of its own.
                if next == nil || vertex == walk[0] || next?.isFork == true,
                    let earlier = walk.lastIndex(of: vertex)
                {
                    rings.append(Array(walk[earlier...]))
                    walk.removeSubrange(earlier...)
                    if walk.isEmpty { break }
                }
                guard let next else { break }
                current = next.edge
            }
        }
        // The exterior is the only ring that runs counter-clockwise.
        guard let exterior = rings.firstIndex(where: { doubledArea($0) > 0 }), exterior > 0 else { return rings }
        rings.swapAt(0, exterior)
        return rings
    }

    /// The next unused edge after `edge`: where several leave the same vertex, the first one clockwise from the way back,
    /// which keeps to the same corner of the region. Several edges, used ones included, make a fork.
    private func following(
        _ edge: Edge,
        in boundary: ArraySlice<Edge>,
        isUsed: [Bool]
    ) -> (edge: Int, isFork: Bool)? {
        var (low, high) = (boundary.startIndex, boundary.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if boundary[middle].from < edge.to { low = middle + 1 } else { high = middle }
        }
        var best: Int?
        var count = 0
        while low < boundary.endIndex, boundary[low].from == edge.to {
            if !isUsed[low - boundary.startIndex] {
                if let known = best {
                    let back = direction(edge.to, edge.from)
                    let candidate = direction(edge.to, boundary[low].to)
                    let chosen = direction(edge.to, boundary[known].to)
                    if comesFirstClockwise(candidate, before: chosen, from: back) { best = low }
                } else {
                    best = low
                }
            }
            low += 1
            count += 1
        }
        return best.map { ($0, count > 1) }
    }

    private func direction(_ from: Int32, _ to: Int32) -> (x: Int64, y: Int64) {
        let (start, end) = (points[Int(from)], points[Int(to)])
        return (Int64(end.x) - Int64(start.x), Int64(end.y) - Int64(start.y))
    }

    private func comesFirstClockwise(
        _ one: (x: Int64, y: Int64),
        before other: (x: Int64, y: Int64),
        from back: (x: Int64, y: Int64)
    ) -> Bool {
        func cross(_ a: (x: Int64, y: Int64), _ b: (x: Int64, y: Int64)) -> Int64 { a.x * b.y - a.y * b.x }
        // Clockwise within half a turn of `back`.
        let oneIsNear = cross(back, one) < 0
        let otherIsNear = cross(back, other) < 0
        if oneIsNear != otherIsNear { return oneIsNear }
        return cross(one, other) < 0
    }

    private func doubledArea(_ ring: [Int32]) -> Int128 {
        RDRing(ring.map { points[Int($0)] })?.doubledArea ?? 0
    }
}
