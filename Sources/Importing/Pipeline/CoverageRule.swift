import FeatureLayers

/// Which layers are coverages: their features should neither overlap nor leave gaps within a group.
enum CoverageRule: Sendable, Equatable {
    /// All features of the layer.
    case whole
    /// Those with the same text in an attribute, such as the enkelbestemmingen of one plan.
    case byAttribute(String)
    /// The ground of the BGT: what lies at relatieve hoogteligging 0 covers it once, over all of these layers
    /// (`dutch-data.md` A3). Only a source that has the most common of them tells of gaps.
    case ground

    /// The rule of a layer; nil where features stand apart or lie over each other by nature.
    static func of(_ layer: String) -> CoverageRule? {
        switch layer {
        case "perceel", "gemeentegebied", "provinciegebied", "waterschapsgebied": .whole
        case "enkelbestemming": .byAttribute("planId")
        case "bgt_wegdeel", "bgt_ondersteunendwegdeel", "bgt_waterdeel", "bgt_ondersteunendwaterdeel",
            "bgt_begroeidterreindeel", "bgt_onbegroeidterreindeel", "bgt_pand", "bgt_overigbouwwerk",
            "bgt_kunstwerkdeel", "bgt_scheiding":
            .ground
        default: nil
        }
    }

    /// Without these the ground is not whole.
    static let neededForGround: Set = [
        "bgt_wegdeel", "bgt_begroeidterreindeel", "bgt_onbegroeidterreindeel", "bgt_pand",
    ]

    /// The group of all that lies on the ground, and the mark of what does not.
    static let groundGroup: UInt32 = .max
    static let offGround: UInt32 = 0

    /// Numbers the group of a feature.
    func group(of feature: SourceFeature) -> UInt32 {
        switch self {
        case .whole: return 0
        case .byAttribute(let name):
            for attribute in feature.attributes where attribute.name == name {
                if case .text(let text) = attribute.value {
                    return UInt32(truncatingIfNeeded: TextHash.hash(text))
                }
            }
            return 0
        case .ground:
            var level: AttributeValue?
            for attribute in feature.attributes {
                if attribute.name == "relatieve_hoogteligging" { level = attribute.value }
                // What is planned lies over what is there.
                if attribute.name == "bgt_status", attribute.value == .text("plan") { return Self.offGround }
            }
            return level == .integer(0) || level == .text("0") ? Self.groundGroup : Self.offGround
        }
    }
}
