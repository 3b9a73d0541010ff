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

    let service: StipService

    func answer(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: PlaceReader.parameters + RuleQuestion.parameters)
        let point = PlaceReader(service: service).point(&query)
        let question = RuleQuestion(&query, wantsPage: PageRequest.wantsHTML(request))
        try query.finish()
        guard let point, let question else { throw RequestProblem.failed }
        let (answer, snapshot) = service.stip(at: point, onDay: question.day)
        return try response(request, answer, snapshot, try StipSubject(point: point, service), question)
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
        var query = QueryReader(request, allowed: RuleQuestion.parameters)
        let named = name(&query)
        let question = RuleQuestion(&query, wantsPage: PageRequest.wantsHTML(request))
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
            return try response(request, answer, snapshot, StipSubject(found, version, answer.place), question)
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
        return try response(request, answer, snapshot, StipSubject(found, version, answer.place), question)
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
            return try response(request, answer, snapshot, StipSubject(sent: answer.place), question)
        case .area(let polygons):
            let (answer, snapshot) = try await service.stip(inside: polygons, onDay: question.day)
            return try response(request, answer, snapshot, StipSubject(sent: answer.place), question)
        }
    }

    // MARK: Answers

    private func response(
        _ request: Request,
        _ answer: PlaceAnswer,
        _ snapshot: ServedSnapshot,
        _ subject: StipSubject,
        _ question: RuleQuestion
    ) throws -> Response {
        let headers: HTTPFields = [.contentCRS: "<\(CRSParameter.crs84URI)>"]
        guard let level = question.level else {
            return ConditionalRequest.response(
                request,
                try StipDocument(answer, snapshot, service, subject).json,
                contentType: "application/json",
                headers
            )
        }
        let document = try RuleDocumentation(
            answer,
            rules: try service.rules(answer, onDay: question.day, in: snapshot),
            snapshot,
            service,
            subject,
            question,
            level: level
        ).document
        guard PageRequest.wantsHTML(request) else {
            var response = ConditionalRequest.response(
                request,
                document.json,
                contentType: "application/json",
                headers
            )
            response.headers[.vary] = "Accept"
            return response
        }
        return StipPage(document, isEnglish: RequestLanguage.isEnglish(request)).response(request)
    }
}
