/// Numbers as the public reads them, and as answers carry them.
enum MeasureText {
    /// Thousandths with a decimal comma and without closing zeros: `8,5`.
    static func dutch(_ thousandths: Int64) -> String { text(thousandths, separator: ",") }

    /// The same with a decimal point.
    static func english(_ thousandths: Int64) -> String { text(thousandths, separator: ".") }

    private static func text(_ thousandths: Int64, separator: String) -> String {
        let magnitude = thousandths.magnitude
        var decimals = String(magnitude % 1000 + 1000).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        let sign = thousandths < 0 ? "-" : ""
        return "\(sign)\(magnitude / 1000)" + (decimals.isEmpty ? "" : separator + decimals)
    }

    /// Square metres in whole hundredths, as thousandths for ``dutch(_:)``; what is there never reads as 0.
    static func areaThousandths(_ squareMetres: Double) -> Int64 {
        let hundredths = Int64((squareMetres * 100).rounded())
        return max(hundredths, squareMetres > 0 ? 1 : 0) * 10
    }

    /// Square metres to three decimals: beyond that only the order of additions speaks.
    static func rounded(squareMetres: Double) -> Double { (squareMetres * 1000).rounded() / 1000 }

    /// Names parted by commas, the last by a word: `a, b en c`.
    static func list(_ names: [String], lastJoinedBy word: String) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " \(word) " + last
    }
}
