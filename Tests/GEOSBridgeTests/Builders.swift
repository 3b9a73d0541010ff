import GeoValues
import Testing

/// A polygon from rings of (x, y) millimetres, moved to the middle of RD unless told otherwise.
func polygon(_ rings: [(Int, Int)]..., dx: Int = 155_000_000, dy: Int = 463_000_000) throws -> RDPolygon {
    let rings = try rings.map { try ring($0, dx: dx, dy: dy) }
    return RDPolygon(exterior: rings[0], holes: Array(rings.dropFirst()))
}

func ring(_ corners: [(Int, Int)], dx: Int = 155_000_000, dy: Int = 463_000_000) throws -> RDRing {
    try #require(RDRing(corners.map { RDPoint(x: Int32($0.0 + dx), y: Int32($0.1 + dy)) }))
}

/// Corners of a rectangle, counter-clockwise.
func box(_ minX: Int, _ minY: Int, _ maxX: Int, _ maxY: Int) -> [(Int, Int)] {
    [(minX, minY), (maxX, minY), (maxX, maxY), (minX, maxY)]
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that a printed seed repeats a failure.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Rings that mostly cross themselves, with corners on a coarse lattice so that touching and overlapping are common.
func randomRings(_ count: Int, side: Int, using generator: inout SeededGenerator) throws -> [[RDRing]] {
    var polygons: [[RDRing]] = []
    while polygons.count < count {
        var rings: [RDRing] = []
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            let points = (0..<Int.random(in: 3...9, using: &generator)).map { _ in
                RDPoint(
                    x: Int32(155_000_000 + Int.random(in: 0...side, using: &generator)),
                    y: Int32(463_000_000 + Int.random(in: 0...side, using: &generator))
                )
            }
            if let ring = RDRing(points) { rings.append(ring) }
        }
        if !rings.isEmpty { polygons.append(rings) }
    }
    return polygons
}

func doubledArea(_ polygons: [RDPolygon]) -> Int128 { polygons.reduce(0) { $0 + $1.doubledArea } }
