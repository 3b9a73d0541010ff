import FeatureLayers

/// The columns of a layer as they come up: in order of first use, each with the type that holds all its values.
struct IntakeColumns: Sendable {
    private(set) var columns: [ColumnDefinition?] = []
    private var types: [ColumnType?] = []
    private var names: [String] = []
    private var positions: [String: Int] = [:]

    /// The column of a name, made when it is new. It has no type until a value is filled in.
    mutating func position(of name: String) -> Int {
        if let known = positions[name] { return known }
        positions[name] = names.count
        names.append(name)
        columns.append(nil)
        types.append(nil)
        return names.count - 1
    }

    func name(at position: Int) -> String { names[position] }

    /// A column that holds several types becomes text; integers beside reals become real.
    mutating func widen(_ position: Int, to type: ColumnType) {
        let present = types[position]
        guard present != type else { return }
        let isNumeric = (present == .integer && type == .real) || (present == .real && type == .integer)
        let widened = present == nil ? type : isNumeric ? .real : .text
        types[position] = widened
        columns[position] = ColumnDefinition(name: names[position], type: widened)
    }

    /// Takes over another part's columns.
    ///
    /// - Returns: for each of them its place among those of this one that hold a value; see ``definitions``.
    mutating func merge(_ other: IntakeColumns) {
        for (position, column) in other.columns.enumerated() {
            guard let column else { continue }
            widen(self.position(of: other.names[position]), to: column.type)
        }
    }

    /// The columns in which any value was found.
    var definitions: [ColumnDefinition] { columns.compactMap { $0 } }

    /// Where each column of a part stands among the ``definitions``; columns without a value stand nowhere (−1).
    func places(of part: IntakeColumns) -> [Int] {
        var places = [Int](repeating: -1, count: part.columns.count)
        var placeOfName: [String: Int] = [:]
        for (place, definition) in definitions.enumerated() { placeOfName[definition.name] = place }
        for position in places.indices where part.columns[position] != nil {
            places[position] = placeOfName[part.names[position]] ?? -1
        }
        return places
    }
}
