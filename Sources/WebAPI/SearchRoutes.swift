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

    private struct Document: JSONWritable {
        let results: [(result: SearchResult, place: PlaceDocument)]
        /// Whether the data of now was searched, in full.
        let isComplete: Bool
        let dataVersion: String

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("dataVersie", dataVersion)
                writer.member("resultaten", each: results) { writer, found in
                    let point = found.result.point
                    writer.object { writer in
                        writer.member("id", found.result.identifier)
                        writer.name("links")
                        writer.array { writer in
                            writer.object { writer in
                                let crs = CRSParameter.rdURI
                                writer.member("href", "/v1/stip?x=\(point.xMetres)&y=\(point.yMetres)&crs=\(crs)")
                                writer.member("rel", "stip")
                            }
                        }
                        writer.member("locatie", found.place)
                        writer.member("soort", found.result.kind.rawValue)
                        writer.member("weergave", found.result.label)
                    }
                }
                writer.member("volledig", isComplete)
            }
        }
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
        return ConditionalRequest.response(
            request,
            Document(
                results: try answer.results.map { ($0, try PlaceDocument($0.point, service)) },
                isComplete: answer.isCurrent,
                dataVersion: answer.snapshot.registers.dataVersion
            ).json,
            contentType: "application/json",
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
