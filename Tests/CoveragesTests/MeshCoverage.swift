import Coverages
import GeoValues
import Testing

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// A random coverage: a bent lattice of cells with wiggling borders, with T-vertices on one side only, islands in holes,
/// cells that are missing, and features of several cells.
struct MeshCoverage {
    var features: [[RDPolygon]] = []

    /// What is strewn in: chances between 0 and 1.
    struct Dirt {
        /// A vertex on the border of a cell that its neighbour does not have, rounded to the millimetre.
        var tVertices = 0.2
        var islands = 0.1
        /// Of the cells with odd numbers, so that no two missing ones meet.
        var missing = 0.1
        /// A cell that belongs to the feature of an earlier one.
        var joined = 0.05
        /// A vertex moved by up to 3 mm on one side of a border only.
        var slivers = 0.0
    }

    private let columns: Int
    private var random: SeededGenerator
    private var dirt: Dirt
    /// The size of a cell in millimetres.
    private let side: Int

    init(columns: Int, rows: Int, side: Int = 20_000, seed: UInt64, dirt: Dirt = Dirt()) {
        self.columns = columns
        self.side = side
        self.dirt = dirt
        random = SeededGenerator(seed: seed)
        var corners: [RDPoint] = []
        for row in 0...rows {
            for column in 0...columns {
                corners.append(
                    RDPoint(
                        x: Int32(
                            155_000_000 + column * side + Int.random(in: -side / 5...side / 5, using: &random)
                        ),
                        y: Int32(463_000_000 + row * side + Int.random(in: -side / 5...side / 5, using: &random))
                    )
                )
            }
        }
        func corner(_ column: Int, _ row: Int) -> RDPoint { corners[row * (columns + 1) + column] }
        var east: [[RDPoint]] = []
        var north: [[RDPoint]] = []
        for row in 0...rows {
            for column in 0...columns {
                east.append(column < columns ? border(corner(column, row), corner(column + 1, row)) : [])
                north.append(row < rows ? border(corner(column, row), corner(column, row + 1)) : [])
            }
        }
        for row in 0..<rows {
            for column in 0..<columns {
                let at = row * (columns + 1) + column
                let sides = [
                    east[at], north[at + 1], Array(east[at + columns + 1].reversed()), Array(north[at].reversed()),
                ]
                add(sides.flatMap { withDirt($0).dropLast() }, mayMiss: column % 2 == 1 && row % 2 == 1)
            }
        }
    }

    private mutating func add(_ points: [RDPoint], mayMiss: Bool) {
        let isMissing = mayMiss && Double.random(in: 0..<1, using: &random) < dirt.missing
        let hasIsland = Double.random(in: 0..<1, using: &random) < dirt.islands
        let isJoined = Double.random(in: 0..<1, using: &random) < dirt.joined
        guard let exterior = RDRing(points) else { return }
        var hole: RDRing?
        if hasIsland {
            let box = exterior.box
            let x = (box.minX + box.maxX) / 2
            let y = (box.minY + box.maxY) / 2
            let count = Int.random(in: 3...9, using: &random)
            let offsets = [(1, 0), (3, 1), (4, 2), (3, 3), (1, 4), (-2, 3), (-3, 1), (-2, -1), (0, -2)].prefix(count)
            let jitter = Int.random(in: side / 100...side / 22, using: &random)
            hole = RDRing(offsets.map { RDPoint(x: x + Int32($0.0 * jitter), y: y + Int32($0.1 * jitter)) })
        }
        if let hole { features.append([RDPolygon(exterior: hole)]) }
        if isMissing { return }
        let polygon = RDPolygon(exterior: exterior, holes: hole.map { [$0] } ?? [])
        if isJoined, features.count > 2 * columns {
            features[Int.random(in: 0..<features.count - columns - 3, using: &random)].append(polygon)
        } else {
            features.append([polygon])
        }
    }

    /// A wiggling line from corner to corner.
    private mutating func border(_ from: RDPoint, _ to: RDPoint) -> [RDPoint] {
        var points = [from]
        let count = [0, 0, 1, 2, 5, 12].randomElement(using: &random) ?? 0
        let dx = Double(to.x - from.x)
        let dy = Double(to.y - from.y)
        for step in 0..<count {
            let share = Double(step + 1) / Double(count + 1)
            let offset = Double.random(in: -0.15...0.15, using: &random) * min(share, 1 - share)
            points.append(
                RDPoint(
                    x: from.x + Int32(share * dx - offset * dy),
                    y: from.y + Int32(share * dy + offset * dx)
                )
            )
        }
        return points + [to]
    }

    /// The same line with vertices of its own.
    private mutating func withDirt(_ line: [RDPoint]) -> [RDPoint] {
        var points: [RDPoint] = []
        for (position, point) in line.enumerated() {
            var point = point
            if position > 0 {
                let previous = line[position - 1]
                if Double.random(in: 0..<1, using: &random) < dirt.tVertices {
                    let share = Double.random(in: 0.1...0.9, using: &random)
                    points.append(
                        RDPoint(
                            x: previous.x + Int32((share * Double(point.x - previous.x)).rounded()),
                            y: previous.y + Int32((share * Double(point.y - previous.y)).rounded())
                        )
                    )
                }
                if position + 1 < line.count, Double.random(in: 0..<1, using: &random) < dirt.slivers {
                    point.x += Int32.random(in: -3...3, using: &random)
                    point.y += Int32.random(in: -3...3, using: &random)
                }
            }
            points.append(point)
        }
        return points
    }

    /// All features in one block.
    func whole() -> FlatPolygons {
        var flat = FlatPolygons()
        for feature in features { flat.append(feature, group: 0, isOwn: true) }
        return flat
    }

    /// The block that owns some features, in the given order, with its halo.
    func block(owning own: [Int]) -> FlatPolygons { blockWithOrder(owning: own).polygons }

    /// The same, with the number of each feature in it.
    func blockWithOrder(owning own: [Int]) -> (polygons: FlatPolygons, order: [Int]) {
        var flat = FlatPolygons()
        var order = own
        let boxes = features.map { RDGeometry.polygons($0).box }
        let owned = Set(own)
        for feature in own { flat.append(features[feature], group: 0, isOwn: true) }
        for (feature, box) in boxes.enumerated() where !owned.contains(feature) {
            if own.contains(where: { boxes[$0].grown(by: FlatPolygons.haloMillimetres).intersects(box) }) {
                flat.append(features[feature], group: 0, isOwn: false)
                order.append(feature)
            }
        }
        return (flat, order)
    }
}

/// A polygon from corners in millimetres, counter-clockwise, moved to the middle of RD.
func polygon(_ corners: [(Int, Int)], holes: [[(Int, Int)]] = []) throws -> RDPolygon {
    func ring(_ corners: [(Int, Int)]) throws -> RDRing {
        try #require(RDRing(corners.map { RDPoint(x: Int32(155_000_000 + $0.0), y: Int32(463_000_000 + $0.1)) }))
    }
    return RDPolygon(exterior: try ring(corners), holes: try holes.map(ring))
}
