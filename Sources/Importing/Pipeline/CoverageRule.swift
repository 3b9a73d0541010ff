/// Which layers are coverages: their features should neither overlap nor leave gaps within a group.
enum CoverageRule: Sendable {
    /// All features of the layer.
    case whole
    /// Those with the same text in an attribute, such as the enkelbestemmingen of one plan.
    case byAttribute(String)

    /// The rule of a layer; nil where features stand apart or lie over each other by nature.
    static func of(_ layer: String) -> CoverageRule? {
        switch layer {
        case "perceel", "gemeentegebied", "provinciegebied", "waterschapsgebied": .whole
        case "enkelbestemming": .byAttribute("planId")
        default: nil
        }
    }

    /// Numbers the group of a feature.
    func group(of feature: SourceFeature) -> UInt32 {
        switch self {
        case .whole: return 0
        case .byAttribute(let name):
            for attribute in feature.attributes where attribute.name == name {
                if case .text(let text) = attribute.value {
                    return UInt32(truncatingIfNeeded: PartIntake.hash(text))
                }
            }
            return 0
        }
    }
}
