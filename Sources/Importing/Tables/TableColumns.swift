/// Where a table has what is read of every row, so that no row is searched by name.
struct TableColumns: Sendable {
    /// Position of each column by its name in lower case.
    let positions: [String: Int]
    /// Position and name of the columns that become attributes.
    let attributes: [(position: Int, name: String)]
    let identifier: [Int]
    /// Whether all identifier columns together make the identifier; else the first that is filled.
    let joinsIdentifier: Bool
    /// The columns that a mapping names; nil: the schema or the usual columns say.
    let name: [Int]?
    let beginning: [Int]
    let ending: [Int]
    let withdrawing: [Int]
    let version: [Int]
    let place: Place

    /// Where a table without geometries of its own has its places.
    enum Place: Sendable {
        case geometry
        case coordinates(x: Int, y: Int)
        case text(Int)
    }

    /// Columns that hold an identifier in tables that are not known.
    private static let identifierColumns = ["identificatie", "lokaal_id", "lokaalid", "gml_id", "id", "feature_id"]

    private static let beginningColumns = ["begingeldigheid", "begin_geldigheid"]
    private static let endingColumns = ["eindgeldigheid", "eind_geldigheid"]

    /// - Parameter isPartial: whether the mapping may name columns that are not among these.
    /// - Throws: ``MappingProblem/unknownColumn(file:table:column:found:)``.
    init(
        _ names: [String],
        _ schema: RegisterSchema?,
        _ mapping: TableMapping.Table?,
        isPartial: Bool = false
    ) throws {
        var positions: [String: Int] = [:]
        for (position, name) in names.enumerated() { positions[name.lowercased()] = position }
        self.positions = positions
        func found(_ names: [String]) -> [Int] { names.compactMap { positions[$0] } }
        func mapped(_ column: String?) throws -> Int? {
            guard let column, let mapping else { return nil }
            guard let position = positions[column.lowercased()] else {
                if isPartial { return nil }
                throw mapping.unknownColumn(column, found: names)
            }
            return position
        }
        func mapped(_ columns: [String]) throws -> [Int] { try columns.map(mapped).compactMap { $0 } }
        var kept = names.enumerated().map { (position: $0.offset, name: $0.element.lowercased()) }
        for (column, name) in mapping?.attributes ?? [] {
            let position = try mapped(column)
            kept.removeAll { $0.position == position }
            if let name, let position { kept.append((position, name)) }
        }
        let renamed = try mapped((mapping?.attributes ?? []).map(\.column))
        attributes = kept.filter { renamed.contains($0.position) || ($0.name != "id" && $0.name != "naam") }
            .sorted { $0.position < $1.position }
        let own = try mapped(mapping?.identifier ?? [])
        joinsIdentifier = (mapping?.identifier.count ?? 0) > 1
        identifier = own.isEmpty ? found(schema?.identifierColumns ?? Self.identifierColumns) : own
        name = try (mapping?.name).map { try mapped($0) }
        let beginning = try mapped(mapping?.validFrom)
        self.beginning = beginning.map { [$0] } ?? found(schema?.beginningColumns ?? Self.beginningColumns)
        let ending = try mapped(mapping?.validUntil)
        self.ending = ending.map { [$0] } ?? found(schema?.endingColumns ?? Self.endingColumns)
        let version = try mapped(mapping?.version)
        self.version = version.map { [$0] } ?? found(RegisterSchema.versionColumns)
        withdrawing = found(RegisterSchema.withdrawingColumns)
        if let text = try mapped(mapping?.wellKnownText) {
            place = .text(text)
        } else if let x = try mapped(mapping?.x), let y = try mapped(mapping?.y) {
            place = .coordinates(x: x, y: y)
        } else {
            place = .geometry
        }
    }
}
