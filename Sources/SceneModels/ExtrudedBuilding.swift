import GEOSBridge
public import GeoValues

/// Why no model can be made of a building.
public enum ModelError: Error, Equatable, CustomStringConvertible {
    case footprintEmpty
    case heightNotPositive(Double)
    /// The places given are not one for each of ``ExtrudedBuilding/vertices``.
    case placeCountDiffers(expected: Int, found: Int)
    /// The footprint cannot be divided into triangles; `reason` is one sentence.
    case footprintNotDivisible(reason: String)

    public var description: String {
        switch self {
        case .footprintEmpty: "The building has no footprint."
        case .heightNotPositive(let height): "A building's height must be more than 0 metres, not \(height)."
        case .placeCountDiffers(let expected, let found):
            "The building has \(expected) vertices, but \(found) places were given."
        case .footprintNotDivisible(let reason): "The footprint cannot be made into a model. \(reason)"
        }
    }
}

/// A footprint pulled up to a height: the solid of a building of which only that is known (LoD1).
///
/// Use: make it, turn ``vertices`` (and ``anchor``) into geographic places at the height of the ground, make a
/// ``LocalFrame``, and ask for the ``mesh(in:places:)``.
public struct ExtrudedBuilding: Sendable {
    /// Metres from the ground to the flat roof.
    public let heightMetres: Double
    /// Every corner of the footprint once, in the order of the rings.
    public let vertices: [RDPoint]
    /// The middle of the footprint's box: a good place for the frame's zero.
    public let anchor: RDPoint

    private let polygons: [RDPolygon]
    private let triangles: [[TriangleCorners]]

    /// Divides the footprint's roof into triangles.
    /// - Parameters:
    ///   - footprint: a valid multipolygon; each polygon becomes a closed solid of its own.
    ///   - heightMetres: from the ground to the roof, more than 0.
    /// - Throws: ``ModelError``.
    public init(footprint: [RDPolygon], heightMetres: Double) throws(ModelError) {
        guard !footprint.isEmpty else { throw .footprintEmpty }
        guard heightMetres > 0, heightMetres.isFinite else { throw .heightNotPositive(heightMetres) }
        self.heightMetres = heightMetres
        // A hole's corner on a wall becomes a corner of that wall, else the roof and the wall would not close.
        let polygons = footprint.map(Triangulation.noded)
        self.polygons = polygons
        do {
            self.triangles = try polygons.map(Triangulation.triangles)
        } catch {
            throw .footprintNotDivisible(reason: "\(error)")
        }
        var known = Set<RDPoint>()
        self.vertices = polygons.flatMap { $0.rings.flatMap(\.points) }.filter { known.insert($0).inserted }
        let box = RDBox(around: vertices)
        self.anchor = RDPoint(
            x: Int32((Int64(box.minX) + Int64(box.maxX)) / 2),
            y: Int32((Int64(box.minY) + Int64(box.maxY)) / 2)
        )
    }

    /// The closed solid: floor, roof and walls with flat normals.
    ///
    /// Walls are parallel to the frame's up-axis: over 50 m they differ from the plumb line by 8 µm per metre of height.
    /// The volume is the floor's area times the height, apart from the rounding of positions to Float (4 µm at 50 m).
    /// - Parameters:
    ///   - frame: its anchor in or near the building, so that positions stay small.
    ///   - places: of each of ``vertices``, at the height of the ground.
    /// - Throws: ``ModelError/placeCountDiffers(expected:found:)``.
    public func mesh(in frame: LocalFrame, places: [EllipsoidalPosition]) throws(ModelError) -> Mesh {
        guard places.count == vertices.count else {
            throw .placeCountDiffers(expected: vertices.count, found: places.count)
        }
        var numbers: [RDPoint: Int] = [:]
        var low: [SIMD3<Float>] = []
        var high: [SIMD3<Float>] = []
        for (number, place) in places.enumerated() {
            let local = frame.eastNorthUp(of: place)
            numbers[vertices[number]] = number
            low.append(gltfPosition(local))
            high.append(gltfPosition(EastNorthUp(east: local.east, north: local.north, up: local.up + heightMetres)))
        }
        var mesh = Mesh()
        for (polygon, triangles) in zip(polygons, triangles) {
            let corners = polygon.rings.flatMap(\.points).compactMap { numbers[$0] }
            addPlate(corners.map { high[$0] }, triangles, isFacingUp: true, to: &mesh)
            addPlate(corners.map { low[$0] }, triangles, isFacingUp: false, to: &mesh)
            var first = 0
            for ring in polygon.rings {
                for place in 0..<ring.points.count {
                    let from = corners[first + place]
                    let to = corners[first + (place + 1) % ring.points.count]
                    addWall(low[from], low[to], high[to], high[from], to: &mesh)
                }
                first += ring.points.count
            }
        }
        return mesh
    }

    /// Roof or floor. The turn of triangles from RD to the frame is a rotation, so they stay counter-clockwise.
    private func addPlate(
        _ corners: [SIMD3<Float>],
        _ triangles: [TriangleCorners],
        isFacingUp: Bool,
        to mesh: inout Mesh
    ) {
        let normal = SIMD3<Float>(0, isFacingUp ? 1 : -1, 0)
        let numbers = corners.map { mesh.addVertex($0, normal: normal) }
        for triangle in triangles {
            let (a, b, c) = (numbers[triangle.a], numbers[triangle.b], numbers[triangle.c])
            if isFacingUp { mesh.addTriangle(a, b, c) } else { mesh.addTriangle(a, c, b) }
        }
    }

    /// One wall; the building lies left of the direction in which it is walked along, so the normal points right.
    private func addWall(
        _ lowFrom: SIMD3<Float>,
        _ lowTo: SIMD3<Float>,
        _ highTo: SIMD3<Float>,
        _ highFrom: SIMD3<Float>,
        to mesh: inout Mesh
    ) {
        // Right of (east, north) is (north, −east); with z = −north that is x = −Δz, z = Δx.
        let dx = Double(lowTo.x) - Double(lowFrom.x)
        let dz = Double(lowTo.z) - Double(lowFrom.z)
        let length = (dx * dx + dz * dz).squareRoot()
        let normal =
            length > 0 ? SIMD3<Float>(Float(-dz / length) + 0, 0, Float(dx / length) + 0) : SIMD3<Float>(1, 0, 0)
        let numbers = [lowFrom, lowTo, highTo, highFrom].map { mesh.addVertex($0, normal: normal) }
        mesh.addTriangle(numbers[0], numbers[1], numbers[2])
        mesh.addTriangle(numbers[0], numbers[2], numbers[3])
    }

    /// glTF 2.0, 3.4: +y up, and +z forward; north is −z. Adding zero turns −0 into 0.
    private func gltfPosition(_ local: EastNorthUp) -> SIMD3<Float> {
        SIMD3(Float(local.east) + 0, Float(local.up) + 0, Float(-local.north) + 0)
    }
}
