import GeoValues

/// A town while it is being laid out: from the centre outwards, block by block, until it has the buildings asked for.
struct TownBuilder {
    let municipality: Municipality
    let lattice: Lattice
    let seed: UInt64
    /// How many buildings the town shall have.
    let target: Int
    var mesh = TownMesh()
    var buildings: [Building] = []
    var planObjects: [PlanObject] = []
    var addresses: AddressBook
    /// From the centre outwards; the last one is all the land outside the town.
    private(set) var neighbourhoods: [Neighbourhood] = []
    /// Moorings and pitches for caravans.
    var sites: [Site] = []
    /// The first face of every block, and the first face of the streets.
    private(set) var blockStarts: [Int] = []
    private(set) var streetStart = 0
    private(set) var streetEnd = 0
    /// Strips of meadow at a road that are wide enough for a farm.
    var farmSites: [FarmSite] = []
    /// The town and its villages; the first is the town.
    private(set) var kernels: [Kernel] = []
    /// Which kernel each neighbourhood belongs to; the last one's ground belongs to the nearest.
    private(set) var kernelOfNeighbourhood: [Int] = []
    /// The faces of the dike along open water.
    var dikeFaces: Set<Int> = []
    private var corners: [CornerVertices?]
    private var blockOfCell: [Int32]
    private var neighbourhoodOfCell: [Int32]
    private var blockCount: Int32 = 0
    private var isLake: [Bool] = []
    private var nextParcel: Int32 = 0
    private var hasStation = false
    private let scale: TownScale
    private let landscape: SmoothNoise

    init(_ municipality: Municipality, progress: (Double) -> Void) {
        self.municipality = municipality
        seed = municipality.seed
        target = municipality.buildings
        scale = TownScale(buildings: municipality.buildings * 9 / 10)
        lattice = Lattice(scale: scale, seed: seed, frame: municipality.frame)
        landscape = SmoothNoise(seed: seed &+ 31, wavelength: 900_000)
        addresses = AddressBook(firstPostcode: municipality.firstPostcode, seed: seed)
        let cells = lattice.columns * lattice.rows
        corners = [CornerVertices?](repeating: nil, count: cells * 4)
        blockOfCell = [Int32](repeating: 0, count: cells)
        neighbourhoodOfCell = [Int32](repeating: 0, count: cells)
        layOut(expectedCells: scale.urbanCells, progress: progress)
        var streets = StreetFaces(
            lattice: lattice,
            blockOfCell: blockOfCell,
            neighbourhoodOfCell: neighbourhoodOfCell,
            isLake: isLake,
            corners: corners,
            nextParcel: nextParcel
        )
        streetStart = mesh.faces.count
        streets.lay(into: &mesh)
        streetEnd = mesh.faces.count
        nextParcel = streets.nextParcel
        layBorder()
        laySites()
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
        let (found, villages) = candidates()
        for (candidate, kernel) in found {
            guard buildings.count < urbanTarget, kernel != nil || villages.isEmpty || !isFar(candidate) else {
                fields.append(candidate)
                continue
            }
            let number = neighbourhoods.count
            var generator = SplitMix64(seed: seed, part: 2, number)
            var candidate = candidate
            let share = Double(laidCells) / Double(expectedCells)
            candidate.type =
                kernel.map { $0 > 0 ? .village : .centre }
                ?? type(of: number, at: candidate.middle, share: share, generator: &generator)
            if kernel ?? 0 == 0 { laidCells += candidate.cellCount }
            neighbourhoods.append(candidate)
            kernelOfNeighbourhood.append(kernel ?? 0)
            let layout = BlockLayout(candidate, number: number, generator: &generator)
            let middle = kernels[kernel ?? 0].cell
            for var block in byDistance(layout.blocks, from: middle) {
                settle(&block, isUpright: layout.isUpright, share: share, middle: middle, generator: &generator)
                lay(block, generator: &generator)
            }
            progress(min(1, Double(buildings.count) / Double(target)))
        }
        let rural = neighbourhoods.count
        let all = Neighbourhood(columns: 0..<lattice.columns, rows: 0..<lattice.rows, type: .rural)
        neighbourhoods.append(all)
        kernelOfNeighbourhood.append(0)
        for (place, field) in fields.enumerated() {
            var generator = SplitMix64(seed: seed, part: 3, place)
            let layout = BlockLayout(field, number: rural, generator: &generator)
            for var block in layout.blocks {
                if block.kind == .field { block.kind = landscape(of: block) }
                lay(block, generator: &generator)
            }
        }
        layFarms()
        placeWindmill(neighbourhood: rural, fields: fields)
    }

