public import Registers

/// A plan or regulation that holds at a place, or will: of IMRO a plan with its own area, of IMOW a regulation whose
/// regelingsgebied covers the place.
public struct RuleDocument: Hashable, Sendable {
    public enum Regime: String, Hashable, Sendable {
        /// A plan of before the Omgevingswet.
        case imro
        /// A regulation of the Omgevingswet.
        case imow
    }

    /// `NL.IMRO.0267.BP0174-0001`, `/akn/nl/act/gm0297/2019/reg456`.
    public let identifier: String
    public let regime: Regime
    public let title: String?
    /// `typePlan`, or `omgevingsplan`, `omgevingsverordening`, ….
    public let kind: String?
    /// The version: of IMOW the expression, of IMRO none, as its identifier holds it.
    public let version: String?
    /// `planstatus`; of a regulation `procedurestatus`, which only a draft has.
    public let status: String?
    public let authority: String?
    /// Code of the authority: `0267`, `gm0297`.
    public let authorityCode: String?
    /// Day of the status or of coming into force, in days since 1970-01-01.
    public let day: Int32?
    public let validFrom: Int32?
    public let validUntil: Int32?
    public internal(set) var applicability: Applicability
    public let standing: Standing
    /// Whether it changes part of the plans below it and leaves the rest: a paraplu plan, a partial revision.
    public let isPartial: Bool
    /// Plans that it replaces, and those that it changes in part.
    public let replaces: [String]
    public let revises: [String]
    /// Whether its dossier says that a part does not hold, not which.
    public let holdsInPart: Bool
    /// Plans that it decides about from above: it is a ruling of a court or an intervention, by which part of them may not hold.
    public let judges: [String]
    /// Such decisions here about it.
    public internal(set) var judgedBy: [String] = []
    /// What it was replaced by here; its rules then no longer hold.
    public internal(set) var replacedBy: Replacement?
    /// Of a draft of a change the rules in force here that it would end.
    public internal(set) var ends: [String] = []
    /// What it was replaced by on a part of the area that was asked about; on the rest it holds.
    public internal(set) var replacedOnPartBy: Replacement?

    /// In the order of answers.
    public enum Standing: Int, Hashable, Sendable {
        case inForce
        /// A draft, laid down later than the day asked about, or kept from its effect by a court for now.
        case toCome
        /// It fell or was annulled, as its dossier says.
        case over
    }

    public var isInForce: Bool { standing == .inForce }

    public enum Replacement: Hashable, Sendable {
        /// A pons of this regulation.
        case pons(regulation: String)
        /// A plan in force that says so.
        case plan(String)
    }
}

extension RuleDocument {
    /// Whether it lays down what the ground may be used for, so that what holds here is known with it: not a vision, a permit or a
    /// ruling. A kind that is not given, or not known here, counts.
    var laysDownUse: Bool {
        guard regime == .imro, let kind = kind?.lowercased() else { return kind != "omgevingsvisie" }
        return !Self.otherKinds.contains(where: kind.contains)
    }

    private static let otherKinds = [
        "structuurvisie", "exploitatieplan", "voorbereidingsbesluit", "uitspraak", "tegemoetkoming", "aanwijzing",
        "vergunning", "ontheffing",
    ]

    /// Kinds of plan that are the temporary part of the omgevingsplan since 2024-01-01 (Omgevingswet art. 22.1 under a,
    /// Invoeringswet Omgevingswet art. 4.6); in IMRO2006 the kind is the second part of a longer name.
    private static let temporaryKinds = [
        "bestemmingsplan", "wijzigingsplan", "uitwerkingsplan", "inpassingsplan", "beheersverordening",
        "exploitatieplan",
    ]

    /// Whether a pons of a regulation takes it out: a plan of the temporary part of the same municipality's omgevingsplan.
    /// A TAM plan, which is of after the Omgevingswet though written in IMRO (its name begins so: Geonovum,
    /// Werkafspraak TAM-omgevingsplan), a province's verordening, a structuurvisie and a kind unknown to us hold on.
    func ends(below regulation: String) -> Bool {
        guard regime == .imro, let kind = kind?.lowercased(), Self.temporaryKinds.contains(where: kind.contains),
            title?.lowercased().hasPrefix("tam-") != true
        else { return false }
        // `/akn/nl/act/gm0297/2019/reg456`; provinces and the state made inpassingsplannen, which their own code names.
        let owner = regulation.split(separator: "/").first { $0.hasPrefix("gm") }
        return owner == nil || authorityCode == nil || kind.contains("inpassingsplan")
            || owner?.dropFirst(2) == authorityCode.map { $0[...] }
    }

    /// The order of answers: what is in force first, then the newest, a partial plan behind the newest plan that it revises.
    static func ordered(_ documents: [RuleDocument]) -> [RuleDocument] {
        let sorted = documents.sorted { left, right in
            if left.standing != right.standing { return left.standing.rawValue < right.standing.rawValue }
            if (left.replacedBy == nil) != (right.replacedBy == nil) { return left.replacedBy == nil }
            if left.day != right.day { return (left.day ?? .min) > (right.day ?? .min) }
            return left.identifier < right.identifier
        }
        // What is to come does not stand between what holds.
        let inForce = Set(sorted.filter(\.isInForce).map(\.identifier))
        let toCome = Set(sorted.filter { !$0.isInForce }.map(\.identifier))
        func revised(by document: RuleDocument) -> String? {
            (document.revises + document.judges).first(where: (document.isInForce ? inForce : toCome).contains)
        }
        var ordered: [RuleDocument] = []
        for document in sorted where revised(by: document) == nil {
            ordered.append(document)
            // Beside the plan that they revise or decide about.
            ordered += sorted.filter { revised(by: $0) == document.identifier }
        }
        // Plans that revise each other in a circle are not lost.
        ordered += sorted.filter { document in !ordered.contains { $0.identifier == document.identifier } }
        return ordered
    }
}
