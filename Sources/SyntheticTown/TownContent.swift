import GeoValues

/// A parcel as the registers describe it.
struct Parcel: Sendable {
    var region: MeshRegion
    /// Fourteen digits: code of the section, number, 70000.
    var identifier: String
    /// A, B, …
    var section: String
    var number: Int
    /// In square metres, as registered: not always what the drawing has.
    var size: Int
    var isProvisional: Bool
}

/// A finished town with everything that several writers need: numbers, parcels, places.
struct TownContent: Sendable {
    let town: TownBuilder
    let regions: MeshRegions
    let dirt: RegisterDirt
    let parcels: [Parcel]
    /// For each face the position of its parcel.
    let parcelOfFace: [Int32]
    /// The number of the first unit of each building, and one more at the end: their sum.
    let firstUnit: [Int]

    init(town: TownBuilder, hasDirt: Bool) {
        self.town = town
        dirt = RegisterDirt(isOn: hasDirt)
        regions = MeshRegions(mesh: town.mesh)
        let (pieces, pieceOfFace) = regions.regions(labels: town.mesh.faces.map(\.parcel))
        parcelOfFace = pieceOfFace
        parcels = Self.parcels(pieces, town: town)
        var first = [0]
        for building in town.buildings { first.append(first[first.count - 1] + building.units.count) }
        firstUnit = first
    }

    var unitCount: Int { firstUnit[firstUnit.count - 1] }

    private static func parcels(_ pieces: [MeshRegion], town: TownBuilder) -> [Parcel] {
        let count = town.neighbourhoods.count
        let sections = min(Municipality.sectionLimit, count)
        var lastNumbers = [Int](repeating: 0, count: sections)
        return pieces.enumerated().map { place, region in
            let section = Int(town.mesh.faces[region.firstFace].neighbourhood) * sections / count
            lastNumbers[section] += 1
            let number = lastNumbers[section]
            var generator = SplitMix64(seed: town.seed, part: 6, place)
            // The registered size is an old measurement: 1 in 5 differs from the drawing by up to 3 %.
            let deviation = generator.chance(perMille: 200) ? generator.within(-30...30) : 0
            let doubledArea = town.mesh.polygon(region.rings)?.doubledArea ?? 0
            return Parcel(
                region: region,
                identifier: "\(town.municipality.firstSection + section)\(digits(number, 5))70000",
                section: String(Array("ABCDEFGHIJKLMNOPQRST")[section]),
                number: number,
                size: max(1, Int((doubledArea * Int128(1000 + deviation) / 1000 + 1_000_000) / 2_000_000)),
                isProvisional: !generator.chance(perMille: 960)
            )
        }
    }

    // MARK: Identifications of the BAG: gemeente, object type, serial number

    func building(_ place: Int) -> String { identifier("10", place + 1) }
    func unit(_ place: Int) -> String { identifier("01", place + 1) }
    /// Nummeraanduidingen of units come first, then those of moorings and pitches.
    func number(_ place: Int) -> String { identifier("20", place + 1) }
    func street(_ place: Int) -> String { identifier("30", place + 1) }
    func site(_ place: Int) -> String {
        identifier(town.sites[place].kind == .mooring ? "02" : "03", place + 1)
    }
    func place(_ kernel: Int) -> String { digits(town.municipality.firstPlace - kernel, 4) }

    /// The main address of a unit; with dirt one that does not exist, now and then.
    func mainAddress(ofUnit place: Int) -> String {
        dirt.lacksAddress(unit: place) ? identifier("20", 5_000_000 + place) : number(place)
    }

    /// The buildings that a unit is part of.
    func buildings(ofUnit place: Int, in building: Int) -> [String] {
        if dirt.lacksBuilding(unit: place) { return [identifier("10", 5_000_000 + place)] }
        guard dirt.isInTwoBuildings(unit: place) else { return [self.building(building)] }
        return [self.building(building), self.building((building + 1) % town.buildings.count)]
    }

    private func identifier(_ type: String, _ number: Int) -> String {
        town.municipality.code + type + digits(number, 10)
    }

    func status(ofBuilding place: Int) -> String {
        if dirt.isWronglyRegistered(building: place) { return "Pand ten onrechte opgevoerd" }
        var generator = SplitMix64(seed: town.seed, part: 5, place)
        if generator.chance(perMille: 970) { return "Pand in gebruik" }
        return generator.pick([
            "Pand in gebruik (niet ingemeten)", "Bouw gestart", "Bouwvergunning verleend", "Verbouwing pand",
            "Sloopvergunning verleend",
        ])
    }

    func year(ofBuilding place: Int) -> Int {
        dirt.hasUnknownYear(building: place) ? 9999 : town.buildings[place].year
    }

    /// What a face is for in a plan: a road's verges are part of its Verkeer.
    func planUse(ofFace place: Int) -> LandUse {
        let use = town.mesh.faces[place].use
        let isVerge = use == .groen && place >= town.streetStart && place < town.streetEnd
        return isVerge ? .verkeer : use
    }

    /// The regions of the places (woonplaatsen), which divide the municipality: position in `kernels` as label.
    func placeRegions() -> [MeshRegion] {
        let rural = town.neighbourhoods.count - 1
        return regions.regions(
            labels: town.mesh.faces.map { face in
                let neighbourhood = Int(face.neighbourhood)
                if neighbourhood < rural { return Int32(town.kernelOfNeighbourhood[neighbourhood]) }
                return Int32(town.kernel(nearest: town.mesh.middle(of: face.rings[0])))
            }
        ).regions
    }
}

/// A number with leading zeros.
func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
}
