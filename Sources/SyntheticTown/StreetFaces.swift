/// Lays the streets: everything between the blocks, as faces that take over every vertex of the blocks' sides.
struct StreetFaces {
    let lattice: Lattice
    /// Which block each cell is part of, row by row.
    let blockOfCell: [Int32]
    let neighbourhoodOfCell: [Int32]
    /// Whether each block is open water: no street runs through a lake.
    let isLake: [Bool]
    /// The corner vertices of each cell, four to a cell.
    let corners: [CornerVertices?]
    /// The first parcel number that is free.
    var nextParcel: Int32

    /// The two vertices between the strips of a tripartite street, at one of its ends.
    private var strips: [StripEnd: (low: Int32, high: Int32)] = [:]
    private var parcels: [ParcelKey: Int32] = [:]

    init(
        lattice: Lattice,
        blockOfCell: [Int32],
        neighbourhoodOfCell: [Int32],
        isLake: [Bool],
        corners: [CornerVertices?],
        nextParcel: Int32
    ) {
        self.lattice = lattice
        self.blockOfCell = blockOfCell
        self.neighbourhoodOfCell = neighbourhoodOfCell
        self.isLake = isLake
        self.corners = corners
        self.nextParcel = nextParcel
    }

    private struct StripEnd: Hashable {
        var isRow: Bool
        var i: Int
        var j: Int
        var isEnd: Bool
    }

    /// Streets of one line, use and neighbourhood are one parcel as far as they hang together.
    private struct ParcelKey: Hashable {
        var isRow: Bool
        var line: Int
        var use: LandUse
        var neighbourhood: Int32
    }

    mutating func lay(into mesh: inout TownMesh) {
        for j in 1..<lattice.rows {
            for i in 0..<lattice.columns where block(i, j) != block(i, j - 1) { layRowStreet(i, j, into: &mesh) }
        }
        for j in 0..<lattice.rows {
            for i in 1..<lattice.columns where block(i, j) != block(i - 1, j) { layColumnStreet(i, j, into: &mesh) }
        }
        for j in 1..<lattice.rows {
            for i in 1..<lattice.columns { layCrossing(i, j, into: &mesh) }
        }
    }

    private func isWater(_ cells: [(Int, Int)]) -> Bool { cells.allSatisfy { isLake[Int(block($0.0, $0.1))] } }

    private func block(_ i: Int, _ j: Int) -> Int32 { blockOfCell[j * lattice.columns + i] }

    /// Streets belong to the neighbourhood nearest to the centre, which has the lowest number.
    private func owner(_ cells: [(Int, Int)]) -> Int32 {
        cells.map { neighbourhoodOfCell[$0.1 * lattice.columns + $0.0] }.min() ?? 0
    }

    private func corner(_ which: CellCorner, _ i: Int, _ j: Int) -> CornerVertices {
        corners[(j * lattice.columns + i) * 4 + which.rawValue] ?? CornerVertices(onRow: 0, onColumn: 0)
    }

    private mutating func parcel(isRow: Bool, line: Int, use: LandUse, neighbourhood: Int32) -> Int32 {
        let key = ParcelKey(isRow: isRow, line: line, use: use, neighbourhood: neighbourhood)
        if let known = parcels[key] { return known }
        parcels[key] = nextParcel
        nextParcel += 1
        return nextParcel - 1
    }

    private mutating func addFace(
        _ boundary: [[Int32]],
        isRow: Bool,
        line: Int,
        use: LandUse,
        neighbourhood: Int32,
        into mesh: inout TownMesh
    ) {
        let parcel = parcel(isRow: isRow, line: line, use: use, neighbourhood: neighbourhood)
        mesh.addFace(boundary, use: use, parcel: parcel, neighbourhood: neighbourhood)
    }

