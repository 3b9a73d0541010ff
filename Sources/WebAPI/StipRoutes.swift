import FeatureLayers
import Foundation
import GeoValues
import HTTPTypes
import Hummingbird
import PlanningRules
import Registers
import Service

/// What is at a point, on a parcel, under a building, at an address or in an area; with `niveau` its rules, from seven lines to the
/// legal text: `GET /v1/stip`, `…/{id}/stip`, `POST /v1/stip/_zoek`.
struct StipRoutes {
    /// A polygon of ``AreaReader/maximumVertexCount`` vertices with all digits fits in it.
    static let byteLimit = 4 << 20

    private static let headers: HTTPFields = [.contentCRS: "<\(CRSParameter.crs84URI)>", .vary: "Accept"]

    let service: StipService

    func answer(_ request: Request, _ context: StipRequestContext) async throws -> Response { try answer(request) }

    /// What is at a point; also asked past the router, see ``DirectResponder``.
    func answer(_ request: Request) throws -> Response {
        let key = key(request)
        if let key, let known = service.snapshot.answers.answer(key) { return Self.response(request, known) }
        var query = QueryReader(request, allowed: PlaceReader.parameters + RuleQuestion.parameters)
        let point = PlaceReader(service: service).point(&query)
        let question = RuleQuestion(&query, wantsPage: key == nil)
        try query.finish()
        guard let point, let question else { throw RequestProblem.failed }
        let (answer, snapshot) = service.stip(at: point, onDay: question.day)
        return try response(request, answer, snapshot, try StipSubject(point: point, service), question, key)
    }

    /// What names the answer to a request; nil when that is a page.
    private func key(_ request: Request) -> AnswerMemory.Key? {
        PageRequest.wantsHTML(request)
            ? nil : AnswerMemory.Key(address: request.head.path ?? "", trees: service.decisionTrees.snapshot)
    }

    // MARK: Objects of the registers

    func parcel(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try await object(request) { ObjectAddress.parcel(context.parameters.get("aanduiding") ?? "", &$0) }
    }

    func building(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try await object(request) { ObjectAddress.building(context.parameters.get("id") ?? "", &$0) }
    }

    func address(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        try await object(request) { ObjectAddress.address(context.parameters.get("id") ?? "", &$0) }
    }

    /// Of a parcel or building the area is asked about, of an address its point.
    private func object(_ request: Request, _ name: (inout QueryReader) -> ObjectName?) async throws -> Response {
        let key = key(request)
        if let key, let known = service.snapshot.answers.answer(key) { return Self.response(request, known) }
        var query = QueryReader(request, allowed: RuleQuestion.parameters)
        let named = name(&query)
        let question = RuleQuestion(&query, wantsPage: key == nil)
        try query.finish()
        guard let named, let question else { throw RequestProblem.failed }
        let found = try service.object(named)
        guard let version = found.version(onDay: question.day),
            let segment = found.snapshot.registers.segment(found.layer, version)
        else {
            let day = CalendarDay.text(question.day)
            throw RequestProblem.gone(
                BilingualText(
                    dutch: "\(found.layer) \(found.identifier) is er op \(day) niet: nog niet, of niet meer.",
                    english: "\(found.layer) \(found.identifier) is not there on \(day): not yet, or no longer."
                )
            )
        }
        let polygons = segment.polygons(version.feature)
        let isArea = found.layer == "perceel" || found.layer == "pand"
        if isArea, !polygons.isEmpty {
            let (answer, snapshot) = try await service.stip(inside: polygons, onDay: question.day, in: found.snapshot)
            return try response(
                request,
                answer,
                snapshot,
                try StipSubject(found, version, answer, service),
                question,
                key
            )
        }
        guard let point = segment.labelPoint(version.feature) ?? segment.firstPoint(version.feature) else {
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "\(found.layer) \(found.identifier) heeft geen plek in deze gegevens.",
                    english: "\(found.layer) \(found.identifier) has no place in this data."
                )
            )
        }
        let (answer, snapshot) = service.stip(at: point, onDay: question.day, in: found.snapshot)
        return try response(request, answer, snapshot, try StipSubject(found, version, answer, service), question, key)
    }

    // MARK: Areas

    /// A body `{"geometrie": …, "niveau": 1…4, "activiteit": …, "geldigOp": …}`, of which only the first has to be there.
    func search(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["crs"])
        let members = try await JSONObjectBody.members(
            request,
            upTo: Self.byteLimit,
            BilingualText(dutch: "geometrie", english: "geometrie"),
            &query
        )
        JSONObjectBody.noteUnknown(members, allowed: ["geometrie"] + RuleQuestion.parameters, &query)
        let crs = CRSParameter.ofBody(request, &query)
        var values: [String: String] = [:]
        for name in RuleQuestion.parameters {
            switch members[name] {
            case nil, is NSNull: break
            case let text as String: values[name] = text
            case let number as NSNumber where JSONObjectBody.isNumber(number): values[name] = number.stringValue
            default: values[name] = ""
            }
        }
        var body = QueryReader(values: values, allowed: RuleQuestion.parameters)
        let question = RuleQuestion(&body, wantsPage: PageRequest.wantsHTML(request))
        for problem in body.problems { query.note(problem) }
        var sent: AreaReader.SentPlace?
        switch AreaReader(service: service, crs: crs, member: "geometrie").place(members["geometrie"]) {
        case .success(let place): sent = place
        case .failure(let problem): query.note(problem)
        }
        try query.finish()
        guard let question, let sent else { throw RequestProblem.failed }
        switch sent {
        case .point(let point):
            let (answer, snapshot) = service.stip(at: point, onDay: question.day)
            return try response(request, answer, snapshot, try StipSubject(sent: answer, service), question)
        case .area(let polygons):
            let (answer, snapshot) = try await service.stip(inside: polygons, onDay: question.day)
            return try response(request, answer, snapshot, try StipSubject(sent: answer, service), question)
        }
    }

    // MARK: Answers

    private static func response(_ request: Request, _ answer: TaggedAnswer) -> Response {
        ConditionalRequest.response(request, answer, contentType: "application/json", headers)
    }

    /// - Parameter key: under which the answer is remembered; nil: it is not.
    private func response(
        _ request: Request,
        _ answer: PlaceAnswer,
        _ snapshot: ServedSnapshot,
        _ subject: StipSubject,
        _ question: RuleQuestion,
        _ key: AnswerMemory.Key? = nil
    ) throws -> Response {
        let json: [UInt8]
        if let level = question.level {
            let documentation = RuleDocumentation(
                answer: answer,
                snapshot: snapshot,
                service: service,
                subject: subject,
                question: question,
                level: level
            )
            if PageRequest.wantsHTML(request) {
                let page = StipPage(try documentation.document(), isEnglish: RequestLanguage.isEnglish(request))
                return page.response(request)
            }
            json = try documentation.json()
        } else {
            json = StipDocument(answer, snapshot, subject).json
        }
        let tagged = TaggedAnswer(json)
        if let key { snapshot.answers.keep(tagged, key) }
        return Self.response(request, tagged)
    }
}
