import Foundation
import GDALBridge
import GeoValues

/// Reads the layers of a GeoPackage or any other vector file: PDOK's tables as register layers, others by name or as a
/// mapping says.
struct GDALSource: Sendable {
    private let datasets: GDALDatasetPool
    private let path: String
    private let context: TableContext

    /// A table to be read.
    struct Table: Sendable {
        /// Place among the file's layers.
        let number: Int
        let featureCount: Int?
        let lastChange: String?
        let reading: TableReading
        /// Runs of feature numbers that are read side by side; empty: the table is read as a whole.
        let runs: [ClosedRange<Int64>]
    }

    /// Features in a run, about.
    private static let runLength: Int64 = 32_768

    init(path: String, context: TableContext) throws {
        self.path = path
        self.context = context
        let contents = try FileContents(path: path)
        do {
            switch contents {
            case .xml(let root) where root == "FeatureCollection":
                datasets = try GDALDatasetPool { try GDALDataset(path: path, isGML: true) }
            case .xml, .gzip, .zip: throw ImportProblem.unknownFormat(path: path, detail: contents.description)
            case .other: datasets = try GDALDatasetPool { try GDALDataset(path: path) }
            }
        } catch let problem as GDALProblem {
            if problem.messages.contains(where: { $0.contains("not recognized as") }) {
                throw ImportProblem.unknownFormat(path: path, detail: contents.description)
            }
            throw ImportProblem.damaged(path: path, detail: problem.messages.joined(separator: "; "))
        }
    }

    /// The file as a source: each layer a stage, addresses first; layers that are one coverage are one stage.
    func readable(format: String) throws -> ReadableSource {
        let name = (path as NSString).lastPathComponent
        let tables = try tables().sorted { AddressJoin.precedes($0.reading.layer, $1.reading.layer) }
        var layers: [[Table]] = []
        for table in tables {
            // A mapping may make one layer of several tables, and some layers are one coverage.
            let layer = table.reading.layer
            let isGround = CoverageRule.of(layer) == .ground
            let together = layers.firstIndex {
                $0[0].reading.layer == layer || (isGround && CoverageRule.of($0[0].reading.layer) == .ground)
            }
            if let position = together {
                layers[position].append(table)
            } else {
                layers.append([table])
            }
        }
        let join = AddressJoin()
        let stages = layers.map { tables in
            let runs = tables.flatMap { table in
                (table.runs.isEmpty ? [nil] : table.runs.map { Optional($0) }).map { (table, $0) }
            }
            let parts = runs.indices.map { number in
                let (table, run) = runs[number]
                return SourcePart(label: "\(name) \(table.reading.layer)", expected: table.featureCount) { body in
                    var addresses: [(String, String?)] = []
                    try forEachFeature(in: table, fids: run) { row in
                        var feature = row
                        join.apply(to: &feature, noting: &addresses)
                        try body(feature)
                    }
                    join.enter(addresses, ofPart: number)
                }
            }
            let areUnique = tables.allSatisfy(\.reading.hasOwnIdentifiers)
            return SourceStage(parts, identifiersAreUnique: areUnique) { join.settle() }
        }
        let dates = Dictionary(
            tables.compactMap { table in table.lastChange.map { (table.reading.layer, String($0.prefix(10))) } },
            uniquingKeysWith: { first, second in max(first, second) }
        )
        return ReadableSource(path: path, format: format, stages: stages) {
            let notes = try? datasets.withDataset { dataset in
                dataset.warnings
                    + dataset.layers.filter { !$0.leftOutGeometries.isEmpty }.map {
                        "Of table \($0.name) one geometry is imported; left out: \($0.leftOutGeometries.joined(separator: ", "))."
                    }
            }
            return SourceSummary(name: name, referenceDate: { dates[$0] }, notes: notes ?? [])
        }
    }

    /// The tables to import: all, or the one that the user asks for, by its name or as the only one.
    private func tables() throws -> [Table] {
        try datasets.withDataset { dataset in
            let names = dataset.layers.map(\.name)
            var numbers = Array(names.indices)
            if let wanted = context.wantedLayer {
                if let named = names.firstIndex(of: wanted) {
                    numbers = [named]
                } else if numbers.count != 1 {
                    throw ImportProblem.noSuchLayer(path: path, wanted: wanted, found: names)
                }
            }
            try context.mapping?.check(numbers.map { names[$0] }, path: path)
            let known = Self.knownTables(numbers.map { dataset.layers[$0] })
            return try numbers.map { number in
                let source = dataset.layers[number]
                let hasCRS = context.mapping?.table(named: source.name)?.crs != nil
                return Table(
                    number: number,
                    featureCount: source.featureCount,
                    lastChange: source.lastChange,
                    reading: try context.reading(
                        table: source.name,
                        columns: source.fields.map(\.name),
                        conversion: source.hasGeometry && !hasCRS ? try CRSConversion(of: source, path: path) : .none,
                        isKnown: known.contains(source.name)
                    ),
                    runs: GDALSource.runs(of: source)
                )
            }
        }
    }

    /// The tables of known names. CBS delivers areas twice, simplified for small maps and as they are: then the latter is
    /// the register's layer, and the former one of its own name.
    private static func knownTables(_ layers: [GDALLayer]) -> Set<String> {
        var tableOfLayer: [String: String] = [:]
        for layer in layers {
            guard let schema = RegisterSchema.recognised(table: layer.name, columns: layer.fields.map(\.name)) else {
                continue
            }
            let present = tableOfLayer[schema.layer]
            if present == nil || layer.name.lowercased().contains("niet_gegeneraliseerd") {
                tableOfLayer[schema.layer] = layer.name
            }
        }
        return Set(tableOfLayer.values)
    }

    /// Cuts a large table into runs of feature numbers; one with few features for its range of numbers is not cut.
    private static func runs(of source: GDALLayer) -> [ClosedRange<Int64>] {
        guard let count = source.featureCount, count > runLength, let all = source.fidRange() else { return [] }
        let (span, overflow) = all.upperBound.subtractingReportingOverflow(all.lowerBound)
        guard !overflow, span / 16 <= Int64(count) else { return [] }
        let step = max(runLength, runLength * (span / Int64(count)))
        return stride(from: all.lowerBound, through: all.upperBound, by: Int64.Stride(step)).map { start in
            start...min(all.upperBound, start + step - 1)
        }
    }

    /// Calls `body` with each row as a feature.
    private func forEachFeature(
        in table: Table,
        fids: ClosedRange<Int64>?,
        _ body: (SourceFeature) throws -> Void
    ) throws {
        do {
            try datasets.withDataset { dataset in
                try dataset.layers[table.number].forEachFeature(fids: fids) { row in
                    try body(GDALSource.feature(row, table.reading))
                }
            }
        } catch let problem as GDALProblem {
            throw ImportProblem.damaged(path: path, detail: problem.messages.joined(separator: "; "))
        }
    }

    private static func feature(_ row: GDALFeature, _ reading: TableReading) -> SourceFeature {
        var geometry = RawGeometry.none
        var problem = row.problem
        switch row.geometry {
        case .points(let points): geometry = .points(points)
        case .lines(let lines): geometry = .lines(lines)
        case .polygons(let polygons): geometry = .polygons(polygons)
        case .none: break
        case .unsupported(let reason): problem = problem ?? reason
        }
        return reading.feature(
            row.values,
            geometry: geometry,
            number: row.fid,
            place: "fid \(row.fid)",
            problem: problem
        )
    }
}
