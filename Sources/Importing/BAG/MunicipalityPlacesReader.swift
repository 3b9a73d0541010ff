import Foundation
import GeoValues
import XMLBridge

/// Reads which gemeente a woonplaats belongs to: `GEM-WPL-RELATIE-….xml`, which Kadaster delivers beside a BAG extract because
/// the BAG itself has no gemeenten.
///
/// The layer `gemeente_woonplaats` has no places; its identifier is the woonplaats, with a leading zero where it has one.
public final class MunicipalityPlacesReader: FeatureReader {
    private enum Element: String, CaseIterable {
        case relation = "GemeenteWoonplaatsRelatie"
        case day = "StandTechnischeDatum"
        case begin = "begindatumTijdvakGeldigheid"
        case end = "einddatumTijdvakGeldigheid"
        case place = "gerelateerdeWoonplaats"
        case municipality = "gerelateerdeGemeente"
        case identification = "identificatie"
        case status

        static let all = allCases
    }

    private let document: DeliveredDocument
    private let records: DocumentRecords
    private let today: Int32
    private var standDay: Int32?

    /// `today` is in days since 1970-01-01; what ends on it or before is historic. Nil: the computer's day.
    init(_ document: DeliveredDocument, today: Int32? = nil) throws(DeliveryProblem) {
        self.document = document
        self.today = today ?? Int32(Date().timeIntervalSince1970 / 86_400)
        records = try DocumentRecords(
            document,
            vocabulary: Element.allCases.map(\.rawValue),
            records: [Element.relation.rawValue, Element.day.rawValue]
        )
    }

    /// A file on disk, plain or compressed with gzip.
    public convenience init(path: String, today: Int32? = nil) throws {
        try self.init(DeliveredDocument(path: path), today: today)
    }

    public var referenceDate: Int32? { standDay }

    public func next() throws -> SourceFeature? {
        while let record = try records.next() {
            let batch = records.batch
            let nodes = batch.nodes[record.node..<Int(batch.nodes[record.node].end)]
            if let node = nodes.first, Int(node.name) == Element.all.firstIndex(of: .day) {
                standDay = CalendarDay.day(batch.trimmedText(node))
                continue
            }
            return relation(nodes, in: batch)
        }
        return nil
    }

    private func relation(_ nodes: ArraySlice<XMLNode>, in batch: XMLRecordBatch) -> SourceFeature {
        let line = nodes.first?.line ?? 0
        var feature = SourceFeature(
            layer: "gemeente_woonplaats",
            identifier: "",
            place: "\(document.name), regel \(line)"
        )
        var isPlace = false
        for node in nodes where Int(node.name) < Element.all.count {
            let text = batch.trimmedText(node)
            switch Element.all[Int(node.name)] {
            case .place: isPlace = true
            case .municipality: isPlace = false
            case .identification where isPlace: feature.identifier = text
            case .identification: feature.attributes.append(("gemeente", .text(text)))
            case .status: feature.attributes.append(("status", .text(text)))
            case .begin:
                feature.validFrom = CalendarDay.day(text)
                feature.version = text
                if feature.validFrom == nil { feature.problem = "'\(text)' in \(Element.begin.rawValue) is not a date" }
            case .end:
                feature.validUntil = CalendarDay.day(text)
                if feature.validUntil == nil { feature.problem = "'\(text)' in \(Element.end.rawValue) is not a date" }
            case .relation, .day: break
            }
        }
        if feature.identifier.isEmpty { feature.problem = "the relation names no woonplaats" }
        feature.isHistoric = feature.validUntil.map { $0 <= today } == true
        return feature
    }
}
