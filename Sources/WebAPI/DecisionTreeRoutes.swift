import DecisionTrees
import FileBridge
import Foundation
import GeoValues
import HTTPTypes
import Hummingbird
import PlanningRules
import Service

/// `GET /v1/beslisbomen`, `GET` and `POST /v1/beslisbomen/{id}`: toepasbare regels, question by question.
struct DecisionTreeRoutes {
    private static let html = "text/html"
    private static let json = "application/json"
    private static let xml = "application/xml"

    let service: StipService

    // MARK: List

    func list(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["activiteit", "soort", "werkzaamheid", "zoek", "geldigOp"])
        let day = self.day(&query)
        try query.finish()
        let wanted = query.text("zoek")?.lowercased()
        let trees = service.decisionTrees.snapshot.trees(onDay: day).filter { tree in
            let concept = tree.decision.concept
            return (query.text("activiteit").map { $0 == concept?.activity } ?? true)
                && (query.text("soort").map { $0.lowercased() == concept?.kind.lowercased() } ?? true)
                && (query.text("werkzaamheid").map(tree.works.contains) ?? true)
                && (wanted.map { tree.decision.name.lowercased().contains($0) } ?? true)
        }
        let document = TreeListDocument(aantal: trees.count, beslisbomen: trees.map(TreeEntryDocument.init))
        guard RepresentationChoice.best(request, of: [Self.json, Self.html]) == Self.html else {
            return ConditionalRequest.response(request, document, [.vary: "Accept"])
        }
        return page(request, DecisionTreePage(english: RequestLanguage.isEnglish(request)).list(document))
    }

    // MARK: Tree

    func tree(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: PlaceReader.parameters + ["geldigOp"])
        let day = self.day(&query)
        let hasPlace = PlaceReader.parameters.contains { query.has($0) }
        let point = hasPlace ? PlaceReader(service: service).point(&query) : nil
        try query.finish()
        let tree = try tree(context, onDay: day)
        switch RepresentationChoice.best(request, of: [Self.json, Self.html, Self.xml]) {
        case Self.html:
            let assessment = try await service.assess(tree, given: [:], at: point, onDay: day)
            return page(request, try self.page(assessment, point, request, query))
        case Self.xml: return try file(request, tree)
        default:
            let versions = service.decisionTrees.snapshot.versions(tree.identifier)
            return ConditionalRequest.response(request, TreeDocument(tree, versions: versions), [.vary: "Accept"])
        }
    }

    /// The tree's own file, as it was delivered.
    private func file(_ request: Request, _ tree: ServedTree) throws -> Response {
        guard let bytes = service.decisionTrees.file(of: tree) else { throw Self.failing(tree.identifier) }
        let tag = "\"\(tree.checksum)\""
        let headers: HTTPFields = [
            .contentType: Self.xml, .eTag: tag, .cacheControl: "no-cache", .vary: "Accept",
        ]
        if ConditionalRequest.isNotModified(request, tag: tag) { return ConditionalRequest.notModified(headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    func evaluate(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: PlaceReader.parameters + ["geldigOp"])
        let day = self.day(&query)
        let hasPlace = PlaceReader.parameters.contains { query.has($0) }
        let asked = hasPlace ? PlaceReader(service: service).point(&query) : nil
        let tree = try tree(context, onDay: day)
        let body = try await DecisionTreeBody(request, &query, tree, service)
        try query.finish()
        let point = asked ?? body.point
        let assessment = try await service.assess(tree, given: body.answers, at: point, onDay: day)
        if RepresentationChoice.best(request, of: [Self.json, Self.html]) == Self.html {
            return page(request, try page(assessment, point, request, query))
        }
        let english = RequestLanguage.isEnglish(request)
        let place = try point.map { try PlaceDocument($0, service) }
        var response = JSONBody.response(TreeAnswerDocument(assessment, place, english: english))
        response.headers[.contentLanguage] = english ? "en" : "nl"
        response.headers[.vary] = "Accept, Accept-Language"
        return response
    }

    private func page(
        _ assessment: TreeAssessment,
        _ point: RDPoint?,
        _ request: Request,
        _ query: QueryReader
    ) throws -> String {
        let english = RequestLanguage.isEnglish(request)
        let place = try point.map { try PlaceDocument($0, service) }
        let document = TreeAnswerDocument(assessment, place, english: english)
        return DecisionTreePage(english: english).tree(assessment, document, date: query.text("geldigOp"))
    }

    private func page(_ request: Request, _ text: String) -> Response {
        let bytes = Array(text.utf8)
        let tag = "\"\(Checksum128(of: bytes))\""
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .eTag: tag, .cacheControl: "no-cache",
            .vary: "Accept, Accept-Language",
            .contentLanguage: RequestLanguage.isEnglish(request) ? "en" : "nl",
        ]
        if request.method != .post, ConditionalRequest.isNotModified(request, tag: tag) {
            return ConditionalRequest.notModified(headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: Parameters

    /// `geldigOp`, or today.
    private func day(_ query: inout QueryReader) -> Int32 {
        guard let text = query.text("geldigOp") else { return StipService.today }
        if text.utf8.count == 10, let day = CalendarDay.day(text) { return day }
        query.note(
            ParameterProblem(
                "geldigOp",
                "'geldigOp' is geen datum als 2026-01-31: '\(text.prefix(40))'.",
                "'geldigOp' is not a date as 2026-01-31: '\(text.prefix(40))'."
            )
        )
        return StipService.today
    }

    private func tree(_ context: StipRequestContext, onDay day: Int32) throws -> ServedTree {
        let given = context.parameters.get("id") ?? ""
        let identifier = given.removingPercentEncoding ?? given
        let snapshot = service.decisionTrees.snapshot
        if let tree = snapshot.trees(onDay: day).first(where: { $0.identifier == identifier }) { return tree }
        if snapshot.failing[identifier] != nil { throw Self.failing(identifier) }
        if let first = snapshot.versions(identifier).first {
            let date = first.validFrom ?? ""
            throw RequestProblem.notFound(
                BilingualText(
                    dutch: "Beslisboom \(identifier) geldt pas vanaf \(date); gevraagd is \(CalendarDay.text(day)).",
                    english: "Tree \(identifier) holds from \(date) on; asked for is \(CalendarDay.text(day))."
                )
            )
        }
        throw RequestProblem.notFound(
            BilingualText(
                dutch: "Er is geen beslisboom '\(identifier.prefix(120))'. GET /v1/beslisbomen geeft ze alle.",
                english: "There is no tree '\(identifier.prefix(120))'. GET /v1/beslisbomen lists them all."
            )
        )
    }

    private static func failing(_ identifier: String) -> RequestProblem {
        .unavailable(
            BilingualText(
                dutch: "Het bestand van beslisboom \(identifier) is beschadigd.",
                english: "The file of tree \(identifier) is damaged."
            )
        )
    }
}
