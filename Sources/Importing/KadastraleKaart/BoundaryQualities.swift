import XMLBridge

/// The class of accuracy (A best to E) of cadastral boundaries, by identifier: 8 bytes a boundary, so that the whole country's
/// fit in 300 MB.
struct BoundaryQualities: Sendable {
    /// Identifier in the upper 56 bits, the class's ASCII letter in the lower 8; ascending.
    private var entries: [UInt64] = []

    init() {}

    /// Reads documents with `kwaliteitMember`; of several statements on one boundary the last one counts.
    init(_ documents: [DeliveredDocument]) throws(DeliveryProblem) {
        for document in documents { try add(document) }
        // Of one boundary the letters are neighbours after sorting; the order of the documents decides among them.
        let order = entries.indices.sorted { (entries[$0] >> 8, $0) < (entries[$1] >> 8, $1) }
        entries = order.map { entries[$0] }
    }

    /// The class of a boundary; nil when nothing is said about it.
    func quality(ofBoundary identifier: String) -> String? {
        guard !entries.isEmpty, let identifier = UInt64(identifier), identifier < 1 << 56 else { return nil }
        // The first entry of a later boundary, so that the one before it is this boundary's last.
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle] >> 8 <= identifier { low = middle + 1 } else { high = middle }
        }
        guard low > 0, entries[low - 1] >> 8 == identifier else { return nil }
        return String(UnicodeScalar(UInt8(truncatingIfNeeded: entries[low - 1])))
    }

    private mutating func add(_ document: DeliveredDocument) throws(DeliveryProblem) {
        let records = try DocumentRecords(
            document,
            vocabulary: CadastralElement.spellings,
            records: [CadastralElement.qualityMember.rawValue]
        )
        while let record = try records.next() {
            let batch = records.batch
            var quality: UInt8?
            var boundary: UInt64?
            var isClass = false
            var isEnded = false
            for node in batch.nodes[record.node..<Int(batch.nodes[record.node].end)] {
                switch CadastralElement(position: node.name) {
                case .quality: isClass = true
                case .element: isClass = false
                case .value where isClass: quality = quality ?? batch.trimmedText(node).utf8.first
                case .ofBoundary: boundary = UInt64(batch.trimmedText(node))
                case .registrationEnd: isEnded = true
                default: break
                }
            }
            if let quality, let boundary, boundary < 1 << 56, !isEnded {
                entries.append(boundary << 8 | UInt64(quality))
            }
        }
    }
}
