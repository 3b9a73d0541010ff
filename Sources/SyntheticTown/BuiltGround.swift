import GeoValues

/// The outlines of buildings that stand against each other, by the ground that they stand on.
struct BuiltGround {
    /// For each region of ground the rings to leave out of it, clockwise.
    private(set) var holes: [[[RDPoint]]]
    /// Yards that are closed in by buildings, with the region that they belong to, counter-clockwise.
    private(set) var yards: [(region: Int, ring: [RDPoint])] = []

    /// - Parameter regionOfFace: which region each face of the town's mesh is part of.
    init(buildings: [Building], regionOfFace: [Int32], regionCount: Int) {
        var points: [RDPoint] = []
        var positions: [RDPoint: Int32] = [:]
        positions.reserveCapacity(buildings.count * 8)
        var faces: [[[Int32]]] = []
        faces.reserveCapacity(buildings.count)
        for building in buildings {
            let ring = building.ring.map { point in
                if let known = positions[point] { return known }
                let position = Int32(points.count)
                points.append(point)
                positions[point] = position
                return position
            }
            faces.append([ring])
        }
        holes = [[[RDPoint]]](repeating: [], count: regionCount)
        let labels = buildings.map { regionOfFace[$0.face] }
        for group in MeshRegions(faces: faces, points: points).regions(labels: labels).regions {
            let region = Int(group.label)
            for (place, ring) in group.rings.enumerated() {
                let outline = ring.reversed().map { points[Int($0)] }
                if place == 0 { holes[region].append(outline) } else { yards.append((region, outline)) }
            }
        }
    }
}
