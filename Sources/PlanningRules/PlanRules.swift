import FeatureLayers
import GeoValues
import Registers

/// The rules of plans of before the Omgevingswet (IMRO) at a place.
struct PlanRules {
    private(set) var documents: [RuleDocument] = []
    private(set) var rules: [Rule] = []
    private let snapshot: RegisterSnapshot

    init(snapshot: RegisterSnapshot, memory: RuleMemory, answer: PlaceAnswer, day: Int32) {
        self.snapshot = snapshot
        for hit in answer.hits {
            guard let state = snapshot.layers[hit.layer], hit.reference.segment < state.layer.segments.count else {
                continue
            }
            let segment = state.layer.segments[hit.reference.segment]
            guard segment.column(named: "imroVersie") != nil else { continue }
            let key = RuleMemory.ObjectKey(layer: hit.layer, reference: hit.reference, day: day)
            let found = memory.rules(key) {
                let row = RuleTables.Row(segment: segment, feature: hit.reference.feature)
                let source = hit.reference.segment < state.sources.count ? state.sources[hit.reference.segment] : ""
                let isPlan = row.text("planstatus") != nil || row.text("typePlan") != nil
                return PlanObjectRules(
                    document: isPlan ? Self.document(row, .applies, day: day, in: snapshot) : nil,
                    rules: Self.rules(row, hit.layer, source)
                )
            }
            if var document = found.document {
                document.applicability = hit.applicability
                documents.append(document)
            }
            rules += found.rules.map { Rule($0, hit.applicability) }
        }
        markReplaced()
    }

    // MARK: Documents

    /// Kinds of decision by which part of a plan may not hold: a court annulled it, or the province kept it out (Wro, article 3.8, sixth
    /// paragraph).
    private static let judgements = ["gerechtelijke uitspraak", "reactieve aanwijzing"]

    static func document(
        _ row: RuleTables.Row,
        _ applicability: Applicability,
        day: Int32,
        in snapshot: RegisterSnapshot
    ) -> RuleDocument {
        var date: Int32?
        if case .date(let day) = row.segment.value(row.feature, named: "planstatusDatum") { date = day }
        let status = PlanStatus(
            plan: row.text("planstatus"),
            dossier: dossierStatus(of: row.identifier, in: snapshot) ?? row.text("dossierstatus")
        )
        // What was laid down later than the day asked for did not hold yet.
        let isLater = date.map { $0 > day } ?? false
        let revises = plans(row, ["gedeeltelijkeHerzieningVan", "muteert"])
        return RuleDocument(
            identifier: row.identifier,
            regime: .imro,
            title: row.name,
            kind: row.text("typePlan"),
            version: row.text("imroVersie"),
            status: row.text("planstatus"),
            authority: row.text("naamOverheid"),
            authorityCode: row.text("overheidsCode") ?? code(row.identifier),
            day: date,
            validFrom: row.validity.from,
            validUntil: row.validity.until,
            applicability: applicability,
            standing: status.isEnded ? .over : status.isDraft || isLater || status.isKeptOut ? .toCome : .inForce,
            isPartial: !revises.isEmpty || row.name?.lowercased().contains("paraplu") == true,
            replaces: plans(row, ["vervangt"]),
            revises: revises,
            holdsInPart: status.holdsInPart,
            judges: judgements.contains(row.text("typePlan")?.lowercased() ?? "") ? plans(row, ["tenGevolgeVan"]) : [],
            replacedBy: nil
        )
    }

    /// What the newest manifest says of the dossier of a plan: only there the status is kept up to date (PRSTRI2012).
    private static func dossierStatus(of plan: String, in snapshot: RegisterSnapshot) -> String? {
        guard let state = snapshot.layers["plandossier"] else { return nil }
        var newest: (date: String, status: String)?
        for (position, segment) in state.layer.segments.enumerated() {
            let source = position < state.sources.count ? state.sources[position] : ""
            let date = state.referenceDates[source] ?? ""
            for row in segment.features(withIdentifier: plan) {
                guard let status = segment.text(row, named: "dossierstatus"), date >= newest?.date ?? "" else {
                    continue
                }
                newest = (date, status)
            }
        }
        return newest?.status
    }

