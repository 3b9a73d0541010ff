import GeoValues
import XMLBridge

/// One record of a document: an object, a statement on what is in onderzoek, or the day of the stand.
struct BAGRecord {
    let document: BAGDocument
    let batch: XMLRecordBatch
    let record: XMLRecord

    private var node: XMLNode { batch.nodes[record.node] }

    /// Whether it is the `was` of a mutation: how things stood before it.
    var wasReplaced: Bool { record.ancestors.last == BAGElement.was.position }

    private static let kinds: [Int32: BAGElement] = Dictionary(
        uniqueKeysWithValues: [
            BAGElement.pand, .verblijfsobject, .ligplaats, .standplaats, .nummeraanduiding, .openbareRuimte,
            .woonplaats,
        ].map { ($0.position, $0) }
    )

    /// The BAG object in the record; nil when it holds something else.
    ///
    /// - Parameter today: when it is given, little is read of a voorkomen that is historic on that day.
    func object(skippingHistoryOn today: Int32? = nil) -> BAGObject? {
        let first = record.node + 1
        guard node.name == BAGElement.bagObject.position, first < Int(node.end),
            let kind = Self.kinds[batch.nodes[first].name]
        else { return nil }
        return BAGObject(kind, at: first, in: batch, skippingHistoryOn: today)
    }

    /// The day of a stand, in days since 1970-01-01.
    var standDay: Int32? {
        guard node.name == BAGElement.standTechnischeDatum.position else { return nil }
        return CalendarDay.day(BAGObject.trimmed(batch.string(node)))
    }

    /// Which kenmerk of which object is said to be in onderzoek, or no longer.
    var investigation: (identifier: String, kenmerk: String, isOpen: Bool)? {
        guard node.name == BAGElement.kenmerkInOnderzoek.position else { return nil }
        var identifier = ""
        var kenmerk = ""
        var isOpen = true
        for node in batch.nodes[(record.node + 1)..<Int(node.end)] where node.textEnd > node.textStart {
            let text = BAGObject.trimmed(batch.string(node))
            if node.name == BAGElement.kenmerk.position { kenmerk = text }
            if node.name == BAGElement.inOnderzoek.position { isOpen = isOpen && text == "J" }
            if node.name == BAGElement.eindRegistratie.position || node.name == BAGElement.eindGeldigheid.position {
                isOpen = false
            }
            // identificatieVanPand and its likes.
            if batch.names[Int(node.name)].hasPrefix("identificatieVan") {
                identifier = BAGObject.localIdentifier(text)
            }
        }
        return identifier.isEmpty ? nil : (identifier, kenmerk, isOpen)
    }
}

/// The records of one document, in its order.
final class BAGRecords {
    private let document: BAGDocument
    private let records: DocumentRecords

    init(_ document: BAGDocument, _ records: DocumentRecords) {
        self.document = document
        self.records = records
    }

    /// The next record; nil at the end of an undamaged document.
    func next() throws(BAGReadingError) -> BAGRecord? {
        do throws(DeliveryProblem) {
            return try records.next().map { BAGRecord(document: document, batch: records.batch, record: $0) }
        } catch {
            throw .delivery(error)
        }
    }
}
