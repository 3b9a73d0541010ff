/// What a piece of ground is in the BGT: its kind of object and the kind within it.
struct GroundCover: Hashable {
    enum Layer: String, CaseIterable {
        case road = "wegdeel"
        case verge = "ondersteunendwegdeel"
        case water = "waterdeel"
        case plants = "begroeidterreindeel"
        case bare = "onbegroeidterreindeel"
    }

    var layer: Layer
    /// `function`, `class` or `bgt-fysiekVoorkomen`.
    var kind: String
    /// `surfaceMaterial` of roads and verges.
    var surface = ""

    static let all = [
        GroundCover(layer: .road, kind: "rijbaan regionale weg", surface: "gesloten verharding"),
        GroundCover(layer: .road, kind: "rijbaan lokale weg", surface: "open verharding"),
        GroundCover(layer: .road, kind: "voetgangersgebied", surface: "open verharding"),
        GroundCover(layer: .verge, kind: "berm", surface: "groenvoorziening"),
        GroundCover(layer: .water, kind: "waterloop"), GroundCover(layer: .water, kind: "watervlakte"),
        GroundCover(layer: .plants, kind: "groenvoorziening"),
        GroundCover(layer: .plants, kind: "grasland agrarisch"),
        GroundCover(layer: .plants, kind: "grasland overig"), GroundCover(layer: .plants, kind: "loofbos"),
        GroundCover(layer: .bare, kind: "erf"), GroundCover(layer: .bare, kind: "half verhard"),
    ]

    /// Position in ``all``.
    static func number(of use: LandUse, isStreet: Bool) -> Int {
        switch use {
        case .verkeer: 0
        case .verblijfsgebied: isStreet ? 1 : 2
        case .groen: isStreet ? 3 : 6
        case .water: isStreet ? 4 : 5
        case .agrarisch: 7
        case .sport: 8
        case .bos: 9
        case .wonen, .tuin, .centrum, .maatschappelijk, .bedrijventerrein: 10
        case .railverkeer: 11
        }
    }
}
