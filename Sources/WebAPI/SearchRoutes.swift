import GeoValues
import HTTPTypes
import Hummingbird
import PlaceSearch
import PlanningRules
import Registers
import Service

/// `GET /v1/zoek?q=`: addresses, streets, towns, postcodes, parcels, buildings, plans, coordinates.
struct SearchRoutes {
    let service: StipService

    static let defaultLimit = 10
    static let highestLimit = 50
    static let longestQuestion = 200

    private struct Document: Encodable {
        struct Result: Encodable {
            let soort: String
            let id: String?
            let weergave: String
            let locatie: PlaceDocument
            let links: [Link]
        }

        struct Link: Encodable {
            let rel: String
            let href: String
        }

        let resultaten: [Result]
        /// Whether the data of now was searched, in full.
        let volledig: Bool
        let dataVersie: String
    }

    func answer(_ request: Request, _ context: StipRequestContext) async throws -> Response {
        var query = QueryReader(request, allowed: ["q", "soort", "aantal"])
        let question = question(&query)
        let kinds = kinds(&query)
        let limit = limit(&query)
        try query.finish()
        let answer = service.search(question, kinds: kinds, limit: limit)
        if answer.results.isEmpty, answer.snapshot.search == nil {
            throw RequestProblem.unavailable(
                BilingualText(
                    dutch: "Er is nog geen zoekindex; die wordt gemaakt zodra er gegevens worden ingelezen.",
                    english: "There is no search index yet; it is made when data is imported."
                )
            )
        }
        let results = try answer.results.map { result in
            Document.Result(
                soort: result.kind.rawValue,
                id: result.identifier,
                weergave: result.label,
                locatie: try PlaceDocument(result.point, service),
                links: [
                    Document.Link(
                        rel: "stip",
                        href: "/v1/stip?x=\(result.point.xMetres)&y=\(result.point.yMetres)&crs=\(CRSParameter.rdURI)"
                    )
                ]
            )
        }
        return ConditionalRequest.response(
            request,
            Document(
                resultaten: results,
                volledig: answer.isCurrent,
                dataVersie: answer.snapshot.registers.dataVersion
            ),
            [.contentCRS: "<\(CRSParameter.crs84URI)>"]
        )
    }

    private func question(_ query: inout QueryReader) -> String {
        let text = query.text("q") ?? ""
        if text.allSatisfy({ $0 == " " }) {
            query.note(
                ParameterProblem(
                    "q",
                    "'q' ontbreekt: geef een adres, straat, plaats, postcode, perceel, pand, plan of coördinaten.",
                    "'q' is missing: give an address, street, town, postcode, parcel, building, plan or coordinates."
                )
            )
        } else if text.count > SearchRoutes.longestQuestion {
            query.note(
                ParameterProblem(
                    "q",
                    "'q' is langer dan \(SearchRoutes.longestQuestion) tekens.",
                    "'q' is longer than \(SearchRoutes.longestQuestion) characters."
                )
            )
        }
        return text
    }

    private func kinds(_ query: inout QueryReader) -> Set<SearchResult.Kind> {
        guard let text = query.text("soort") else { return [] }
        var kinds: Set<SearchResult.Kind> = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false).prefix(20) {
            guard let kind = SearchResult.Kind(rawValue: String(name)) else {
                let known = SearchResult.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                query.note(
                    ParameterProblem(
                        "soort",
                        "Onbekende soort '\(name.prefix(40))'; mogelijk zijn: \(known).",
                        "Unknown kind '\(name.prefix(40))'; possible are: \(known)."
                    )
                )
                continue
            }
            kinds.insert(kind)
        }
        return kinds
    }

    private func limit(_ query: inout QueryReader) -> Int {
        guard let text = query.text("aantal") else { return SearchRoutes.defaultLimit }
        guard let limit = Int(text), (1...SearchRoutes.highestLimit).contains(limit) else {
            query.note(
                ParameterProblem(
                    "aantal",
                    "'aantal' is een geheel getal van 1 tot en met \(SearchRoutes.highestLimit).",
                    "'aantal' is a whole number from 1 to \(SearchRoutes.highestLimit)."
                )
            )
            return SearchRoutes.defaultLimit
        }
        return limit
    }
}
