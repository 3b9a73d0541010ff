/// What a rule makes of an activity: IMOW's `activiteitregelkwalificatie` (waardelijsten IMOW 4.0), and `vergunningvrij`,
/// which follows from the bruidsschat.
public enum ActivityQualification: Hashable, Sendable {
    case allowed
    case permitFree
    case notificationDuty
    case informationDuty
    case permitDuty
    case prohibited
    case dutyOfCare
    case commanded
    /// `AndersGeduid`: the rule says something else of the activity; its text tells what.
    case otherwise
    /// A word that we don't know, as the source writes it.
    case unknown(String)

    /// Reads the source's value: the last step of a concept's address, whatever its capitals.
    public init(concept: String) {
        let word = concept.split(separator: "/").last.map(String.init) ?? concept
        switch word.lowercased() {
        case "toegestaan": self = .allowed
        case "vergunningvrij", "toestemmingsvrij": self = .permitFree
        case "meldingsplicht": self = .notificationDuty
        case "informatieplicht": self = .informationDuty
        case "vergunningplicht": self = .permitDuty
        case "verbod": self = .prohibited
        case "zorgplicht": self = .dutyOfCare
        case "gebod": self = .commanded
        case "andersgeduid": self = .otherwise
        default: self = .unknown(word)
        }
    }

    /// The word used in answers.
    public var dutchName: String {
        switch self {
        case .allowed: "toegestaan"
        case .permitFree: "vergunningvrij"
        case .notificationDuty: "meldingsplicht"
        case .informationDuty: "informatieplicht"
        case .permitDuty: "vergunningplicht"
        case .prohibited: "verbod"
        case .dutyOfCare: "zorgplicht"
        case .commanded: "gebod"
        case .otherwise: "anders geduid"
        case .unknown(let word): word
        }
    }

    /// Whether it tells what someone may do without asking anyone.
    public var isFreedom: Bool { self == .allowed || self == .permitFree }

    /// Whether it forbids or makes something depend on more.
    public var isRestriction: Bool {
        switch self {
        case .prohibited, .permitDuty, .notificationDuty, .informationDuty, .commanded: true
        case .allowed, .permitFree, .dutyOfCare, .otherwise, .unknown: false
        }
    }

    /// Whether something has to be sent in or asked for.
    public var isProcedure: Bool { self == .permitDuty || self == .notificationDuty || self == .informationDuty }
}
