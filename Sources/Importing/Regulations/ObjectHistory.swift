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

    init(days: [Int32?]) { self.days = days }

    /// Notes that a delivery after the first has a new version of something, or its end.
    mutating func note(_ identifier: String, in delivery: Int) {
        if deliveries[identifier]?.last != delivery { deliveries[identifier, default: []].append(delivery) }
    }

    func span(of identifier: String, in delivery: Int) -> Span {
        var span = Span(from: days[delivery])
        guard let next = deliveries[identifier]?.first(where: { $0 > delivery }) else { return span }
        span.until = days[next]
        if let until = span.until {
            span.isHistoric = span.from.map { $0 >= until } ?? false
        } else {
            span.isHistoric = true
        }
        return span
    }
}
