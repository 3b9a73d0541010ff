/// Writes the rules of an answer as JSON, member by member: the regulation of a municipality brings 1,200 of them to every
/// point, which takes a general encoder 50 times as long as all the rest of the answer.
///
/// Members in alphabetical order and absent where there is no value, as ``JSONBody`` writes everything else.
struct RuleEntryText {
    private(set) var bytes: [UInt8] = []

    init(_ rules: [RuleLevelDocument.RuleEntry]) {
        bytes.reserveCapacity(rules.count * 600)
        bytes.append(UInt8(ascii: "["))
        for (position, rule) in rules.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            write(rule)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ rule: RuleLevelDocument.RuleEntry) {
        var isFirst = true
        object { text in
            if let activity = rule.activiteit {
                text.name("activiteit", &isFirst)
                text.object { text in
                    var isFirst = true
                    text.member("groep", activity.groep, &isFirst)
                    text.member("id", activity.id, &isFirst)
                    text.member("kwalificatie", activity.kwalificatie, &isFirst)
                }
            }
            if let article = rule.artikel {
                text.name("artikel", &isFirst)
                text.object { text in
                    var isFirst = true
                    text.member("naam", article.naam, &isFirst)
                    text.member("verwijzing", article.verwijzing, &isFirst)
                }
            }
            text.name("bron", &isFirst)
            text.object { text in
                var isFirst = true
                text.member("id", rule.bron.id, &isFirst)
                text.member("laag", rule.bron.laag, &isFirst)
            }
            text.member("document", rule.document, &isFirst)
            text.member("gebied", rule.gebied, &isFirst)
            text.member("geldigTot", rule.geldigTot, &isFirst)
            text.member("geldigVan", rule.geldigVan, &isFirst)
            text.member("groep", rule.groep, &isFirst)
            text.member("id", rule.id, &isFirst)
            text.member("idealisatie", rule.idealisatie, &isFirst)
            text.list("juridischeRegels", rule.juridischeRegels, &isFirst)
            text.list("locaties", rule.locaties, &isFirst)
            text.member("naam", rule.naam, &isFirst)
            if let norm = rule.norm {
                text.name("norm", &isFirst)
                text.object { text in
                    var isFirst = true
                    text.member("eenheid", norm.eenheid, &isFirst)
                    text.member("tekst", norm.tekst, &isFirst)
                    text.member("type", norm.type, &isFirst)
                    text.member("vergelijking", norm.vergelijking, &isFirst)
                    if let value = norm.waarde {
                        text.name("waarde", &isFirst)
                        let isWhole = value == value.rounded() && abs(value) < 1e15
                        text.bytes += (isWhole ? String(Int64(value)) : "\(value)").utf8
                    }
                }
            }
            text.member("soort", rule.soort, &isFirst)
            text.member("tekst", rule.tekst, &isFirst)
            text.member("toepasselijkheid", rule.toepasselijkheid, &isFirst)
        }
    }

    // MARK: JSON (RFC 8259)

    private mutating func object(_ body: (inout RuleEntryText) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        body(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func name(_ name: StaticString, _ isFirst: inout Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        string(name.description)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func member(_ name: StaticString, _ value: String?, _ isFirst: inout Bool) {
        guard let value else { return }
        self.name(name, &isFirst)
        string(value)
    }

    private mutating func list(_ name: StaticString, _ values: [String]?, _ isFirst: inout Bool) {
        guard let values else { return }
        self.name(name, &isFirst)
        bytes.append(UInt8(ascii: "["))
        for (position, value) in values.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            string(value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0..<0x20:
                bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
