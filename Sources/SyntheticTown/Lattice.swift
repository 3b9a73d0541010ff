/// What runs along a line of the lattice between two of its nodes.
enum StreetKind: UInt8 {
    /// A street in a neighbourhood.
    case street
    /// A road between neighbourhoods, with a verge on both sides.
    case mainRoad
    /// A canal with a quay on both sides.
    case canal
    /// A railway between green verges.
    case railway
    /// The edge of the municipality: nothing runs there.
    case boundary

    /// Whether it consists of three strips side by side.
    var isTripartite: Bool { self == .mainRoad || self == .canal || self == .railway }
}

/// The corner of a cell.
enum CellCorner: Int {
    case southWest = 0
    case southEast
    case northEast
    case northWest
}

/// A warped lattice of streets: the skeleton of the town.
///
/// Node (i, j) is the crossing of column line i and row line j; cell (i, j) lies north-east of it. The middle of a
/// street runs from node to node; a cell's corners are set in from its nodes by half the width of the streets:
///
///       node ────── street ────── node
///        │  ┌─────────────────┐  │
///        │  │ corners of one  │  │
///        │  │ cell            │  │
///        │  └─────────────────┘  │
///       node ─────────────────── node
struct Lattice {
    let columns: Int
    let rows: Int
    /// Column lines and row lines between neighbourhoods, the municipality's edge included, ascending.
    let mainColumns: [Int]
    let mainRows: [Int]
    /// The lines of the moat around the old centre.
    let centreColumns: Range<Int>
    let centreRows: Range<Int>

    private var nodes: [Vector] = []
    private let columnKinds: [StreetKind]
    private let rowKinds: [StreetKind]

    /// The row line of the railway, if there is one.
    let railway: Int?

    init(scale: TownScale, seed: UInt64, frame: MunicipalFrame) {
        var generator = SplitMix64(seed: seed, part: 1)
        let size = frame.size
        // The town does not lie quite in the middle of its land.
        let middle = (Double(generator.within(440...560)) / 1000, Double(generator.within(440...560)) / 1000)
        let across = MainLines(scale: scale, before: size.x * middle.0, after: size.x * (1 - middle.0), &generator)
        let up = MainLines(scale: scale, before: size.y * middle.1, after: size.y * (1 - middle.1), &generator)
        (columns, rows) = (across.count, up.count)
        (mainColumns, mainRows) = (across.lines, up.lines)
        (centreColumns, centreRows) = (across.centre, up.centre)
        columnKinds = across.kinds(generator: &generator)
        var rowKinds = up.kinds(generator: &generator)
        let beyond = up.lines.filter { $0 > up.centre.upperBound && $0 < up.count }
        railway = scale.hasRailway ? beyond.first : nil
        if let railway { rowKinds[railway] = .railway }
        self.rowKinds = rowKinds
        // Where the land is too crooked for it, streets turn and sway less.
        for freedom in [1.0, 0.6, 0.3, 0] {
            let warp = FrameWarp(
                frame: frame,
                seed: seed,
                gateLines: (across.shares[across.centre.lowerBound], up.shares[up.centre.lowerBound]),
                freedom: freedom
            )
            nodes = Self.nodes(across.shares, up.shares, warp: warp, jitter: freedom, seed: seed)
            if isSound { break }
        }
    }

    private static func nodes(
        _ across: [Double],
        _ up: [Double],
        warp: FrameWarp,
        jitter: Double,
        seed: UInt64
    ) -> [Vector] {
        var generator = SplitMix64(seed: seed, part: 8)
        var nodes: [Vector] = []
        nodes.reserveCapacity(across.count * up.count)
        for (j, t) in up.enumerated() {
            for (i, s) in across.enumerated() {
                let isOnEdge = i == 0 || j == 0 || i == across.count - 1 || j == up.count - 1
                let place = warp.place(s, t)
                let offset = Vector(Double(generator.within(-4_500...4_500)), Double(generator.within(-4_500...4_500)))
                nodes.append(isOnEdge ? place : place + offset * jitter)
            }
        }
        return nodes
    }

    /// Whether every cell, every street beside it and every crossing is convex and not turned over.
    private var isSound: Bool {
        func isConvex(_ quad: [Vector]) -> Bool {
            quad.indices.allSatisfy { place in
                let (one, two, three) = (quad[place], quad[(place + 1) % 4], quad[(place + 2) % 4])
                return (two - one).cross(three - two) > 0
            }
        }
        for j in 0..<rows {
            for i in 0..<columns {
                let cell = [CellCorner.southWest, .southEast, .northEast, .northWest].map { corner($0, ofCell: i, j) }
                if !isConvex(cell) { return false }
                if i > 0 {
                    let (south, north) = (corner(.southEast, ofCell: i - 1, j), corner(.northEast, ofCell: i - 1, j))
                    if !isConvex([south, cell[0], cell[3], north]) { return false }
                }
                if j > 0 {
                    let (west, east) = (corner(.northWest, ofCell: i, j - 1), corner(.northEast, ofCell: i, j - 1))
                    if !isConvex([west, east, cell[1], cell[0]]) { return false }
                }
            }
        }
        return true
    }

    func node(_ i: Int, _ j: Int) -> Vector { nodes[j * (columns + 1) + i] }

