import Foundation
import GeoValues
import Registers
import Synchronization
import XMLBridge

/// A BAG 2.0 extract (Kadaster, LV BAG, schemas `v20200601`): one XML, a zip, or a zip of zips.
///
/// Every voorkomen of every object is handed out, also ended, inactief and niet-BAG ones, which are
/// ``SourceFeature/isHistoric``. Layers are `pand`, `verblijfsobject`, `ligplaats`, `standplaats`, `nummeraanduiding`,
/// `openbareruimte` and `woonplaats`; identifiers are the digits. Places, streets and addresses come in stages of their own
/// before what refers to them; the documents of a stage can be read side by side. Mutation files are applied in the order of
/// the paths and their names: what they overtake is historic.
public final class BAGExtract: Sendable {
    /// See ``init(paths:today:keepsHistoryApart:)``.
    private let keepsHistoryApart: Bool
    private let today: Int32
    private let paths: [String]
    private let delivery: BAGDelivery
    private let mutations: BAGMutations
    private let investigations: BAGInvestigations
    /// By document: how many events lie in the mutation files before it.
    private let firstEvents: [Int]
    private let state: Mutex<State>

    private struct State: Sendable {
        /// What the stages before brought; nobody changes it while a stage is read.
        var book: BAGAddressBook
        /// What the stage at hand brings.
        var growing = BAGAddressBook()
        var objectCount = 0
        var overtaken = 0
        var latestStand: Int32?
    }

    /// Lists what the paths hold, and reads mutations and what is in onderzoek.
    ///
    /// - Parameters:
    ///   - paths: a stand, and when there are any the mutations on it in their order.
    ///   - today: in days since 1970-01-01; what ends on it or before is historic. Nil: the computer's day.
    ///   - keepsHistoryApart: makes voorkomens that held once features of a layer of their own, where there is one
    ///     (`RegisterLayer.historyLayer(of:)`), and leaves out geometry and attributes of all others that are historic.
    public init(
        paths: [String],
        today: Int32? = nil,
        keepsHistoryApart: Bool = false
    ) throws(BAGReadingError) {
        let day = today ?? Int32(Date().timeIntervalSince1970 / 86_400)
        let delivery = try BAGDelivery(paths: paths)
        var mutations = BAGMutations()
        var investigations = BAGInvestigations()
        var book = BAGAddressBook()
        var event = 0
        var firstEvents: [Int] = []
        for document in delivery.documents {
            firstEvents.append(event)
            guard document.kind == .mutations || document.kind == .inOnderzoek else { continue }
            let records = try document.records()
            while let record = try records.next() {
                if let statement = record.investigation {
                    investigations.record(
                        identifier: statement.identifier,
                        kenmerk: statement.kenmerk,
                        isOpen: statement.isOpen && !record.wasReplaced,
                        isMutation: document.kind == .mutations
                    )
                }
                guard document.kind == .mutations, let object = record.object() else { continue }
                event += 1
                mutations.record(object, event: event)
                book.remove(object)
                if !record.wasReplaced, !object.isHistoric(on: day) { book.enter(object) }
            }
        }
        hasMutations = event > 0 || investigations.count > 0
        self.paths = paths
        self.today = day
        self.keepsHistoryApart = keepsHistoryApart
        self.delivery = delivery
        self.mutations = mutations
        self.investigations = investigations
        self.firstEvents = firstEvents
        state = Mutex(State(book: book))
    }

    /// Whether a file is or holds BAG documents, judged by their root elements; reads until it finds one.
    public static func recognise(path: String) -> Bool { BAGDelivery.firstKind(path) != nil }

    /// Whether a file is or holds mutations on a stand; Kadaster delivers the two apart.
    static func holdsMutations(path: String) -> Bool { BAGDelivery.firstKind(path) == .mutations }

    /// Whether there are mutations, of objects or of what is in onderzoek: a file of a day on which nothing changed has none.
    let hasMutations: Bool

    /// Whether there is more than mutations.
    var hasStand: Bool { delivery.documents.contains { $0.kind != .mutations } }

    /// What was passed over and what was applied; complete once all stages were read.
    public var notes: [String] {
        var notes = delivery.notes
        let overtaken = state.withLock { $0.overtaken }
        if overtaken > 0 { notes.append("\(overtaken) voorkomens were overtaken by a mutation") }
        if investigations.count > 0 {
            notes.append("\(investigations.count) statements on kenmerken in onderzoek were read")
        }
        return notes
    }

    /// The latest day of a stand in the delivery, in days since 1970-01-01; known once all stages were read.
    public var referenceDate: Int32? { state.withLock { $0.latestStand } }

