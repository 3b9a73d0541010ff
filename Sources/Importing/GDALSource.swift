import Foundation
import GDALBridge
import GeoValues
import PROJBridge

/// Reads the layers of a GeoPackage or any other vector file: PDOK's tables as register layers, others by name.
struct GDALSource: Sendable {
    private let datasets: GDALDatasetPool
    private let path: String
    private let transformer: CoordinateTransformer
    /// A version that ends later than today still holds; days since 1970-01-01.
    private let today = Int32(Date().timeIntervalSince1970 / 86_400)

    /// A table to be read, and the layer it becomes.
    struct Table: Sendable {
        /// Place among the file's layers.
        let number: Int
        let featureCount: Int?
        let lastChange: String?
        let schema: RegisterSchema?
        let layer: String
        let conversion: CRSConversion
        let columns: Columns
        /// Runs of feature numbers that are read side by side; empty: the table is read as a whole.
        let runs: [ClosedRange<Int64>]
    }

    /// Where a table has what is read of every row, so that no row is searched by name.
    struct Columns: Sendable {
        let positions: [String: Int]
        /// Position and name of the columns that become attributes.
        let attributes: [(position: Int, name: String)]
        let identifier: [Int]
        let beginning: [Int]
        let ending: [Int]
        let withdrawing: [Int]
        let version: [Int]

        init(_ fields: [GDALField], _ schema: RegisterSchema?) {
            var positions: [String: Int] = [:]
            for (position, field) in fields.enumerated() { positions[field.name.lowercased()] = position }
            self.positions = positions
            attributes = fields.enumerated().map { ($0.offset, $0.element.name.lowercased()) }
                .filter { $0.1 != "id" && $0.1 != "naam" }
            func found(_ names: [String]) -> [Int] { names.compactMap { positions[$0] } }
            let fallback = ["identificatie", "lokaal_id", "lokaalid", "gml_id", "id", "feature_id"]
            identifier = found(schema?.identifierColumns ?? fallback)
            beginning = found(RegisterSchema.beginningColumns)
            ending = found(RegisterSchema.endingColumns)
            withdrawing = found(RegisterSchema.withdrawingColumns)
            version = found(RegisterSchema.versionColumns)
        }
    }

    /// Features in a run, about.
    private static let runLength: Int64 = 32_768

