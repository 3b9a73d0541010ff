import Foundation
import GDALBridge
import GeoValues
import PROJBridge

/// Reads the layers of a GeoPackage or any other vector file: PDOK's tables as register layers, others by name.
struct GDALSource {
    let dataset: GDALDataset
    private let path: String
    private let transformer: CoordinateTransformer
    /// A version that ends later than today still holds; days since 1970-01-01.
    private let today = Int32(Date().timeIntervalSince1970 / 86_400)

    /// A table to be read, and the layer it becomes.
    struct Table {
        let source: GDALLayer
        let schema: RegisterSchema?
        let layer: String
        let conversion: CRSConversion
    }

    init(path: String, transformer: CoordinateTransformer) throws {
        self.path = path
        self.transformer = transformer
        let contents = try FileContents(path: path)
        do {
            switch contents {
            case .xml(let root) where root == "FeatureCollection":
                // GDAL would write a .gfs file beside the source.
                dataset = try GDALDataset(path: path, drivers: ["GML"], openOptions: ["WRITE_GFS=NO"])
            case .xml, .gzip, .zip: throw ImportProblem.unknownFormat(path: path, detail: contents.description)
            case .other: dataset = try GDALDataset(path: path)
            }
        } catch let problem as GDALProblem {
            if problem.messages.contains(where: { $0.contains("not recognized as") }) {
                throw ImportProblem.unknownFormat(path: path, detail: contents.description)
            }
            throw ImportProblem.damaged(path: path, detail: problem.messages.joined(separator: "; "))
        }
    }

    /// The tables to import. With `wanted` the table of that name, or the only one under that name.
    func tables(wanted: String?) throws -> [Table] {
        var sources = dataset.layers
        if let wanted {
            if let named = sources.first(where: { $0.name == wanted }) {
                sources = [named]
            } else if sources.count != 1 {
                throw ImportProblem.noSuchLayer(path: path, wanted: wanted, found: sources.map(\.name))
            }
        }
        return try sources.map { source in
            let schema = wanted == nil || wanted == source.name ? RegisterSchema.recognised(source) : nil
            return Table(
                source: source,
                schema: schema,
                layer: schema?.layer ?? GDALSource.layerName(wanted ?? source.name),
                conversion: source.hasGeometry ? try CRSConversion(of: source, path: path) : .none
            )
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
    func forEachFeature(in table: Table, _ body: (SourceFeature) throws -> Void) throws {
        let fields = table.source.fields
        var positions: [String: Int] = [:]
        for (position, field) in fields.enumerated() { positions[field.name.lowercased()] = position }
        do {
            try table.source.forEachFeature { row in
                try body(feature(row, table, fields, RowReader(positions: positions, values: row.values)))
            }
        } catch let problem as GDALProblem {
            throw ImportProblem.damaged(path: path, detail: problem.messages.joined(separator: "; "))
        }
    }

    private func feature(
        _ row: GDALFeature,
        _ table: Table,
        _ fields: [GDALField],
        _ reader: RowReader
    ) -> SourceFeature {
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
        let attributes = fields.indices.map { position in
            (name: fields[position].name.lowercased(), value: GDALSource.value(row.values[position]))
        }.filter { $0.name != "id" && $0.name != "naam" }
        var end: Int32?
        var isWithdrawn = false
        for (columns, isEnd) in [(RegisterSchema.endingColumns, true), (RegisterSchema.withdrawingColumns, false)] {
            switch RegisterSchema.day(reader.text(columns)) {
            case .none: break
            case .day(let day): if isEnd { end = day } else { isWithdrawn = isWithdrawn || day <= today }
            case .unreadable(let text): problem = problem ?? "'\(text)' in \(columns[0]) is not a date."
            }
        }
        return SourceFeature(
            layer: table.layer,
            identifier: identifier(row, table, reader),
            name: table.schema.map { $0.name(reader) } ?? reader.text("naam", "name"),
            attributes: attributes,
            geometry: geometry,
            validFrom: reader.text(RegisterSchema.beginningColumns).flatMap(CalendarDay.day),
            validUntil: end,
            place: place,
            version: reader.text(RegisterSchema.versionColumns),
            problem: problem,
            isHistoric: isWithdrawn || end.map { $0 <= today } == true
        )
    }

    private func identifier(_ row: GDALFeature, _ table: Table, _ reader: RowReader) -> String {
        let fallback = ["identificatie", "lokaal_id", "lokaalid", "gml_id", "id", "feature_id"]
        guard let text = reader.text(table.schema?.identifierColumns ?? fallback) else {
            return "\(table.layer).\(row.fid)"
        }
        // NL.IMBAG.Pand.0503100000012345 → 0503100000012345: one spelling of a BAG or Kadaster identifier everywhere.
        for domain in ["NL.IMBAG.", "NL.IMKAD."] where table.schema != nil && text.hasPrefix(domain) {
            return text.split(separator: ".").last.map(String.init) ?? text
        }
        return text
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
