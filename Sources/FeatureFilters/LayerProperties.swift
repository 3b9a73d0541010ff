public import FeatureLayers

/// The properties of a layer's features, as filters and lists of features name them.
public struct LayerProperties: Sendable {
    /// The property that stands for the place of a feature.
    public static let geometryName = "geometrie"
    /// First day of validity, and the first day after it.
    public static let validFromName = "geldig_van"
    public static let validUntilName = "geldig_tot"

    /// See `Layer.columns`.
    public let columns: [ColumnDefinition]
    private let types: [String: ColumnType]

    public init(_ layer: Layer) {
        columns = layer.columns
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
