import Foundation
import GDALBridge
public import PROJBridge

/// Reads a table in delimited text; its first record names the columns. All values stay text: 0233 is no number.
///
/// The rows have a place only when a mapping says which columns hold it.
public final class CSVReader: FeatureReader {
    private let records: CSVRecords
    private let reading: TableReading
    private let columnCount: Int
    private var count: Int64 = 0

    init(_ document: DeliveredDocument, context: TableContext) throws {
        records = try CSVRecords(document)
        guard let header = try records.next() else {
            throw DeliveryProblem.noRecords(path: document.path, expected: "line with the names of columns")
        }
        let table = (document.name as NSString).deletingPathExtension
        try context.mapping?.check([table], path: document.path)
        let columns = Self.unique(header.fields)
        columnCount = columns.count
        reading = try context.reading(table: table, columns: columns, conversion: .none)
    }

    /// A file on disk, plain or compressed with gzip.
    public convenience init(path: String, mapping: TableMapping?, transformer: CoordinateTransformer) throws {
        try self.init(
            DeliveredDocument(path: path),
            context: TableContext(transformer: transformer, mapping: mapping)
        )
    }

    /// Names of columns: none empty, none twice.
    private static func unique(_ names: [String]) -> [String] {
        var used = Set<String>()
        return names.enumerated().map { position, written in
            let trimmed = written.trimmingCharacters(in: .whitespaces)
            let name = trimmed.isEmpty ? "kolom_\(position + 1)" : trimmed
            var candidate = name
            var number = 2
            while !used.insert(candidate.lowercased()).inserted {
                candidate = "\(name)_\(number)"
                number += 1
            }
            return candidate
        }
    }

    public var notes: [String] {
        records.otherEncodingCount == 0
            ? [] : ["\(records.otherEncodingCount) lines are not UTF-8 and were read as Windows-1252"]
    }

    public func next() throws -> SourceFeature? {
        guard let record = try records.next() else { return nil }
        count += 1
        var values = record.fields.prefix(columnCount).map { $0.isEmpty ? GDALValue.null : .text($0) }
        while values.count < columnCount { values.append(.null) }
        let problem =
            record.fields.count == columnCount
            ? nil : "\(record.fields.count) fields where the header has \(columnCount)."
        return reading.feature(
            values,
            geometry: .none,
            number: count,
            place: "regel \(record.line)",
            problem: problem
        )
    }
}
