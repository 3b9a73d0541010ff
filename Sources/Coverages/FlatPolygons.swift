public import GeoValues

/// Polygon features of one layer in flat arrays, RD millimetres: the features of a block and those around it.
///
/// A **block** is a number of features that are worked on together: its *own* features come first, then the *halo*, all
/// other features of the layer whose box meets the box of an own feature grown by ``haloMillimetres``. Blocks don't talk
/// to each other, yet two neighbours in different blocks must come to the same result for the border that they share.
/// Therefore every decision about a vertex or an edge depends only on
///
/// 1. the features that have the vertex (or the edge), each with the whole of its geometry, and
/// 2. the features whose box holds the vertex (or meets the box of the feature that has the edge),
///
/// and never on the order of features, their number, or the block. All of these meet the box of every feature that has
/// the vertex, so whichever block owns such a feature has them. (`BlockTests` cuts random coverages at random.)
///
/// Rings have no closing repeat and no two equal neighbours; exteriors run counter-clockwise, holes clockwise, as in
/// `RDPolygon`. Polygons should be valid; for others the results are deterministic but the guarantees do not hold.
public struct FlatPolygons: Sendable {
    /// How far a box must be grown to find the halo. A vertex is joined to an edge at 1 mm; whether the place where it
    /// lies is a node depends on what lies within 1 mm of it.
    public static let haloMillimetres: Int32 = 2

    /// Vertices of all rings of all features.
    public private(set) var vertices: [RDPoint] = []
    /// First vertex of each ring, and the number of vertices at the end.
    public private(set) var firstVertices: [UInt32] = [0]
    /// 0 for an exterior, 1 for a hole; a hole belongs to the exterior before it.
    public private(set) var ringRoles: [UInt8] = []
    /// First ring of each feature, and the number of rings at the end.
    public private(set) var firstRings: [UInt32] = [0]
    /// The group of each feature. Features of different groups may overlap (zones of different plans, levels of the
    /// BGT): nothing is noded or checked between them. Arcs that they share are simplified alike all the same.
    public private(set) var groups: [UInt32] = []
    /// The features 0 ..< ownCount are the block's own.
    public private(set) var ownCount = 0

    public init() {}

    /// Takes arrays as they are.
    ///
    /// Offsets must be ascending, begin with 0 and end with the number of vertices or rings; every ring has at least
    /// three vertices.
    public init(
        vertices: [RDPoint],
        firstVertices: [UInt32],
        ringRoles: [UInt8],
        firstRings: [UInt32],
        groups: [UInt32],
        ownCount: Int
    ) {
        precondition(firstRings.count == groups.count + 1, "one group for each feature")
        precondition(firstVertices.count == ringRoles.count + 1, "one role for each ring")
        precondition(firstVertices.last == UInt32(vertices.count), "the last offset is the number of vertices")
        precondition(firstRings.last == UInt32(ringRoles.count), "the last offset is the number of rings")
        precondition((0...groups.count).contains(ownCount), "own features are among the features")
        self.vertices = vertices
        self.firstVertices = firstVertices
        self.ringRoles = ringRoles
        self.firstRings = firstRings
        self.groups = groups
        self.ownCount = ownCount
    }

    public var featureCount: Int { groups.count }
    public var ringCount: Int { ringRoles.count }

    /// Adds a feature; own features come before those of the halo.
    public mutating func append(_ polygons: [RDPolygon], group: UInt32, isOwn: Bool) {
        precondition(!isOwn || ownCount == groups.count, "own features come first")
        for polygon in polygons {
            appendRing(polygon.exterior.points, role: 0)
            for hole in polygon.holes { appendRing(hole.points, role: 1) }
        }
        firstRings.append(UInt32(ringRoles.count))
        groups.append(group)
        if isOwn { ownCount += 1 }
    }

    private mutating func appendRing(_ points: [RDPoint], role: UInt8) {
        vertices.append(contentsOf: points)
        firstVertices.append(UInt32(vertices.count))
        ringRoles.append(role)
    }

    func rings(_ feature: Int) -> Range<Int> { Int(firstRings[feature])..<Int(firstRings[feature + 1]) }

    func vertexRange(ring: Int) -> Range<Int> { Int(firstVertices[ring])..<Int(firstVertices[ring + 1]) }

    func vertexRange(feature: Int) -> Range<Int> {
        Int(firstVertices[Int(firstRings[feature])])..<Int(firstVertices[Int(firstRings[feature + 1])])
    }

    /// The ring that has a vertex.
    func ring(ofVertex vertex: UInt32) -> Int {
        var low = 0
        var count = ringCount
        while count > 1 {
            let half = count >> 1
            if firstVertices[low + half] <= vertex {
                low += half
                count -= half
            } else {
                count = half
            }
        }
        return low
    }

    /// The vertices before and after a vertex in its ring.
    func neighbours(ofVertex vertex: UInt32) -> (previous: Int, next: Int) {
        let range = vertexRange(ring: ring(ofVertex: vertex))
        let position = Int(vertex)
        return (
            position == range.lowerBound ? range.upperBound - 1 : position - 1,
            position + 1 == range.upperBound ? range.lowerBound : position + 1
        )
    }

    /// The polygons of a feature; rings that are too short are left out.
    func polygons(_ feature: Int) -> [RDPolygon] {
        FlatPolygons.polygons(
            rings(feature).map { (Array(vertices[vertexRange(ring: $0)]), ringRoles[$0]) }
        )
    }

    static func polygons(_ rings: [(points: [RDPoint], role: UInt8)]) -> [RDPolygon] {
        var polygons: [(exterior: RDRing, holes: [RDRing])] = []
        for (points, role) in rings {
            guard let ring = RDRing(points) else { continue }
            if role == 0 || polygons.isEmpty {
                polygons.append((ring, []))
            } else {
                polygons[polygons.count - 1].holes.append(ring)
            }
        }
        return polygons.map { RDPolygon(exterior: $0.exterior, holes: $0.holes) }
    }

    func boxes() -> [RDBox] {
        var boxes: [RDBox] = []
        boxes.reserveCapacity(featureCount)
        let vertices = vertices.span
        for feature in 0..<featureCount {
            var box = RDBox.empty
            for vertex in vertexRange(feature: feature) {
                let point = vertices[vertex]
                box.minX = min(box.minX, point.x)
                box.minY = min(box.minY, point.y)
                box.maxX = max(box.maxX, point.x)
                box.maxY = max(box.maxY, point.y)
            }
            boxes.append(box)
        }
        return boxes
    }
}
