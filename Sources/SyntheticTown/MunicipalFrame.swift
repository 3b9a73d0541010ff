import GeoValues

/// What the land along a municipal border is.
enum BorderLand {
    /// A dike: behind it lies open water.
    case dike
    /// Half of a river; the other half is the neighbour's.
    case river
    case meadow
    case wood

    var use: LandUse {
        switch self {
        case .dike: .groen
        case .river: .water
        case .meadow: .agrarisch
        case .wood: .bos
        }
    }
}

/// One side of a municipality, the same seen from both neighbours: from west to east or from south to north.
struct FrameSide {
    /// Vertices with their share of the way; every edge between two of them is an edge of one face on either side.
    private(set) var points: [RDPoint] = []
    private(set) var shares: [Double] = []
    /// Where the main road passes: position in `points` of the vertex before it.
    private(set) var gate = 0
    let land: BorderLand

    /// Half the width of a road through a border, in millimetres.
    static let halfGate = 11_000.0

    init(from start: Vector, to end: Vector, land: BorderLand, generator: inout SplitMix64) {
        self.land = land
        let way = end - start
        let length = way.length
        let across = Vector(-way.y, way.x).unit
        let noise = SmoothNoise(seed: generator.next(), wavelength: 1)
        let gateShare = Double(generator.within(400...600)) / 1000
        /// A line that bends to and fro, and ends where it must.
        func place(_ share: Double) -> Vector {
            let bend = noise[Vector(share * 3, 0)] * 0.045 + noise[Vector(share * 11, 7)] * 0.008
            return start + way * share + across * (length * bend * min(1, 8 * share * (1 - share)))
        }
        let halfShare = Self.halfGate / length
        let direction = (place(gateShare + halfShare) - place(gateShare - halfShare)).unit
        let pieces = max(6, Int(length / 240_000))
        let beside = (0...pieces).map { Double($0) / Double(pieces) }.filter { abs($0 - gateShare) > 3 * halfShare }
        for share in beside where share < gateShare { append(place(share).point, share) }
        gate = points.count
        append((place(gateShare) - direction * Self.halfGate).point, gateShare - halfShare)
        append((place(gateShare) + direction * Self.halfGate).point, gateShare + halfShare)
        for share in beside where share > gateShare { append(place(share).point, share) }
    }

    /// The share of the way at which the middle of the road passes.
    var gateShare: Double { (shares[gate] + shares[gate + 1]) / 2 }

    /// The place at a share of the way, 0 to 1, on the straight pieces between the vertices.
    func place(at share: Double) -> Vector {
        var next = 1
        while next < shares.count - 1, shares[next] < share { next += 1 }
        let piece = (share - shares[next - 1]) / (shares[next] - shares[next - 1])
        return Vector(points[next - 1]).mixed(with: Vector(points[next]), piece)
    }

    private mutating func append(_ point: RDPoint, _ share: Double) {
        points.append(point)
        shares.append(share)
    }
}

/// The border of a municipality: four sides that it shares with its neighbours.
struct MunicipalFrame {
    /// From west to east.
    var south: FrameSide
    var north: FrameSide
    /// From south to north.
    var west: FrameSide
    var east: FrameSide

    /// The border, counter-clockwise from the south-west, each vertex once, with what lies along the edge that starts there.
    var ring: [(point: RDPoint, land: BorderLand, isGate: Bool)] {
        var ring: [(point: RDPoint, land: BorderLand, isGate: Bool)] = []
        for side in [south, east] {
            for place in 0..<side.points.count - 1 {
                ring.append((side.points[place], side.land, place == side.gate && side.land != .dike))
            }
        }
        for side in [north, west] {
            for place in (1..<side.points.count).reversed() {
                ring.append((side.points[place], side.land, place == side.gate + 1 && side.land != .dike))
            }
        }
        return ring
    }

    /// Width and height in millimetres, roughly.
    var size: Vector {
        let (first, last) = (south.place(at: 0.5), north.place(at: 0.5))
        return Vector((east.place(at: 0.5) - west.place(at: 0.5)).length, (last - first).length)
    }

    /// The place inside at shares of the width and of the height, each 0 to 1 (a Coons patch: on the border it is exact).
    func place(_ s: Double, _ t: Double) -> Vector {
        let ends = (south.place(at: 0), south.place(at: 1), north.place(at: 0), north.place(at: 1))
        let between = south.place(at: s).mixed(with: north.place(at: s), t)
        let beside = west.place(at: t).mixed(with: east.place(at: t), s)
        return between + beside - ends.0.mixed(with: ends.1, s).mixed(with: ends.2.mixed(with: ends.3, s), t)
    }
}
