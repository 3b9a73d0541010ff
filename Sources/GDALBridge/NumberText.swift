/// Which texts are numbers, and nothing but a number.
enum NumberText {
    /// Of a number as numbers are written, ``GDALFieldType/integer64`` or ``GDALFieldType/real``; else, as of what has a zero before it,
    /// a plus sign, an exponent or more digits than the type holds exactly, ``GDALFieldType/text``.
    static func type(of text: String) -> GDALFieldType {
        var digits = Substring(text)
        if digits.first == "-" { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole == "0" || whole.first != "0",
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } })
        else { return .text }
        if parts.count == 2 { return digits.utf8.count <= 16 ? .real : .text }
        // Int64.min stands for "no value".
        return Int64(text).map { $0 > .min } == true && text != "-0" ? .integer64 : .text
    }

    /// The type of a field that has values of both.
    static func widest(_ first: GDALFieldType, _ second: GDALFieldType) -> GDALFieldType {
        if first == second { return first }
        return first == .text || second == .text ? .text : .real
    }
}