    /// Reads everything, one document after another.
    public func forEachFeature(_ body: (SourceFeature) throws -> Void) throws {
        for stage in stages {
            for part in stage.parts { try part.read(body) }
            stage.finish()
        }
        try requireObjects()
    }

    /// - Throws: ``BAGReadingError/noObjects(path:)`` once all stages were read and there was nothing.
    func requireObjects() throws(BAGReadingError) {
        if state.withLock({ $0.objectCount }) == 0 { throw .noObjects(path: paths.joined(separator: ", ")) }
    }

    // MARK: Stages

    /// Places, streets, addresses, and all else.
    var stages: [SourceStage] {
        let kinds: [BAGDocument.Kind] = [.woonplaats, .openbareRuimte, .nummeraanduiding, .other]
        return kinds.compactMap { kind in
            let numbers = delivery.documents.indices.filter { number in
                delivery.documents[number].kind == kind || delivery.documents[number].kind == .mutations
            }
            guard !numbers.isEmpty else { return nil }
            let label = (paths[0] as NSString).lastPathComponent
            let parts = numbers.map { number in
                SourcePart(label: label, expected: nil) { body in try self.read(number, of: kind, body) }
            }
            return SourceStage(parts) {
                self.state.withLock { state in
                    state.book.merge(state.growing)
                    state.growing = BAGAddressBook()
                }
            }
        }
    }

    /// Reads the objects of one stage's kind in a document.
    private func read(_ number: Int, of kind: BAGDocument.Kind, _ body: (SourceFeature) throws -> Void) throws {
        let document = delivery.documents[number]
        let reading = DocumentReading(extract: self, document: document, book: state.withLock { $0.book })
        var event = firstEvents[number]
        var entered = BAGAddressBook()
        var counts = State(book: BAGAddressBook())
        let records = try document.records()
        while let record = try records.next() {
            if let day = record.standDay { counts.latestStand = max(day, counts.latestStand ?? day) }
            guard let object = record.object(skippingHistoryOn: keepsHistoryApart ? today : nil) else { continue }
            let isMutation = document.kind == .mutations
            if isMutation { event += 1 }
            // The documents of a kind hold nothing else; if one does, it is read where it stands.
            if isMutation, BAGDocument.Kind(object.kind) != kind { continue }
            var isOvertaken = record.wasReplaced
            if isMutation {
                isOvertaken = isOvertaken || mutations.overtakes(object, event: event)
            } else if mutations.overtakes(object) {
                isOvertaken = true
                counts.overtaken += 1
            }
            let isHistoric = isOvertaken || object.isHistoric(on: today)
            if !isMutation, !isHistoric { entered.enter(object) }
            counts.objectCount += 1
            let layer =
                keepsHistoryApart && !isOvertaken && object.wasInForce(before: today)
                ? RegisterLayer.historyLayer(of: object.layer) : nil
            try body(reading.feature(from: object, isHistoric: isHistoric, historyLayer: layer, record))
        }
        state.withLock { state in
            state.growing.merge(entered)
            state.objectCount += counts.objectCount
            state.overtaken += counts.overtaken
            if let day = counts.latestStand { state.latestStand = max(day, state.latestStand ?? day) }
        }
    }

    /// Makes features of the objects of one document; belongs to one thread.
    private struct DocumentReading {
        let extract: BAGExtract
        let document: BAGDocument
        let book: BAGAddressBook
        let geometries = GMLGeometryReader()

        /// - Parameter historyLayer: the layer in which it is kept though it is historic.
        func feature(
            from object: BAGObject,
            isHistoric: Bool,
            historyLayer: String?,
            _ record: BAGRecord
        ) -> SourceFeature {
            if extract.keepsHistoryApart, isHistoric, historyLayer == nil {
                return SourceFeature(
                    layer: object.layer,
                    identifier: object.identifier,
                    validFrom: object.validFrom,
                    validUntil: object.validUntil,
                    place: "",
                    version: object.version,
                    isHistoric: true
                )
            }
            let address = object.address(in: book)
            var feature = SourceFeature(
                layer: historyLayer ?? object.layer,
                identifier: object.identifier,
                name: object.label(address: address),
                attributes: object.attributes(
                    address: address,
                    inOnderzoek: extract.investigations.text(of: object.identifier)
                ),
                validFrom: object.validFrom,
                validUntil: object.validUntil,
                place: "\(document.name), regel \(object.line)",
                version: object.version,
                problem: object.problem,
                isHistoric: isHistoric && historyLayer == nil
            )
            guard let position = object.geometry else { return feature }
            do throws(GMLGeometryProblem) {
                feature.geometry = try geometries.read(under: position, in: record.batch)
            } catch {
                feature.problem = feature.problem ?? error.description
            }
            return feature
        }
    }
}
