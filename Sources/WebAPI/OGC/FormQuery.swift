import Foundation
import Hummingbird

/// The query of a request read as forms and most HTTP libraries write it: `+` stands for a space (WHATWG URL, 5.1).
enum FormQuery {
    /// Names and values in their order; what is not UTF-8 stays as it is.
    static func pairs(_ request: Request) -> [(name: String, value: String)] {
        (request.uri.query ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0]), parts.count == 2 ? decoded(parts[1]) : "")
        }
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = String(text.map { $0 == "+" ? " " : $0 })
        return spaced.removingPercentEncoding ?? spaced
    }
}
