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
    var depth: ClosedRange<Int>
    /// Houses in one row between two passages.
    var group: ClosedRange<Int>
    var years: ClosedRange<Int>
    /// Eaves and ridge in decimetres, as the plan allows them.
    var heights: [(eaves: Int, ridge: Int)]
    /// Dwellings in one house.
    var dwellings: ClosedRange<Int>
    var shedsPerMille: Int
    /// How many of the ground floors are shops, offices and the like.
    var worksPerMille: Int
    /// The use of the houses' ground; a setback's is garden.
    var use = LandUse.wonen

    static func style(of type: NeighbourhoodType, generator: inout SplitMix64) -> HousingStyle {
        let common = [(60, 90), (60, 90), (60, 90), (60, 100), (40, 80), (70, 110)].map { (eaves: $0.0, ridge: $0.1) }
        switch type {
        case .centre:
            return HousingStyle(
                form: .row,
                plotWidth: 5_000...8_000,
                setback: 0,
                depth: 11_000...16_000,
                group: 4...12,
                years: 1650...1935,
                heights: [(60, 100), (70, 110), (90, 120), (60, 120)],
                dwellings: 1...4,
                shedsPerMille: 250,
                worksPerMille: 450,
                use: .centrum
            )
        case .prewar:
            return HousingStyle(
                form: .row,
                plotWidth: 5_200...6_600,
                setback: generator.chance(perMille: 500) ? 0 : 2_000,
                depth: 10_000...12_500,
                group: 8...20,
                years: 1905...1939,
                heights: [(90, 120), (70, 110), (60, 100), (90, 130)],
                dwellings: 1...3,
                shedsPerMille: 300,
                worksPerMille: 180
            )
        case .postwar:
            return HousingStyle(
                form: .row,
                plotWidth: 5_400...6_600,
                setback: 4_500,
                depth: 8_700...11_000,
                group: 4...9,
                years: 1955...1985,
                heights: common,
                dwellings: 1...1,
                shedsPerMille: 700,
                worksPerMille: 30
            )
        case .vinex:
            let isPaired = generator.chance(perMille: 350)
            return HousingStyle(
                form: isPaired ? .pair : .row,
                plotWidth: isPaired ? 9_000...11_000 : 5_400...6_600,
                setback: 4_000,
                depth: 9_500...11_500,
                group: 4...8,
                years: 1995...2015,
                heights: common,
                dwellings: 1...1,
                shedsPerMille: 650,
                worksPerMille: 30
            )
        case .villa, .estate, .rural:
            let isPaired = generator.chance(perMille: 350)
            return HousingStyle(
                form: isPaired ? .pair : .detached,
                plotWidth: isPaired ? 10_000...13_000 : 16_000...26_000,
                setback: 6_000,
                depth: 9_000...13_000,
                group: 1...1,
                years: 1925...2010,
                heights: common,
                dwellings: 1...1,
                shedsPerMille: 600,
                worksPerMille: 40
            )
        }
    }
}
