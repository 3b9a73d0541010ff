import GeoValues

/// A town while it is being laid out: from the centre outwards, block by block, until it has the buildings asked for.
struct TownBuilder {
    let lattice: Lattice
    let seed: UInt64
    /// How many buildings the town shall have.
    let target: Int
    var mesh = TownMesh()
    var buildings: [Building] = []
    var planObjects: [PlanObject] = []
    var addresses = AddressBook()
    /// From the centre outwards; the last one is all the land outside the town.
    private(set) var neighbourhoods: [Neighbourhood] = []
    /// Strips of meadow at a road that are wide enough for a farm.
    var farmSites: [FarmSite] = []
    private var corners: [CornerVertices?]
    private var blockOfCell: [Int32]
    private var neighbourhoodOfCell: [Int32]
    private var blockCount: Int32 = 0
    private var nextParcel: Int32 = 0

    init(buildings target: Int, seed: UInt64, progress: (Double) -> Void) {
        let scale = TownScale(buildings: target)
        self.seed = seed
        self.target = target
        // In the IJsselmeer, so that nobody takes it for a real place.
        lattice = Lattice(scale: scale, seed: seed, middle: Vector(160_000_000, 528_000_000))
        let cells = lattice.columns * lattice.rows
        corners = [CornerVertices?](repeating: nil, count: cells * 4)
        blockOfCell = [Int32](repeating: 0, count: cells)
        neighbourhoodOfCell = [Int32](repeating: 0, count: cells)
        layOut(expectedCells: scale.urbanCells, progress: progress)
        var streets = StreetFaces(
            lattice: lattice,
            blockOfCell: blockOfCell,
            neighbourhoodOfCell: neighbourhoodOfCell,
            corners: corners,
            nextParcel: nextParcel
        )
        streets.lay(into: &mesh)
    }

    mutating func newParcel() -> Int32 {
        nextParcel += 1
        return nextParcel - 1
    }

    /// The last 4 % are farms.
    var urbanTarget: Int { target - target / 25 }

    private mutating func layOut(expectedCells: Int, progress: (Double) -> Void) {
        var fields: [Neighbourhood] = []
        var laidCells = 0
        for var candidate in neighbourhoodsFromCentre() {
            guard buildings.count < urbanTarget else {
                fields.append(candidate)
                continue
            }
            let number = neighbourhoods.count
            var generator = SplitMix64(seed: seed, part: 2, number)
            candidate.type = type(of: number, share: Double(laidCells) / Double(expectedCells), generator: &generator)
            laidCells += candidate.cellCount
            neighbourhoods.append(candidate)
            let layout = BlockLayout(candidate, number: number, generator: &generator)
            for var block in byDistance(layout.blocks) {
                // Beyond the last house: playing fields and meadows.
                if buildings.count >= urbanTarget, block.kind != .park {
                    block.kind = generator.chance(perMille: 250) ? .sport : .field
                }
                lay(block, generator: &generator)
            }
            progress(min(1, Double(buildings.count) / Double(target)))
        }
        let rural = neighbourhoods.count
        let all = Neighbourhood(columns: 0..<lattice.columns, rows: 0..<lattice.rows, type: .rural)
        neighbourhoods.append(all)
        for (place, field) in fields.enumerated() {
            var generator = SplitMix64(seed: seed, part: 3, place)
            let layout = BlockLayout(field, number: rural, generator: &generator)
            for block in layout.blocks { lay(block, generator: &generator) }
        }
        layFarms()
        placeWindmill(neighbourhood: rural, fields: fields)
    }