    private mutating func layRowStreet(_ i: Int, _ j: Int, into mesh: inout TownMesh) {
        let south = mesh.expanded([corner(.northWest, i, j - 1).onRow, corner(.northEast, i, j - 1).onRow])
        let north = mesh.expanded([corner(.southWest, i, j).onRow, corner(.southEast, i, j).onRow])
        layStreet(
            lattice.rowStreet(i, j),
            low: south,
            high: north,
            ends: (StripEnd(isRow: true, i: i, j: j, isEnd: false), StripEnd(isRow: true, i: i, j: j, isEnd: true)),
            line: j,
            isWater: isWater([(i, j), (i, j - 1)]),
            neighbourhood: owner([(i, j), (i, j - 1)]),
            into: &mesh
        )
    }

    private mutating func layColumnStreet(_ i: Int, _ j: Int, into mesh: inout TownMesh) {
        // Seen towards the north the east is on the right: it is the low side, the one with the interior on its left.
        let east = mesh.expanded([corner(.southWest, i, j).onColumn, corner(.northWest, i, j).onColumn])
        let west = mesh.expanded([corner(.southEast, i - 1, j).onColumn, corner(.northEast, i - 1, j).onColumn])
        layStreet(
            lattice.columnStreet(i, j),
            low: east,
            high: west,
            ends: (StripEnd(isRow: false, i: i, j: j, isEnd: false), StripEnd(isRow: false, i: i, j: j, isEnd: true)),
            line: i,
            isWater: isWater([(i, j), (i - 1, j)]),
            neighbourhood: owner([(i, j), (i - 1, j)]),
            into: &mesh
        )
    }

    /// A street between two sides that run in the same direction, `low` with the street on its left.
    private mutating func layStreet(
        _ kind: StreetKind,
        low: [Int32],
        high: [Int32],
        ends: (StripEnd, StripEnd),
        line: Int,
        isWater: Bool,
        neighbourhood: Int32,
        into mesh: inout TownMesh
    ) {
        let isRow = ends.0.isRow
        guard kind.isTripartite else {
            let use: LandUse = isWater ? .water : .verblijfsgebied
            addFace(
                [low, high.reversed()],
                isRow: isRow,
                line: line,
                use: use,
                neighbourhood: neighbourhood,
                into: &mesh
            )
            return
        }
        let share = kind == .canal ? 0.26 : (kind == .railway ? 0.32 : 0.2)
        func strip(_ one: Int32, _ other: Int32) -> (low: Int32, high: Int32) {
            let (from, to) = (mesh.position(one), mesh.position(other))
            return (mesh.addVertex(from.mixed(with: to, share)), mesh.addVertex(from.mixed(with: to, 1 - share)))
        }
        let begin = strip(low[0], high[0])
        let end = strip(low[low.count - 1], high[high.count - 1])
        strips[ends.0] = begin
        strips[ends.1] = end
        let street = StreetStrips(kind: kind, low: low, high: high, begin: begin, end: end)
        layStrips(street, isRow: isRow, line: line, neighbourhood: neighbourhood, into: &mesh)
    }

