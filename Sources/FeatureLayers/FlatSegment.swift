import FileBridge
public import GeoValues

/// The contents of one segment in flat arrays, feature by feature in the order of the file. Append a feature, then its
/// rings and values; what is not given is null.
public struct FlatSegment: Sendable {
    public let columns: [ColumnDefinition]
    public private(set) var kinds: [UInt8] = []
    public private(set) var firstRings: [UInt32] = [0]
    public private(set) var firstVertices: [UInt32] = [0]
    public private(set) var ringRoles: [UInt8] = []
    /// RD millimetres; rings without the closing repeat.
    public private(set) var vertices: [RDPoint] = []
    private var validFrom: [Int32] = []
    private var validUntil: [Int32] = []
    private var identifiers = TextDictionary()
    private var names = TextDictionary()
    private var texts: [TextDictionary] = []
    private var integers: [[Int64]] = []
    private var reals: [[Double]] = []
    /// Place of each column in `texts`, `integers` or `reals`, by its type.
    private let slots: [Int]

    /// `columns` are the attributes besides identifier and name.
    public init(columns: [ColumnDefinition]) {
        self.columns = columns
        var slots: [Int] = []
        for column in columns {
            switch column.type {
            case .text:
                slots.append(texts.count)
                texts.append(TextDictionary())
            case .integer, .date:
                slots.append(integers.count)
                integers.append([])
            case .real:
                slots.append(reals.count)
                reals.append([])
            }
        }
        self.slots = slots
    }

    public var featureCount: Int { kinds.count }

    // MARK: Appending

    /// Begins a feature. `identifier` and `name` are places of UTF-8 in `bytes`; dates are days since 1970-01-01.
    public mutating func appendFeature(
        _ bytes: [UInt8],
        identifier: Range<Int>,
        name: Range<Int>?,
        kind: GeometryKind,
        validFrom from: Int32?,
        validUntil until: Int32?
    ) {
        finishFeature()
        identifiers.append(bytes, identifier)
        if let name { names.append(bytes, name) } else { names.appendNull() }
        kinds.append(kind.rawValue)
        validFrom.append(from ?? .min)
        validUntil.append(until ?? .max)
        firstRings.append(UInt32(truncatingIfNeeded: ringRoles.count))
    }

    /// A ring, line or run of points of the feature begun last: places of `points`.
    public mutating func appendRing(_ points: [RDPoint], _ range: Range<Int>, isHole: Bool) {
        vertices.append(contentsOf: points[range])
        firstVertices.append(UInt32(truncatingIfNeeded: vertices.count))
        ringRoles.append(isHole ? 1 : 0)
        firstRings[firstRings.count - 1] = UInt32(truncatingIfNeeded: ringRoles.count)
    }

    /// A value of the feature begun last in a text column: a place of UTF-8 in `bytes`.
    public mutating func setText(_ column: Int, _ bytes: [UInt8], _ range: Range<Int>) {
        texts[slots[column]].append(bytes, range)
    }

    /// A value in an integer or date column.
    public mutating func setInteger(_ column: Int, _ value: Int64) { integers[slots[column]].append(value) }

    /// A value in a real column.
    public mutating func setReal(_ column: Int, _ value: Double) { reals[slots[column]].append(value) }

    /// Fills with null what the feature begun last was not given.
    private mutating func finishFeature() {
        let count = kinds.count
        for slot in texts.indices where texts[slot].codes.count < count { texts[slot].appendNull() }
        for slot in integers.indices where integers[slot].count < count { integers[slot].append(.min) }
        for slot in reals.indices where reals[slot].count < count { reals[slot].append(.nan) }
    }

    /// The box of a feature, from its vertices.
    public func box(_ feature: Int) -> RDBox {
        var box = RDBox.empty
        let rings = Int(firstRings[feature])..<Int(firstRings[feature + 1])
        guard let first = rings.first, let last = rings.last else { return box }
        for position in Int(firstVertices[first])..<Int(firstVertices[last + 1]) { box.extend(by: vertices[position]) }
        return box
    }

    public func identifier(_ feature: Int) -> String { identifiers.text(feature) }

