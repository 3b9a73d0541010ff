import GeoValues

/// A value of the Friendly Enough Expression Language (DMN 1.2, 10.3.4).
public enum FEELValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(ExactDecimal)
    case string(String)
    /// Days since 1970-01-01.
    case date(Int32)
    case list([FEELValue])
    /// Of a table with several outputs.
    case context([Entry])

    /// A name with its value.
    public struct Entry: Hashable, Sendable {
        public let name: String
        public let value: FEELValue
    }

    /// Whether one value is smaller than, equal to or larger than another; nil when they can't be compared.
    func ordering(_ other: FEELValue) -> Int? {
        switch (self, other) {
        case (.number(let left), .number(let right)): left < right ? -1 : (left == right ? 0 : 1)
        case (.string(let left), .string(let right)): left < right ? -1 : (left == right ? 0 : 1)
        case (.date(let left), .date(let right)): left < right ? -1 : (left == right ? 0 : 1)
        default: nil
        }
    }

    /// Equality as FEEL has it: a list of one value equals that value.
    func isEqual(to other: FEELValue) -> Bool {
        if self == other { return true }
        if case .list(let items) = self, items.count == 1 { return items[0].isEqual(to: other) }
        if case .list(let items) = other, items.count == 1 { return isEqual(to: items[0]) }
        return false
    }
}

extension FEELValue: CustomStringConvertible {
    /// As a person writes it: texts without quotes, dates as `2026-01-31`, `ja` and `nee` for booleans.
    public var description: String {
        switch self {
        case .null: "leeg"
        case .boolean(let isTrue): isTrue ? "ja" : "nee"
        case .number(let number): number.description
        case .string(let text): text
        case .date(let day): CalendarDay.text(day)
        case .list(let items): items.map(\.description).joined(separator: ", ")
        case .context(let entries): entries.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
        }
    }
}

/// Something that is known, or why it is not.
enum Knowledge: Hashable, Sendable {
    case known(FEELValue)
    case unknown(Unknown)
}

/// Why a value is not known.
struct Unknown: Hashable, Sendable {
    /// Inputs without an answer that the value depends on; positions in the document, ascending.
    var inputs: [Int] = []
    /// What in the document keeps the value from being known, whatever is answered.
    var causes: [Cause] = []
    /// The values that it can have; empty when they are not known.
    var possible: [FEELValue] = []

    struct Cause: Hashable, Sendable {
        let decision: Int
        let text: String
    }

    /// All that several unknowns depend on.
    static func union(_ all: [Unknown]) -> Unknown {
        var inputs = Set<Int>()
        var causes: [Cause] = []
        for unknown in all {
            inputs.formUnion(unknown.inputs)
            for cause in unknown.causes where !causes.contains(cause) { causes.append(cause) }
        }
        return Unknown(inputs: inputs.sorted(), causes: causes)
    }
}
