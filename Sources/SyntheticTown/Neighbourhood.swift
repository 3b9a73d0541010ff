/// The character of a neighbourhood.
enum NeighbourhoodType {
    case centre
    /// Streets of before 1940: narrow houses in closed rows, several dwellings stacked.
    case prewar
    /// Rows of houses and some flats of 1955 to 1985.
    case postwar
    /// Rows and pairs of 1995 to 2015.
    case vinex
    /// Detached houses and pairs in large gardens.
    case villa
    /// Houses of all ages around a church.
    case village
    case estate
    case rural

    /// Half the name of the plan.
    var name: String {
        switch self {
        case .centre: "Centrum"
        case .prewar: "Oudewijk"
        case .postwar: "Tuinwijk"
        case .vinex: "Nieuwland"
        case .villa: "Parkwijk"
        case .village: "Dorp"
        case .estate: "Bedrijvenpark"
        case .rural: "Buitengebied"
        }
    }
}

/// What a block of the town is.
enum BlockKind {
    case housing
    case flats
    case park
    case school
    case church
    case square
    case works
    case sport
    case station
    case field
    case wood
    case lake
}

/// A rectangle of cells between main lines.
struct Neighbourhood {
    var columns: Range<Int>
    var rows: Range<Int>
    var type = NeighbourhoodType.rural

    var cellCount: Int { columns.count * rows.count }

    /// In cells from the south-west of the lattice.
    var middle: Vector {
        Vector(Double(columns.lowerBound + columns.upperBound) / 2, Double(rows.lowerBound + rows.upperBound) / 2)
    }
}

/// A rectangle of cells without streets inside.
struct Block {
    var columns: Range<Int>
    var rows: Range<Int>
    /// Whether houses face west and east rather than south and north.
    var isUpright: Bool
    var kind: BlockKind
    var neighbourhood: Int

    /// In cells from the south-west of the lattice.
    var middle: Vector {
        Vector(Double(columns.lowerBound + columns.upperBound) / 2, Double(rows.lowerBound + rows.upperBound) / 2)
    }
}

/// A town or a village.
struct Kernel {
    var name: String
    /// Its middle in cells from the south-west of the lattice.
    var cell: Vector
    /// How many cells it reaches from there.
    var radius: Double
}

/// How a neighbourhood is cut into blocks.
struct BlockLayout {
    private let neighbourhood: Neighbourhood
    private let number: Int
    private var isTaken: [Bool]
    private(set) var blocks: [Block] = []
    /// Whether its streets lead north and south.
    let isUpright: Bool

    init(_ neighbourhood: Neighbourhood, number: Int, generator: inout SplitMix64) {
        self.neighbourhood = neighbourhood
        self.number = number
        isTaken = [Bool](repeating: false, count: neighbourhood.cellCount)
        isUpright = generator.chance(perMille: 500)
        placeFacilities(generator: &generator)
        fill(generator: &generator)
    }

    /// Parks, schools and what else takes a place of its own.
    private mutating func placeFacilities(generator: inout SplitMix64) {
        let isLarge = neighbourhood.cellCount >= 20
        switch neighbourhood.type {
        case .centre:
            place(.square, 1, 1, nearMiddle: true, generator: &generator)
            place(.church, 1, 1, nearMiddle: true, generator: &generator)
        case .prewar:
            place(.park, 2, isLarge ? 2 : 1, generator: &generator)
            if generator.chance(perMille: 500) { place(.school, 1, 1, generator: &generator) }
        case .postwar:
            place(.park, isLarge ? 3 : 1, isLarge ? 2 : 1, generator: &generator)
            place(.school, 2, 1, generator: &generator)
            if isLarge { for _ in 0..<2 { place(.flats, 2, 1, generator: &generator) } }
        case .vinex:
            place(.park, isLarge ? 2 : 1, isLarge ? 3 : 1, generator: &generator)
            if generator.chance(perMille: 600) { place(.school, 2, 1, generator: &generator) }
            if generator.chance(perMille: 300) { place(.sport, 2, 2, generator: &generator) }
        case .villa:
            place(.park, 2, 2, generator: &generator)
            if generator.chance(perMille: 400) { place(.sport, 2, 3, generator: &generator) }
        case .village:
            place(.church, 1, 1, nearMiddle: true, generator: &generator)
            place(.school, 1, 1, nearMiddle: true, generator: &generator)
            place(.sport, 2, 1, generator: &generator)
        case .estate, .rural: break
        }
    }