    /// Puts other vertices in the place of those of each ring, line or run of points, in their order.
    ///
    /// - Parameter replacement: gets the ``GeometryKind`` of the feature and the vertices.
    public mutating func replaceRings(_ replacement: (_ kind: UInt8, ArraySlice<RDPoint>) -> ArraySlice<RDPoint>) {
        let (old, oldFirst) = (vertices, firstVertices)
        vertices.removeAll(keepingCapacity: true)
        firstVertices = [0]
        firstVertices.reserveCapacity(oldFirst.count)
        for feature in 0..<featureCount {
            for ring in Int(firstRings[feature])..<Int(firstRings[feature + 1]) {
                vertices += replacement(kinds[feature], old[Int(oldFirst[ring])..<Int(oldFirst[ring + 1])])
                firstVertices.append(UInt32(truncatingIfNeeded: vertices.count))
            }
        }
    }

    // MARK: Encoding

    /// The bytes of the segment.
    ///
    /// - Parameters:
    ///   - derived: what was computed of the geometry; its arrays follow ``vertices`` and the features.
    ///   - mercator: turns RD millimetres into Mercator units, one for each point, in order.
    /// - Throws: what `mercator` throws; ``SegmentProblem/tooLarge(what:limit:)`` beyond 2^31 features or vertices.
    public mutating func encoded(
        derived: DerivedGeometry = DerivedGeometry(),
        mercator: ([RDPoint]) throws -> [MercatorPoint]
    ) throws -> EncodedSegment {
        finishFeature()
        guard featureCount < Int(Int32.max) else {
            throw SegmentProblem.tooLarge(what: "features", limit: Int(Int32.max))
        }
        guard vertices.count < Int(Int32.max) else {
            throw SegmentProblem.tooLarge(what: "vertices", limit: Int(Int32.max))
        }
        let mercatorVertices = try mercator(vertices)
        precondition(mercatorVertices.count == vertices.count, "one Mercator position for each vertex")
        var mercatorBox = MercatorBox.empty
        for vertex in mercatorVertices { mercatorBox.extend(by: vertex) }
        let boxes = (0..<featureCount).map { box($0) }
        let shape = PackedTreeShape(itemCount: featureCount)
        let tree = shape.boxes(over: boxes)
        var file = SegmentFile(featureCount: featureCount, box: tree.last ?? .empty, mercatorBox: mercatorBox)
        file.add(.schema, bytes: encodedSchema())
        file.add(.tree, tree)
        let compact = CompactTree.encoded(shape, boxes: tree)
        file.add(.compactTree, compact.nodes)
        file.add(.geometryKinds, kinds)
        let (shapes, drawings) = FeatureShapes.encoded(
            kinds: kinds,
            firstRings: firstRings,
            firstVertices: firstVertices,
            vertices: vertices,
            boxes: compact.rounded
        )
        file.add(.shapes, shapes)
        file.add(.drawings, drawings)
        file.add(.firstRings, firstRings)
        file.add(.firstVertices, firstVertices)
        file.add(.ringRoles, ringRoles)
        file.add(.vertices, vertices)
        file.add(.vertexBlocks, VertexBlocks.boxes(vertices))
        file.add(.mercatorVertices, mercatorVertices)
        let importances = derived.importances(vertexCount: vertices.count)
        file.add(.importances, importances)
        let validZooms = derived.validZooms(self, mercatorVertices, importances)
        file.add(.validZooms, validZooms.mercator, column: 0)
        file.add(.validZooms, validZooms.rd, column: 1)
        let labelPoints = derived.labelPoints(featureCount: featureCount)
        file.add(.labelPoints, labelPoints)
        try addCellCounts(labelPoints, to: &file, mercator: mercator)
        file.add(.validFrom, validFrom)
        file.add(.validUntil, validUntil)
        file.add(.identifierIndex, identifiers.featuresInByteOrder())
        file.add(.coverage, coverageCells(boxes))
        addColumns(to: &file)
        return file.finished()
    }

