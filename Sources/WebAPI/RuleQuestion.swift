import GeoValues
import HTTPTypes
import Hummingbird
import Service

/// What is asked of the rules at a place.
struct RuleQuestion {
    static let parameters = ["niveau", "activiteit", "geldigOp"]
    static let levels = 1...4
    /// Longer texts name no activity.
    private static let longestActivity = 100

    /// Nil: only what the registers have.
    let level: Int?
    let activity: String?
    /// Days since 1970-01-01.
    let day: Int32

    /// Nil when something in the query is wrong, which is then noted in it.
    init?(_ query: inout QueryReader, wantsPage: Bool) {
        var level: Int?
        var isRight = true
        if let text = query.text("niveau") {
            level = Int(text).flatMap { Self.levels.contains($0) && text.utf8.count == 1 ? $0 : nil }
            if level == nil {
                isRight = false
                query.note(
                    ParameterProblem(
                        "niveau",
                        "'niveau' is 1 (hoofdlijn), 2 (uitleg), 3 (voorwaarden) of 4 (juridische tekst), niet '\(text.prefix(40))'.",
                        "'niveau' is 1 (headlines), 2 (explanation), 3 (conditions) or 4 (legal text), not '\(text.prefix(40))'."
                    )
                )
            }
        }
        activity = query.text("activiteit")
        if let activity, activity.allSatisfy(\.isWhitespace) || activity.count > Self.longestActivity {
            isRight = false
            query.note(
                ParameterProblem(
                    "activiteit",
                    "'activiteit' is een naam of nummer van een activiteit, van 1 tot \(Self.longestActivity) tekens.",
                    "'activiteit' is the name or identifier of an activity, of 1 to \(Self.longestActivity) characters."
                )
            )
        }
        var day = StipService.today
        if let text = query.text("geldigOp") {
            if text.utf8.count == 10, let given = CalendarDay.day(text) {
                day = given
            } else {
                isRight = false
                query.note(
                    ParameterProblem(
                        "geldigOp",
                        "'geldigOp' is een dag die bestaat, als jjjj-mm-dd, niet '\(text.prefix(40))'.",
                        "'geldigOp' is a day that exists, as yyyy-mm-dd, not '\(text.prefix(40))'."
                    )
                )
            }
        }
        guard isRight else { return nil }
        self.day = day
        // Who asks for an activity or for a page wants to know what may be done.
        self.level = level ?? (wantsPage ? 1 : activity == nil ? nil : 2)
    }
}

/// Whether an answer is to be a page.
enum PageRequest {
    /// `text/html` stands in `Accept` before JSON, as browsers send it.
    static func wantsHTML(_ request: Request) -> Bool {
        let accepted = (request.headers[.accept] ?? "").lowercased().split(separator: ",").map { part in
            part.split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
        }
        guard let page = accepted.firstIndex(of: "text/html") else { return false }
        let data = accepted.firstIndex { $0 == "application/json" || $0 == "application/geo+json" }
        return data.map { page < $0 } ?? true
    }
}
