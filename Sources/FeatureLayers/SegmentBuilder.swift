import FileBridge
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
    /// - Parameter mercator: turns RD millimetres into Mercator units, one for each point, in order.
    /// - Throws: what `mercator` throws; ``SegmentProblem/tooLarge(what:limit:)`` beyond 2^31 features or vertices.
    public func encoded(mercator: ([RDPoint]) throws -> [MercatorPoint]) throws -> EncodedSegment {
        guard records.count < Int(Int32.max) else {
            throw SegmentProblem.tooLarge(what: "features", limit: Int(Int32.max))
        }
        let sorted = inHilbertOrder()
        var flat = FlatGeometry()
        var coverage = Set<UInt32>()
        for record in sorted {
            flat.append(record.geometry)
            CoverageGrid.insertCells(of: record.geometry, into: &coverage)
        }
        guard flat.vertices.count < Int(Int32.max) else {
            throw SegmentProblem.tooLarge(what: "vertices", limit: Int(Int32.max))
        }
        let mercatorVertices = try mercator(flat.vertices)
        precondition(mercatorVertices.count == flat.vertices.count, "one Mercator position for each vertex")
        var mercatorBox = MercatorBox.empty
        for vertex in mercatorVertices { mercatorBox.extend(by: vertex) }

        let boxes = PackedTreeShape(itemCount: sorted.count).boxes(over: sorted.map(\.geometry.box))
        var file = SegmentFile(featureCount: sorted.count, box: boxes.last ?? .empty, mercatorBox: mercatorBox)
        file.add(.schema, bytes: encodedSchema())
        file.add(.tree, boxes.flatMap { [$0.minX, $0.minY, $0.maxX, $0.maxY] })
        file.add(.geometryKinds, flat.kinds)
        let (shapes, drawings) = FeatureShapes.encoded(
            kinds: flat.kinds,
            firstRings: flat.firstRings,
            firstVertices: flat.firstVertices,
            vertices: flat.vertices,
            boxes: boxes.prefix(sorted.count)
        )
        file.add(.shapes, shapes)
        file.add(.drawings, drawings)
        file.add(.firstRings, flat.firstRings)
        file.add(.firstVertices, flat.firstVertices)
        file.add(.ringRoles, flat.ringRoles)
        file.add(.vertices, flat.vertices.flatMap { [$0.x, $0.y] })
        file.add(.vertexBlocks, VertexBlocks.boxes(flat.vertices))
        file.add(.mercatorVertices, mercatorVertices.flatMap { [$0.x, $0.y] })
        file.add(.validFrom, sorted.map { $0.validFrom ?? .min })
        file.add(.validUntil, sorted.map { $0.validUntil ?? .max })
        file.add(.identifierIndex, identifierIndex(sorted))
        file.add(.coverage, coverage.sorted())
        addColumns(sorted, to: &file)
        return file.finished()
    }

    /// Along the Hilbert curve, ties by identifier; features without a place last.
    private func inHilbertOrder() -> [FeatureRecord] {
        let keyed = records.enumerated().map { position, record in
            let box = record.geometry.box
            return (key: box.isEmpty ? UInt64.max : UInt64(HilbertCurve.key(of: box)), position: position)
        }
        let order = keyed.sorted { left, right in
            if left.key != right.key { return left.key < right.key }
            let leftName = records[left.position].identifier.utf8
            let rightName = records[right.position].identifier.utf8
            if leftName.elementsEqual(rightName) { return left.position < right.position }
            return leftName.lexicographicallyPrecedes(rightName)
        }
        return order.map { records[$0.position] }
    }

    private func identifierIndex(_ sorted: [FeatureRecord]) -> [UInt32] {
        (0..<sorted.count).sorted { left, right in
            let leftName = sorted[left].identifier.utf8
            let rightName = sorted[right].identifier.utf8
            return leftName.elementsEqual(rightName)
                ? left < right : leftName.lexicographicallyPrecedes(rightName)
        }.map { UInt32($0) }
    }

    private func encodedSchema() -> [UInt8] {
        var bytes: [UInt8] = []
        let all =
            [ColumnDefinition(name: "id", type: .text), ColumnDefinition(name: "naam", type: .text)] + columns
        LittleEndian.append([UInt32(all.count)], to: &bytes)
        for column in all {
            bytes.append(column.type.rawValue)
            LittleEndian.append([UInt16(column.name.utf8.count)], to: &bytes)
            bytes += Array(column.name.utf8)
        }
        return bytes
    }

    private func addColumns(_ sorted: [FeatureRecord], to file: inout SegmentFile) {
        file.addText(sorted.map { $0.identifier }, column: 0)
        file.addText(sorted.map { $0.name }, column: 1)
        for (position, column) in columns.enumerated() {
            let values = sorted.map { $0.values[position] }
            let number = UInt32(position + 2)
            switch column.type {
            case .text:
                file.addText(values.map { if case .text(let text) = $0 { text } else { nil } }, column: number)
            case .integer:
                let integers = values.map { if case .integer(let integer) = $0 { integer } else { Int64.min } }
                file.add(.integers, integers, column: number)
            case .date:
                let days = values.map { if case .date(let day) = $0 { Int64(day) } else { Int64.min } }
                file.add(.integers, days, column: number)
            case .real:
                let reals = values.map { if case .real(let real) = $0 { real } else { Double.nan } }
                file.add(.reals, reals, column: number)
            }
        }
    }
}

/// Geometry of many features in flat arrays with offset tables.
private struct FlatGeometry {
    var kinds: [UInt8] = []
    var firstRings: [UInt32] = [0]
    var firstVertices: [UInt32] = [0]
    var ringRoles: [UInt8] = []
    var vertices: [RDPoint] = []

    mutating func append(_ geometry: RDGeometry) {
        switch geometry {
        case .none: kinds.append(GeometryKind.none.rawValue)
        case .points(let points):
            kinds.append(GeometryKind.points.rawValue)
            appendRing(points, isHole: false)
        case .lines(let lines):
            kinds.append(GeometryKind.lines.rawValue)
            for line in lines { appendRing(line, isHole: false) }
        case .polygons(let polygons):
            kinds.append(GeometryKind.polygons.rawValue)
            for polygon in polygons {
                appendRing(polygon.exterior.points, isHole: false)
                for hole in polygon.holes { appendRing(hole.points, isHole: true) }
            }
        }
        firstRings.append(UInt32(ringRoles.count))
    }

    private mutating func appendRing(_ points: [RDPoint], isHole: Bool) {
        vertices.append(contentsOf: points)
        firstVertices.append(UInt32(truncatingIfNeeded: vertices.count))
        ringRoles.append(isHole ? 1 : 0)
    }
}
