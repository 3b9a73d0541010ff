import Foundation
import XMLBridge

/// Reads a BAG 2.0 extract (Kadaster, LV BAG, schemas `v20200601`): one XML, a zip, or a zip of zips.
///
/// Every voorkomen of every object is handed out, also ended, inactief and niet-BAG ones, which are ``SourceFeature/isHistoric``.
/// Layers are `pand`, `verblijfsobject`, `ligplaats`, `standplaats`, `nummeraanduiding`, `openbareruimte` and
/// `woonplaats`; identifiers are the digits. Streets and places come first, so that addresses are joined in one pass.
/// Mutation files are applied in the order of the paths and their names: what they overtake is historic.
///
/// A delivery may turn out damaged after features were handed out: use them only once ``next()`` has returned nil.
public final class BAGExtractReader {
    /// Whether geometry of historic voorkomens is left out, which saves a tenth of the time.
    private let skipsHistoricGeometry: Bool
    private let today: Int32
    private let paths: [String]
    private let delivery: BAGDelivery
    /// Documents with features that were not begun yet, the last one first.
    private var waiting: [BAGDocument]
    private var book = BAGAddressBook()
    private var mutations = BAGMutations()
    private var investigations = BAGInvestigations()
    private let geometries = GMLGeometryReader()
    private var current: BAGRecords?
    private var isPrepared = false
    private var hasObjects = false
    private var event = 0
    private var overtaken = 0
    private var latestStand: Int32?

    /// Lists what the paths hold; reads the beginning of each document.
    ///
    /// - Parameters:
    ///   - paths: a stand, and when there are any the mutations on it in their order.
    ///   - today: in days since 1970-01-01; what ends on it or before is historic. Nil: the computer's day.
    ///   - skipsHistoricGeometry: leaves out the geometry of voorkomens that are historic.
    public init(
        paths: [String],
        today: Int32? = nil,
        skipsHistoricGeometry: Bool = false
    ) throws(BAGReadingError) {
        self.paths = paths
        self.today = today ?? Int32(Date().timeIntervalSince1970 / 86_400)
        self.skipsHistoricGeometry = skipsHistoricGeometry
        delivery = try BAGDelivery(paths: paths)
        let stands = delivery.documents.filter { $0.kind != .mutations && $0.kind != .inOnderzoek }
        waiting = (stands + delivery.documents.filter { $0.kind == .mutations }).reversed()
    }

    /// Whether a file is or holds BAG documents, judged by their root elements; reads until it finds one.
    public static func recognise(path: String) -> Bool { BAGDelivery.holdsBAG(path) }

    /// What was passed over and what was applied; complete once ``next()`` has returned nil.
    public var notes: [String] {
        var notes = delivery.notes
        if overtaken > 0 { notes.append("\(overtaken) voorkomens were overtaken by a mutation") }
        if investigations.count > 0 {
            notes.append("\(investigations.count) statements on kenmerken in onderzoek were read")
        }
        return notes
    }

    /// The latest day of a stand in the delivery, in days since 1970-01-01; known once ``next()`` has returned nil.
    public var referenceDate: Int32? { latestStand }

    /// The next voorkomen as a feature; nil at the end of an undamaged delivery that held at least one.
    public func next() throws(BAGReadingError) -> SourceFeature? {
        if !isPrepared { try prepare() }
        while true {
            if let record = try current?.next() {
                if let object = take(record) {
                    hasObjects = true
                    return feature(from: object, record)
                }
            } else if let document = waiting.popLast() {
                current = try BAGRecords(document)
            } else {
                guard hasObjects else { throw .noObjects(path: paths.joined(separator: ", ")) }
                return nil
            }
        }
    }

    /// Reads what has to be known before the first feature: mutations, and what is in onderzoek.
    private func prepare() throws(BAGReadingError) {
        isPrepared = true
        for document in delivery.documents where document.kind == .mutations || document.kind == .inOnderzoek {
            let records = try BAGRecords(document)
            while let record = try records.next() {
                if let statement = record.investigation {
                    investigations.record(
                        identifier: statement.identifier,
                        kenmerk: statement.kenmerk,
                        isOpen: statement.isOpen && !record.wasReplaced,
                        isMutation: document.kind == .mutations
                    )
                }
                guard document.kind == .mutations, let object = record.object else { continue }
                event += 1
                mutations.record(object, event: event)
                book.remove(object)
                if !record.wasReplaced, !object.isHistoric(on: today) { book.enter(object) }
            }
        }
        event = 0
    }

    /// The object of a record, entered into the address book; nil for a record of another kind.
    private func take(_ record: BAGRecord) -> (object: BAGObject, isHistoric: Bool)? {
        if let day = record.standDay { latestStand = max(day, latestStand ?? day) }
        guard let object = record.object else { return nil }
        var isHistoric = object.isHistoric(on: today) || record.wasReplaced
        if record.document.kind == .mutations {
            event += 1
            if mutations.overtakes(object, event: event) { isHistoric = true }
        } else if mutations.overtakes(object) {
            isHistoric = true
            overtaken += 1
        } else if !isHistoric {
            book.enter(object)
        }
        return (object, isHistoric)
    }

    private func feature(from taken: (object: BAGObject, isHistoric: Bool), _ record: BAGRecord) -> SourceFeature {
        let object = taken.object
        let address = object.address(in: book)
        var feature = SourceFeature(
            layer: object.layer,
            identifier: object.identifier,
            name: object.label(address: address),
            attributes: object.attributes(
                address: address,
                inOnderzoek: investigations.text(of: object.identifier)
            ),
            validFrom: object.validFrom,
            validUntil: object.validUntil,
            place: "\(record.document.name), regel \(object.line)",
            version: object.version,
            problem: object.problem,
            isHistoric: taken.isHistoric
        )
        guard let position = object.geometry, !(skipsHistoricGeometry && taken.isHistoric) else { return feature }
        do throws(GMLGeometryProblem) {
            feature.geometry = try geometries.readProperties([record.batch.element(at: position)])
        } catch {
            feature.problem = feature.problem ?? error.description
        }
        return feature
    }
}
