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

    /// What is the same of it at every place.
    public let definition: RuleDefinition
    /// Where it holds: features of layer `locatie` and groups of them; of IMRO the object itself.
    public internal(set) var locations: [String]
    public internal(set) var applicability: Applicability
    /// Positions in the answer's hits of the features of layer `locatie` and areas by which a rule of IMOW is here.
    var hits: [Int]

    init(_ definition: RuleDefinition, _ applicability: Applicability, hits: [Int] = []) {
        self.definition = definition
        locations = [definition.location]
        self.applicability = applicability
        self.hits = hits
    }

    public var identifier: String { definition.identifier }
    public var content: Content { definition.content }
    public var name: String? { definition.name }
    public var document: String { definition.document }
    public var article: RuleArticle? { definition.article }
    public var legalRules: [String] { definition.legalRules }
    public var source: RuleSource { definition.source }

    /// Whether it says the same here as another version of it, as far as people are told.
    func saysTheSame(as other: Rule) -> Bool {
        (content, name, article, applicability) == (other.content, other.name, other.article, other.applicability)
            && definition.textHash == other.definition.textHash
            && definition.idealisation == other.definition.idealisation
    }

    /// Whether it says no more here than its definition: it holds on one location, and on all of the place.
    public var isPlain: Bool { applicability == .applies && locations.count == 1 }
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
