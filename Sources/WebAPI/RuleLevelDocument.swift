import GeoValues
import PlanningRules
import Registers
import Service

/// The answer of a question with a level: each level holds all that the one before it holds, and more.
///
/// How it is written as JSON is in `RuleLevelDocument+JSON`, as a page in ``StipPage``.
struct RuleLevelDocument {
    let place: PlacePart
    let rules: RulesPart

    /// What differs from point to point.
    struct PlacePart {
        /// 1 hoofdlijn, 2 uitleg, 3 voorwaarden en maten, 4 juridische tekst en geometrie.
        let niveau: Int
        let locatie: PlaceDocument
        let object: StipSubject.ObjectDocument?
        /// Of an asked area, in m².
        let oppervlakte: Double?
        /// Of the registers' layers.
        let answer: PlaceAnswer
        let snapshot: ServedSnapshot
        let dataVersie: String
        let links: [LinkDocument]
        /// From level 2.
        let vergunningen: FactSheet?
        /// From level 3.
        let treffers: [HitDocument]?

        /// Without the regulations, which are told of with the rules.
        var dekking: [CoverageDocument] {
            answer.coverage.filter { $0.layer != RuleAnswer.regulationLayer }.map {
                CoverageDocument($0, snapshot, isBrief: niveau < 2)
            }
        }
    }

    /// What is the same wherever the same rules hold.
    struct RulesPart {
        let geldigOp: String
        let activiteit: String?
        let hoofdlijnen: [BilingualText]
        /// Of the regulations.
        let dekking: CoverageDocument
        let disclaimer = BilingualText(
            dutch: StipDocument.disclaimerText,
            english:
                "Indicative: no rights can be derived from this answer. 'onbekend' (unknown) is not 'does not apply'."
        )
        // From level 2.
        let bestuur: [Authority]?
        let plannen: [Plan]?
        let vrijheden: [Statement]?
        let beperkingen: [Statement]?
        let procedures: [Procedure]?
        /// After the procedures of rules.
        let permitFree: PermitFree?
        /// From level 3.
        let regels: [Rule]?
        let entry: (Rule) -> RuleEntry
        /// What entries depend on, besides their rules.
        let entryContext: WrittenMemory.EntryContext
    }

    /// What the bruidsschat lets people do without a permit.
    struct PermitFree {
        /// All that it depends on.
        let key: WrittenMemory.PermitFreeKey
        let procedures: () -> [Procedure]
    }

    struct Authority {
        let code: String
        let naam: String?
    }

    struct Plan {
        let id: String
        let naam: String?
        /// `imro` or `imow`.
        let regime: String
        let soort: String?
        let status: String?
        let versie: String?
        let datum: String?
        let overheid: String?
        let overheidsCode: String?
        let toepasselijkheid: ApplicabilityDocument
        /// `geldend`, `in ontwikkeling`, `vervangen`, `deels vervangen` or `vervallen`.
        let regelstatus: String
        let isParaplu: Bool
        let herziet: [String]?
        /// Decisions of a court or the province about it.
        let beoordeeldIn: [String]?
        /// Rules in force here that a draft would end.
        let beeindigt: [String]?
        let vervangenDoor: String?
        let toelichting: BilingualText?
    }

    struct Statement {
        let tekst: BilingualText
        let regels: [String]
        let activiteit: String?
    }

    struct Procedure {
        let activiteit: BilingualText
        let kwalificatie: String
        let procedure: String?
        /// ISO 8601 durations.
        let termijn: String?
        let verlenging: String?
        let uitleg: BilingualText?
        let bevoegdGezag: [Counter]
        let bron: String?
        let regels: [String]
        /// The conditions of what is free of a permit, from level 3.
        let voorwaarden: [Condition]?
        let rechtsgevolg: BilingualText?
    }

    /// Who decides.
    struct Counter {
        let bestuurslaag: String
        /// On a border more than one; none when it is not known which, and for the state.
        let gezagen: [Authority]
        let bron: String
        let uitzondering: BilingualText?
    }

    struct Condition {
        let tekst: BilingualText
        let naam: String
        let artikel: String
        let vergelijking: String?
        let waarde: Double?
        let eenheid: String?
    }

    struct RuleEntry {
        let rule: Rule
        /// Level 4.
        let text: String?
        let links: [LinkDocument]
    }
}

extension RuleLevelDocument.RuleEntry {
    /// What kind of rule, in the word of answers.
    var kind: String {
        switch rule.content {
        case .function(_, let isDouble): isDouble ? "dubbelbestemming" : "functie"
        case .area: "gebied"
        case .buildingZone: "bouwvlak"
        case .norm: "norm"
        case .activity: "activiteit"
        case .text: "tekst"
        }
    }

    /// Whom it binds, when that is not everyone.
    var addressee: String? { rule.definition.isForAuthorities ? "bestuursorgaan" : nil }

    /// Main group of a function or area.
    var group: String? {
        switch rule.content {
        case .function(let group, _), .area(_, let group): group
        case .buildingZone, .norm, .activity, .text: nil
        }
    }

    /// Kind of area.
    var area: String? {
        if case .area(let kind, _) = rule.content { kind } else { nil }
    }

    var norm: Norm? {
        if case .norm(let norm) = rule.content { norm } else { nil }
    }

    var activity: ActivityRule? {
        if case .activity(let activity) = rule.content { activity } else { nil }
    }
}

extension NormComparison {
    /// In the words of answers.
    var dutchName: String { self == .atMost ? "ten hoogste" : "ten minste" }
}
