public import FeatureLayers

/// The properties of a layer's features, as filters and lists of features name them.
public struct LayerProperties: Sendable {
    /// The property that stands for the place of a feature.
    public static let geometryName = "geometrie"
    /// First day of validity, and the first day after it.
    public static let validFromName = "geldig_van"
    public static let validUntilName = "geldig_tot"

    /// The columns of all segments, in order of first appearance, without `id` and `naam`; one that differs in type from
    /// segment to segment counts as text.
    public let columns: [ColumnDefinition]
    private let types: [String: ColumnType]

    public init(_ layer: Layer) { self.init(columnsOfSegments: layer.segments.map(\.columns)) }

    public init(columnsOfSegments: [[ColumnDefinition]]) {
        var columns: [ColumnDefinition] = []
        var positions: [String: Int] = [:]
        for column in columnsOfSegments.joined() {
            guard let position = positions[column.name] else {
                positions[column.name] = columns.count
                columns.append(column)
                continue
            }
            if columns[position].type != column.type {
                columns[position] = ColumnDefinition(name: column.name, type: .text)
            }
        }
        self.columns = columns
        var types: [String: ColumnType] = [
            LayerProperties.validFromName: .date, LayerProperties.validUntilName: .date, "id": .text, "naam": .text,
        ]
        for column in columns { types[column.name] = column.type }
        self.types = types
    }

    /// All names that a filter may use, those of attributes first.
    public var names: [String] {
        var names = ["id", "naam"]
        names += columns.map(\.name).filter { $0 != "id" && $0 != "naam" }
        for name in [LayerProperties.validFromName, LayerProperties.validUntilName] where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// What a property holds; nil when there is none of that name, or it is the geometry.
    public func type(of name: String) -> ColumnType? { types[name] }
}
