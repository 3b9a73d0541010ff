import Coverages
import FeatureLayers
import FileBridge
import GeoValues
import PROJBridge
import Registers
import VectorTiles

/// Makes one block of a layer into a segment: joins T-vertices with neighbours in this block and others, and finds how long
/// each vertex stays when borders are simplified.
struct BlockEncoder {
    let layers: CoverageLayers
    /// Which of the layers the blocks are of.
    let layer: Int
    let transformer: CoordinateTransformer

    /// What was found in a block.
    struct Outcome: Sendable {
        /// Vertices that were inserted in edges.
        let nodedCount: Int
        let findings: [Finding]
        /// Of a coverage: what features share, and the edges that no neighbour has.
        let overlaps: OverlapFindings
        let unmatchedEdges: [UnmatchedEdge]
    }

    private var assembly: LayerAssembly { layers.assemblies[layer] }

    func encoded(_ block: Range<Int>) throws -> (segment: EncodedSegment, outcome: Outcome) {
        let assembly = assembly
        var segment = FlatSegment(columns: assembly.columns)
        var groups: [UInt32] = []
        var geometry = StoredRecord.Geometry()
        let firstNumber = layers.firstNumbers[layer]
        try assembly.forEachRecord(block) { position, reader in
            StoredRecord.readGeometry(&reader, into: &geometry)
            StoredRecord.readAttributes(
                &reader,
                kind: geometry.kind,
                columns: assembly.columnPlaces(ofPart: geometry.part),
                into: &segment
            )
            var start = 0
            for ring in geometry.ringRoles.indices {
                let end = start + Int(geometry.ringVertexCounts[ring])
                segment.appendRing(geometry.vertices, start..<end, isHole: geometry.ringRoles[ring] == 1)
                start = end
            }
            groups.append(layers.group(geometry.group, of: firstNumber + position, in: layer))
        }
        if RegisterLayer.histories.contains(assembly.layer) {
            // Not drawn: nothing to join, simplify or label.
            let encoded = try segment.encoded(derived: DerivedGeometry()) { try transformer.mercator(rd: $0) }
            return (encoded, Outcome(nodedCount: 0, findings: [], overlaps: OverlapFindings(), unmatchedEdges: []))
        }
        let (polygons, keys) = try polygons(of: segment, groups, in: block)
        let coverage = CoverageBlock(polygons)
        let findings = coverage.refusals.map { refusal in
            Finding(
                code: .borderNotJoined,
                identifier: segment.identifier(polygonFeature(Int(refusal.feature), of: segment)),
                place: "",
                detail: nil,
                position: RDBox(refusal.place)
            )
        }
        if !coverage.insertions.isEmpty { replaceRings(of: &segment, by: coverage.noded) }
        let derived = DerivedGeometry(
            importances: importances(of: segment, polygons: coverage.importances()),
            labelPoints: (0..<segment.featureCount).map { labelPoint($0, of: segment) },
            validZooms: ValidZoomSearch.zooms
        )
        let outcome = Outcome(
            nodedCount: coverage.insertions.count,
            findings: findings,
            overlaps: layers.isCoverage ? coverage.overlaps(keys: keys) : OverlapFindings(),
            unmatchedEdges: layers.isCoverage
                ? coverage.unmatchedEdges(keys: keys).filter { layers.isCoverageGroup($0.group) } : []
        )
        return (try segment.encoded(derived: derived) { try transformer.mercator(rd: $0) }, outcome)
    }

    /// The polygons of the block, then those of the halo; and the key of each feature.
    private func polygons(
        of segment: FlatSegment,
        _ groups: [UInt32],
        in block: Range<Int>
    ) throws -> (polygons: FlatPolygons, keys: [UInt64]) {
        var flat = PolygonArrays()
        var keys: [UInt64] = []
        func appendKey(_ number: Int) { keys.append(CoverageReport.key(number, box: layers.box(of: number))) }
        for feature in 0..<segment.featureCount where segment.kinds[feature] == GeometryKind.polygons.rawValue {
            for ring in Int(segment.firstRings[feature])..<Int(segment.firstRings[feature + 1]) {
                let range = Int(segment.firstVertices[ring])..<Int(segment.firstVertices[ring + 1])
                flat.appendRing(segment.vertices[range], role: segment.ringRoles[ring])
            }
            flat.endFeature(group: groups[feature])
            appendKey(layers.firstNumbers[layer] + block.lowerBound + feature)
        }
        let ownCount = flat.groups.count
        if ownCount > 0 {
            var geometry = StoredRecord.Geometry()
            try layers.forEachRecord(halo(of: segment, in: block)) { number, reader in
                StoredRecord.readGeometry(&reader, into: &geometry)
                guard geometry.kind == .polygons else { return }
                var start = 0
                for ring in geometry.ringRoles.indices {
                    let end = start + Int(geometry.ringVertexCounts[ring])
                    flat.appendRing(geometry.vertices[start..<end], role: geometry.ringRoles[ring])
                    start = end
                }
                flat.endFeature(group: layers.group(geometry.group, of: number, in: layers.place(of: number).layer))
                appendKey(number)
            }
        }
        return (flat.polygons(ownCount: ownCount), keys)
    }

    /// Vertices of a long ring that are asked about together: what meets the box of a province's border is most of it.
    private static let runLength = 32

