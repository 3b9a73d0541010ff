/// What runs along a line of the lattice between two of its nodes.
enum StreetKind: UInt8 {
    /// A street in a neighbourhood.
    case street
    /// A road between neighbourhoods, with a verge on both sides.
    case mainRoad
    /// A canal with a quay on both sides.
    case canal
    /// The edge of the municipality: nothing runs there.
    case boundary

    /// Whether it consists of three strips side by side.
    var isTripartite: Bool { self == .mainRoad || self == .canal }
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

    private let nodes: [Vector]
    private let columnKinds: [StreetKind]
    private let rowKinds: [StreetKind]

    init(scale: TownScale, seed: UInt64, middle: Vector) {
        var generator = SplitMix64(seed: seed, part: 1)
        let acrossLines = MainLines(scale: scale, generator: &generator)
        let upLines = MainLines(scale: scale, generator: &generator)
        (columns, rows) = (acrossLines.count, upLines.count)
        (mainColumns, mainRows) = (acrossLines.lines, upLines.lines)
        (centreColumns, centreRows) = (acrossLines.centre, upLines.centre)
        columnKinds = acrossLines.kinds(generator: &generator)
        rowKinds = upLines.kinds(generator: &generator)

        let across = acrossLines.offsets(urbanRadius: scale.urbanRadius, generator: &generator)
        let up = upLines.offsets(urbanRadius: scale.urbanRadius, generator: &generator)
        let reach = max(-across[0], across[across.count - 1], -up[0], up[up.count - 1])
        let broad = (
            SmoothNoise(seed: seed &+ 11, wavelength: 1_500_000), SmoothNoise(seed: seed &+ 12, wavelength: 1_500_000)
        )
        let fine = (
            SmoothNoise(seed: seed &+ 13, wavelength: 420_000), SmoothNoise(seed: seed &+ 14, wavelength: 420_000)
        )
        var nodes: [Vector] = []
        for j in 0...rows {
            for i in 0...columns {
                // The square is bent towards a disc, so that outer streets run around the centre.
                let (u, v) = (across[i] / reach * 0.72, up[j] / reach * 0.72)
                let bent = Vector(across[i] * (1 - 0.5 * v * v).squareRoot(), up[j] * (1 - 0.5 * u * u).squareRoot())
                // 0.96² + 0.28² = 1: a turn of about 16 degrees without trigonometry.
                let turned = Vector(bent.x * 0.96 - bent.y * 0.28, bent.x * 0.28 + bent.y * 0.96)
                let sway = Vector(
                    broad.0[turned] * 200_000 + fine.0[turned] * 40_000,
                    broad.1[turned] * 200_000 + fine.1[turned] * 40_000
                )
                let jitter = Vector(Double(generator.within(-4_500...4_500)), Double(generator.within(-4_500...4_500)))
                nodes.append(middle + turned + sway + jitter)
            }
        }
        self.nodes = nodes
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

    init(scale: TownScale, generator: inout SplitMix64) {
        /// Distances in cells from the edge of the old centre outwards.
        func outwards() -> [Int] {
            var steps: [Int] = []
            var distance = 0
            let limit = scale.urbanRadius - scale.centreWidth / 2 + scale.neighbourhoodWidth
            while distance < limit {
                let width = generator.within(scale.neighbourhoodWidth - 1...scale.neighbourhoodWidth + 1)
                distance += width
                steps.append(distance)
            }
            return steps
        }
        let before = outwards()
        let after = outwards()
        let start = before.last ?? 0
        let end = start + scale.centreWidth
        centre = start..<end
        lines = before.reversed().map { start - $0 } + [start, end] + after.map { end + $0 }
        count = end + (after.last ?? 0)
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

    /// How far each line lies from the middle in millimetres, before bending: closer in the centre, wide in the fields.
    func offsets(urbanRadius: Int, generator: inout SplitMix64) -> [Double] {
        let middle = (centre.lowerBound + centre.upperBound) / 2
        var offsets = [0.0]
        for cell in 0..<count {
            var step = Double(generator.within(60_000...68_000))
            if centre.contains(cell) { step *= 0.85 }
            if abs(cell - middle) > urbanRadius { step *= 1.7 }
            if lines.contains(cell) || lines.contains(cell + 1) { step += 6_000 }
            offsets.append(offsets[cell] + step)
        }
        let origin = offsets[middle]
        return offsets.map { $0 - origin }
    }
}
