import GeoValues
import PlanningRules
import Service

// Members in alphabetical order, absent where there is no value.

extension RuleLevelDocument.PlacePart {
    /// The whole answer, with the rules as ``RuleLevelDocument/RulesPart/written`` has them.
    func json(with rules: [[UInt8]]) -> [UInt8] {
        let shapes = (treffers ?? []).reduce(0) { $0 + 1_024 + ($1.geometry?.count ?? 0) }
        var writer = JSONWriter(byteCount: rules.reduce(4_096 + shapes) { $0 + $1.count })
        writer.object { writer in
            writer.write(members: rules[0])
            writer.member("dataVersie", dataVersie)
            writer.name("dekking")
            writer.array { writer in
                writer.write(json: rules[1])
                let layer = RuleAnswer.regulationLayer
                writer.write(members: answer.writtenCoverage(snapshot, isBrief: niveau < 2, without: layer))
            }
            writer.write(members: rules[2])
            writer.member("links", links)
            writer.member("locatie", locatie)
            writer.member("niveau", niveau)
            writer.member("object", object)
            writer.member("oppervlakte", oppervlakte)
            writer.write(members: rules[3])
            writer.member("treffers", treffers)
            writer.member("vergunningen", vergunningen)
            writer.write(members: rules[4])
        }
        return writer.bytes
    }
}

extension RuleLevelDocument.RulesPart {
    /// The members in the runs in which they stand between those of the place; the second is the value for `dekking`.
    func written(_ memory: WrittenMemory) -> [[UInt8]] {
        [
            JSONWriter.members { writer in
                writer.member("activiteit", activiteit)
                writer.member("beperkingen", beperkingen)
                writer.member("bestuur", bestuur)
            },
            dekking.json,
            JSONWriter.members { writer in
                writer.member("disclaimer", disclaimer)
                writer.member("geldigOp", geldigOp)
                writer.member("hoofdlijnen", hoofdlijnen)
            },
            JSONWriter.members(byteCount: 1 << 15) { writer in
                writer.member("plannen", plannen)
                write(procedures: &writer, memory)
                write(rules: &writer, memory)
            },
            JSONWriter.members { writer in
                writer.member("vrijheden", vrijheden)
            },
        ]
    }

    private func write(procedures writer: inout JSONWriter, _ memory: WrittenMemory) {
        guard let procedures else { return }
        writer.name("procedures")
        writer.array { writer in
            for procedure in procedures { procedure.write(to: &writer) }
            guard let permitFree else { return }
            let written = memory.parts(.permitFree(permitFree.key)) {
                [
                    JSONWriter.members { writer in
                        for procedure in permitFree.procedures() { procedure.write(to: &writer) }
                    }
                ]
            }
            writer.write(members: written[0])
        }
    }

    /// A rule that says here what its definition says is written once.
    private func write(rules writer: inout JSONWriter, _ memory: WrittenMemory) {
        guard let regels else { return }
        writer.name("regels")
        writer.array { writer in
            for rule in regels {
                if rule.isPlain {
                    writer.write(json: memory.parts(.rule(rule.definition, entryContext)) { [entry(rule).json] }[0])
                } else {
                    entry(rule).write(to: &writer)
                }
            }
        }
    }
}

extension RuleLevelDocument.Authority: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", code)
            writer.member("naam", naam)
        }
    }
}

extension RuleLevelDocument.Plan: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("aandeel", toepasselijkheid.share)
            writer.member("beeindigt", beeindigt)
            writer.member("beoordeeldIn", beoordeeldIn)
            writer.member("datum", datum)
            writer.member("herziet", herziet)
            writer.member("id", id)
            writer.member("isParaplu", isParaplu)
            writer.member("naam", naam)
            writer.member("oppervlakte", toepasselijkheid.squareMetres)
            writer.member("overheid", overheid)
            writer.member("overheidsCode", overheidsCode)
            writer.member("regelstatus", regelstatus)
            writer.member("regime", regime)
            writer.member("soort", soort)
            writer.member("status", status)
            writer.member("toelichting", toelichting)
            writer.member("toepasselijkheid", toepasselijkheid.word)
            writer.member("versie", versie)
            writer.member("vervangenDoor", vervangenDoor)
        }
    }
}

extension RuleLevelDocument.Statement: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("activiteit", activiteit)
            writer.member("regels", regels)
            writer.member("tekst", tekst)
        }
    }
}

extension RuleLevelDocument.Procedure: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("activiteit", activiteit)
            writer.member("bevoegdGezag", bevoegdGezag)
            writer.member("bron", bron)
            writer.member("kwalificatie", kwalificatie)
            writer.member("procedure", procedure)
            writer.member("rechtsgevolg", rechtsgevolg)
            writer.member("regels", regels)
            writer.member("termijn", termijn)
            writer.member("uitleg", uitleg)
            writer.member("verlenging", verlenging)
            writer.member("voorwaarden", voorwaarden)
        }
    }
}

extension RuleLevelDocument.Counter: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("bestuurslaag", bestuurslaag)
            writer.member("bron", bron)
            writer.member("gezagen", gezagen)
            writer.member("uitzondering", uitzondering)
        }
    }
}

extension RuleLevelDocument.Condition: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("artikel", artikel)
            writer.member("eenheid", eenheid)
            writer.member("naam", naam)
            writer.member("tekst", tekst)
            writer.member("vergelijking", vergelijking)
            writer.member("waarde", waarde)
        }
    }
}

extension RuleLevelDocument.RuleEntry: JSONWritable {
    func write(to writer: inout JSONWriter) {
        let applicability = ApplicabilityDocument(rule.applicability)
        writer.object { writer in
            writer.member("aandeel", applicability.share)
            writer.member("activiteit", activity)
            writer.member("artikel", rule.article)
            writer.name("bron")
            writer.object { writer in
                writer.member("id", rule.source.identifier)
                writer.member("laag", rule.source.layer)
            }
            writer.member("document", rule.document)
            writer.member("gebied", area)
            writer.member("geldigTot", rule.definition.validUntil.map(CalendarDay.text))
            writer.member("geldigVan", rule.definition.validFrom.map(CalendarDay.text))
            writer.member("gerichtTot", addressee)
            writer.member("groep", group)
            writer.member("id", rule.identifier)
            writer.member("idealisatie", rule.definition.idealisation)
            writer.member("juridischeRegels", rule.legalRules.isEmpty ? nil : rule.legalRules)
            writer.member("links", links.isEmpty ? nil : links)
            writer.member("locaties", rule.locations)
            writer.member("naam", rule.name)
            writer.member("norm", norm)
            writer.member("oppervlakte", applicability.squareMetres)
            writer.member("soort", kind)
            writer.member("tekst", text)
            writer.member("toepasselijkheid", applicability.word)
        }
    }
}

extension ActivityRule: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("groep", group)
            writer.member("id", identifier)
            writer.member("kwalificatie", qualification.dutchName)
        }
    }
}

extension RuleArticle: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("naam", name)
            writer.member("verwijzing", reference)
        }
    }
}

extension Norm: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("eenheid", unit?.rawValue)
            writer.member("tekst", text)
            writer.member("type", typeText)
            writer.member("vergelijking", comparison?.dutchName)
            writer.member("waarde", value)
        }
    }
}