    private func addCellCounts(
        _ labelPoints: [RDPoint],
        to file: inout SegmentFile,
        mercator: ([RDPoint]) throws -> [MercatorPoint]
    ) throws {
        let (places, areas) = countingPlaces(labelPoints)
        let mercatorPlaces = try mercator(places)
        precondition(mercatorPlaces.count == places.count, "one Mercator position for each place")
        for column in UInt32(0)..<2 {
            var counter = CellCounter()
            for (position, place) in places.enumerated() {
                let key = column == 0 ? CountingGrid.key(of: mercatorPlaces[position]) : CountingGrid.key(of: place)
                counter.add(key, area: areas[position])
            }
            let counted = counter.counted()
            file.add(.cellKeys, counted.keys, column: column)
            file.add(.cellFeatures, counted.features, column: column)
            file.add(.cellAreas, counted.areas, column: column)
        }
    }

    private func coverageCells(_ boxes: [RDBox]) -> [UInt32] {
        var cells = Set<UInt32>()
        for feature in 0..<featureCount where !boxes[feature].isEmpty {
            let first = Int(firstVertices[Int(firstRings[feature])])
            let end = Int(firstVertices[Int(firstRings[feature + 1])])
            CoverageGrid.insertCells(of: boxes[feature], vertices: vertices[first..<end], into: &cells)
        }
        return cells.sorted()
    }

    private func encodedSchema() -> [UInt8] {
        var bytes: [UInt8] = []
        let all = [ColumnDefinition(name: "id", type: .text), ColumnDefinition(name: "naam", type: .text)] + columns
        LittleEndian.append([UInt32(all.count)], to: &bytes)
        for column in all {
            bytes.append(column.type.rawValue)
            LittleEndian.append([UInt16(column.name.utf8.count)], to: &bytes)
            bytes += Array(column.name.utf8)
        }
        return bytes
    }

    private func addColumns(to file: inout SegmentFile) {
        file.add(identifiers, column: 0)
        file.add(names, column: 1)
        for (position, column) in columns.enumerated() {
            let number = UInt32(position + 2)
            let slot = slots[position]
            switch column.type {
            case .text: file.add(texts[slot], column: number)
            case .integer, .date: file.add(.integers, integers[slot], column: number)
            case .real: file.add(.reals, reals[slot], column: number)
            }
        }
    }
}

/// What an import computes of a segment's geometry: see `IMPO`, `VZOM` and `LABL` in ``SegmentFormat``.
public struct DerivedGeometry: Sendable {
    /// A vertex that stays at every tolerance.
    public static let neverGoes = UInt16.max

    private let importances: [UInt16]?
    private let labelPoints: [RDPoint?]?
    let validZooms: ValidZoomFinder

    /// Finds the ``ValidZooms`` of a segment's features by the vertices in Mercator units and the importances.
    public typealias ValidZoomFinder = @Sendable (FlatSegment, [MercatorPoint], [UInt16]) -> ValidZooms

    /// - Parameters:
    ///   - importances: the tolerance in millimetres at which each vertex may go; nil: none ever goes.
    ///   - labelPoints: where to put a feature's label, RD millimetres; nil: nothing was chosen.
    ///   - validZooms: finds from which zoom on rounding leaves a feature valid; by default nothing is known.
    public init(
        importances: [UInt16]? = nil,
        labelPoints: [RDPoint?]? = nil,
        validZooms: @escaping ValidZoomFinder = { segment, _, _ in ValidZooms(featureCount: segment.featureCount) }
    ) {
        self.validZooms = validZooms
        self.importances = importances
        self.labelPoints = labelPoints
    }

    func importances(vertexCount: Int) -> [UInt16] {
        precondition((importances?.count ?? vertexCount) == vertexCount, "one importance for each vertex")
        return importances ?? [UInt16](repeating: DerivedGeometry.neverGoes, count: vertexCount)
    }

    func labelPoints(featureCount: Int) -> [RDPoint] {
        precondition((labelPoints?.count ?? featureCount) == featureCount, "one label point for each feature")
        let none = RDPoint(x: .min, y: .min)
        return labelPoints.map { $0.map { $0 ?? none } } ?? [RDPoint](repeating: none, count: featureCount)
    }
}
