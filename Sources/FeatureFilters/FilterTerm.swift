import FeatureLayers
import GeoValues

/// One condition on one property, made ready for a layer.
struct FilterTerm: Sendable {
    /// The property's name.
    let name: String
    let isCaseFolded: Bool
    let test: Test

    enum Test: Sendable {
        case isNull
        case text(TextTest)
        /// Of integers, reals and days.
        case number(NumberTest)
        /// Nil: a box outside the country, which no feature meets.
        case spatial(FilterArea?)
    }

    /// The identifiers that can pass; nil when that is not a short list.
    var identifiers: [String]? {
        guard name == "id", !isCaseFolded, case .text(let test) = test else { return nil }
        switch test {
        case .among(let texts): return texts
        case .range(let low?, let high?, false) where low == high && low.isIncluded: return [low.text]
        case .range, .pattern: return nil
        }
    }
}

/// A condition on texts; they are compared by the bytes of UTF-8, which is the order of Unicode's code points.
enum TextTest: Sendable {
    struct Bound: Hashable, Sendable {
        let text: String
        let isIncluded: Bool
    }

    case range(low: Bound?, high: Bound?, isNegated: Bool)
    /// Sorted by bytes.
    case among([String])
    case pattern(FilterPattern)

    func passes(_ text: String) -> Bool {
        switch self {
        case .range(let low, let high, let isNegated):
            if let low, low.isIncluded ? text.isBefore(low.text) : !low.text.isBefore(text) { return isNegated }
            if let high, high.isIncluded ? high.text.isBefore(text) : !text.isBefore(high.text) { return isNegated }
            return !isNegated
        case .among(let texts):
            var low = 0
            var high = texts.count
            while low < high {
                let middle = (low + high) / 2
                if texts[middle].isBefore(text) { low = middle + 1 } else { high = middle }
            }
            return low < texts.count && texts[low].utf8.elementsEqual(text.utf8)
        case .pattern(let pattern): return pattern.matches(text)
        }
    }
}

extension String {
    /// In the order of UTF-8 bytes.
    func isBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

/// A condition on numbers: whether one lies in one of some ranges.
struct NumberTest: Sendable {
    /// A limit, included or not.
    struct Bound: Sendable {
        let value: Number
        let isIncluded: Bool
    }

    enum Number: Sendable {
        case integer(Int64)
        case real(Double)

        var real: Double {
            switch self {
            case .integer(let integer): Double(integer)
            case .real(let real): real
            }
        }
    }

    /// Both ends included, exact for whole numbers.
    let integers: [ClosedRange<Int64>]
    private let reals: [(low: Bound?, high: Bound?)]
    private let isNegated: Bool

    init(_ ranges: [(low: Bound?, high: Bound?)], isNegated: Bool) {
        integers = ranges.compactMap { range in
            guard let low = range.low.map(NumberTest.lowest) ?? .min,
                let high = range.high.map(NumberTest.highest) ?? .max,
                low <= high
            else { return nil }
            return low...high
        }
        reals = ranges
        self.isNegated = isNegated
    }

    /// The lowest whole number that a lower limit lets through; nil for none.
    private static func lowest(_ bound: Bound) -> Int64? {
        switch bound.value {
        case .integer(let integer): return bound.isIncluded ? integer : (integer == .max ? nil : integer + 1)
        case .real(let real):
            let wanted = bound.isIncluded ? real.rounded(.up) : real.rounded(.down) + 1
            if wanted < -0x1p63 { return .min }
            return wanted >= 0x1p63 ? nil : Int64(wanted)
        }
    }

    private static func highest(_ bound: Bound) -> Int64? {
        switch bound.value {
        case .integer(let integer): return bound.isIncluded ? integer : (integer == .min ? nil : integer - 1)
        case .real(let real):
            let wanted = bound.isIncluded ? real.rounded(.down) : real.rounded(.up) - 1
            if wanted >= 0x1p63 { return .max }
            return wanted < -0x1p63 ? nil : Int64(wanted)
        }
    }

    func passes(_ integer: Int64) -> Bool {
        for range in integers where range.contains(integer) { return !isNegated }
        return isNegated
    }

    func passes(_ real: Double) -> Bool {
        for range in reals {
            if let low = range.low, low.isIncluded ? real < low.value.real : real <= low.value.real { continue }
            if let high = range.high, high.isIncluded ? real > high.value.real : real >= high.value.real { continue }
            return !isNegated
        }
        return isNegated
    }
}
