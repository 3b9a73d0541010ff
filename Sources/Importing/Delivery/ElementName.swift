/// Names of XML elements as names of columns.
enum ElementName {
    /// `relatieveHoogteligging` → `relatieve_hoogteligging`, as PDOK names the columns of the same data.
    ///
    /// A run of capitals is one word (`identificatieBAGPND` → `identificatie_bagpnd`), a hyphen parts words.
    static func snakeCase(_ name: String) -> String {
        var result = ""
        var isAfterCapital = true
        for character in name {
            if character == "-" || character == "." {
                result.append("_")
                isAfterCapital = true
            } else if character.isUppercase {
                if !isAfterCapital { result.append("_") }
                result += character.lowercased()
                isAfterCapital = true
            } else {
                result.append(character)
                isAfterCapital = false
            }
        }
        return result
    }
}

/// Remembers the column name of each element name of a document: a document has some dozens.
struct ColumnNames {
    private var known: [String?] = []

    /// The column for the name at a position of ``XMLRecordBatch/names``.
    mutating func column(_ position: Int32, in names: [String]) -> String {
        let position = Int(position)
        if position < known.count, let name = known[position] { return name }
        let name = ElementName.snakeCase(names[position])
        while known.count <= position { known.append(nil) }
        known[position] = name
        return name
    }
}
