public import FileBridge
public import GeoValues

/// One memory-mapped segment: what one source delivered for one layer. Immutable. A file of its own, or a part of a file
/// in which many small segments are packed.
///
/// Opening checks header, lengths and section table, so that every read stays inside the file; ``verify()`` checks the
/// contents of all sections. A feature is named by its position, 0..<``featureCount``, in Hilbert order.
public final class Segment: Sendable {
    public let path: String
    public let featureCount: Int
    /// Empty when no feature has a place.
    public let box: RDBox
    public let mercatorBox: MercatorBox
    /// The checksum of header and section table; names the contents.
    public let checksum: Checksum128
    /// The columns besides `id` and `naam`.
    public let columns: [ColumnDefinition]

    let file: MappedFile
    private let extent: Range<Int>
    let tree: MappedTree
    let kinds: MappedArray<UInt8>
    let firstRings: MappedArray<UInt32>
    let firstVertices: MappedArray<UInt32>
    let ringRoles: MappedArray<UInt8>
    let vertices: MappedArray<Int32>
    let mercatorVertices: MappedArray<UInt32>
    let importances: MappedArray<UInt16>
    let labelPoints: MappedArray<Int32>
    let validFrom: MappedArray<Int32>
    let validUntil: MappedArray<Int32>
    let identifierIndex: MappedArray<UInt32>
    let coverage: MappedArray<UInt32>
    let mappedColumns: [MappedColumn]
    private let sections: [SegmentSection]

    /// Maps a file that is one segment and checks all but the contents of its sections.
    ///
    /// - Throws: ``SegmentProblem``, or `FileProblem` when the file can't be opened.
    public convenience init(path: String) throws {
        let file = try MappedFile(path: path)
        try self.init(file: file, extent: 0..<file.byteCount)
    }

    /// Opens the segment that occupies a range of bytes of a mapped file. The range begins at a multiple of 64.
    ///
    /// - Throws: ``SegmentProblem``.
    public init(file: MappedFile, extent: Range<Int>) throws {
        let header = try SegmentHeader(file, extent: extent)
        let path = file.path
        self.extent = extent
        self.path = path
        self.file = file
        self.featureCount = header.featureCount
        self.box = header.box
        self.mercatorBox = header.mercatorBox
        self.checksum = header.checksum
        self.sections = header.sections

        func section<Element: MappedElement>(
            _ kind: SegmentFormat.Kind,
            _ type: Element.Type,
            count: Int? = nil,
            column: UInt32 = 0
        ) throws -> MappedArray<Element> {
            let stride = MemoryLayout<Element>.stride
            guard let entry = header.sections.first(where: { $0.kind == kind.rawValue && $0.column == column }),
                entry.byteCount % stride == 0, count == nil || entry.byteCount == count.map({ $0 * stride }),
                let array = MappedArray<Element>(file, byteOffset: entry.offset, count: entry.byteCount / stride)
            else { throw SegmentProblem.inconsistentSection(path: path, section: kind.rawValue) }
            return array
        }

        let count = header.featureCount
        let shape = PackedTreeShape(itemCount: count)
        tree = MappedTree(shape: shape, coordinates: try section(.tree, Int32.self, count: shape.boxCount * 4))
        kinds = try section(.geometryKinds, UInt8.self, count: count)
        firstRings = try section(.firstRings, UInt32.self, count: count + 1)
        ringRoles = try section(.ringRoles, UInt8.self)
        firstVertices = try section(.firstVertices, UInt32.self, count: ringRoles.count + 1)
        vertices = try section(.vertices, Int32.self)
        mercatorVertices = try section(.mercatorVertices, UInt32.self, count: vertices.count)
        importances = try section(.importances, UInt16.self, count: vertices.count / 2)
        labelPoints = try section(.labelPoints, Int32.self, count: count * 2)
        validFrom = try section(.validFrom, Int32.self, count: count)
        validUntil = try section(.validUntil, Int32.self, count: count)
        identifierIndex = try section(.identifierIndex, UInt32.self, count: count)
        coverage = try section(.coverage, UInt32.self)

        let definitions = try SegmentHeader.columns(file, header.sections, path: path)
        var mapped: [MappedColumn] = []
        for (position, definition) in definitions.enumerated() {
            let column = UInt32(position)
            switch definition.type {
            case .text:
                mapped.append(
                    .text(
                        codes: try section(.textCodes, UInt32.self, count: count, column: column),
                        offsets: try section(.textOffsets, UInt32.self, column: column),
                        bytes: try section(.textBytes, UInt8.self, column: column)
                    )
                )
            case .integer:
                mapped.append(.integer(try section(.integers, Int64.self, count: count, column: column)))
            case .date:
                mapped.append(.date(try section(.integers, Int64.self, count: count, column: column)))
            case .real:
                mapped.append(.real(try section(.reals, Double.self, count: count, column: column)))
            }
        }
        mappedColumns = mapped
        columns = Array(definitions.dropFirst(2))
    }