    /// What becomes of a block: the edge of a town is ragged, and beyond the last house come playing fields and meadows.
    private mutating func settle(
        _ block: inout Block,
        isUpright: Bool,
        share: Double,
        middle: Vector,
        generator: inout SplitMix64
    ) {
        let centre = block.middle
        let type = neighbourhoods[block.neighbourhood].type
        if block.kind == .housing, !hasStation, let railway = lattice.railway, type != .village,
            block.rows.upperBound == railway || block.rows.lowerBound == railway, block.columns.contains(Int(middle.x))
        {
            block.kind = .station
            hasStation = true
        }
        let isBeyond: Bool
        if type == .village {
            isBeyond = !isInVillage(centre - middle, isUpright: isUpright, of: block.neighbourhood)
        } else {
            // What the circle does not hold is built beyond it after all.
            let limit = share > 0.5 && share < 1.25 ? Double(scale.urbanRadius) * 1.02 : .infinity
            let raggedness = 1 + landscape[Vector(centre.x * 90_000, centre.y * 90_000)] * 0.18
            isBeyond = (centre - middle).length > limit * raggedness
        }
        if buildings.count >= urbanTarget || isBeyond, block.kind != .park {
            block.kind = generator.chance(perMille: 150) ? .sport : (generator.chance(perMille: 120) ? .park : .field)
        }
    }

    /// Whether a place, seen from the church, is built on: a village is a ribbon of houses along its road (lint) with some
    /// streets around the church.
    private func isInVillage(_ place: Vector, isUpright: Bool, of neighbourhood: Int) -> Bool {
        let radius = kernels[kernelOfNeighbourhood[neighbourhood]].radius
        let across = abs(isUpright ? place.x : place.y)
        let along = abs(isUpright ? place.y : place.x)
        return across <= 0.9 && along <= radius * 1.25 || place.length <= radius * 0.55
    }

    /// Woods and lakes lie together.
    private func landscape(of block: Block) -> BlockKind {
        let height = landscape[lattice.node(block.columns.lowerBound, block.rows.lowerBound)]
        if height > 0.52 { return .wood }
        return height < -0.66 ? .lake : .field
    }

    private func isFar(_ neighbourhood: Neighbourhood) -> Bool {
        (neighbourhood.middle - kernels[0].cell).length > Double(scale.urbanRadius) * 1.6 + 6
    }

    /// Every rectangle between main lines, from the centre outwards with some chance in it; those of the villages come
    /// right after the centre, with the position of their kernel.
    private mutating func candidates() -> (found: [(Neighbourhood, kernel: Int?)], villages: [Int]) {
        let middle = Vector(
            Double(lattice.centreColumns.lowerBound + lattice.centreColumns.upperBound) / 2,
            Double(lattice.centreRows.lowerBound + lattice.centreRows.upperBound) / 2
        )
        var all: [(distance: Double, neighbourhood: Neighbourhood)] = []
        for (south, north) in zip(lattice.mainRows, lattice.mainRows.dropFirst()) {
            for (west, east) in zip(lattice.mainColumns, lattice.mainColumns.dropFirst()) {
                let centre = Vector(Double(west + east) / 2, Double(south + north) / 2)
                var generator = SplitMix64(seed: seed, part: 4, west, south)
                let isCentre = west == lattice.centreColumns.lowerBound && south == lattice.centreRows.lowerBound
                let distance = (centre - middle).length * Double(generator.within(85...115)) / 100
                all.append((isCentre ? -1 : distance, Neighbourhood(columns: west..<east, rows: south..<north)))
            }
        }
        all.sort { $0.distance < $1.distance }
        var names = PlaceNames(seed: seed)
        kernels = [Kernel(name: municipality.name, cell: middle, radius: .infinity)]
        let wanted = target < 6_000 ? 0 : min(5, 1 + target / 9_000)
        var chosen: [Int] = []
        var generator = SplitMix64(seed: seed, part: 5)
        let far = all.indices.filter { place in
            let candidate = all[place].neighbourhood
            return (candidate.middle - middle).length
                > Double(scale.urbanRadius) * 1.25 + Double(scale.neighbourhoodWidth)
                && candidate.columns.lowerBound > 0 && candidate.columns.upperBound < lattice.columns
                && candidate.rows.lowerBound > 0 && candidate.rows.upperBound < lattice.rows
        }
        for _ in 0..<wanted * 6 where chosen.count < wanted && !far.isEmpty {
            let place = generator.pick(far)
            let candidate = all[place].neighbourhood
            let apart = Double(scale.neighbourhoodWidth) * 2
            if kernels.dropFirst().contains(where: { ($0.cell - candidate.middle).length < apart }) { continue }
            // Every next village is smaller, by rank.
            let radius = Double(scale.neighbourhoodWidth) * 0.62 / Double(chosen.count + 2).squareRoot() + 0.9
            kernels.append(Kernel(name: names.next(), cell: candidate.middle, radius: radius))
            chosen.append(place)
        }
        var found: [(Neighbourhood, kernel: Int?)] = [(all[0].neighbourhood, 0)]
        for (rank, place) in chosen.enumerated() { found.append((all[place].neighbourhood, rank + 1)) }
        for place in all.indices.dropFirst() where !chosen.contains(place) {
            found.append((all[place].neighbourhood, nil))
        }
        return (found, chosen)
    }

