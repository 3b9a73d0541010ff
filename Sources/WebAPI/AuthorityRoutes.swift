import FeatureLayers
import GeoValues
import Hummingbird
import PlanningRules
import Registers
import Service

/// `GET /v1/bevoegd-gezag`: which counter someone has to go to.
struct AuthorityRoutes {
    let service: StipService

    func answer(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: PlaceReader.parameters + ["activiteit", "geldigOp"])
        let point = PlaceReader(service: service).point(&query)
        let question = RuleQuestion(&query, wantsPage: false)
        try query.finish()
        guard let point, let question else { throw RequestProblem.failed }
        guard let rules = service.ruleFiles.authorities(onDay: question.day) else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch:
                        "Wie op \(CalendarDay.text(question.day)) besliste, staat niet in de gegevens van deze server.",
                    english: "Who decided on \(CalendarDay.text(question.day)) is not in this server's data."
                )
            )
        }
        let (answer, snapshot) = service.stip(at: point, onDay: question.day)
        let authorities = AuthorityAnswer(
            answer,
            in: snapshot.registers,
            assignments: rules.assignments(for: question.activity)
        )
        if authorities.isOutside { throw outside(point, snapshot) }
        let title = BilingualText(dutch: "Bij wie moet u zijn?", english: "Whom to ask?")
        return FactPage(title, try sheet(authorities, point, question, answer, snapshot)).response(request)
    }

    /// Names the municipality that is nearest, as the hint where else to go.
    private func outside(_ point: RDPoint, _ snapshot: ServedSnapshot) -> RequestProblem {
        var dutch = "Dit punt ligt buiten het gebied van deze server"
        var english = "This point lies outside this server's area"
        let layer = AdministrativeLevel.municipality.layer.flatMap { snapshot.registers.layer($0) }
        if let layer, let nearest = layer.nearestFeature(to: point) {
            let segment = layer.segments[nearest.reference.segment]
            let name = segment.name(nearest.reference.feature) ?? segment.identifier(nearest.reference.feature)
            let metres = Int(nearest.distance.metres.rounded(.up))
            dutch += "; de dichtstbijzijnde gemeente hier is \(name), op \(metres) meter"
            english += "; the nearest municipality here is \(name), at \(metres) metres"
        }
        return .notFound(BilingualText(dutch: dutch + ".", english: english + "."))
    }

    private func sheet(
        _ authorities: AuthorityAnswer,
        _ point: RDPoint,
        _ question: RuleQuestion,
        _ answer: PlaceAnswer,
        _ snapshot: ServedSnapshot
    ) throws -> FactSheet {
        var sheet = FactSheet()
        sheet.add("activiteit", "Activiteit", "Activity", question.activity)
        sheet.add("geldigOp", "Geldig op", "Valid on", CalendarDay.text(question.day))
        sheet.add("locatie", "Plaats", "Place", .sheet(try FactSheet(place: point, service)))
        sheet.add("loketten", "Loketten", "Counters", .list(authorities.counters.map { .sheet(counter($0)) }))
        sheet.add("bestuur", "Overheden hier", "Authorities here", .list(authorities.areas.map { .sheet(area($0)) }))
        sheet.add(
            "dekking",
            "Hoe volledig is dit?",
            "How complete is this?",
            .list(authorities.coverage.map { .sheet(FactSheet(coverage: $0, snapshot)) })
        )
        sheet.add("dataVersie", "Versie van de gegevens", "Data version", answer.dataVersion)
        sheet.addDisclaimer()
        return sheet
    }

    private func counter(_ counter: AuthorityAnswer.Counter) -> FactSheet {
        var sheet = FactSheet()
        let assignment = counter.assignment
        sheet.add("activiteit", "Activiteit", "Activity", .sentence(assignment.activiteit))
        sheet.add("bestuurslaag", "Bestuurslaag", "Level of government", assignment.bestuurslaag.rawValue)
        let isKnown = counter.coverage == nil || !counter.authorities.isEmpty
        sheet.add("bekend", "Bekend", "Known", .truth(isKnown))
        if counter.coverage != nil {
            let authorities = counter.authorities.map { FactValue.sheet(area($0)) }
            sheet.add("gezagen", "Bevoegd gezag", "Competent authority", .list(authorities))
        }
        sheet.add("bron", "Bron", "Source", assignment.bron)
        sheet.add("uitzondering", "Let op", "Note", assignment.uitzondering.map(FactValue.sentence))
        return sheet
    }

    private func area(_ area: AdministrativeArea) -> FactSheet {
        var sheet = FactSheet()
        sheet.add("bestuurslaag", "Bestuurslaag", "Level of government", area.level.rawValue)
        sheet.add("code", "Code", "Code", area.code)
        sheet.add("naam", "Naam", "Name", area.name)
        sheet.add("toepasselijkheid", "Toepasselijkheid", "Applicability", area.applicability.dutchName)
        return sheet
    }
}
