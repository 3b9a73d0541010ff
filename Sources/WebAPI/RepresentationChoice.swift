import HTTPTypes
import Hummingbird

/// Which of the offered media types a client wants (RFC 9110, 12.5.1).
enum RepresentationChoice {
    /// The offered type with the highest weight; of equals the first, and the first also when none fits.
    static func best(_ request: Request, of offered: [String]) -> String {
        let ranges = request.headers[values: .accept].joined(separator: ",").split(separator: ",").map { part in
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (range: pieces.first ?? "", weight: weight)
        }
        if ranges.isEmpty { return offered[0] }
        /// The most specific range counts.
        func weight(_ type: String) -> Double {
            let family = type.split(separator: "/").first.map { "\($0)/*" } ?? ""
            for wanted in [type, family, "*/*"] {
                if let found = ranges.first(where: { $0.range == wanted }) { return found.weight }
            }
            return 0
        }
        var best = offered[0]
        for type in offered.dropFirst() where weight(type) > weight(best) { best = type }
        return best
    }
}
