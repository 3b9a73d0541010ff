import XMLBridge

/// The records of one XML document in its order, as flat nodes; memory is bounded by a piece and the largest record.
final class DocumentRecords {
    private let parser: XMLRecordParser
    private let bytes: DocumentBytes
    private(set) var batch: XMLRecordBatch
    private var position = 0
    private var isFinished = false

    /// `vocabulary` and `records` are those of ``XMLRecordParser``.
    init(_ document: DeliveredDocument, vocabulary: [String], records: [String]) throws(DeliveryProblem) {
        parser = XMLRecordParser(name: document.path, vocabulary: vocabulary, records: records)
        bytes = try document.bytes()
        batch = parser.takeBatch()
    }

    /// The next record, whose nodes are in ``batch``; nil at the end of an undamaged document.
    func next() throws(DeliveryProblem) -> XMLRecord? {
        while position == batch.records.count {
            if isFinished { return nil }
            try advance()
        }
        defer { position += 1 }
        return batch.records[position]
    }

    private func advance() throws(DeliveryProblem) {
        let piece = try bytes.next()
        do throws(XMLReadingError) {
            if let piece {
                try parser.append(piece)
            } else {
                try parser.finish()
                isFinished = true
            }
        } catch {
            throw .xml(error)
        }
        batch = parser.takeBatch()
        position = 0
    }
}
