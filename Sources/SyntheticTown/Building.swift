import GeoValues

/// A building (pand) as the registers will describe it.
struct Building {
    /// The footprint, counter-clockwise, without a closing repeat.
    var ring: [RDPoint]
    var year: Int
    /// The true height above the ground in decimetres.
    var heightDecimetres: Int
    /// From the ground to the eaves in decimetres; the whole height under a flat roof.
    var eavesDecimetres: Int
    var roof: Roof
    /// The face of the mesh on whose ground it stands.
    var face: Int
    /// Empty in a shed.
    var units: [BuildingUnit]

    enum Roof: String {
        case gable = "zadeldak"
        case hipped = "schilddak"
        case flat = "plat dak"
        case tiered = "meerdere platte daken"
    }
}

/// An addressable unit (verblijfsobject) in a building.
struct BuildingUnit {
    enum Use: String {
        case living = "woonfunctie"
        case shop = "winkelfunctie"
        case office = "kantoorfunctie"
        case industry = "industriefunctie"
        case education = "onderwijsfunctie"
        case sport = "sportfunctie"
        case gathering = "bijeenkomstfunctie"
        case other = "overige gebruiksfunctie"
    }

    var use: Use
    /// Floor area in square metres.
    var area: Int
    var point: RDPoint
    var address: Address
}

/// A house number in a street of this town.
struct Address {
    /// Position in ``AddressBook/streets``.
    var street: Int
    var number: Int
    /// A letter after the number, or empty.
    var letter: String
    /// An addition after the letter, or empty.
    var addition: String
    var postcode: String
}

/// A mooring for a houseboat (ligplaats) or a pitch for a caravan (standplaats).
struct Site {
    enum Kind {
        case mooring
        case pitch
    }

    var kind: Kind
    /// Counter-clockwise, without a closing repeat.
    var ring: [RDPoint]
    var address: Address
}
