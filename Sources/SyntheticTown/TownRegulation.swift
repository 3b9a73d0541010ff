import GeoValues

/// The omgevingsplan of a town: text and objects of its first version.
struct TownRegulation {
    struct Activity: Sendable {
        /// The last part of its identification.
        var key: String
        var name: String
        /// Of the list `activiteit`.
        var group: String
        /// The last part of the identification of the activity that it is a kind of.
        var parent: String?
    }

    /// A Gebiedsaanwijzing; its location is a group or an area.
    struct Area: Sendable {
        var key: String
        var name: String
        /// Of the list `typegebiedsaanwijzing`, and of the list of that type.
        var type: String
        var group: String
        var location: String
    }

    struct Group: Sendable {
        var identifier: String
        var name: String
        var members: [String]
    }

    let municipality: Municipality
    let places: RegulationPlaces
    private(set) var activities = Self.generalActivities
    private(set) var areas: [Area] = []
    private(set) var groups: [Group] = []
    private(set) var norms: [RegulationNorm] = []
    private(set) var objects: [GeographicObject] = []
    private(set) var chapters: [RegulationChapter] = []

    /// The whole municipality.
    static let municipalArea = "ambtsgebied.Gemeente"

    init(content: TownContent, noiseSquares: Int) {
        municipality = content.town.municipality
        places = RegulationPlaces(content: content, noiseSquares: noiseSquares)
        addFunctions()
        addAreas()
        addNorms()
        chapters = makeChapters()
    }

    /// `nl.imow-gm0998.gebied.Pons`
    func identification(_ local: String) -> String { "nl.imow-gm\(municipality.code).\(local)" }

    var work: String { "/akn/nl/act/gm\(municipality.code)/2024/omgevingsplan" }
    func expression(_ version: RegulationVersion) -> String { "\(work)/nld@\(version.date);\(version.number)" }
    func purpose(_ version: RegulationVersion) -> String {
        "/join/id/proces/gm\(municipality.code)/\(version.date.prefix(4))/\(version.name)"
    }
    func work(of object: GeographicObject) -> String { "/join/id/regdata/gm\(municipality.code)/2024/\(object.name)" }
    func title() -> String { "Omgevingsplan gemeente \(municipality.name)" }

    // MARK: Objects

    private mutating func addFunctions() {
        for function in places.functions {
            let group = Group(
                identifier: "gebiedengroep.\(function.key)",
                name: function.use.name,
                members: function.places.map(\.identifier)
            )
            groups.append(group)
            areas.append(
                Area(
                    key: function.key,
                    name: function.use.name,
                    type: "Functie",
                    group: function.use == .centrum
                        ? "Centrumgebied" : String(function.use.name.prefix(while: \.isLetter)),
                    location: group.identifier
                )
            )
            activities.append(
                Activity(
                    key: "Gebruik\(function.key)",
                    name: "gronden en bouwwerken gebruiken voor \(function.use.name.lowercased())",
                    group: "Overig",
                    parent: "ActInOmgevingsplanGem"
                )
            )
            objects.append(GeographicObject(function.key, function.places))
        }
    }

    private mutating func addAreas() {
        for (place, type, group) in [
            (places.fellingContour, "Natuur", "BebouwingscontourHoutkap"),
            (places.withoutAppearanceRules, "Bouw", "Welstand"),
        ] {
            let key = String(place.identifier.dropFirst("gebied.".count))
            areas.append(Area(key: key, name: place.name, type: type, group: group, location: place.identifier))
            objects.append(GeographicObject(key, [place]))
        }
    }

    private mutating func addNorms() {
        for (kind, places, name) in [
            (RegulationNorm.Kind.buildingHeight, places.buildingHeights, "Bouwhoogte"),
            (.eavesHeight, places.eavesHeights, "Goothoogte"),
        ] where !places.isEmpty {
            norms.append(RegulationNorm(kind, places.map { (Self.tenths($0.value ?? ""), $0.identifier) }))
            groups.append(
                Group(identifier: "gebiedengroep.\(name)", name: kind.name, members: places.map(\.identifier))
            )
            objects.append(GeographicObject(name, norm: kind, places))
        }
        let noise = places.noise
        guard !noise.levels.isEmpty else { return }
        let norm = RegulationNorm(
            .noise,
            noise.levels.enumerated().map { (Int($0.element) * 10, NoiseSquares.identifier($0.offset)) }
        )
        norms.append(norm)
        for value in norm.values {
            let level = RegulationNorm.text(tenths: value.tenths)
            groups.append(
                Group(identifier: "gebiedengroep.Geluid\(level)", name: "Geluid \(level) dB", members: value.locations)
            )
        }
        objects.append(
            GeographicObject("Geluid", norm: .noise, count: noise.levels.count) { noise.place($0) }
        )
    }

    /// Of `8` or `8.5`.
    private static func tenths(_ text: String) -> Int {
        let parts = text.split(separator: ".").map { Int($0) ?? 0 }
        return (parts.first ?? 0) * 10 + (parts.count > 1 ? parts[1] : 0)
    }

    private static let generalActivities = [
        Activity(
            key: "ActInOmgevingsplanGem",
            name: "activiteit waarover het omgevingsplan regels stelt",
            group: "Overig"
        ),
        Activity(
            key: "BouwwerkBouwen",
            name: "een bouwwerk bouwen, in stand houden en gebruiken",
            group: "BouwactiviteitRuimtelijk",
            parent: "ActInOmgevingsplanGem"
        ),
        Activity(
            key: "Bijgebouw",
            name: "een bijbehorend bouwwerk bouwen",
            group: "BouwactiviteitRuimtelijk",
            parent: "BouwwerkBouwen"
        ),
        Activity(
            key: "Dakkapel",
            name: "een dakkapel plaatsen",
            group: "BouwactiviteitRuimtelijk",
            parent: "BouwwerkBouwen"
        ),
        Activity(key: "BoomKappen", name: "een boom kappen", group: "Kapactiviteit", parent: "ActInOmgevingsplanGem"),
        Activity(
            key: "Uitrit",
            name: "een in- of uitrit maken of veranderen",
            group: "Uitritactiviteit",
            parent: "ActInOmgevingsplanGem"
        ),
        Activity(
            key: "ZwaarBedrijf",
            name: "een bedrijf uitoefenen dat overlast geeft",
            group: "ExploitatieactiviteitBedrijf",
            parent: "ActInOmgevingsplanGem"
        ),
        Activity(
            key: "Reclame",
            name: "reclame voeren",
            group: "Reclameactiviteit",
            parent: "ActInOmgevingsplanGem"
        ),
    ]
}

/// A version of the omgevingsplan, from a day on.
struct RegulationVersion: Sendable {
    var number: Int
    /// `juridischWerkendVanaf`
    var date: String
    /// Of the decision, in its identification.
    var name: String

    /// With the Omgevingswet.
    static let first = RegulationVersion(number: 1, date: "2024-01-01", name: "Instelling")
    static let pons = RegulationVersion(number: 2, date: "2025-07-01", name: "Pons")
    static let higher = RegulationVersion(number: 3, date: "2027-01-01", name: "Hoger")
}
