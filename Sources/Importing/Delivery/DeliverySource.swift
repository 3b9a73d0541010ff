import Foundation
import GeoValues
import Synchronization

extension SourceDelivery {
    /// The delivery as a source: each document is a part.
    func readable(path: String, format: SourceFormat, _ context: TableContext) -> ReadableSource {
        let name = (path as NSString).lastPathComponent
        let found = DocumentSummaries(count: documents.count)
        let parts = documents.indices.map { number in
            SourcePart(label: name, expected: nil) { body in
                let reader = try reader(of: documents[number], context)
                while let feature = try reader.next() { try body(feature) }
                found.enter(reader, at: number)
            }
        }
        let isSingle = documents.count { $0.format != .plantekst } == 1
        let passedOver = notes
        // Rows of a table are versions of one thing only when the user says which column tells them apart.
        let areUnique = context.mapping?.tables.contains { !$0.identifier.isEmpty } == true || !format.isTable
        let stage = SourceStage(parts, identifiersAreUnique: areUnique)
        return ReadableSource(path: path, format: format.rawValue, stages: [stage]) {
            let summaries = found.all
            // A plan is known by its identifier, wherever its file comes from.
            let fallback = isSingle && format == .imro ? (name as NSString).deletingPathExtension : name
            let date = summaries.compactMap(\.referenceDate).max().map(CalendarDay.text)
            return SourceSummary(
                name: isSingle ? summaries.first?.sourceName ?? fallback : fallback,
                referenceDate: { _ in date },
                notes: passedOver + summaries.flatMap(\.notes)
            )
        }
    }
}

/// What readers said of their documents.
private final class DocumentSummaries: Sendable {
    struct Summary: Sendable {
        let sourceName: String?
        let referenceDate: Int32?
        let notes: [String]
    }

    private let summaries: Mutex<[Summary?]>

    init(count: Int) {
        summaries = Mutex([Summary?](repeating: nil, count: count))
    }

    func enter(_ reader: any FeatureReader, at number: Int) {
        let summary = Summary(
            sourceName: reader.sourceName,
            referenceDate: reader.referenceDate,
            notes: reader.notes
        )
        summaries.withLock { $0[number] = summary }
    }

    /// In the order of the documents.
    var all: [Summary] { summaries.withLock { $0.compactMap { $0 } } }
}