    /// Every rectangle between main lines, from the centre outwards with some chance in it.
    private func neighbourhoodsFromCentre() -> [Neighbourhood] {
        let middle = Vector(
            Double(lattice.centreColumns.lowerBound + lattice.centreColumns.upperBound) / 2,
            Double(lattice.centreRows.lowerBound + lattice.centreRows.upperBound) / 2
        )
        var found: [(distance: Double, neighbourhood: Neighbourhood)] = []
        for (south, north) in zip(lattice.mainRows, lattice.mainRows.dropFirst()) {
            for (west, east) in zip(lattice.mainColumns, lattice.mainColumns.dropFirst()) {
                let centre = Vector(Double(west + east) / 2, Double(south + north) / 2)
                var generator = SplitMix64(seed: seed, part: 4, west, south)
                let isCentre = west == lattice.centreColumns.lowerBound && south == lattice.centreRows.lowerBound
                let distance = (centre - middle).length * Double(generator.within(85...115)) / 100
                found.append((isCentre ? -1 : distance, Neighbourhood(columns: west..<east, rows: south..<north)))
            }
        }
        return found.sorted { $0.distance < $1.distance }.map(\.neighbourhood)
    }

    private func byDistance(_ blocks: [Block]) -> [Block] {
        let middle = Vector(
            Double(lattice.centreColumns.lowerBound + lattice.centreColumns.upperBound) / 2,
            Double(lattice.centreRows.lowerBound + lattice.centreRows.upperBound) / 2
        )
        func distance(_ block: Block) -> Double {
            let centre = Vector(
                Double(block.columns.lowerBound + block.columns.upperBound) / 2,
                Double(block.rows.lowerBound + block.rows.upperBound) / 2
            )
            return (centre - middle).length
        }
        return blocks.enumerated()
            .sorted { (distance($0.element), $0.offset) < (distance($1.element), $1.offset) }
            .map(\.element)
    }

    private func type(of number: Int, share: Double, generator: inout SplitMix64) -> NeighbourhoodType {
        if number == 0 { return .centre }
        if share < 0.16 || number == 1 { return .prewar }
        // Every neighbourhood kind occurs from about ten neighbourhoods on.
        if number % 8 == 5 { return .estate }
        if number % 5 == 4 { return .villa }
        if share > 0.7 { return generator.chance(perMille: 700) ? .vinex : .villa }
        return generator.chance(perMille: 750) ? .postwar : .vinex
    }

