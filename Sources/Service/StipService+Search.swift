import FeatureLayers
import GeoValues
public import PlaceSearch
import Registers

extension StipService {
    /// What a question may mean, best first.
    public struct SearchAnswer: Sendable {
        public let results: [SearchResult]
        public let snapshot: ServedSnapshot
        /// Whether the index was made from the data that is served now; false also when there is none.
        public let isCurrent: Bool
    }

    /// Finds addresses, streets, towns, postcodes, parcels, buildings, plans and coordinates.
    public func search(_ question: String, kinds: Set<SearchResult.Kind>, limit: Int) -> SearchAnswer {
        let snapshot = holder.snapshot
        var results: [SearchResult] = []
        if kinds.isEmpty || kinds.contains(.coordinate) { results += coordinate(question).map { [$0] } ?? [] }
        results += identified(question, snapshot).filter { kinds.isEmpty || kinds.contains($0.kind) }
        if results.isEmpty, let index = snapshot.search {
            results = PlaceSearch(index).results(question, kinds: kinds, limit: limit)
        }
        return SearchAnswer(
            results: Array(results.prefix(limit)),
            snapshot: snapshot,
            isCurrent: snapshot.isSearchCurrent
        )
    }

    private func coordinate(_ question: String) -> SearchResult? {
        let point: RDPoint?
        switch CoordinateQuestion(question) {
        case .rd(let x, let y): point = RDPoint(xMetres: x, yMetres: y)
        case .degrees(let longitude, let latitude):
            point = try? rdPoint(GeographicPoint(longitude: longitude, latitude: latitude))
        case nil: point = nil
        }
        return point.map {
            SearchResult(
                kind: .coordinate,
                identifier: nil,
                label: "RD \($0.xMetres) \($0.yMetres)",
                point: $0,
                score: 300
            )
        }
    }

    /// What has the question for its identifier: objects of the BAG (16 digits, the fifth and sixth tell the type; Catalogus BAG
    /// 2018, 6.2), parcels, plans.
    private func identified(_ question: String, _ snapshot: ServedSnapshot) -> [SearchResult] {
        let text = String(question.prefix(120)).filter { $0 != " " }
        let kinds: [(layer: String, kind: SearchResult.Kind)]
        if text.utf8.count == 16, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            switch text.dropFirst(4).prefix(2) {
            case "10": kinds = [("pand", .building)]
            case "01": kinds = [("verblijfsobject", .address)]
            case "02": kinds = [("ligplaats", .address)]
            case "03": kinds = [("standplaats", .address)]
            default: return []
            }
        } else if text.utf8.count >= 12, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            kinds = [("perceel", .parcel)]
        } else if text.hasPrefix("NL.IMRO.") {
            kinds = SearchIndexBuilder.planLayers(of: snapshot.registers).map { ($0, .plan) }
        } else {
            return []
        }
        return kinds.compactMap { layer, kind in
            guard let layer = snapshot.registers.layer(layer), let found = layer.feature(withIdentifier: text) else {
                return nil
            }
            let segment = layer.segments[found.segment]
            guard let point = segment.labelPoint(found.feature) ?? segment.firstPoint(found.feature) else { return nil }
            let label = segment.name(found.feature).map { kind == .building ? "Pand \(text)" : $0 } ?? text
            return SearchResult(kind: kind, identifier: text, label: label, point: point, score: 300)
        }
    }
}

extension ServedSnapshot {
    /// Whether the search index was made from these registers.
    var isSearchCurrent: Bool { search.map { $0.sources == SearchIndexBuilder.sources(of: registers) } ?? false }
}
