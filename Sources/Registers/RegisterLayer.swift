/// What the absence of a hit in a layer means at a place.
public enum AbsenceMeaning: Sendable {
    /// The features tile all land, so finding none means that the data ends here: unknown.
    case partition
    /// The features stand apart; where the source has data around the place (`CoverageGrid`), none means none.
    case scattered
    /// Part of a spatial plan: none means none only where a plan that lays down the use of the land was imported, which
    /// shows by an enkelbestemming at the place. A paraplu plan alone says nothing about what the plan below it holds.
    case zoning
}

/// One of the registers' own layers.
public struct RegisterLayer: Sendable {
    /// The register's own name, also the folder under `layers/`.
    public let name: String
    public let absence: AbsenceMeaning

    /// The layers that every answer speaks of, imported or not, in the order of answers.
    public static let known: [RegisterLayer] = [
        RegisterLayer(name: "perceel", absence: .partition),
        RegisterLayer(name: "pand", absence: .scattered),
        RegisterLayer(name: "verblijfsobject", absence: .scattered),
        RegisterLayer(name: "bestemmingsplangebied", absence: .partition),
        RegisterLayer(name: "enkelbestemming", absence: .partition),
        RegisterLayer(name: "dubbelbestemming", absence: .zoning),
        RegisterLayer(name: "bouwvlak", absence: .zoning),
        RegisterLayer(name: "functieaanduiding", absence: .zoning),
        RegisterLayer(name: "bouwaanduiding", absence: .zoning),
        RegisterLayer(name: "maatvoering", absence: .zoning),
        RegisterLayer(name: "gebiedsaanduiding", absence: .zoning),
        RegisterLayer(name: "lettertekenaanduiding", absence: .zoning),
        RegisterLayer(name: "figuur", absence: .zoning),
    ]

    /// The layer with the ended versions of another's features; nil where none are kept. Apart, so that what is asked about
    /// today is as small and fast as without.
    public static func historyLayer(of name: String) -> String? {
        name == "pand" || name == "verblijfsobject" ? name + "geschiedenis" : nil
    }

    /// The layers that ``historyLayer(of:)`` names; no map shows them.
    public static let histories = ["pand", "verblijfsobject"].compactMap(historyLayer)

    /// Whether a layer is one of the registers' own, whose features all have a place.
    public static func isKnown(_ name: String) -> Bool { known.contains { $0.name == name } }

    /// What absence means in a layer, known or imported by name. Of a layer that we don't know, absence says nothing.
    public static func absence(in name: String) -> AbsenceMeaning {
        known.first { $0.name == name }?.absence ?? .partition
    }
}
