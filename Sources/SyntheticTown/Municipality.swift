/// A municipality to be made: everything about it follows from these values.
struct Municipality {
    /// Gemeentecode: four digits.
    var code: String
    var name: String
    /// Code of the kadastrale gemeente, such as `VBS00`.
    var cadastralCode: String
    /// About how many panden.
    var buildings: Int
    var seed: UInt64
    var frame: MunicipalFrame
    /// The four digits of the first postcodes; later ones are lower.
    var firstPostcode: Int
    /// The first four digits of the identifications of parcels in the first section; every section has the next.
    var firstSection: Int
    /// The codes of the places (woonplaatsen), the town's first.
    var firstPlace: Int
    /// What its files' names end in: nothing, or `-2001`.
    var suffix: String

    /// The most sections of a kadastrale gemeente.
    static let sectionLimit = 20
    /// The most places: a town and five villages.
    static let placeLimit = 6

    /// "Voorbeeldstad" in the IJsselmeer, so that nobody takes it for a real place.
    static func alone(buildings: Int, seed: UInt64) -> Municipality {
        let size = TownScale(buildings: buildings).landSize
        let grid = MunicipalGrid(
            seed: seed,
            origin: Vector(160_000_000 - size / 2, 528_000_000 - size / 2),
            step: size,
            land: [MunicipalGrid.Place(column: 0, row: 0)]
        )
        return Municipality(
            code: "0998",
            name: "Voorbeeldstad",
            cadastralCode: "VBS00",
            buildings: buildings,
            seed: seed,
            frame: grid.frame(at: MunicipalGrid.Place(column: 0, row: 0)),
            firstPostcode: 9999,
            firstSection: 9000,
            firstPlace: 998,
            suffix: ""
        )
    }
}
