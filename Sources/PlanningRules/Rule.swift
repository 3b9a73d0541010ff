public import Registers

/// One rule at a place, whatever format it comes from.
public struct Rule: Sendable {
    /// What it says.
    public enum Content: Hashable, Sendable {
        /// What the ground is meant for: enkelbestemming, or an area of type Functie. `group` is the main group.
        case function(group: String?, isDouble: Bool)
        /// An area with rules of its own; `kind` is the layer or the type of the area.
        case area(kind: String, group: String?)
        /// Where main buildings go.
        case buildingZone
        case norm(Norm)
        case activity(ActivityRule)
        /// Only its text says what.
        case text
    }

    /// Names the rule: of IMRO the object and the place of the measure in it, of IMOW that of the object.
    public let identifier: String
    public let content: Content
    /// What people call it: the name of the function, area, norm or activity; nil when it has none.
    public let name: String?
    public let document: String
    public let article: RuleArticle?
    /// IMOW's `juridische regels` that say it; of IMRO none.
    public let legalRules: [String]
    /// The source in the workspace that it came with.
    public let delivery: String
    /// First day on which it holds, and the first on which it no longer does, in days since 1970-01-01.
    public let validFrom: Int32?
    public let validUntil: Int32?
    /// The feature that carries it, and where its text is to be found.
    public let source: RuleSource
    /// Where it holds: features of layer `locatie` and groups of them; of IMRO the object itself.
    public internal(set) var locations: [String]
    public internal(set) var applicability: Applicability
    /// Positions in the answer's hits of the features of layer `locatie` and areas by which a rule of IMOW is here.
    var hits: [Int] = []
    /// Whether the place is as exact as it is drawn (`Exact`) or a hint (`Indicatief`); nil when the source doesn't say.
    public let idealisation: String?
}

/// The activity of a rule.
public struct ActivityRule: Hashable, Sendable {
    public let identifier: String
    /// `groep`, the last step of the concept.
    public let group: String?
    public let qualification: ActivityQualification
}

/// Where in a document a rule stands.
public struct RuleArticle: Hashable, Sendable {
    /// As people write it: "Artikel 22.27 lid 1".
    public let name: String
    /// Of STOP the `wId`; of IMRO the anchor or file of the text.
    public let reference: String?
}
