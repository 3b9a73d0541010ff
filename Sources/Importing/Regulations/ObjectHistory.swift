/// Which versions of the objects of a regulation hold when: a change delivers objects anew, and each replaces the one
/// with its identifier from the day that the change comes into force.
struct ObjectHistory: Sendable {
    /// The time in which a version holds, in days since 1970-01-01.
    struct Span {
        var from: Int32?
        var until: Int32?
        /// Replaced without a day on which it ever held.
        var isHistoric = false
    }

    /// First day in force of each delivery, in the order in which they follow each other.
    let days: [Int32?]
    /// The deliveries that deliver or end something, by its identifier, in ascending order.
    private var deliveries: [String: [Int]] = [:]

    /// First day on which the regulation is withdrawn; nil when it is not.
    private let end: Int32?
    /// Whether the last delivery is a draft. Then only the state that it wants counts, from the day of the draft on.
    private let isDraft: Bool

    init(days: [Int32?], end: Int32?, isDraft: Bool) {
        self.days = days
        self.end = end
        self.isDraft = isDraft
    }

    /// Notes that a delivery after the first has a new version of something, or its end.
    mutating func note(_ identifier: String, in delivery: Int) {
        if deliveries[identifier]?.last != delivery { deliveries[identifier, default: []].append(delivery) }
    }

    func span(of identifier: String, in delivery: Int) -> Span {
        let next = deliveries[identifier]?.first(where: { $0 > delivery })
        if isDraft { return Span(from: days.last ?? nil, until: end, isHistoric: next != nil) }
        var span = Span(from: days[delivery])
        if let next {
            span.until = days[next]
            span.isHistoric = span.until == nil
        }
        if let end { span.until = min(span.until ?? end, end) }
        if let from = span.from, let until = span.until, from >= until { span.isHistoric = true }
        return span
    }
}
