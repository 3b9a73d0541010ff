import FeatureLayers
import GeoValues
import PlanningRules
import Registers
import Service

/// Makes the answer of one level out of what was found at a place.
struct RuleDocumentation {
    let answer: PlaceAnswer
    let snapshot: ServedSnapshot
    let service: StipService
    let subject: StipSubject
    let question: RuleQuestion
    let level: Int

    /// As a page needs it.
    ///
    /// - Throws: `CoordinateProblem`; `GEOSError` of areas.
    func document() throws -> RuleLevelDocument {
        let onward = OnwardDocuments(self)
        return RuleLevelDocument(place: try place(onward), rules: try rules(onward))
    }

    /// As JSON. At a point what follows from the rules is written once, however often it is asked for.
    func json() throws -> [UInt8] {
        let onward = OnwardDocuments(self)
        guard case .point = answer.place else {
            return try place(onward).json(with: try rules(onward).written(snapshot.written))
        }
        let key = WrittenMemory.RulesKey(
            answer,
            level: level,
            activity: question.activity,
            day: question.day,
            trees: onward.trees.generation
        )
        let written = try snapshot.written.parts(.rules(key)) { try rules(onward).written(snapshot.written) }
        return try place(onward).json(with: written)
    }

    private func place(_ onward: OnwardDocuments) throws -> RuleLevelDocument.PlacePart {
        RuleLevelDocument.PlacePart(
            niveau: level,
            locatie: subject.place,
            object: subject.object,
            oppervlakte: subject.squareMetres,
            answer: answer,
            snapshot: snapshot,
            dataVersie: answer.dataVersion,
            links: subject.links(question) + onward.links,
            vergunningen: level < 2 ? nil : FactSheet(permitsNear: answer.place, snapshot),
            treffers: level < 3 ? nil : try answer.hits.compactMap(hit)
        )
    }

    private func rules(_ onward: OnwardDocuments) throws -> RuleLevelDocument.RulesPart {
        let rules = try service.rules(answer, onDay: question.day, in: snapshot)
        let files = service.ruleFiles
        let summary = RuleSummary(
            rules,
            coverage: answer.coverage,
            activity: question.activity,
            bruidsschat: files.bruidsschat(onDay: question.day),
            terms: files.terms(onDay: question.day)
        )
        let counters = ProcedureCounters(answer, rules, files, onDay: question.day, in: snapshot.registers)
        let texts = RuleTexts(snapshot.registers, onDay: question.day)
        let level = level
        let statements = level < 2 ? nil : summary.statements
        return RuleLevelDocument.RulesPart(
            geldigOp: CalendarDay.text(question.day),
            activiteit: question.activity,
            hoofdlijnen: summary.headlines,
            dekking: CoverageDocument(rules.regulations, snapshot, isBrief: level < 2),
            bestuur: level < 2 ? nil : rules.administration.map { .init(code: $0.code, naam: $0.name) },
            plannen: level < 2 ? nil : rules.documents.map(RuleDocumentation.plan),
            vrijheden: statements?.freedoms.map(RuleDocumentation.statement),
            beperkingen: statements?.restrictions.map(RuleDocumentation.statement),
            procedures: level < 2
                ? nil : summary.procedures.map { RuleDocumentation.procedure($0, counters, level) },
            permitFree: level < 2
                ? nil
                : RuleLevelDocument.PermitFree(
                    key: WrittenMemory.PermitFreeKey(
                        articles: rules.bruidsschat,
                        authorities: counters.codes,
                        activity: question.activity,
                        day: question.day,
                        hasConditions: level > 2
                    )
                ) {
                    summary.permitFree.map { RuleDocumentation.procedure($0, counters, level) }
                },
            regels: level < 3 ? nil : rules.rules.filter(RuleFilter(activity: question.activity).admits),
            entry: { rule in
                RuleLevelDocument.RuleEntry(
                    rule: rule,
                    text: level < 4 ? nil : texts.text(of: rule),
                    links: [RuleRoutes.link(rule)] + onward.links(rule)
                )
            },
            entryContext: WrittenMemory.EntryContext(
                hasText: level > 3,
                municipality: onward.municipality,
                trees: onward.trees.generation
            )
        )
    }

    // MARK: Parts

