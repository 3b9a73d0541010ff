import GeoValues

/// A lattice of four-cornered parcels with wiggling borders, 16 or so vertices each, made from integers by a fixed rule: the
/// same on every machine.
struct WigglyParcels {
    /// Parcels along each side.
    let side: Int
    /// Vertices between the corners of each border.
    let verticesPerBorder: Int
    private static let pitch: Int32 = 25_000

    private func noise(_ a: Int, _ b: Int, _ c: Int, below limit: Int32) -> Int32 {
        var value = UInt64(truncatingIfNeeded: a &* 73_856_093 ^ b &* 19_349_663 ^ c &* 83_492_791)
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int32(truncatingIfNeeded: (value ^ (value >> 31)) % UInt64(2 * limit)) - limit
    }

    private func corner(_ column: Int, _ row: Int) -> RDPoint {
        RDPoint(
            x: 100_000_000 + Int32(column) * WigglyParcels.pitch + noise(column, row, 1, below: 4_000),
            y: 400_000_000 + Int32(row) * WigglyParcels.pitch + noise(column, row, 2, below: 4_000)
        )
    }

    /// The border between two corners, from the lower to the higher, without the second corner.
    private func border(_ from: RDPoint, _ to: RDPoint) -> [RDPoint] {
        var points = [from]
        let parts = Int32(verticesPerBorder + 1)
        for step in 1..<parts {
            let offset = noise(Int(from.x), Int(from.y), Int(step) + Int(to.x % 7), below: 300)
            points.append(
                RDPoint(
                    x: from.x + (to.x - from.x) / parts * step + (abs(to.x - from.x) < abs(to.y - from.y) ? offset : 0),
                    y: from.y + (to.y - from.y) / parts * step + (abs(to.x - from.x) < abs(to.y - from.y) ? 0 : offset)
                )
            )
        }
        return points
    }

    /// All parcels along the Hilbert curve.
    func parcels() -> [RDPolygon] {
        var keyed: [(key: UInt32, polygon: RDPolygon)] = []
        for row in 0..<side {
            for column in 0..<side {
                let west = corner(column, row)
                let east = corner(column + 1, row)
                let northEast = corner(column + 1, row + 1)
                let northWest = corner(column, row + 1)
                func backward(_ from: RDPoint, _ to: RDPoint) -> [RDPoint] {
                    [to] + border(from, to).dropFirst().reversed()
                }
                let points =
                    border(west, east) + border(east, northEast) + backward(northWest, northEast)
                    + backward(west, northWest)
                guard let ring = RDRing(points) else { continue }
                keyed.append((HilbertCurve.key(of: ring.box), RDPolygon(exterior: ring)))
            }
        }
        return keyed.sorted { $0.key < $1.key }.map(\.polygon)
    }
}
