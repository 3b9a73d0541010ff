/// What a rule says on one of its locations, the same at every place there. It is made once and shared by all answers; two are the
/// same when they are one object.
public final class RuleDefinition: Sendable {
    /// Names the rule: of IMRO the object and the place of the measure in it, of IMOW that of the object.
    public let identifier: String
    public let content: Rule.Content
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
    /// The feature of layer `locatie`, the group or the administrative area; of IMRO the object itself.
    public let location: String
    /// Whether the place is as exact as it is drawn (`Exact`) or a hint (`Indicatief`); nil when the source doesn't say.
    public let idealisation: String?
    /// Whether it tells authorities what to do, and nobody else.
    public let isForAuthorities: Bool
    /// Of the legal text of its article, in this process; nil where none was delivered, and of plans.
    let textHash: Int?
    /// One sentence for people, where it holds on all of the place; nil when only its text tells, or when it is not for them.
    let statement: (text: BilingualText, isFreedom: Bool)?

    init(
        identifier: String,
        content: Rule.Content,
        name: String?,
        document: String,
        article: RuleArticle?,
        legalRules: [String],
        delivery: String,
        validity: (from: Int32?, until: Int32?),
        source: RuleSource,
        location: String,
        idealisation: String?,
        textHash: Int? = nil,
        isForAuthorities: Bool = false
    ) {
        self.identifier = identifier
        self.content = content
        self.name = name
        self.document = document
        self.article = article
        self.legalRules = legalRules
        self.delivery = delivery
        validFrom = validity.from
        validUntil = validity.until
        self.source = source
        self.location = location
        self.idealisation = idealisation
        self.textHash = textHash
        self.isForAuthorities = isForAuthorities
        statement =
            isForAuthorities ? nil : RuleSentences.statement(content, name: name, identifier: identifier)
    }
}

extension RuleDefinition: Hashable {
    public static func == (left: RuleDefinition, right: RuleDefinition) -> Bool { left === right }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