    /// The ground between the four cells at node (i, j): a crossing, a bridge, or the street going on past a block.
    private mutating func layCrossing(_ i: Int, _ j: Int, into mesh: inout TownMesh) {
        let (southWest, southEast) = (block(i - 1, j - 1), block(i, j - 1))
        let (northWest, northEast) = (block(i - 1, j), block(i, j))
        if southWest == southEast, northWest == northEast, southWest == northWest { return }
        let owner = owner([(i - 1, j - 1), (i, j - 1), (i - 1, j), (i, j)])
        let corners = [
            corner(.northEast, i - 1, j - 1), corner(.northWest, i, j - 1), corner(.southWest, i, j),
            corner(.southEast, i - 1, j),
        ]
        let south = southWest == southEast ? nil : lattice.columnStreet(i, j - 1)
        let north = northWest == northEast ? nil : lattice.columnStreet(i, j)
        let west = southWest == northWest ? nil : lattice.rowStreet(i - 1, j)
        let east = southEast == northEast ? nil : lattice.rowStreet(i, j)
        let southEnd = strips[StripEnd(isRow: false, i: i, j: j - 1, isEnd: true)]
        let northEnd = strips[StripEnd(isRow: false, i: i, j: j, isEnd: false)]
        let westEnd = strips[StripEnd(isRow: true, i: i - 1, j: j, isEnd: true)]
        let eastEnd = strips[StripEnd(isRow: true, i: i, j: j, isEnd: false)]
        // A canal or a main road goes on undisturbed where no street crosses it, and past most side streets.
        let isQuiet = (i * 7 + j * 3) % 3 != 0
        func crosses(_ one: StreetKind?, _ other: StreetKind?, _ through: StreetKind?) -> Bool {
            if one?.isTripartite == true || other?.isTripartite == true { return true }
            // Streets end at a railway.
            return one != nil && other != nil && !isQuiet && through != .railway
        }
        if let westEnd, let eastEnd, west == east, !crosses(south, north, west) {
            let low = corners[0].fromRow + tail(southEnd?.high, southEnd?.low) + corners[1].fromColumn
            let high = corners[3].fromRow + corners[2].fromColumn
            let strips = StreetStrips(
                kind: west,
                low: mesh.expanded(low),
                high: mesh.expanded(high),
                begin: westEnd,
                end: eastEnd,
                isOpenLow: south != nil,
                isOpenHigh: north != nil
            )
            layStrips(strips, isRow: true, line: j, neighbourhood: owner, into: &mesh)
            return
        }
        if let southEnd, let northEnd, south == north, !crosses(west, east, south) {
            let low = corners[1].fromColumn + corners[2].fromRow
            let high = corners[0].fromColumn + corners[3].fromRow
            let strips = StreetStrips(
                kind: south,
                low: mesh.expanded(low),
                high: mesh.expanded(high),
                begin: southEnd,
                end: northEnd,
                isOpenLow: east != nil,
                isOpenHigh: west != nil
            )
            layStrips(strips, isRow: false, line: i, neighbourhood: owner, into: &mesh)
            return
        }
        var ring = corners[0].fromRow + tail(southEnd?.high, southEnd?.low)
        ring += corners[1].fromColumn + tail(eastEnd?.low, eastEnd?.high)
        ring += corners[2].fromRow + tail(northEnd?.low, northEnd?.high)
        ring += corners[3].fromColumn + tail(westEnd?.high, westEnd?.low) + [corners[0].onRow]
        let isLake = isWater([(i - 1, j - 1), (i, j - 1), (i - 1, j), (i, j)])
        let isMain = [south, north, west, east].contains { $0 == .mainRoad }
        addFace(
            [mesh.expanded(ring)],
            isRow: true,
            line: j,
            use: isLake ? .water : (isMain ? .verkeer : .verblijfsgebied),
            neighbourhood: owner,
            into: &mesh
        )
    }

    private func tail(_ one: Int32?, _ other: Int32?) -> [Int32] {
        if let one, let other { return [one, other] }
        return []
    }

    private mutating func layStrips(
        _ street: StreetStrips,
        isRow: Bool,
        line: Int,
        neighbourhood: Int32,
        into mesh: inout TownMesh
    ) {
        let (side, middle): (LandUse, LandUse) =
            switch street.kind {
            case .canal: (.verblijfsgebied, .water)
            case .railway: (.groen, .railverkeer)
            default: (.groen, .verkeer)
            }
        func lay(_ boundary: [[Int32]], _ use: LandUse) {
            addFace(boundary, isRow: isRow, line: line, use: use, neighbourhood: neighbourhood, into: &mesh)
        }
        let (begin, end) = (street.begin, street.end)
        // Where a side street comes in, the verge makes way.
        lay([street.low, [end.low, begin.low]], street.isOpenLow ? .verblijfsgebied : side)
        lay([[begin.low, end.low, end.high, begin.high]], middle)
        lay([[begin.high, end.high], street.high.reversed()], street.isOpenHigh ? .verblijfsgebied : side)
    }
}

/// Three strips side by side: a main road between verges, or a canal between quays. Both sides run in the direction of
/// the street, `low` with the street on its left.
private struct StreetStrips {
    var kind: StreetKind?
    var low: [Int32]
    var high: [Int32]
    var begin: (low: Int32, high: Int32)
    var end: (low: Int32, high: Int32)
    /// Whether a side street comes in on this side.
    var isOpenLow = false
    var isOpenHigh = false
}