    init(path: String, transformer: CoordinateTransformer) throws {
        self.path = path
        self.transformer = transformer
        let contents = try FileContents(path: path)
        do {
            switch contents {
            case .xml(let root) where root == "FeatureCollection":
                // GDAL would write a .gfs file beside the source.
                datasets = try GDALDatasetPool {
                    try GDALDataset(path: path, drivers: ["GML"], openOptions: ["WRITE_GFS=NO"])
                }
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

    /// The file as a source: each table a stage, addresses first.
    func readable(wanted: String?, format: String) throws -> ReadableSource {
        let name = (path as NSString).lastPathComponent
        let tables = try tables(wanted: wanted).sorted { AddressJoin.precedes($0.layer, $1.layer) }
        let join = AddressJoin()
        let stages = tables.map { table in
            let runs = table.runs.isEmpty ? [nil] : table.runs.map { Optional($0) }
            let parts = runs.indices.map { number in
                SourcePart(label: "\(name) \(table.layer)", expected: table.featureCount) { body in
                    var addresses: [(String, String?)] = []
                    try forEachFeature(in: table, fids: runs[number]) { row in
                        var feature = row
                        join.apply(to: &feature, noting: &addresses)
                        try body(feature)
                    }
                    join.enter(addresses, ofPart: number)
                }
            }
            return SourceStage(parts, identifiersAreUnique: table.schema != nil) { join.settle() }
        }
        let dates = Dictionary(
            tables.compactMap { table in table.lastChange.map { (table.layer, String($0.prefix(10))) } },
            uniquingKeysWith: { first, second in max(first, second) }
        )
        return ReadableSource(path: path, format: format, stages: stages) {
            let warnings = try? datasets.withDataset { $0.warnings }
            return SourceSummary(name: name, referenceDate: { dates[$0] }, notes: warnings ?? [])
        }
    }

    /// The tables to import. With `wanted` the table of that name, or the only one under that name.
    private func tables(wanted: String?) throws -> [Table] {
        try datasets.withDataset { dataset in
            var numbers = Array(dataset.layers.indices)
            if let wanted {
                if let named = dataset.layers.firstIndex(where: { $0.name == wanted }) {
                    numbers = [named]
                } else if numbers.count != 1 {
                    throw ImportProblem.noSuchLayer(path: path, wanted: wanted, found: dataset.layers.map(\.name))
                }
            }
            return try numbers.map { number in
                let source = dataset.layers[number]
                let schema = wanted == nil || wanted == source.name ? RegisterSchema.recognised(source) : nil
                return Table(
                    number: number,
                    featureCount: source.featureCount,
                    lastChange: source.lastChange,
                    schema: schema,
                    layer: schema?.layer ?? GDALSource.layerName(wanted ?? source.name),
                    conversion: source.hasGeometry ? try CRSConversion(of: source, path: path) : .none,
                    columns: Columns(source.fields, schema),
                    runs: GDALSource.runs(of: source)
                )
            }
        }
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

    /// A name that is also a folder name: lower case, letters, digits, hyphens and underscores.
    static func layerName(_ name: String) -> String {
        let kept = name.lowercased().map {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "_"
        }
        return kept.isEmpty ? "laag" : String(kept)
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
                    try body(feature(row, table, RowReader(positions: table.columns.positions, values: row.values)))
                }
            }
        } catch let problem as GDALProblem {
            throw ImportProblem.damaged(path: path, detail: problem.messages.joined(separator: "; "))
        }
    }

    private func feature(_ row: GDALFeature, _ table: Table, _ reader: RowReader) -> SourceFeature {
        let columns = table.columns
        let place = "fid \(row.fid)"
        var geometry = RawGeometry.none
        var problem = row.problem
        switch row.geometry {
        case .points(let points): geometry = .points(points)
        case .lines(let lines): geometry = .lines(lines)
        case .polygons(let polygons): geometry = .polygons(polygons)
        case .none: break
        case .unsupported(let reason): problem = problem ?? reason
        }
        do {
            geometry = try table.conversion.converted(geometry, transformer)
        } catch {
            problem = "\(error)"
        }
        var attributes: [(name: String, value: AttributeValue)] = []
        attributes.reserveCapacity(columns.attributes.count)
        for (position, name) in columns.attributes {
            attributes.append((name, GDALSource.value(row.values[position])))
        }
        var end: Int32?
        var isWithdrawn = false
        switch RegisterSchema.day(reader.text(at: columns.ending)) {
        case .none: break
        case .day(let day): end = day
        case .unreadable(let text):
            problem = problem ?? "'\(text)' in \(RegisterSchema.endingColumns[0]) is not a date."
        }
        // Each of them alone withdraws the row.
        for column in columns.withdrawing {
            switch RegisterSchema.day(reader.text(at: [column])) {
            case .none: break
            case .day(let day): isWithdrawn = isWithdrawn || day <= today
            case .unreadable(let text):
                problem = problem ?? "'\(text)' in \(RegisterSchema.withdrawingColumns[0]) is not a date."
            }
        }
        return SourceFeature(
            layer: table.layer,
            identifier: identifier(row, table, reader),
            name: table.schema.map { $0.name(reader) } ?? reader.text("naam", "name"),
            attributes: attributes,
            geometry: geometry,
            validFrom: reader.text(at: columns.beginning).flatMap(CalendarDay.day),
            validUntil: end,
            place: place,
            version: reader.text(at: columns.version),
            problem: problem,
            isHistoric: isWithdrawn || end.map { $0 <= today } == true
        )
    }

    private func identifier(_ row: GDALFeature, _ table: Table, _ reader: RowReader) -> String {
        guard let text = reader.text(at: table.columns.identifier) else {
            return "\(table.layer).\(row.fid)"
        }
        // NL.IMBAG.Pand.0503100000012345 → 0503100000012345: one spelling of a BAG or Kadaster identifier everywhere.
        for domain in ["NL.IMBAG.", "NL.IMKAD."] where table.schema != nil && text.hasPrefix(domain) {
            return text.split(separator: ".").last.map(String.init) ?? text
        }
        // 233 in a column of numbers, 0233 in one of texts: both are GM0233.
        guard let prefix = table.schema?.identifierPrefix, !prefix.isEmpty,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return text }
        return prefix + String(repeating: "0", count: max(0, (prefix == "PV" ? 2 : 4) - text.utf8.count)) + text
    }

    private static func value(_ value: GDALValue) -> AttributeValue {
        switch value {
        case .text(let text): .text(text)
        case .integer(let integer): .integer(integer)
        case .real(let real): .real(real)
        case .date(let day): .date(day)
        case .dateTime(let text): .text(text)
        case .null: .null
        }
    }
}