    /// What runs from node (i, j) to node (i + 1, j).
    func rowStreet(_ i: Int, _ j: Int) -> StreetKind {
        if rowKinds[j] == .mainRoad, j == centreRows.lowerBound || j == centreRows.upperBound, centreColumns.contains(i)
        {
            return .canal
        }
        return rowKinds[j]
    }

    /// What runs from node (i, j) to node (i, j + 1).
    func columnStreet(_ i: Int, _ j: Int) -> StreetKind {
        if columnKinds[i] == .mainRoad, i == centreColumns.lowerBound || i == centreColumns.upperBound,
            centreRows.contains(j)
        {
            return .canal
        }
        return columnKinds[i]
    }

    func isInCentre(_ i: Int, _ j: Int) -> Bool { centreColumns.contains(i) && centreRows.contains(j) }

    /// Where a corner of cell (i, j) lies: half a street's width away from both of its sides.
    func corner(_ corner: CellCorner, ofCell i: Int, _ j: Int) -> Vector {
        let east = corner == .southEast || corner == .northEast
        let north = corner == .northEast || corner == .northWest
        let origin = node(i + (east ? 1 : 0), j + (north ? 1 : 0))
        let alongRow = (node(i + (east ? 0 : 1), j + (north ? 1 : 0)) - origin).unit
        let alongColumn = (node(i + (east ? 1 : 0), j + (north ? 0 : 1)) - origin).unit
        let rowWidth = halfWidth(rowStreet(i, j + (north ? 1 : 0)), inCentre: isInCentre(i, j))
        let columnWidth = halfWidth(columnStreet(i + (east ? 1 : 0), j), inCentre: isInCentre(i, j))
        let sine = abs(alongRow.cross(alongColumn))
        return origin + alongColumn * (rowWidth / sine) + alongRow * (columnWidth / sine)
    }

    private func halfWidth(_ kind: StreetKind, inCentre: Bool) -> Double {
        switch kind {
        case .street: inCentre ? 4_500 : 6_000
        case .mainRoad: 11_000
        case .canal: 14_000
        case .railway: 15_000
        case .boundary: 0
        }
    }
}

/// The lines of one direction of the lattice.
private struct MainLines {
    /// Lines between neighbourhoods, ascending, the first 0 and the last `count`.
    private(set) var lines: [Int]
    private(set) var centre: Range<Int>
    private(set) var count: Int

    /// How far each line lies from the first one, as a share of the whole.
    private(set) var shares: [Double] = []

    /// - Parameters:
    ///   - before, after: how far the land reaches from the middle of the centre to both sides, in millimetres.
    init(scale: TownScale, before: Double, after: Double, _ generator: inout SplitMix64) {
        let half = Double(scale.centreWidth) / 2 * 54_000
        /// Steps of cells from the edge of the old centre outwards, cell by cell, and the cells at neighbourhoods' ends.
        func outwards(_ reach: Double) -> (steps: [Double], ends: [Int]) {
            var steps: [Double] = []
            var ends: [Int] = []
            var sum = half
            while sum < reach {
                let width = generator.within(scale.neighbourhoodWidth - 1...scale.neighbourhoodWidth + 1)
                var added: [Double] = []
                for place in 0..<width {
                    var step = Double(generator.within(60_000...68_000))
                    // Wide in the fields.
                    if steps.count + scale.centreWidth / 2 > scale.urbanRadius { step *= 1.7 }
                    if place == 0 || place == width - 1 { step += 6_000 }
                    added.append(step)
                }
                let length = added.reduce(0, +)
                // What would reach far beyond the land is left to the last neighbourhood.
                if sum + length > reach + length / 2, !ends.isEmpty { break }
                steps += added
                ends.append(steps.count)
                sum += length
            }
            // The last neighbourhood takes up what is left.
            if let last = ends.last {
                let first = ends.count > 1 ? ends[ends.count - 2] : 0
                let length = steps[first..<last].reduce(0, +)
                let factor = max(0.4, (length + reach - sum) / length)
                for place in first..<last { steps[place] *= factor }
            }
            return (steps, ends)
        }
        let low = outwards(before)
        let high = outwards(after)
        let start = low.steps.count
        centre = start..<start + scale.centreWidth
        let end = centre.upperBound
        lines = low.ends.reversed().map { start - $0 } + [start, end] + high.ends.map { end + $0 }
        count = end + high.steps.count
        var steps = Array(low.steps.reversed())
        for place in 0..<scale.centreWidth {
            steps.append(54_000 + (place == 0 || place == scale.centreWidth - 1 ? 5_000 : 0))
        }
        steps += high.steps
        let whole = steps.reduce(0, +)
        var sum = 0.0
        shares = [0]
        for step in steps {
            sum += step
            shares.append(min(1, sum / whole))
        }
        shares[shares.count - 1] = 1
    }

    /// About every third main line outside the centre is a canal.
    func kinds(generator: inout SplitMix64) -> [StreetKind] {
        var kinds = [StreetKind](repeating: .street, count: count + 1)
        for line in lines {
            let isMoat = line == centre.lowerBound || line == centre.upperBound
            kinds[line] = !isMoat && generator.chance(perMille: 300) ? .canal : .mainRoad
        }
        kinds[0] = .boundary
        kinds[count] = .boundary
        return kinds
    }
}