    private mutating func place(
        _ kind: BlockKind,
        _ width: Int,
        _ height: Int,
        nearMiddle: Bool = false,
        generator: inout SplitMix64
    ) {
        let (width, height) = isUpright ? (height, width) : (width, height)
        guard width <= neighbourhood.columns.count, height <= neighbourhood.rows.count else { return }
        for attempt in 0..<8 {
            var i = generator.below(neighbourhood.columns.count - width + 1)
            var j = generator.below(neighbourhood.rows.count - height + 1)
            if nearMiddle {
                i = (neighbourhood.columns.count - width) / 2 + attempt % 2
                j = (neighbourhood.rows.count - height) / 2 + attempt / 2 % 2
            }
            if take(kind, i..<i + width, j..<j + height) { return }
        }
    }

    /// Cuts what is left into blocks one cell deep, of different lengths, so that side streets do not line up.
    private mutating func fill(generator: inout SplitMix64) {
        let (deep, long) =
            isUpright
            ? (neighbourhood.columns.count, neighbourhood.rows.count)
            : (neighbourhood.rows.count, neighbourhood.columns.count)
        let lengths: ClosedRange<Int>
        let depth: ClosedRange<Int>
        let kind: BlockKind
        switch neighbourhood.type {
        case .centre: (lengths, depth, kind) = (1...2, 1...1, .housing)
        case .prewar: (lengths, depth, kind) = (2...3, 1...1, .housing)
        case .postwar, .vinex: (lengths, depth, kind) = (2...4, 1...1, .housing)
        case .villa, .village: (lengths, depth, kind) = (2...4, 1...1, .housing)
        case .estate: (lengths, depth, kind) = (2...4, 2...2, .works)
        case .rural: (lengths, depth, kind) = (3...5, 2...4, .field)
        }
        var row = 0
        while row < deep {
            let rowDepth = min(generator.within(depth), deep - row)
            var start = 0
            while start < long {
                let wanted = generator.within(lengths)
                var length = min(wanted, long - start)
                // Not one cell left over behind the last block.
                if long - start - length == 1, lengths.upperBound > 2 { length += 1 }
                while length > 0, !takeRow(kind, row..<row + rowDepth, start..<start + length) { length -= 1 }
                if length == 0, rowDepth > 1 {
                    for one in row..<row + rowDepth { _ = takeRow(kind, one..<one + 1, start..<start + 1) }
                }
                start += max(1, length)
            }
            row += rowDepth
        }
    }

    private mutating func takeRow(_ kind: BlockKind, _ deep: Range<Int>, _ long: Range<Int>) -> Bool {
        isUpright ? take(kind, deep, long) : take(kind, long, deep)
    }

    private mutating func take(_ kind: BlockKind, _ columns: Range<Int>, _ rows: Range<Int>) -> Bool {
        let width = neighbourhood.columns.count
        for j in rows { for i in columns where isTaken[j * width + i] { return false } }
        for j in rows { for i in columns { isTaken[j * width + i] = true } }
        blocks.append(
            Block(
                columns: columns.lowerBound + neighbourhood.columns.lowerBound..<columns.upperBound
                    + neighbourhood.columns.lowerBound,
                rows: rows.lowerBound + neighbourhood.rows.lowerBound..<rows.upperBound + neighbourhood.rows.lowerBound,
                isUpright: isUpright,
                kind: kind,
                neighbourhood: number
            )
        )
        return true
    }
}