    private static func plan(_ document: RuleDocument) -> RuleLevelDocument.Plan {
        var replacement: String?
        var note: BilingualText?
        switch document.replacedBy {
        case .pons(let regulation):
            replacement = regulation
            note = BilingualText(
                dutch: "Vervangen door het omgevingsplan: hier ligt een pons.",
                english: "Replaced by the environment plan: a pons lies here."
            )
        case .plan(let plan):
            replacement = plan
            note = BilingualText(dutch: "Vervangen door een nieuwer plan.", english: "Replaced by a newer plan.")
        case nil:
            switch document.replacedOnPartBy {
            case .pons(let regulation):
                replacement = regulation
                note = BilingualText(
                    dutch: "Op een deel vervangen door het omgevingsplan: daar ligt een pons.",
                    english: "Replaced by the environment plan on a part: a pons lies there."
                )
            case .plan(let plan):
                replacement = plan
                note = BilingualText(
                    dutch: "Op een deel vervangen door een nieuwer plan.",
                    english: "Replaced by a newer plan on a part."
                )
            case nil where !document.judgedBy.isEmpty:
                note = BilingualText(
                    dutch: "Een rechter of de provincie besliste over dit plan. Een deel kan daardoor niet gelden.",
                    english: "A court or the province decided about this plan. Part of it may not hold because of that."
                )
            case nil where document.holdsInPart && document.isInForce:
                note = BilingualText(
                    dutch: "Een deel van dit plan geldt niet. Welk deel dat is, weten wij niet.",
                    english: "Part of this plan does not hold. We do not know which part."
                )
            case nil:
                guard document.regime == .imow, !document.isInForce else { break }
                note = BilingualText(
                    dutch: "Ontwerp: dit geldt nog niet. Bij de regels staat alleen wat er verandert.",
                    english: "Draft: this does not hold yet. Among the rules is only what changes."
                )
            }
        }
        let status =
            document.replacedBy != nil
            ? "vervangen"
            : document.isInForce && document.replacedOnPartBy != nil ? "deels vervangen" : status(document.standing)
        return RuleLevelDocument.Plan(
            id: document.identifier,
            naam: document.title,
            regime: document.regime.rawValue,
            soort: document.kind,
            status: document.status,
            versie: document.version,
            datum: document.day.map(CalendarDay.text),
            overheid: document.authority,
            overheidsCode: document.authorityCode,
            toepasselijkheid: ApplicabilityDocument(document.applicability),
            regelstatus: status,
            isParaplu: document.isPartial,
            herziet: document.revises.isEmpty ? nil : document.revises,
            beoordeeldIn: document.judgedBy.isEmpty ? nil : document.judgedBy,
            beeindigt: document.ends.isEmpty ? nil : document.ends,
            vervangenDoor: replacement,
            toelichting: note
        )
    }

    /// How a plan or regulation stands that was not replaced.
    static func status(_ standing: RuleDocument.Standing) -> String {
        switch standing {
        case .inForce: "geldend"
        case .toCome: "in ontwikkeling"
        case .over: "vervallen"
        }
    }

    private static func statement(_ statement: RuleStatement) -> RuleLevelDocument.Statement {
        RuleLevelDocument.Statement(
            tekst: statement.text,
            regels: statement.rules,
            activiteit: statement.activity
        )
    }

    private static func procedure(
        _ procedure: ProcedureStatement,
        _ counters: ProcedureCounters,
        _ level: Int
    ) -> RuleLevelDocument.Procedure {
        let part = procedure.bruidsschat
        return RuleLevelDocument.Procedure(
            activiteit: procedure.activity,
            kwalificatie: procedure.qualification.dutchName,
            procedure: procedure.terms?.procedure,
            termijn: procedure.terms?.termijn,
            verlenging: procedure.terms?.verlenging,
            uitleg: procedure.terms?.tekst,
            bevoegdGezag: counters.counters(for: procedure.activity.dutch),
            bron: part.map { "Omgevingsplan, artikel \($0.artikel) onder \($0.onderdeel) (bruidsschat)" }
                ?? procedure.terms?.bron,
            regels: procedure.rules + (procedure.articleReference.map { [$0] } ?? []),
            voorwaarden: level < 3 ? nil : part.map(conditions),
            rechtsgevolg: part?.rechtsgevolg
        )
    }

    private static func conditions(_ part: Bruidsschat.Part) -> [RuleLevelDocument.Condition] {
        part.voorwaarden.map { condition in
            RuleLevelDocument.Condition(
                tekst: condition.tekst,
                naam: condition.naam,
                artikel: (["\(part.artikel) onder \(part.onderdeel)"]
                    + (condition.onderdeel.map { ["onder \($0)"] } ?? [])).joined(separator: ", "),
                vergelijking: condition.vergelijking,
                waarde: condition.thousandths.map { Double($0) / 1_000 },
                eenheid: condition.eenheid
            )
        }
    }

    private func hit(_ hit: PlaceHit) throws -> HitDocument? {
        var boundary: BoundaryDistance?
        if case .point(let point) = answer.place {
            boundary = BoundaryDistance(from: point, to: hit, snapshot.registers, onDay: question.day)
        }
        return HitDocument(
            hit,
            snapshot,
            boundary: boundary,
            geometry: level < 4 ? nil : try geometry(hit)
        )
    }

    /// GeoJSON of a feature with areas, written once.
    private func geometry(_ hit: PlaceHit) throws -> [UInt8]? {
        guard let segment = snapshot.registers.segment(hit.layer, hit.reference),
            segment.geometryKind(hit.reference.feature) == .polygons
        else { return nil }
        return try snapshot.written.parts(.geometry(layer: hit.layer, hit.reference)) {
            [try GeometryDocument(segment.polygons(hit.reference.feature), service).json]
        }[0]
    }
}
