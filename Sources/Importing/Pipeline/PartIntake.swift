import FeatureLayers
import FileBridge
import GeoValues

/// Takes in the features of one layer from one part of a source: judges geometry, counts everything, keeps what passed as
/// ``StoredRecord``s. Parts are taken in side by side, each by one thread.
struct PartIntake {
    /// A record that passed.
    struct Entry {
        let location: ScratchStore.Location
        let byteCount: UInt32
        let hilbertKey: UInt32
        let identifierHash: UInt64
        let box: RDBox
    }

    /// What a part brought of a layer.
    struct Result: Sendable {
        var report: LayerReport
        var columns = IntakeColumns()
        var entries: [Entry] = []
        /// Repairs, by the entry that they belong to; they count only when that is kept.
        var repairs: [(entry: Int, finding: Finding)] = []
        /// Where rejected features lie, as far as they say.
        var rejectedArea = RDBox.empty
        /// Whether a rejected feature does not say where it lies.
        var hasMissingPlaces = false
    }

    /// Records are handed to the store in chunks of this size.
    private static let chunkByteCount = 4 << 20

    let layer: String
    private let part: Int
    private let store: ScratchStore
    private let coverage: CoverageRule?
    private(set) var result: Result
    private var writer = ByteWriter()
    /// Entries whose records are still in the writer begin here.
    private var firstUnstored = 0
    /// The columns of the feature before, in its order of attributes: most features have the same.
    private var columns: [Int] = []
    private var lastUse: [Int] = []

    init(layer: String, part: Int, store: ScratchStore) {
        self.layer = layer
        self.part = part
        self.store = store
        coverage = CoverageRule.of(layer)
        result = Result(report: LayerReport(layer: layer))
    }

    /// - Throws: `FileProblem` when the store can't keep it.
    mutating func add(_ feature: SourceFeature) throws {
        result.report.read += 1
        if feature.isHistoric {
            result.report.historic += 1
            return
        }
        if let problem = feature.problem {
            reject(feature, feature.problemCode, problem)
            return
        }
        switch GeometryIntake.result(of: feature.geometry) {
        case .rejected(let code, let detail): reject(feature, code, detail)
        case .accepted(let geometry, let repaired, let detail):
            if let repaired {
                let finding = Finding(
                    code: repaired,
                    identifier: feature.identifier,
                    place: feature.place,
                    detail: detail,
                    position: geometry.box
                )
                result.repairs.append((result.entries.count, finding))
            }
            try keep(feature, geometry, repaired)
        }
    }

    private mutating func reject(_ feature: SourceFeature, _ code: FindingCode, _ detail: String?) {
        let area = GeometryIntake.area(of: feature.geometry)
        result.report.rejected += 1
        result.report.findings.append(
            Finding(
                code: code,
                identifier: feature.identifier,
                place: feature.place,
                detail: detail,
                position: area ?? .empty
            )
        )
        if let area { result.rejectedArea.formUnion(area) } else { result.hasMissingPlaces = true }
    }

    private mutating func keep(_ feature: SourceFeature, _ geometry: RDGeometry, _ repair: FindingCode?) throws {
        var feature = feature
        takeColumns(of: &feature)
        let start = writer.count
        StoredRecord.append(
            feature,
            geometry,
            part: part,
            group: coverage?.group(of: feature) ?? 0,
            repair: repair,
            columns: columns,
            to: &writer
        )
        let box = geometry.box
        result.entries.append(
            Entry(
                location: UInt64(start),
                byteCount: UInt32(writer.count - start),
                hilbertKey: box.isEmpty ? .max : HilbertCurve.key(of: box),
                identifierHash: TextHash.hash(feature.identifier),
                box: box
            )
        )
        if writer.count >= PartIntake.chunkByteCount { try store(rest: false) }
    }

    /// Finds the column of each attribute. Of two attributes with one name the first counts.
    private mutating func takeColumns(of feature: inout SourceFeature) {
        let serial = result.report.read
        var hasRepeats = false
        for (position, attribute) in feature.attributes.enumerated() {
            if position == columns.count {
                columns.append(result.columns.position(of: attribute.name))
            } else if result.columns.name(at: columns[position]) != attribute.name {
                columns[position] = result.columns.position(of: attribute.name)
            }
            let column = columns[position]
            while lastUse.count <= column { lastUse.append(0) }
            if lastUse[column] == serial { hasRepeats = true }
            lastUse[column] = serial
            switch attribute.value {
            case .null: break
            case .text: result.columns.widen(column, to: .text)
            case .integer: result.columns.widen(column, to: .integer)
            case .real: result.columns.widen(column, to: .real)
            case .date: result.columns.widen(column, to: .date)
            }
        }
        guard hasRepeats else { return }
        var seen = Set<String>()
        feature.attributes.removeAll { !seen.insert($0.name).inserted }
        for (position, attribute) in feature.attributes.enumerated() {
            columns[position] = result.columns.position(of: attribute.name)
        }
    }

    /// Hands the last records to the store.
    mutating func finish() throws { try store(rest: true) }

    private mutating func store(rest: Bool) throws {
        guard writer.count > 0 else { return }
        let location = try store.append(writer.bytes)
        for position in firstUnstored..<result.entries.count {
            let entry = result.entries[position]
            result.entries[position] = Entry(
                location: location + entry.location,
                byteCount: entry.byteCount,
                hilbertKey: entry.hilbertKey,
                identifierHash: entry.identifierHash,
                box: entry.box
            )
        }
        firstUnstored = result.entries.count
        writer.removeAll()
    }
}
