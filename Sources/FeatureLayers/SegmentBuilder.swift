public import GeoValues

/// One feature on its way into a segment.
public struct FeatureRecord: Sendable {
    public var identifier: String
    public var name: String?
    /// Values in the order of the builder's columns.
    public var values: [ColumnValue]
    public var geometry: RDGeometry
    /// Valid from this day on (days since 1970-01-01); nil: always.
    public var validFrom: Int32?
    /// Valid until the day before this one; nil: for ever.
    public var validUntil: Int32?

    public init(
        identifier: String,
        name: String?,
        values: [ColumnValue],
        geometry: RDGeometry,
        validFrom: Int32? = nil,
        validUntil: Int32? = nil
    ) {
        self.identifier = identifier
        self.name = name
        self.values = values
        self.geometry = geometry
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

/// Encodes features as the bytes of a segment file. The same features give the same bytes, in whatever order they came.
public struct SegmentBuilder {
    let columns: [ColumnDefinition]
    private var records: [FeatureRecord] = []

    /// `columns` are the attributes besides identifier and name.
    public init(columns: [ColumnDefinition]) {
        self.columns = columns
    }

    public var featureCount: Int { records.count }

    public mutating func append(_ record: FeatureRecord) {
        precondition(record.values.count == columns.count, "a record has one value for each column")
        records.append(record)
    }

    /// The finished segment.
    ///
    /// - Parameters:
    ///   - label: where the label of a feature stands; nil: it has none.
    ///   - mercator: turns RD millimetres into Mercator units, one for each point, in order.
    /// - Throws: what ``FlatSegment/encoded(derived:mercator:)`` throws.
    public func encoded(
        label: (FeatureRecord) -> RDPoint? = { _ in nil },
        mercator: ([RDPoint]) throws -> [MercatorPoint]
    ) throws -> EncodedSegment {
        var flat = FlatSegment(columns: columns)
        let order = order()
        for position in order { append(records[position], to: &flat) }
        let derived = DerivedGeometry(labelPoints: order.map { label(records[$0]) })
        return try flat.encoded(derived: derived, mercator: mercator)
    }

    /// That of the tree over the features as they come along the Hilbert curve, ties by identifier; features without a place
    /// last.
    private func order() -> [Int] {
        let keyed = records.enumerated().map { position, record in
            let box = record.geometry.box
            return (key: box.isEmpty ? UInt64.max : UInt64(HilbertCurve.key(of: box)), position: position)
        }
        let curve = keyed.sorted { left, right in
            if left.key != right.key { return left.key < right.key }
            let leftName = records[left.position].identifier.utf8
            let rightName = records[right.position].identifier.utf8
            if leftName.elementsEqual(rightName) { return left.position < right.position }
            return leftName.lexicographicallyPrecedes(rightName)
        }
        return PackedTreeOrder.order(curve.map { records[$0.position].geometry.box }).map { curve[$0].position }
    }

    private func append(_ record: FeatureRecord, to flat: inout FlatSegment) {
        let identifier = Array(record.identifier.utf8)
        let name = record.name.map { Array($0.utf8) }
        let rings: [(points: [RDPoint], isHole: Bool)]
        let kind: GeometryKind
        switch record.geometry {
        case .none: (kind, rings) = (.none, [])
        case .points(let points): (kind, rings) = (.points, [(points, false)])
        case .lines(let lines): (kind, rings) = (.lines, lines.map { ($0, false) })
        case .polygons(let polygons):
            kind = .polygons
            rings = polygons.flatMap { polygon in
                [(polygon.exterior.points, false)] + polygon.holes.map { ($0.points, true) }
            }
        }
        flat.appendFeature(
            identifier + (name ?? []),
            identifier: identifier.indices,
            name: name.map { identifier.count..<identifier.count + $0.count },
            kind: kind,
            validFrom: record.validFrom,
            validUntil: record.validUntil
        )
        for ring in rings { flat.appendRing(ring.points, ring.points.indices, isHole: ring.isHole) }
        for (column, value) in record.values.enumerated() {
            switch (value, columns[column].type) {
            case (.text(let text), .text):
                let utf8 = Array(text.utf8)
                flat.setText(column, utf8, utf8.indices)
            case (.integer(let integer), .integer): flat.setInteger(column, integer)
            case (.date(let day), .date): flat.setInteger(column, Int64(day))
            case (.real(let real), .real): flat.setReal(column, real)
            default: break
            }
        }
    }
}
