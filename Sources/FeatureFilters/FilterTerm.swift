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

    /// The work for one feature, in that of a plain comparison.
    var cost: Int {
        switch test {
        case .isNull, .number, .text(.range): 1
        case .text(.among): 2
        case .text(.pattern(let pattern)): 1 + pattern.length / 8
        // What lies on the edge of the area goes to GEOS.
        case .spatial: 16
        }
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

    /// Sorted, apart from each other, both ends included: exact for whole numbers.
    private let integers: [ClosedRange<Int64>]
    private let reals: [(low: Bound?, high: Bound?)]
    private let isNegated: Bool

    /// All but one value, or only what lies in a range.
    init(low: Bound?, high: Bound?, isNegated: Bool) {
        self.init([(low, high)], isNegated)
    }

    /// Only the values of a list.
    init(among values: [Number]) {
        let sorted = values.sorted { $0.real < $1.real }.map { Bound(value: $0, isIncluded: true) }
        self.init(sorted.map { ($0, $0) }, false)
    }

    /// - Parameter ranges: from low to high, none overlapping another in part.
    private init(_ ranges: [(low: Bound?, high: Bound?)], _ isNegated: Bool) {
        integers = ranges.compactMap { range in
            guard let low = range.low.map(NumberTest.lowest) ?? .min,
                let high = range.high.map(NumberTest.highest) ?? .max,
                low <= high
            else { return nil }
            return low...high
        }.sorted { $0.lowerBound < $1.lowerBound }
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
        let place = integers.firstPosition { $0.upperBound >= integer }
        return (place < integers.count && integers[place].lowerBound <= integer) != isNegated
    }

    func passes(_ real: Double) -> Bool {
        let place = reals.firstPosition { range in
            guard let high = range.high else { return true }
            return high.isIncluded ? real <= high.value.real : real < high.value.real
        }
        guard place < reals.count else { return isNegated }
        guard let low = reals[place].low else { return !isNegated }
        return (low.isIncluded ? real >= low.value.real : real > low.value.real) != isNegated
    }
}

extension Array {
    /// The position of the first element for which `holds` is true; false ones come first. Binary search.
    fileprivate func firstPosition(_ holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
