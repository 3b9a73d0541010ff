/// How houses of a neighbourhood are built; lengths in millimetres.
struct HousingStyle {
    enum Form {
        /// Closed rows of `group` houses.
        case row
        /// Two under one roof.
        case pair
        case detached
    }

    var form: Form
    var plotWidth: ClosedRange<Int>
    /// From the street to the front of the houses: the depth of the front garden.
    var setback: Int
    var depth: Quantiles
    /// Houses in one row between two passages, or detached houses on one bouwvlak.
    var group: ClosedRange<Int>
    var years: ClosedRange<Int>
    /// Eaves and ridge in decimetres, as the plan allows them.
    var heights: [(eaves: Int, ridge: Int)]
    /// Whether several dwellings may share a house.
    var hasManyDwellings = false
    var shedsPerMille: Int
    /// How many of the ground floors are shops, offices and the like.
    var worksPerMille: Int
    /// How many of the roofs are flat.
    var flatRoofsPerMille = 110
    /// How many of the rows are garages.
    var garagesPerMille = 0
    /// How many of the bouwvlakken have their heights on the map; for the rest the plan's rules give them in words.
    var heightsOnMapPerMille = 1000
    /// How many of the bouwvlakken have a bouwaanduiding.
    var designationsPerMille = 350
    /// How far the bouwvlak reaches behind the house.
    var zoneBehind: ClosedRange<Int> = 0...3_000
    /// How many of the bouwvlakken have a functieaanduiding.
    var functionsPerMille = 25
    /// The use of the houses' ground.
    var use = LandUse.wonen
    /// The use of the front gardens.
    var frontUse = LandUse.tuin

    static func style(of type: NeighbourhoodType, generator: inout SplitMix64) -> HousingStyle {
        let common = [(60, 90), (60, 90), (60, 90), (60, 100), (40, 80), (70, 110)].map { (eaves: $0.0, ridge: $0.1) }
        switch type {
        case .centre:
            return HousingStyle(
                form: .row,
                plotWidth: 6_500...12_000,
                setback: 200,
                depth: Quantiles((0, 11_000), (0.5, 15_000), (1, 22_000)),
                group: 1...4,
                years: 1650...1935,
                heights: [(60, 100), (70, 110), (90, 120), (60, 120)],
                hasManyDwellings: true,
                shedsPerMille: 420,
                worksPerMille: 340,
                flatRoofsPerMille: 320,
                heightsOnMapPerMille: 650,
                functionsPerMille: 240,
                use: .centrum
            )
        case .prewar:
            return HousingStyle(
                form: .row,
                plotWidth: 7_600...11_200,
                setback: generator.chance(perMille: 500) ? 200 : 3_000,
                depth: Measured.terraceDepth,
                group: 3...6,
                years: 1905...1939,
                heights: [(90, 120), (70, 110), (60, 100), (90, 130)],
                hasManyDwellings: true,
                shedsPerMille: 560,
                worksPerMille: 135,
                flatRoofsPerMille: 390,
                heightsOnMapPerMille: 650,
                designationsPerMille: 250,
                functionsPerMille: 80
            )
        case .postwar:
            return HousingStyle(
                form: .row,
                plotWidth: 6_150...8_200,
                setback: 4_500,
                depth: Measured.terraceDepth,
                group: 4...9,
                years: 1957...1989,
                heights: common,
                shedsPerMille: 960,
                worksPerMille: 20,
                garagesPerMille: 64
            )
        case .vinex:
            let isPaired = generator.chance(perMille: 350)
            return HousingStyle(
                form: isPaired ? .pair : .row,
                plotWidth: isPaired ? 11_500...15_000 : 6_250...8_300,
                setback: 4_000,
                depth: Measured.terraceDepth,
                group: 4...8,
                years: 1995...2015,
                heights: common,
                shedsPerMille: 930,
                worksPerMille: 20,
                flatRoofsPerMille: 230,
                garagesPerMille: 54
            )
        case .village:
            let form = generator.pick([Form.detached, .detached, .pair, .pair, .row])
            return HousingStyle(
                form: form,
                plotWidth: form == .detached ? 15_000...26_000 : (form == .pair ? 11_500...15_000 : 6_000...7_600),
                setback: 5_000,
                depth: form == .row ? Measured.terraceDepth : Measured.detachedDepth,
                // Neighbours in a village often share a bouwvlak.
                group: form == .row ? 5...9 : 2...3,
                years: generator.pick([1880...1939, 1955...1975, 1962...1989, 1962...1989, 1990...2015]),
                heights: common,
                shedsPerMille: 900,
                worksPerMille: 60,
                heightsOnMapPerMille: 80,
                designationsPerMille: 200,
                zoneBehind: 5_000...9_000,
                frontUse: .wonen
            )
        case .villa, .estate, .rural:
            let isPaired = generator.chance(perMille: 350)
            return HousingStyle(
                form: isPaired ? .pair : .detached,
                plotWidth: isPaired ? 12_500...16_500 : 18_000...28_000,
                setback: 6_000,
                depth: Measured.detachedDepth,
                group: 1...1,
                years: generator.pick([1925...1939, 1960...1978, 1970...1989, 1975...1990, 1990...2010]),
                heights: common,
                shedsPerMille: 900,
                worksPerMille: 40
            )
        }
    }
}
