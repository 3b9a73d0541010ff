/// A decimal number of at most 34 digits, exact: 29.99 is less than 30 and 0.1 + 0.2 is 0.3 (FEEL, DMN 1.2 10.3.4.1:
/// IEEE 754 decimal128).
public struct ExactDecimal: Hashable, Sendable {
    /// Digits that a number may have.
    public static let digitLimit = 34

    /// The number times ten to the ``scale``.
    let coefficient: Int128
    /// Decimals, none of which ends in zero; 0 or more.
    let scale: Int

    private static let powers: [Int128] = (0...37).map { exponent in
        (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
    }

    public init(_ integer: Int) {
        coefficient = Int128(integer)
        scale = 0
    }

    /// nil when it has more digits than a number may have.
    private init?(_ coefficient: Int128, scale: Int) {
        var coefficient = coefficient
        var scale = scale
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        guard scale <= Self.digitLimit, coefficient.magnitude < Self.powers[Self.digitLimit].magnitude else {
            return nil
        }
        self.coefficient = coefficient
        self.scale = scale
    }

    /// Reads digits with an optional sign, fraction (with a point) and exponent; nil for anything else and for numbers of
    /// more than 34 digits.
    public init?(_ text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        var coefficient: Int128 = 0
        var scale = 0
        var hasDigit = false
        var isFraction = false
        var zeros = 0
        while let byte = rest.first {
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                hasDigit = true
                // Zeros at the end of a fraction cost no digits.
                if isFraction, byte == UInt8(ascii: "0") {
                    zeros += 1
                } else {
                    for _ in 0..<min(zeros, 40) {
                        coefficient *= 10
                        scale += 1
                        guard coefficient < Self.powers[36] else { return nil }
                    }
                    guard zeros < 40 else { return nil }
                    zeros = 0
                    coefficient = coefficient * 10 + Int128(byte - UInt8(ascii: "0"))
                    if isFraction { scale += 1 }
                    guard coefficient < Self.powers[36] else { return nil }
                }
            } else {
                break
            }
            rest = rest.dropFirst()
        }
        guard hasDigit else { return nil }
        var exponent = 0
        if let byte = rest.first, byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            guard let given = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), abs(given) <= 60 else {
                return nil
            }
            exponent = given
            rest = rest[rest.endIndex...]
        }
        guard rest.isEmpty else { return nil }
        if isNegative { coefficient = -coefficient }
        scale -= exponent
        while scale < 0 {
            guard coefficient.magnitude < Self.powers[36].magnitude else { return nil }
            coefficient *= 10
            scale += 1
        }
        while scale > 0, coefficient % 10 == 0, coefficient != 0 {
            coefficient /= 10
            scale -= 1
        }
        if coefficient == 0 { scale = 0 }
        self.init(coefficient, scale: scale)
    }

    // MARK: Arithmetic; nil when the result does not fit in 34 digits

    public func adding(_ other: ExactDecimal) -> ExactDecimal? {
        let common = max(scale, other.scale)
        guard let left = aligned(to: common), let right = other.aligned(to: common) else { return nil }
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? nil : ExactDecimal(sum, scale: common)
    }

    public var negated: ExactDecimal { ExactDecimal(0).subtractingSmall(self) }

    public func subtracting(_ other: ExactDecimal) -> ExactDecimal? { adding(other.negated) }

    public func multiplied(by other: ExactDecimal) -> ExactDecimal? {
        let (product, isTooLarge) = coefficient.multipliedReportingOverflow(by: other.coefficient)
        return isTooLarge ? nil : ExactDecimal(product, scale: scale + other.scale)
    }

    /// Rounded half to even at 34 digits, when it does not end before; nil for a division by zero.
    public func divided(by other: ExactDecimal) -> ExactDecimal? {
        guard other.coefficient != 0 else { return nil }
        let divisor = other.coefficient.magnitude
        var (quotient, remainder) = coefficient.magnitude.quotientAndRemainder(dividingBy: divisor)
        var scale = scale - other.scale
        let limit = Self.powers[Self.digitLimit - 1].magnitude
        while remainder != 0 || scale < 0 {
            guard quotient < limit, scale < Self.digitLimit else {
                let doubled = remainder * 2
                if doubled > divisor || (doubled == divisor && quotient % 2 == 1) { quotient += 1 }
                break
            }
            let (digit, rest) = (remainder * 10).quotientAndRemainder(dividingBy: divisor)
            quotient = quotient * 10 + digit
            remainder = rest
            scale += 1
        }
        guard scale >= 0 else { return nil }
        let isNegative = (coefficient < 0) != (other.coefficient < 0)
        return ExactDecimal(isNegative ? -Int128(quotient) : Int128(quotient), scale: scale)
    }

    /// Halfway to another number; nil when that does not fit in 34 digits.
    func middle(to other: ExactDecimal) -> ExactDecimal? {
        adding(other)?.multiplied(by: ExactDecimal(unchecked: 5, scale: 1))
    }

    private init(unchecked coefficient: Int128, scale: Int) {
        self.coefficient = coefficient
        self.scale = scale
    }

    private func subtractingSmall(_ other: ExactDecimal) -> ExactDecimal {
        ExactDecimal(unchecked: -other.coefficient, scale: other.scale)
    }

    private func aligned(to wanted: Int) -> Int128? {
        guard wanted - scale < Self.powers.count else { return nil }
        let (value, isTooLarge) = coefficient.multipliedReportingOverflow(by: Self.powers[wanted - scale])
        return isTooLarge ? nil : value
    }
}

extension ExactDecimal: Comparable {
    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.scale == right.scale { return left.coefficient < right.coefficient }
        // Whole parts first, then the rests brought to one scale: neither can overflow.
        let whole = (
            left.coefficient.floored(by: powers[left.scale]), right.coefficient.floored(by: powers[right.scale])
        )
        if whole.0 != whole.1 { return whole.0 < whole.1 }
        let common = max(left.scale, right.scale)
        let rest = (
            (left.coefficient - whole.0 * powers[left.scale]) * powers[common - left.scale],
            (right.coefficient - whole.1 * powers[right.scale]) * powers[common - right.scale]
        )
        return rest.0 < rest.1
    }
}

extension Int128 {
    /// The quotient, rounded down.
    fileprivate func floored(by divisor: Int128) -> Int128 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// Digits with a decimal point, without exponent: `29.99`.
    public var description: String {
        var digits = String(coefficient.magnitude)
        if scale > 0 {
            if digits.count <= scale { digits = String(repeating: "0", count: scale - digits.count + 1) + digits }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
        }
        return coefficient < 0 ? "-" + digits : digits
    }
}
