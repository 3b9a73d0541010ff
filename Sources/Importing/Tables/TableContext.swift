import PROJBridge

/// What is said from outside about the tables of a source.
struct TableContext: Sendable {
    let transformer: CoordinateTransformer
    let mapping: TableMapping?
    /// Name of the layer that the user asks for.
    let wantedLayer: String?

    init(transformer: CoordinateTransformer, mapping: TableMapping? = nil, wantedLayer: String? = nil) {
        self.transformer = transformer
        self.mapping = mapping
        self.wantedLayer = wantedLayer
    }

    /// How a table with these columns is read.
    ///
    /// - Parameters:
    ///   - conversion: of the table's declared system; a mapping's stands over it.
    ///   - isKnown: whether it may be taken for a table of the registers.
    ///   - isPartial: whether another row may have more columns, so that a mapping may name some that are not here.
    func reading(
        table: String,
        columns: [String],
        conversion: CRSConversion,
        isPartial: Bool = false,
        isKnown: Bool = true
    ) throws -> TableReading {
        let mapped = mapping?.table(named: table)
        let mayBeKnown = isKnown && mapped == nil && (wantedLayer == nil || wantedLayer == table)
        let schema = mayBeKnown ? RegisterSchema.recognised(table: table, columns: columns) : nil
        return TableReading(
            layer: mapped?.layer ?? schema?.layer ?? TableReading.layerName(wantedLayer ?? table),
            schema: schema,
            hasOwnIdentifiers: schema != nil || mapped?.identifier.isEmpty == false,
            columns: try TableColumns(columns, schema, mapped, isPartial: isPartial),
            conversion: try mapped?.conversion() ?? conversion,
            transformer: transformer
        )
    }
}
