/// Reads the numbers of Dutch plans as whole thousandths, so that limits are compared exactly.
enum ExactThousandths {
    /// Beyond this a value is no norm but a mistake, and products in comparisons stay inside Int64.
    private static let maximumWholeDigits = 9

    /// The value of a text as `8,5`, `8.5`, `9 m` or `70%`, in thousandths; nil when it can't be read with certainty.
    ///
    /// Not certain: more than three decimals that count, both a comma and a point, and a point before exactly three
    /// digits (`1.000` is one thousand in Dutch and one in the files of some programs) unless a zero stands before it.
    static func read(_ text: String, unit: NormUnit?) -> Int64? {
        var digits = text.lowercased().filter { !$0.isWhitespace }
        for spelling in unit?.spellings ?? [] where digits.hasSuffix(spelling) && digits != spelling {
            digits.removeLast(spelling.count)
            break
        }
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits.removeFirst() }
        let parts = digits.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        guard let whole = parts.first, parts.count <= 2, isNumber(whole), whole.count <= maximumWholeDigits else {
            return nil
        }
        var decimals = Array((parts.count == 2 ? parts[1] : "0").utf8)
        if parts.count == 2 {
            guard isNumber(parts[1]) else { return nil }
            if digits.contains("."), decimals.count == 3, whole != "0" { return nil }
        }
        while decimals.count > 3 { guard decimals.removeLast() == UInt8(ascii: "0") else { return nil } }
        while decimals.count < 3 { decimals.append(UInt8(ascii: "0")) }
        var value: Int64 = 0
        for digit in Array(whole.utf8) + decimals { value = value * 10 + Int64(digit - UInt8(ascii: "0")) }
        return isNegative ? -value : value
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }
}
