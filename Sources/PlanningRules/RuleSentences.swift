import Registers

/// The public's sentences: short, in plain Dutch (language level B1) and English.
enum RuleSentences {
    /// A sentence, and on how much of an asked area it holds when that is not the whole.
    static func holding(_ text: BilingualText, _ applicability: Applicability) -> BilingualText {
        guard case .appliesPartly(let squareMetres, let share) = applicability else { return text }
        let area = number(Int64((squareMetres * 100).rounded()) * 10)
        let tenths = Int64((share * 1_000).rounded())
        let percentage = number(max(tenths, 1) * 100)
        return BilingualText(
            dutch:
                "\(text.dutch) Dit geldt voor \(tenths == 0 ? "minder dan " : "")\(percentage.dutch) %: \(area.dutch) m².",
            english:
                "\(text.english) This holds for \(tenths == 0 ? "less than " : "")\(percentage.english) %: \(area.english) m²."
        )
    }

    /// Names in a sentence are cut after this many, and after this many characters together; the rest is counted. With
    /// that no headline is longer than 140 characters.
    private static let listedNames = 3
    private static let listLength = 88
    /// A name is cut after this many characters.
    private static let nameLength = 60

    /// "wonen, tuin en nog 2"
    static func list(_ names: [String]) -> BilingualText {
        var seen = Set<String>()
        let different = names.filter { seen.insert($0).inserted }
        var shown: [String] = []
        for name in different.prefix(listedNames).map(shortened) {
            if !shown.isEmpty, (shown + [name]).joined(separator: ", ").count > listLength { break }
            shown.append(name)
        }
        let rest = different.count - shown.count
        let text = shown.joined(separator: ", ")
        guard rest > 0 else { return BilingualText(dutch: text, english: text) }
        return BilingualText(dutch: "\(text) en nog \(rest)", english: "\(text) and \(rest) more")
    }

    static func shortened(_ name: String) -> String {
        // Characters are counted only of what may have too many.
        name.utf8.count <= nameLength || name.count <= nameLength ? name : String(name.prefix(nameLength - 1)) + "…"
    }

    /// A sentence with a name in place of `{}` in both languages.
    static func sentence(_ dutch: String, _ english: String, _ inserted: BilingualText) -> BilingualText {
        BilingualText(
            dutch: replaced(dutch, inserted.dutch),
            english: replaced(english, inserted.english)
        )
    }

    static func sentence(_ dutch: String, _ english: String, _ name: String) -> BilingualText {
        sentence(dutch, english, BilingualText(dutch: name, english: name))
    }

    private static func replaced(_ sentence: String, _ text: String) -> String {
        let bytes = sentence.utf8
        guard let open = bytes.firstIndex(of: UInt8(ascii: "{")), case let close = bytes.index(after: open),
            close < bytes.endIndex, bytes[close] == UInt8(ascii: "}")
        else { return sentence }
        return "\(sentence[..<open])\(text)\(sentence[bytes.index(after: close)...])"
    }