    /// `NL.IMRO.0267.BP0174-0001` → `0267`.
    private static func code(_ plan: String) -> String? {
        let parts = plan.split(separator: ".")
        return parts.count > 2 ? String(parts[2]) : nil
    }

    private static func plans(_ row: RuleTables.Row, _ columns: [String]) -> [String] {
        columns.flatMap { column in
            (row.text(column) ?? "").split(whereSeparator: { $0 == ";" || $0 == " " || $0 == "," }).map(String.init)
        }
    }

    private mutating func markReplaced() {
        for document in documents where document.isInForce {
            for position in documents.indices where document.judges.contains(documents[position].identifier) {
                documents[position].judgedBy.append(document.identifier)
            }
            for position in documents.indices where document.replaces.contains(documents[position].identifier) {
                switch document.applicability {
                case .applies: documents[position].replacedBy = .plan(document.identifier)
                case .appliesPartly: documents[position].replacedOnPartBy = .plan(document.identifier)
                case .touchesBoundaryOnly, .doesNotApply, .unknown: break
                }
            }
        }
    }

    /// A pons says that below it the plans of the temporary part of the omgevingsplan no longer hold (IMOW 2.0, Pons).
    mutating func replace(by regulations: [String]) {
        for position in documents.indices {
            guard let regulation = regulations.first(where: documents[position].ends(below:)) else { continue }
            documents[position].replacedBy = .pons(regulation: regulation)
        }
    }

    /// The same of a pons that lies on a part of the place only: there they no longer hold, on the rest they do.
    mutating func replaceOnPart(by regulations: [String]) {
        for position in documents.indices {
            guard let regulation = regulations.first(where: documents[position].ends(below:)) else { continue }
            documents[position].replacedOnPartBy = .pons(regulation: regulation)
        }
    }

    // MARK: Rules

    /// What an object of a plan says; nothing when it is the plan itself.
    static func rules(_ row: RuleTables.Row, _ layer: String, _ delivery: String) -> [RuleDefinition] {
        guard let plan = row.text("planId"), plan != row.identifier else { return [] }
        let article = article(row)
        func rule(_ content: Rule.Content, _ name: String?, suffix: String = "") -> RuleDefinition {
            RuleDefinition(
                identifier: row.identifier + suffix,
                content: content,
                name: name,
                document: plan,
                article: article,
                legalRules: [],
                delivery: delivery,
                validity: row.validity,
                source: RuleSource(layer: layer, segment: row.segment, feature: row.feature),
                location: row.identifier,
                idealisation: nil
            )
        }
        let group = row.text("bestemmingshoofdgroep")
        switch layer {
        case "enkelbestemming": return [rule(.function(group: group, isDouble: false), row.name)]
        case "dubbelbestemming": return [rule(.function(group: group, isDouble: true), row.name)]
        case "bouwvlak": return [rule(.buildingZone, row.name)]
        case "maatvoering":
            return Norm.norms(in: row.segment, feature: row.feature).enumerated().map { number, norm in
                rule(.norm(norm), norm.typeText.isEmpty ? row.name : norm.typeText, suffix: "/\(number + 1)")
            }
        default:
            return [rule(.area(kind: layer, group: row.text("gebiedsaanduidinggroep")), row.name)]
        }
    }

    private static func article(_ row: RuleTables.Row) -> RuleArticle? {
        let reference = row.text("verwijzingNaarTekst")
        let number = row.text("artikelnummer")
        if let number {
            let name = number.lowercased().hasPrefix("art") ? number : "Artikel \(number)"
            return RuleArticle(name: name, reference: reference)
        }
        guard let reference else { return nil }
        // The last step of the address is the file and its anchor.
        return RuleArticle(name: String(reference.split(separator: "/").last ?? "regels"), reference: reference)
    }
}