    private mutating func lay(_ block: Block, generator: inout SplitMix64) {
        for j in block.rows {
            for i in block.columns {
                blockOfCell[j * lattice.columns + i] = blockCount
                neighbourhoodOfCell[j * lattice.columns + i] = Int32(block.neighbourhood)
            }
        }
        blockCount += 1
        let type = neighbourhoods[block.neighbourhood].type
        let isRounded = type != .centre && type != .prewar && block.kind != .field
        let outline = outline(of: block, isRounded: isRounded, generator: &generator)
        switch block.kind {
        case .housing:
            let style = HousingStyle.style(of: type, generator: &generator)
            layHousing(outline, neighbourhood: block.neighbourhood, style: style, generator: &generator)
        case .flats: layFlats(outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .park: layPark(outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .school, .church, .sport:
            layFacility(block.kind, outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .square:
            layWhole(outline, use: .verblijfsgebied, neighbourhood: block.neighbourhood)
        case .works: layWorks(outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .field: layFields(outline, neighbourhood: block.neighbourhood, generator: &generator)
        }
    }

    /// The four sides of a block; creates its corner vertices, about a tenth of them rounded when allowed.
    private mutating func outline(of block: Block, isRounded: Bool, generator: inout SplitMix64) -> BlockOutline {
        let (west, east) = (block.columns.lowerBound, block.columns.upperBound - 1)
        let (south, north) = (block.rows.lowerBound, block.rows.upperBound - 1)
        for j in block.rows {
            for i in block.columns where i == west || i == east || j == south || j == north {
                for corner in [CellCorner.southWest, .southEast, .northEast, .northWest] {
                    let isBlockCorner =
                        (corner == .southWest && i == west && j == south)
                        || (corner == .southEast && i == east && j == south)
                        || (corner == .northEast && i == east && j == north)
                        || (corner == .northWest && i == west && j == north)
                    let rounds = isBlockCorner && isRounded && generator.chance(perMille: 120)
                    corners[(j * lattice.columns + i) * 4 + corner.rawValue] = cornerVertices(corner, i, j, rounds)
                }
            }
        }
        func at(_ corner: CellCorner, _ i: Int, _ j: Int) -> CornerVertices {
            corners[(j * lattice.columns + i) * 4 + corner.rawValue] ?? CornerVertices(onRow: 0, onColumn: 0)
        }
        let southSide = block.columns.flatMap { [at(.southWest, $0, south).onRow, at(.southEast, $0, south).onRow] }
        let northSide = block.columns.flatMap { [at(.northWest, $0, north).onRow, at(.northEast, $0, north).onRow] }
        let westSide = block.rows.flatMap { [at(.southWest, west, $0).onColumn, at(.northWest, west, $0).onColumn] }
        let eastSide = block.rows.flatMap { [at(.southEast, east, $0).onColumn, at(.northEast, east, $0).onColumn] }
        func street(isRow: Bool, _ line: Int) -> Int {
            addresses.street(AddressBook.StreetLine(neighbourhood: block.neighbourhood, isRow: isRow, line: line))
        }
        func joined(_ chains: [Int32]...) -> [Int32] {
            var chain: [Int32] = []
            for vertex in chains.joined() where chain.last != vertex { chain.append(vertex) }
            return chain
        }
        if block.isUpright {
            return BlockOutline(
                front: eastSide,
                back: westSide,
                start: joined(
                    at(.southEast, east, south).fromColumn,
                    southSide.reversed(),
                    at(.southWest, west, south).fromRow
                ),
                finish: joined(
                    at(.northEast, east, north).fromColumn,
                    northSide.reversed(),
                    at(.northWest, west, north).fromRow
                ),
                frontStreet: street(isRow: false, east + 1),
                backStreet: street(isRow: false, west)
            )
        }
        return BlockOutline(
            front: southSide,
            back: northSide,
            start: joined(at(.southWest, west, south).fromRow, westSide, at(.northWest, west, north).fromColumn),
            finish: joined(at(.southEast, east, south).fromRow, eastSide, at(.northEast, east, north).fromColumn),
            frontStreet: street(isRow: true, south),
            backStreet: street(isRow: true, north + 1)
        )
    }

    /// A sharp corner, or one rounded by an arc that starts 2.4 m before it.
    private mutating func cornerVertices(_ corner: CellCorner, _ i: Int, _ j: Int, _ isRounded: Bool) -> CornerVertices
    {
        let place = lattice.corner(corner, ofCell: i, j)
        guard isRounded else {
            let vertex = mesh.addVertex(place)
            return CornerVertices(onRow: vertex, onColumn: vertex)
        }
        let isEast = corner == .southEast || corner == .northEast
        let isNorth = corner == .northEast || corner == .northWest
        let besideOnRow: CellCorner = isNorth ? (isEast ? .northWest : .northEast) : (isEast ? .southWest : .southEast)
        let besideOnColumn: CellCorner =
            isNorth ? (isEast ? .southEast : .southWest) : (isEast ? .northEast : .northWest)
        let alongRow = (lattice.corner(besideOnRow, ofCell: i, j) - place).unit
        let alongColumn = (lattice.corner(besideOnColumn, ofCell: i, j) - place).unit
        // The arc through these three touches both sides when they meet at a right angle: 1 − √½ = 0.293.
        let middle = place + (alongRow + alongColumn) * (2_400 * 0.2929)
        return CornerVertices(
            onRow: mesh.addVertex(place + alongRow * 2_400),
            onColumn: mesh.addVertex(place + alongColumn * 2_400),
            arcMiddle: mesh.addVertex(middle, isArcMiddle: true)
        )
    }
}