    /// A number of thousandths as people write it: 8,5 in Dutch, 8.5 in English.
    static func number(_ thousandths: Int64) -> BilingualText {
        var fraction = String(1_000 + abs(thousandths) % 1_000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        let whole = (thousandths < 0 ? "-" : "") + String(abs(thousandths) / 1_000)
        if fraction.isEmpty { return BilingualText(dutch: whole, english: whole) }
        return BilingualText(dutch: "\(whole),\(fraction)", english: "\(whole).\(fraction)")
    }

    /// What a norm says; one whose value or kind can't be read is quoted as the source writes it.
    static func norm(_ norm: Norm, name: String?) -> BilingualText {
        guard let value = norm.thousandths, let pattern = pattern(norm.kind) else {
            let quoted = "\(name ?? norm.typeText): \(norm.text)"
            return sentence("Hier geldt een maat: {}.", "A measure holds here: {}.", shortened(quoted))
        }
        return sentence(pattern.dutch, pattern.english, number(value))
    }

    private static func pattern(_ kind: NormKind) -> (dutch: String, english: String)? {
        switch kind {
        case .maximumBuildingHeight:
            ("Een gebouw mag hier niet hoger zijn dan {} meter.", "A building may be at most {} metres high here.")
        case .minimumBuildingHeight:
            ("Een gebouw moet hier {} meter hoog zijn of hoger.", "A building must be at least {} metres high here.")
        case .maximumEavesHeight:
            ("De goot mag hier niet hoger zijn dan {} meter.", "The eaves may be at most {} metres high here.")
        case .minimumEavesHeight:
            ("De goot moet hier {} meter hoog zijn of hoger.", "The eaves must be at least {} metres high here.")
        case .maximumCoverage:
            ("U mag hier {} procent van de grond bebouwen.", "You may build on {} percent of the ground here.")
        case .minimumCoverage:
            (
                "U moet hier {} procent van de grond bebouwen of meer.",
                "You must build on at least {} percent of the ground here."
            )
        case .maximumDwellings:
            ("Hier mogen niet meer woningen komen dan {}.", "There may be at most {} homes here.")
        case .minimumDwellings: ("Hier moeten {} woningen komen of meer.", "There must be at least {} homes here.")
        case .maximumStoreys:
            ("Een gebouw mag hier niet meer bouwlagen hebben dan {}.", "A building may have at most {} storeys here.")
        case .minimumStoreys:
            ("Een gebouw moet hier {} bouwlagen hebben of meer.", "A building must have at least {} storeys here.")
        case .maximumArea:
            (
                "Het bouwwerk mag niet groter zijn dan {} vierkante meter.",
                "The structure may be at most {} square metres."
            )
        case .minimumArea:
            (
                "Het bouwwerk moet {} vierkante meter zijn of groter.",
                "The structure must be at least {} square metres."
            )
        case .maximumRoofPitch:
            ("De helling van het dak is niet meer dan {} graden.", "The pitch of the roof is at most {} degrees.")
        case .minimumRoofPitch:
            ("De helling van het dak is {} graden of meer.", "The pitch of the roof is at least {} degrees.")
        case .unknown: nil
        }
    }

    /// What a rule makes of an activity; nil when only its text tells.
    static func activity(_ qualification: ActivityQualification, _ name: String) -> BilingualText? {
        let name = shortened(name)
        switch qualification {
        case .allowed: return sentence("Dit mag: {}.", "This is allowed: {}.", name)
        case .permitFree: return sentence("Zonder vergunning mag: {}.", "Allowed without a permit: {}.", name)
        case .prohibited: return sentence("Dit mag niet: {}.", "This is not allowed: {}.", name)
        case .permitDuty: return sentence("Alleen met een vergunning: {}.", "Only with a permit: {}.", name)
        case .notificationDuty: return sentence("Meld dit eerst: {}.", "Report this first: {}.", name)
        case .informationDuty: return sentence("Geef hierover eerst gegevens: {}.", "Give information first: {}.", name)
        case .commanded: return sentence("Dit moet: {}.", "This is required: {}.", name)
        case .dutyOfCare, .otherwise, .unknown: return nil
        }
    }

    /// What a rule says of the ground, and whether it gives or takes; nil when only its text tells.
    static func statement(
        _ content: Rule.Content,
        name: String?,
        identifier: String
    ) -> (text: BilingualText, isFreedom: Bool)? {
        let shown = name.map(shortened) ?? ""
        switch content {
        case .function(_, isDouble: false):
            return (
                sentence("U mag de grond gebruiken voor: {}.", "You may use the ground for: {}.", shown),
                isFreedom: true
            )
        case .function(_, isDouble: true):
            return (sentence("Er gelden extra regels voor: {}.", "Extra rules hold for: {}.", shown), isFreedom: false)
        case .buildingZone:
            let text = BilingualText(
                dutch: "U mag hier een hoofdgebouw bouwen: dit is een bouwvlak.",
                english: "You may build a main building here: this is a building zone."
            )
            return (text, isFreedom: true)
        case .norm(let norm): return (self.norm(norm, name: name), isFreedom: false)
        case .area:
            return (
                sentence("Er gelden aparte regels voor: {}.", "Separate rules hold for: {}.", shown), isFreedom: false
            )
        case .activity(let activity):
            let qualification = activity.qualification
            return self.activity(qualification, name ?? activity.identifier).map { ($0, qualification.isFreedom) }
        case .text: return nil
        }
    }
}
