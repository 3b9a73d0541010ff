import Foundation
import GeoValues
import Hummingbird
import PlanningRules
import Registers
import Service

/// `GET /v1/regels/{id}?niveau=`: one rule, from its headline to the legal text.
struct RuleRoutes {
    let service: StipService

    /// The address of a rule.
    static func address(_ identifier: String) -> String { "/v1/regels/" + PercentEncoding.query(identifier) }

    static func link(_ rule: Rule) -> LinkDocument {
        LinkDocument(
            rel: "regel",
            href: address(rule.identifier),
            titel: BilingualText(dutch: "Deze regel", english: "This rule")
        )
    }

    func rule(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["niveau", "geldigOp", "document"])
        let question = RuleQuestion(&query, wantsPage: false)
        let document = query.text("document")
        try query.finish()
        guard let question else { throw RequestProblem.failed }
        let text = context.parameters.get("id") ?? ""
        let identifier = text.removingPercentEncoding ?? text
        let snapshot = service.holder.snapshot
        let all = try await service.atLeisure {
            RuleFinder(snapshot.registers, onDay: question.day).rules(identifiedBy: identifier)
        }
        let found = all.filter { document == nil || $0.rule.document == document }
        guard let first = found.first else { throw RuleRoutes.absence(identifier, snapshot) }
        if found.count > 1 {
            let documents = found.map(\.rule.document).joined(separator: ", ")
            throw RequestProblem.invalid([
                ParameterProblem(
                    "document",
                    "Regel \(identifier.prefix(100)) staat in meer plannen; geef document: \(documents).",
                    "Rule \(identifier.prefix(100)) stands in several plans; give document: \(documents)."
                )
            ])
        }
        let sheet = try RuleSheet(first, level: question.level ?? 1, onDay: question.day, snapshot, service).sheet
        let title = BilingualText(dutch: "Regel \(identifier)", english: "Rule \(identifier)")
        return FactPage(title, sheet).response(request)
    }

    private static func absence(_ identifier: String, _ snapshot: ServedSnapshot) -> any Error {
        // With a damaged table it can't be said that there is no such rule.
        for name in snapshot.registers.layerNames {
            guard let state = snapshot.registers.layers[name], state.isFailing else { continue }
            return ServiceProblem.layerFailing(layer: name, problems: state.problems)
        }
        return RequestProblem.notFound(
            BilingualText(
                dutch: "Regel \(identifier.prefix(100)) staat niet in de gegevens van deze server.",
                english: "Rule \(identifier.prefix(100)) is not in this server's data."
            )
        )
    }
}
