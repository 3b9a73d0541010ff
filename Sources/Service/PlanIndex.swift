import Coverages
import Dossier
import FeatureLayers
import FileBridge
import GeoValues
import PROJBridge
import Synchronization

/// The latest version of every plan in the dossier as a layer for tiles, in memory.
///
/// Plans lie in cells of about 2 km by the corner of their footprint's box; a cell is a segment. Keeping a plan encodes its cell
/// anew and no other, so that it costs little and changes the validators of few tiles.
final class PlanIndex: Sendable {
    static let layerName = "plan"
    static let columns = [
        ColumnDefinition(name: "versie", type: .integer), ColumnDefinition(name: "hoogte", type: .real),
        ColumnDefinition(name: "goothoogte", type: .real), ColumnDefinition(name: "variant", type: .text),
    ]

    /// What tiles show of a plan; its check, which is long, is not among it.
    private struct Indexed {
        let version: Int
        let record: FeatureRecord

        init(_ plan: StoredPlan) {
            version = plan.version
            record = FeatureRecord(
                identifier: plan.id,
                name: plan.name,
                values: [
                    .integer(Int64(plan.version)), .real(plan.heightMetres),
                    plan.eavesHeightMetres.map { .real($0) } ?? .null, plan.variant.map { .text($0) } ?? .null,
                ],
                geometry: .polygons([plan.footprint])
            )
        }
    }

    private struct Cell: Hashable, Comparable {
        let column: Int32
        let row: Int32

        init(_ plan: StoredPlan) {
            let box = plan.footprint.box
            // 2^21 millimetres.
            column = box.minX >> 21
            row = box.minY >> 21
        }

        static func < (left: Cell, right: Cell) -> Bool { (left.column, left.row) < (right.column, right.row) }
    }

    private struct State {
        var cells: [Cell: [String: Indexed]] = [:]
        var cellOfPlan: [String: Cell] = [:]
        var segments: [Cell: Segment] = [:]
        var source = TileSource([Layer(name: layerName, segments: [])])
    }

    private let state: Mutex<State>
    private let transformer: CoordinateTransformer

    /// - Throws: what makes a plan impossible to index: a place outside RD's area.
    init(_ plans: [StoredPlan], _ transformer: CoordinateTransformer) throws {
        self.transformer = transformer
        var state = State()
        for plan in plans {
            let cell = Cell(plan)
            state.cells[cell, default: [:]][plan.id] = Indexed(plan)
            state.cellOfPlan[plan.id] = cell
        }
        for (cell, plans) in state.cells { state.segments[cell] = try PlanIndex.segment(plans, transformer) }
        PlanIndex.joinCells(&state)
        self.state = Mutex(state)
    }

    /// The plans of now.
    var tileSource: TileSource { state.withLock { $0.source } }

    /// Takes in a plan, in place of its version of before. Versions that come out of turn leave the latest.
    func update(_ plan: StoredPlan) throws {
        try state.withLock { state in
            let cell = Cell(plan)
            var changed = [cell]
            if let former = state.cellOfPlan[plan.id] {
                if let kept = state.cells[former]?[plan.id], kept.version > plan.version { return }
                state.cells[former]?[plan.id] = nil
                if former != cell { changed.append(former) }
            }
            state.cells[cell, default: [:]][plan.id] = Indexed(plan)
            state.cellOfPlan[plan.id] = cell
            for cell in changed {
                let plans = state.cells[cell] ?? [:]
                if plans.isEmpty { state.cells[cell] = nil }
                state.segments[cell] = plans.isEmpty ? nil : try PlanIndex.segment(plans, transformer)
            }
            PlanIndex.joinCells(&state)
        }
    }

    private static func joinCells(_ state: inout State) {
        let segments = state.segments.sorted { $0.key < $1.key }.map(\.value)
        state.source = TileSource([Layer(name: layerName, segments: segments)])
    }

    private static func segment(_ plans: [String: Indexed], _ transformer: CoordinateTransformer) throws -> Segment {
        var builder = SegmentBuilder(columns: columns)
        for plan in plans.values { builder.append(plan.record) }
        let encoded = try builder.encoded(label: PlanIndex.label) { try transformer.mercator(rd: $0) }
        let file = try MappedFile(copying: encoded.bytes, name: "plans in memory")
        return try Segment(file: file, extent: 0..<file.byteCount)
    }

    private static func label(_ plan: FeatureRecord) -> RDPoint? {
        guard case .polygons(let polygons) = plan.geometry else { return nil }
        return LabelPoint.of(polygons)
    }
}