    /// The numbers of the features outside the block whose box meets that of an own feature; of features with many vertices, those whose
    /// box meets that of a run of their edges. What is decided of a vertex or an edge depends on nothing else.
    private func halo(of segment: FlatSegment, in block: Range<Int>) -> [Int] {
        // A block that is everything has none.
        if block.count == layers.featureCount { return [] }
        var found: [Int] = []
        // Small neighbours are asked about together: a halo may hold more than is needed.
        var pending = RDBox.empty
        func ask() {
            if !pending.isEmpty {
                layers.appendNumbers(in: pending.grown(by: FlatPolygons.haloMillimetres), to: &found)
            }
            pending = .empty
        }
        for feature in 0..<segment.featureCount where segment.kinds[feature] == GeometryKind.polygons.rawValue {
            for ring in Int(segment.firstRings[feature])..<Int(segment.firstRings[feature + 1]) {
                let range = Int(segment.firstVertices[ring])..<Int(segment.firstVertices[ring + 1])
                for start in stride(from: range.lowerBound, to: range.upperBound, by: BlockEncoder.runLength) {
                    let end = min(start + BlockEncoder.runLength, range.upperBound)
                    var box = RDBox(around: segment.vertices[start..<end])
                    box.extend(by: segment.vertices[end == range.upperBound ? range.lowerBound : end])
                    var union = pending
                    union.formUnion(box)
                    if !union.isSmall { ask() }
                    pending.formUnion(box)
                }
            }
        }
        ask()
        found.sort()
        var halo: [Int] = []
        let first = layers.firstNumbers[layer]
        for number in found where halo.last != number && !block.contains(number - first) { halo.append(number) }
        return halo
    }

    /// The feature of the segment that is the `number`th with polygons.
    private func polygonFeature(_ number: Int, of segment: FlatSegment) -> Int {
        var count = -1
        for feature in 0..<segment.featureCount where segment.kinds[feature] == GeometryKind.polygons.rawValue {
            count += 1
            if count == number { return feature }
        }
        return 0
    }

    private func replaceRings(of segment: inout FlatSegment, by noded: NodedPolygons) {
        var next = 0
        segment.replaceRings { kind, points in
            guard kind == GeometryKind.polygons.rawValue else { return points }
            defer { next += 1 }
            return noded.ring(next)
        }
    }

    private func labelPoint(_ feature: Int, of segment: FlatSegment) -> RDPoint? {
        let rings = Int(segment.firstRings[feature])..<Int(segment.firstRings[feature + 1])
        guard !rings.isEmpty else { return nil }
        let first = Int(segment.firstVertices[rings.lowerBound])
        let end = Int(segment.firstVertices[rings.upperBound])
        switch GeometryKind(rawValue: segment.kinds[feature]) {
        case .polygons:
            return LabelPoint.of(
                vertices: segment.vertices[first..<end],
                firstVertices: segment.firstVertices[rings.lowerBound...rings.upperBound].map { Int($0) },
                ringRoles: segment.ringRoles[rings]
            )
        case .lines:
            return LabelPoint.of(
                lines: rings.map { ring in
                    Array(segment.vertices[Int(segment.firstVertices[ring])..<Int(segment.firstVertices[ring + 1])])
                }
            )
        default: return segment.vertices[first..<end].first
        }
    }

    /// Importances of all vertices of the segment from those of its polygons' vertices.
    private func importances(of segment: FlatSegment, polygons: [UInt16]) -> [UInt16] {
        if polygons.count == segment.vertices.count { return polygons }
        var importances: [UInt16] = []
        importances.reserveCapacity(segment.vertices.count)
        var next = 0
        for feature in 0..<segment.featureCount {
            let rings = Int(segment.firstRings[feature])..<Int(segment.firstRings[feature + 1])
            let first = Int(segment.firstVertices[rings.lowerBound])
            let end = Int(segment.firstVertices[rings.upperBound])
            switch GeometryKind(rawValue: segment.kinds[feature]) {
            case .polygons:
                importances += polygons[next..<next + end - first]
                next += end - first
            case .lines:
                importances += LineImportance.importances(
                    vertices: Array(segment.vertices[first..<end]),
                    firstVertices: segment.firstVertices[rings.lowerBound...rings.upperBound].map { $0 - UInt32(first) }
                )
            default: importances += repeatElement(DerivedGeometry.neverGoes, count: end - first)
            }
        }
        return importances
    }
}

extension RDBox {
    /// Whether it is at most 100 m wide and high.
    fileprivate var isSmall: Bool {
        Int64(maxX) - Int64(minX) <= 100_000 && Int64(maxY) - Int64(minY) <= 100_000
    }
}

/// Collects the arrays of ``FlatPolygons``.
private struct PolygonArrays {
    private var vertices: [RDPoint] = []
    private var firstVertices: [UInt32] = [0]
    private var ringRoles: [UInt8] = []
    private var firstRings: [UInt32] = [0]
    private(set) var groups: [UInt32] = []

    mutating func appendRing(_ points: ArraySlice<RDPoint>, role: UInt8) {
        vertices.append(contentsOf: points)
        firstVertices.append(UInt32(vertices.count))
        ringRoles.append(role)
    }

    mutating func endFeature(group: UInt32) {
        firstRings.append(UInt32(ringRoles.count))
        groups.append(group)
    }

    func polygons(ownCount: Int) -> FlatPolygons {
        FlatPolygons(
            vertices: vertices,
            firstVertices: firstVertices,
            ringRoles: ringRoles,
            firstRings: firstRings,
            groups: groups,
            ownCount: ownCount
        )
    }
}
