import Foundation

/// Names and values as forms and most HTTP libraries write them, in a query or a body: `+` stands for a space (WHATWG URL, 5.1).
enum FormQuery {
    /// Names and values in their order; what is not UTF-8 stays as it is.
    static func pairs(_ query: some StringProtocol) -> [(name: String, value: String)] {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0]), parts.count == 2 ? decoded(parts[1]) : "")
        }
    }

    private static func decoded(_ text: some StringProtocol) -> String {
        var spaced = String(text)
        if spaced.utf8.contains(UInt8(ascii: "+")) { spaced.replace("+", with: " ") }
        return spaced.utf8.contains(UInt8(ascii: "%")) ? spaced.removingPercentEncoding ?? spaced : spaced
    }
}
