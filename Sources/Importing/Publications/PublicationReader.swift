import GeoValues
public import PROJBridge
import XMLBridge

/// Reads official publications: answers of KOOP's search service (SRU 2.0, `searchRetrieveResponse` with gzd records) in
/// XML or JSON. The layers are those of ``PublicationRecord``.
public final class PublicationReader: FeatureReader {
    private enum Records {
        case xml(XMLSubtreeReader, UnpackedDocument)
        case json(PublicationJSON)
    }

    private let document: DeliveredDocument
    private let transformer: CoordinateTransformer
    private let records: Records
    /// Read and not handed out yet, the last one first.
    private var waiting: [SourceFeature] = []
    private var count = 0
    private var fromDegreesCount = 0
    private var total: String?
    private var nextPosition: String?
    public private(set) var referenceDate: Int32?

    init(_ document: DeliveredDocument, transformer: CoordinateTransformer) throws {
        self.document = document
        self.transformer = transformer
        let beginning = try document.beginning()
        if beginning.first(where: { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }) == UInt8(ascii: "{") {
            records = .json(try PublicationJSON(document))
        } else {
            let unpacked = try UnpackedDocument(document)
            records = .xml(try XMLSubtreeReader(path: unpacked.path, name: document.path), unpacked)
        }
    }

    /// A file on disk, plain or compressed with gzip.
    public convenience init(path: String, transformer: CoordinateTransformer) throws {
        try self.init(DeliveredDocument(path: path), transformer: transformer)
    }

    public var notes: [String] {
        var notes: [String] = []
        if let nextPosition {
            notes.append(
                "the answer holds \(count) of \(total.map { "about \($0)" } ?? "more") records; "
                    + "the next ones come with startRecord=\(nextPosition)"
            )
        }
        if fromDegreesCount > 0 {
            notes.append("\(fromDegreesCount) markings were read in degrees, as their RD geometry is missing or broken")
        }
        return notes
    }

    public func next() throws -> SourceFeature? {
        while waiting.isEmpty {
            guard let (node, place) = try nextNode() else { return nil }
            switch node.name {
            case "numberOfRecords": total = node.text
            case "nextRecordPosition": nextPosition = node.text
            case "diagnostics":
                let message = node.first("message")?.text ?? node.leaves.map(\.text).joined(separator: " ")
                throw DeliveryProblem.refusedByService(path: document.path, message: message)
            default:
                count += 1
                let record = PublicationRecord(node, place: place, transformer: transformer)
                fromDegreesCount += record.fromDegreesCount
                if let day = record.modified { referenceDate = max(referenceDate ?? day, day) }
                waiting = record.features.reversed()
            }
        }
        return waiting.popLast()
    }

    private func nextNode() throws -> (PublicationNode, place: String)? {
        switch records {
        case .xml(let reader, _):
            let element = try reader.next { head in
                (head.depth == 2 && head.name == "record")
                    || (head.depth == 1
                        && ["numberOfRecords", "nextRecordPosition", "diagnostics"].contains(head.name))
            }
            return element.map { (PublicationNode($0), "\(document.name), regel \($0.line)") }
        case .json(let reader):
            return try reader.next().map { ($0, "\(document.name), record \(count + 1)") }
        }
    }
}
