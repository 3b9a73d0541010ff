public import GeoValues

/// The coverage of a block: its polygons with the T-vertices joined, ready for simplification and for the check.
///
/// Making one costs a hash probe and a search among neighbours for each vertex; see ``FlatPolygons`` for what a block is.
///
/// **What is repaired together.** A feature that came in invalid has been made valid by itself: that is a function of its own
/// geometry, so every block does the same, and the corners that it got (where its edges crossed, rounded to the millimetre) are
/// put into the neighbours' borders here, like any other T-vertex. Borders that should be one and lie at most 1 mm apart,
/// as after rounding, become one. Not repaired, but told by ``overlaps(keys:)`` and ``GapFinder``, is what lies farther apart, two
/// vertices within a millimetre of each other that are both corners (moving one would move borders of features that the block
/// may not have), and what would make a ring touch itself (``refusals``).
public struct CoverageBlock: Sendable {
    let polygons: FlatPolygons
    /// The box of each feature as it came in.
    let boxes: [RDBox]
    let places: PlaceTable
    let index: PlaceIndex
    let featureOfRing: [UInt32]
    /// For each place the last vertex that lies there, and for each vertex the one before it at the same place.
    let lastVertexAtPlace: [UInt32]
    let previousVertexAtPlace: [UInt32]

    /// The place of each vertex of the noded rings, halo included.
    let nodedPlaces: [UInt32]
    /// First noded vertex of each ring, and the number of noded vertices at the end.
    let nodedFirstVertices: [UInt32]
    /// Whether a noded vertex was inserted; empty when none was.
    let isInserted: [Bool]
    /// Whether a ring has inserted vertices; empty when none has.
    let hasInsertions: [Bool]

    /// T-vertices that were joined to an edge of an own feature, in the order of features and edges.
    public let insertions: [TVertex]
    /// T-vertices that lie within 1 mm of an edge of an own feature and could not be joined to it without danger that the
    /// ring touches itself.
    public let refusals: [TVertex]

    public init(_ polygons: FlatPolygons) {
        self.polygons = polygons
        boxes = polygons.boxes()
        places = PlaceTable(polygons.vertices)
        var area = RDBox.empty
        for box in boxes.prefix(polygons.ownCount) { area.formUnion(box) }
        index = PlaceIndex(places.points, in: area.grown(by: FlatPolygons.haloMillimetres))

        var featureOfRing: [UInt32] = []
        featureOfRing.reserveCapacity(polygons.ringCount)
        for feature in 0..<polygons.featureCount {
            for _ in polygons.rings(feature) { featureOfRing.append(UInt32(feature)) }
        }
        self.featureOfRing = featureOfRing
        (lastVertexAtPlace, previousVertexAtPlace) = CoverageBlock.chained(
            places.placeOfVertex,
            placeCount: places.points.count
        )

        let search = TVertexSearch(
            polygons: polygons,
            boxes: boxes,
            places: places,
            index: index,
            featureOfRing: featureOfRing,
            lastVertexAtPlace: lastVertexAtPlace,
            previousVertexAtPlace: previousVertexAtPlace
        )
        let found = search.found(in: area.grown(by: FlatPolygons.haloMillimetres))
        refusals = found.refusals
        let points = places.points
        insertions = found.joints.compactMap { joint in
            let feature = featureOfRing[polygons.ring(ofVertex: joint.vertex)]
            return feature < UInt32(polygons.ownCount)
                ? TVertex(feature: feature, place: points[Int(joint.place)]) : nil
        }
        (nodedPlaces, nodedFirstVertices, isInserted, hasInsertions) = CoverageBlock.noded(
            polygons,
            places.placeOfVertex,
            found.joints
        )
    }

    /// The own features' rings with the joined T-vertices.
    public var noded: NodedPolygons {
        let ringCount = Int(polygons.firstRings[polygons.ownCount])
        let firstVertices = Array(nodedFirstVertices[0...ringCount])
        var vertices: [RDPoint] = []
        vertices.reserveCapacity(Int(firstVertices[ringCount]))
        let points = places.points.span
        for place in nodedPlaces.prefix(Int(firstVertices[ringCount])) { vertices.append(points[Int(place)]) }
        return NodedPolygons(vertices: vertices, firstVertices: firstVertices)
    }

    func nodedRange(ring: Int) -> Range<Int> { Int(nodedFirstVertices[ring])..<Int(nodedFirstVertices[ring + 1]) }

    /// Chains the vertices that lie at the same place.
    static func chained(_ placeOfVertex: [UInt32], placeCount: Int) -> (last: [UInt32], previous: [UInt32]) {
        var last = [UInt32](repeating: PlaceTable.none, count: placeCount)
        var previous: [UInt32] = []
        previous.reserveCapacity(placeOfVertex.count)
        for (vertex, place) in placeOfVertex.enumerated() {
            previous.append(last[Int(place)])
            last[Int(place)] = UInt32(vertex)
        }
        return (last, previous)
    }

    /// Rings with the joints put in; joints are in the order of vertices and along each edge.
    private static func noded(
        _ polygons: FlatPolygons,
        _ placeOfVertex: [UInt32],
        _ joints: [TVertexSearch.Joint]
    ) -> ([UInt32], [UInt32], [Bool], [Bool]) {
        if joints.isEmpty { return (placeOfVertex, polygons.firstVertices, [], []) }
        var noded: [UInt32] = []
        var isInserted: [Bool] = []
        noded.reserveCapacity(placeOfVertex.count + joints.count)
        isInserted.reserveCapacity(placeOfVertex.count + joints.count)
        var firstVertices: [UInt32] = [0]
        var hasInsertions: [Bool] = []
        firstVertices.reserveCapacity(polygons.ringCount + 1)
        var joint = 0
        for ring in 0..<polygons.ringCount {
            let before = joint
            for vertex in polygons.vertexRange(ring: ring) {
                noded.append(placeOfVertex[vertex])
                isInserted.append(false)
                while joint < joints.count, Int(joints[joint].vertex) == vertex {
                    noded.append(joints[joint].place)
                    isInserted.append(true)
                    joint += 1
                }
            }
            hasInsertions.append(joint > before)
            firstVertices.append(UInt32(noded.count))
        }
        return (noded, firstVertices, isInserted, hasInsertions)
    }
}

/// A vertex of a neighbour that lies within 1 mm of the interior of an edge.
public struct TVertex: Sendable, Hashable {
    /// The own feature that has the edge.
    public var feature: UInt32
    /// The vertex in RD millimetres.
    public var place: RDPoint

    public init(feature: UInt32, place: RDPoint) {
        self.feature = feature
        self.place = place
    }
}

/// The rings of a block's own features after noding, in the order in which they came.
public struct NodedPolygons: Sendable {
    /// Vertices of all rings, RD millimetres.
    public var vertices: [RDPoint]
    /// First vertex of each ring, and the number of vertices at the end.
    public var firstVertices: [UInt32]

    /// The vertices of one ring.
    public func ring(_ ring: Int) -> ArraySlice<RDPoint> {
        vertices[Int(firstVertices[ring])..<Int(firstVertices[ring + 1])]
    }
}
