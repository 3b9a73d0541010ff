/// What a piece of ground is for: the enkelbestemming it gets in the plan (SVBP2012 names).
enum LandUse: Int32, CaseIterable {
    case wonen = 0
    case tuin
    case verkeer
    case verblijfsgebied
    case groen
    case water
    case centrum
    case maatschappelijk
    case bedrijventerrein
    case sport
    case agrarisch
    case bos
    case railverkeer

    /// The name in the plan.
    var name: String {
        switch self {
        case .wonen: "Wonen"
        case .tuin: "Tuin"
        case .verkeer: "Verkeer"
        case .verblijfsgebied: "Verkeer - Verblijfsgebied"
        case .groen: "Groen"
        case .water: "Water"
        case .centrum: "Centrum"
        case .maatschappelijk: "Maatschappelijk"
        case .bedrijventerrein: "Bedrijventerrein"
        case .sport: "Sport"
        case .agrarisch: "Agrarisch"
        case .bos: "Bos"
        case .railverkeer: "Verkeer - Railverkeer"
        }
    }

    /// `bestemmingshoofdgroep` of IMRO2012.
    var mainGroup: String {
        switch self {
        case .verblijfsgebied, .railverkeer: "verkeer"
        default: name.lowercased()
        }
    }

    /// The letters on the map.
    var label: String {
        switch self {
        case .wonen: "W"
        case .tuin: "T"
        case .verkeer: "V"
        case .verblijfsgebied: "V-VB"
        case .groen: "G"
        case .water: "WA"
        case .centrum: "C"
        case .maatschappelijk: "M"
        case .bedrijventerrein: "BT"
        case .sport: "S"
        case .agrarisch: "A"
        case .bos: "B"
        case .railverkeer: "V-RV"
        }
    }

    /// The article of the plan's rules: the articles follow the alphabet (SVBP2012).
    var article: Int {
        let names = LandUse.allCases.map(\.name).sorted()
        return 3 + (names.firstIndex(of: name) ?? 0)
    }
}