    /// The kernel nearest to a place on the lattice.
    func kernel(nearestCell cell: Vector) -> Int {
        var best = 0
        for place in kernels.indices where (kernels[place].cell - cell).length < (kernels[best].cell - cell).length {
            best = place
        }
        return best
    }

    /// The kernel nearest to a place on the land.
    func kernel(nearest place: Vector) -> Int {
        var (best, least) = (0, Double.infinity)
        for (number, kernel) in kernels.enumerated() {
            let distance = (lattice.node(Int(kernel.cell.x), Int(kernel.cell.y)) - place).length
            if distance < least { (best, least) = (number, distance) }
        }
        return best
    }

    private func byDistance(_ blocks: [Block], from middle: Vector) -> [Block] {
        blocks.enumerated()
            .map { (distance: ($0.element.middle - middle).length, offset: $0.offset, block: $0.element) }
            .sorted { ($0.distance, $0.offset) < ($1.distance, $1.offset) }
            .map(\.block)
    }

    /// The kind of which the town has least yet, measured by the share of its ground that each shall have.
    private func type(
        of number: Int,
        at middle: Vector,
        share: Double,
        generator: inout SplitMix64
    ) -> NeighbourhoodType {
        if share < 0.13 || number == 1 { return .prewar }
        var wanted: [(type: NeighbourhoodType, perMille: Int)] = [(.postwar, 480), (.villa, 170), (.vinex, 230)]
        // Estates lie together on one side of the town, neither in the middle nor far out.
        let way = (middle - kernels[0].cell).unit
        var side = SplitMix64(seed: seed, part: 11)
        let (cosine, sine) = side.pick(compass)
        if share > 0.2, share < 1.25, way.x * cosine + way.y * sine > 0.5 { wanted.append((.estate, 240)) }
        var (best, largest) = (NeighbourhoodType.postwar, Int.min)
        for (type, perMille) in wanted {
            let cells = neighbourhoods.reduce(0) { $0 + ($1.type == type ? $1.cellCount : 0) }
            let laid = neighbourhoods.reduce(0) { $0 + ($1.type == .prewar || $1.type == .village ? 0 : $1.cellCount) }
            let lack = (laid + 40) * perMille / 1000 - cells + generator.within(0...6)
            if lack > largest { (best, largest) = (type, lack) }
        }
        return best
    }

    private mutating func lay(_ block: Block, generator: inout SplitMix64) {
        for j in block.rows {
            for i in block.columns {
                blockOfCell[j * lattice.columns + i] = blockCount
                neighbourhoodOfCell[j * lattice.columns + i] = Int32(block.neighbourhood)
            }
        }
        blockCount += 1
        blockStarts.append(mesh.faces.count)
        isLake.append(block.kind == .lake)
        let type = neighbourhoods[block.neighbourhood].type
        let isRounded = type != .centre && type != .prewar && block.kind != .field && block.kind != .wood
        let outline = outline(of: block, isRounded: isRounded, generator: &generator)
        switch block.kind {
        case .housing:
            let style = HousingStyle.style(of: type, generator: &generator)
            layHousing(outline, neighbourhood: block.neighbourhood, style: style, generator: &generator)
        case .flats: layFlats(outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .park: layPark(outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .school, .church, .sport, .station:
            layFacility(block.kind, outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .square:
            layWhole(outline, use: .verblijfsgebied, neighbourhood: block.neighbourhood)
        case .works: layWorks(outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .field: layFields(outline, neighbourhood: block.neighbourhood, generator: &generator)
        case .wood: layWhole(outline, use: .bos, neighbourhood: block.neighbourhood)
        case .lake: layWhole(outline, use: .water, neighbourhood: block.neighbourhood)
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
        let isRural = neighbourhoods[block.neighbourhood].type == .rural
        let kernel = isRural ? kernel(nearestCell: block.middle) : kernelOfNeighbourhood[block.neighbourhood]
        func street(isRow: Bool, _ line: Int) -> Int {
            addresses.street(
                AddressBook.StreetLine(neighbourhood: block.neighbourhood, kernel: kernel, isRow: isRow, line: line)
            )
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
