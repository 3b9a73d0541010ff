import GeoValues

/// Municipalities that together have a number of buildings: a few large towns, many small ones, land with a coast.
struct Nation {
    let municipalities: [Municipality]

    /// As many have codes that no real municipality has: 2001 to 2400.
    static let limit = 400

    /// - Parameter count: how many municipalities; with one the result is ``Municipality/alone(buildings:seed:)``.
    init(buildings: Int, count: Int, seed: UInt64) {
        guard count > 1 else {
            municipalities = [.alone(buildings: buildings, seed: seed)]
            return
        }
        let sizes = Self.sizes(buildings: buildings, count: count)
        let mean = TownScale(buildings: buildings / count).landSize
        let largest = TownScale(buildings: sizes[0]).landSize
        // Ten kilometres at most, so that 24 × 29 of them fit where RDNAPTRANS has a grid.
        let step = min(10_000_000, (max(mean * 1.35, largest * 0.8) / 100_000).rounded(.up) * 100_000)
        var places = Self.landPlaces(count: count, seed: seed)
        let columns = places.map(\.column)
        let rows = places.map(\.row)
        let middle = Vector(
            Double((columns.min() ?? 0) + (columns.max() ?? 0) + 1) / 2,
            Double((rows.min() ?? 0) + (rows.max() ?? 0) + 1) / 2
        )
        let grid = MunicipalGrid(
            seed: seed,
            origin: Vector(145_000_000, 460_000_000) - middle * step,
            step: step,
            land: Set(places)
        )
        // Large towns lie anywhere.
        var generator = SplitMix64(seed: seed, part: 33)
        for place in places.indices.dropLast() {
            places.swapAt(place, place + generator.below(places.count - place))
        }
        var firstPostcode = 9999
        let firstName = Int(seed % UInt64(PlaceNames.count))
        municipalities = zip(places, sizes).enumerated().map { number, pair in
            let (place, size) = pair
            defer { firstPostcode -= size * 13 / 10 / 22 / 390 + 1 }
            return Municipality(
                code: "\(2001 + number)",
                name: PlaceNames.name((firstName + number) % PlaceNames.count),
                cadastralCode: "N\(Self.letters(number))00",
                buildings: size,
                seed: SplitMix64.mixed(seed &+ UInt64(number)),
                frame: grid.frame(at: place),
                firstPostcode: firstPostcode,
                firstSection: 1000 + number * Municipality.sectionLimit,
                firstPlace: 4000 + number * Municipality.placeLimit + Municipality.placeLimit - 1,
                suffix: "-\(2001 + number)"
            )
        }
    }

    /// By rank, the largest first; they add up.
    private static func sizes(buildings: Int, count: Int) -> [Int] {
        let weights = (0..<count).map { 1_000_000 / ($0 + 20) + 2_000 }
        let sum = weights.reduce(0, +)
        var sizes = weights.map { max(1, buildings * $0 / sum) }
        sizes[0] += max(0, buildings - sizes.reduce(0, +))
        return sizes
    }

    /// The places of a grid of 24 × 29 that are most land: near the middle, with bays and headlands.
    private static func landPlaces(count: Int, seed: UInt64) -> [MunicipalGrid.Place] {
        let noise = SmoothNoise(seed: seed &+ 51, wavelength: 4.5)
        var places: [(distance: Double, place: MunicipalGrid.Place)] = []
        let reach = (Double(count) / 3.14).squareRoot()
        for row in 0..<29 {
            for column in 0..<24 {
                let offset = Vector((Double(column) - 11.5) * 1.15, Double(row) - 14)
                let bend = noise[Vector(Double(column), Double(row))] * 0.3 * reach
                places.append((offset.length + bend, MunicipalGrid.Place(column: column, row: row)))
            }
        }
        places.sort { ($0.distance, $0.place.row, $0.place.column) < ($1.distance, $1.place.row, $1.place.column) }
        return places.prefix(count).map(\.place)
    }

    private static func letters(_ number: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ").map(String.init)
        return letters[number / 26 % 26] + letters[number % 26]
    }
}
