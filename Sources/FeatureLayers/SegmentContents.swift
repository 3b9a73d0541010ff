import FileBridge
import GeoValues

/// The sections of an open segment, checked for their lengths. Immutable.
///
/// Reads are total (see ``MappedArray``). Whoever reads keeps the file that it was made from.
final class SegmentContents: Sendable {
    /// First, so that what a point look-up reads of this object lies in two lines of the processor's cache.
    let pointIndex: PointIndex
    let mercatorBox: MercatorBox
    let columns: SegmentColumns
    let tree: MappedTree
    let kinds: MappedArray<UInt8>
    let firstRings: MappedArray<UInt32>
    let firstVertices: MappedArray<UInt32>
    let ringRoles: MappedArray<UInt8>
    let vertexBlocks: MappedArray<SIMD4<Int32>>
    let mercatorVertices: MappedArray<MercatorPoint>
    let importances: MappedArray<UInt16>
    /// In WebMercatorQuad and in NetherlandsRDNewQuad.
    let validZooms: [MappedArray<UInt8>]
    let labelPoints: MappedArray<RDPoint>
    /// In WebMercatorQuad and in NetherlandsRDNewQuad.
    let cellCounts: [CellCounts]
    let validFrom: MappedArray<Int32>
    let validUntil: MappedArray<Int32>
    let identifierIndex: MappedArray<UInt32>
    let coverage: MappedArray<UInt32>
    let values: [MappedColumn]

    var vertices: MappedArray<RDPoint> { pointIndex.vertices }

    /// Finds the sections that a header names.
    ///
    /// - Throws: ``SegmentProblem/inconsistentSection(path:section:)``.
    init(_ file: MappedFile, _ header: SegmentHeader) throws {
        let finder = SectionFinder(file: file, sections: header.sections)
        let count = header.featureCount
        // More than the format can hold; a count that no section can match.
        guard count <= Int(Int32.max) else { throw finder.problem(.tree) }
        let shape = PackedTreeShape(itemCount: count)
        mercatorBox = header.mercatorBox
        tree = MappedTree(shape: shape, boxes: try finder.array(.tree, count: shape.boxCount))
        pointIndex = PointIndex(
            tree: CompactTree(
                nodes: try finder.array(.compactTree, count: CompactTree.nodeCount(shape)),
                itemCount: count,
                box: header.box
            ),
            shapes: try finder.array(.shapes, count: count),
            drawings: try finder.array(.drawings),
            vertices: try finder.array(.vertices)
        )
        kinds = try finder.array(.geometryKinds, count: count)
        firstRings = try finder.array(.firstRings, count: count + 1)
        ringRoles = try finder.array(.ringRoles)
        firstVertices = try finder.array(.firstVertices, count: ringRoles.count + 1)
        let vertices = pointIndex.vertices
        vertexBlocks = try finder.array(
            .vertexBlocks,
            count: VertexBlocks.boxCount(vertexCount: vertices.count)
        )
        mercatorVertices = try finder.array(.mercatorVertices, count: vertices.count)
        importances = try finder.array(.importances, count: vertices.count)
        validZooms = try [UInt32(0), 1].map { try finder.array(.validZooms, count: count, column: $0) }
        labelPoints = try finder.array(.labelPoints, count: count)
        cellCounts = try [UInt32(0), 1].map { column in
            let keys: MappedArray<UInt64> = try finder.array(.cellKeys, column: column)
            return CellCounts(
                keys: keys,
                features: try finder.array(.cellFeatures, count: keys.count + 1, column: column),
                areas: try finder.array(.cellAreas, count: keys.count + 1, column: column)
            )
        }
        validFrom = try finder.array(.validFrom, count: count)
        validUntil = try finder.array(.validUntil, count: count)
        identifierIndex = try finder.array(.identifierIndex, count: count)
        coverage = try finder.array(.coverage)
        columns = try SegmentColumns.read(file, header)
        values = try columns.all.enumerated().map { position, definition in
            let column = UInt32(position)
            switch definition.type {
            case .text:
                return .text(
                    codes: try finder.array(.textCodes, count: count, column: column),
                    offsets: try finder.array(.textOffsets, column: column),
                    bytes: try finder.array(.textBytes, column: column)
                )
            case .integer: return .integer(try finder.array(.integers, count: count, column: column))
            case .date: return .date(try finder.array(.integers, count: count, column: column))
            case .real: return .real(try finder.array(.reals, count: count, column: column))
            }
        }
    }

    /// What a segment that can't be opened has: nothing, so that every read finds none.
    static let none = SegmentContents()

    private init() {
        mercatorBox = .empty
        columns = .none
        tree = MappedTree(shape: PackedTreeShape(itemCount: 0), boxes: .empty)
        pointIndex = PointIndex(
            tree: CompactTree(nodes: .empty, itemCount: 0, box: .empty),
            shapes: .empty,
            drawings: .empty,
            vertices: .empty
        )
        kinds = .empty
        firstRings = .empty
        firstVertices = .empty
        ringRoles = .empty
        vertexBlocks = .empty
        mercatorVertices = .empty
        importances = .empty
        validZooms = [.empty, .empty]
        labelPoints = .empty
        cellCounts = [.none, .none]
        validFrom = .empty
        validUntil = .empty
        identifierIndex = .empty
        coverage = .empty
        values = columns.all.map { _ in .text(codes: .empty, offsets: .empty, bytes: .empty) }
    }
}

/// Finds sections of a segment by kind and column.
private struct SectionFinder {
    let file: MappedFile
    let sections: [SegmentSection]

    func problem(_ kind: SegmentFormat.Kind) -> SegmentProblem {
        .inconsistentSection(path: file.path, section: kind.rawValue)
    }

    /// The section as an array of `count` elements, or of as many as it has.
    func array<Element: MappedElement>(
        _ kind: SegmentFormat.Kind,
        count: Int? = nil,
        column: UInt32 = 0
    ) throws -> MappedArray<Element> {
        let stride = MemoryLayout<Element>.stride
        let wanted = kind.code
        guard let entry = sections.first(where: { $0.kind == wanted && $0.column == column }),
            entry.byteCount % stride == 0, count == nil || entry.byteCount == count.map({ $0 * stride }),
            let array = MappedArray<Element>(file, byteOffset: entry.offset, count: entry.byteCount / stride)
        else { throw problem(kind) }
        return array
    }
}
