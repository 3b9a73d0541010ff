import NIOCore
import PlanningRules

/// The answer of `GET /v1/stip?niveau=`: each level holds all that the one before it holds, and more.
struct RuleLevelDocument: Encodable {
    /// 1 hoofdlijn, 2 uitleg, 3 voorwaarden en maten, 4 juridische tekst en geometrie.
    let niveau: Int
    let geldigOp: String
    let activiteit: String?
    let locatie: PlaceDocument
    let hoofdlijnen: [Text]
    let dekking: [Coverage]
    let dataVersie: String
    let disclaimer: Text
    let links: [Link]
    // From level 2.
    let bestuur: [Authority]?
    let plannen: [Plan]?
    let vrijheden: [Statement]?
    let beperkingen: [Statement]?
    let procedures: [Procedure]?
    // From level 3.
    let regels: RuleEntries?
    let treffers: [Hit]?

    /// The bytes of the answer; the same answer gives the same bytes.
    var json: [UInt8] {
        let encoded = Array(JSONBody.bytes(self).readableBytesView)
        guard let regels else { return encoded }
        // The mark as JSON writes it: its first character is escaped.
        let mark = Array("\"\\u0001regels\"".utf8)
        var position = 0
        while position + mark.count <= encoded.count {
            if encoded[position] == mark[0], encoded[position + 1] == mark[1],
                encoded[position..<position + mark.count].elementsEqual(mark)
            {
                return encoded[..<position] + RuleEntryText(regels.rules).bytes + encoded[(position + mark.count)...]
            }
            position += 1
        }
        return encoded
    }

    /// A sentence in both languages.
    struct Text: Encodable, Hashable {
        let nl: String
        let en: String

        init(_ text: BilingualText) {
            nl = text.dutch
            en = text.english
        }
    }

    struct Link: Encodable {
        let rel: String
        let href: String
        let titel: Text
    }

    struct Coverage: Encodable {
        let laag: String
        let toepasselijkheid: String
        let reden: String?
        // From level 2.
        let toelichting: [String]?
        let peildata: [String]?
    }

    struct Authority: Encodable {
        let code: String
        let naam: String?
    }

    struct Plan: Encodable {
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
        let toepasselijkheid: String
        /// `geldend`, `in ontwikkeling` or `vervangen`.
        let regelstatus: String
        let isParaplu: Bool
        let herziet: [String]?
        let vervangenDoor: String?
        let toelichting: Text?
    }

    struct Statement: Encodable {
        let tekst: Text
        let regels: [String]
        let activiteit: String?
    }

    struct Procedure: Encodable {
        let activiteit: Text
        let kwalificatie: String
        let procedure: String?
        /// ISO 8601 durations.
        let termijn: String?
        let verlenging: String?
        let uitleg: Text?
        let bevoegdGezag: Authority?
        let bron: String?
        let regels: [String]
        /// The conditions of what is free of a permit, from level 3.
        let voorwaarden: [Condition]?
        let rechtsgevolg: Text?
    }

    struct Condition: Encodable {
        let tekst: Text
        let naam: String
        let artikel: String
        let vergelijking: String?
        let waarde: Double?
        let eenheid: String?
    }

    /// Encoded as a mark, in whose place ``RuleEntryText`` comes.
    struct RuleEntries: Encodable {
        /// No text of ours or of a source holds this character.
        static let mark = "\u{1}regels"

        let rules: [RuleEntry]

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(RuleEntries.mark)
        }
    }

    struct RuleEntry {
        let id: String
        let soort: String
        let naam: String?
        let document: String
        let artikel: Article?
        let geldigVan: String?
        let geldigTot: String?
        let toepasselijkheid: String
        let idealisatie: String?
        let juridischeRegels: [String]?
        let bron: Source
        let locaties: [String]
        let norm: NormEntry?
        let activiteit: Activity?
        let groep: String?
        let gebied: String?
        /// Level 4.
        let tekst: String?

        struct Article {
            let naam: String
            let verwijzing: String?
        }

        struct Source {
            let laag: String
            let id: String
        }

        struct NormEntry {
            let type: String
            let waarde: Double?
            let eenheid: String?
            /// `ten hoogste` or `ten minste`.
            let vergelijking: String?
            let tekst: String
        }

        struct Activity {
            let id: String
            let groep: String?
            let kwalificatie: String
        }
    }

    struct Hit: Encodable {
        let laag: String
        let id: String
        let naam: String?
        let toepasselijkheid: String
        let via: String?
        let eigenschappen: [String: AttributeDocument]
        /// Level 4.
        let geometrie: GeometryDocument?
    }
}