    /// Whether a mapped page could not be read since opening, because the file was cut short under us. Answers given
    /// meanwhile may lack features and must be reported as unknown.
    public var isDamaged: Bool { file.isDamaged }

    /// Whether the file's size or time of change differ from when it was mapped.
    public func hasChangedOnDisk() -> Bool { file.hasChangedOnDisk() }

    /// Reads the whole segment and compares every section with its checksum.
    ///
    /// - Throws: ``SegmentProblem/damagedSection(path:section:)``, ``SegmentProblem/damagedHeader(path:)`` or
    ///   ``SegmentProblem/truncated(path:expectedBytes:foundBytes:)``.
    public func verify() throws {
        let header = try SegmentHeader(file, extent: extent)
        guard header.checksum == checksum else { throw SegmentProblem.damagedHeader(path: path) }
        for section in sections {
            let found = MappedBytes.checksum(file, section.offset..<section.offset + section.byteCount)
            guard found == section.checksum, !isDamaged else {
                throw SegmentProblem.damagedSection(path: path, section: section.kind)
            }
        }
    }

    // MARK: Attributes

    public func identifier(_ feature: Int) -> String {
        if case .text(let text) = mappedColumns[0].value(feature) { text } else { "" }
    }

    public func name(_ feature: Int) -> String? {
        if case .text(let text) = mappedColumns[1].value(feature) { text } else { nil }
    }

    /// The value of column `column` of ``columns``.
    public func value(_ feature: Int, column: Int) -> ColumnValue { mappedColumns[column + 2].value(feature) }

    /// The value of a column by name; null when this segment has no such column.
    public func value(_ feature: Int, named name: String) -> ColumnValue {
        guard let column = columns.firstIndex(where: { $0.name == name }) else { return .null }
        return value(feature, column: column)
    }

    /// The text of a column by name; nil when it is null, absent or of another type.
    public func text(_ feature: Int, named name: String) -> String? {
        if case .text(let text) = value(feature, named: name) { text } else { nil }
    }

    /// Whether a feature is valid on a day (days since 1970-01-01).
    public func isValid(_ feature: Int, onDay day: Int32) -> Bool {
        validFrom[feature] <= day && day < validUntil[feature]
    }

    /// First day on which a feature is valid and the first on which it no longer is; nil where there is no such limit.
    public func validity(_ feature: Int) -> (from: Int32?, until: Int32?) {
        let from = validFrom[feature]
        let until = validUntil[feature]
        return (from == .min ? nil : from, until == .max ? nil : until)
    }

    /// The features with this identifier, usually one; binary search over the identifier index.
    public func features(withIdentifier identifier: String) -> [Int] {
        let wanted = Array(identifier.utf8)
        func isBefore(_ position: Int) -> Bool {
            self.identifier(Int(identifierIndex[position])).utf8.lexicographicallyPrecedes(wanted)
        }
        var low = 0
        var high = featureCount
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        var found: [Int] = []
        while low < featureCount {
            let feature = Int(identifierIndex[low])
            guard feature < featureCount, self.identifier(feature).utf8.elementsEqual(wanted) else { break }
            found.append(feature)
            low += 1
        }
        return found
    }

    /// Whether this source has a feature in the coverage cell of a point.
    public func covers(_ point: RDPoint) -> Bool {
        let wanted = CoverageGrid.cell(of: point)
        var low = 0
        var high = coverage.count
        while low < high {
            let middle = (low + high) / 2
            if coverage[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < coverage.count && coverage[low] == wanted
    }
}

extension Segment {
    /// The dictionary position of a text value, equal for equal texts of one segment; nil when it is null or the column
    /// is not text. Column −2 is `id`, −1 is `naam`, 0 and up are ``columns``.
    public func textCode(_ feature: Int, column: Int) -> UInt32? {
        guard case .text(let codes, _, _) = mappedColumns[column + 2] else { return nil }
        let code = codes[feature]
        return code == SegmentFormat.nullTextCode ? nil : code
    }

    /// The text at a dictionary position that ``textCode(_:column:)`` gave.
    public func text(code: UInt32, column: Int) -> String {
        guard case .text(_, let offsets, let bytes) = mappedColumns[column + 2] else { return "" }
        return MappedColumn.text(code, offsets, bytes)
    }

    /// The place of a column for ``textCode(_:column:)`` and ``value(_:column:)``; nil when there is none of that name.
    public func column(named name: String) -> Int? {
        switch name {
        case "id": -2
        case "naam": -1
        default: columns.firstIndex { $0.name == name }
        }
    }
}
