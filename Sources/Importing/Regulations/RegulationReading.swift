import Foundation
import GeoValues
import XMLBridge

/// Reads a regulation with the changes that follow it, as one source: objects, places and text, each with the time in
/// which it holds.
///
/// Twice over the objects of changes (to know what they replace), once over all else. Memory holds the objects that wait
/// for their geometry, the text, and one element at a time of all other documents.
struct RegulationReading: Sendable {
    /// The regulation first, then its changes in the order in which they come into force.
    let packages: [RegulationPackage]
    private let headers: [RegulationHeader]
    /// `FRBRWork` of the regulation.
    private let work: String?
    /// ``RegulationHeader/identifier`` of the draft that it is read for, else of the regulation.
    private let regulation: String?
    /// The day on which it was withdrawn; nil when it was not.
    private let withdrawnOn: Int32?

    /// Articles of the bruidsschat (Invoeringsbesluit Omgevingswet, article 7.1) that are known as parameters: which of them
    /// a regulation still has is noted with it.
    static let bruidsschatArticles: Set = ["22.27", "22.36"]

    /// Puts the deliveries in order: what holds the whole text first, then by their days, then as given. Of a delivery of another
    /// regulation counts only that it withdraws this one.
    ///
    /// Of a draft, which comes last, the regulation is read as it will be, as a source of its own.
    ///
    /// - Throws: ``ImportProblem/mutationsWithoutRegulation(path:)`` when no delivery holds more than a change;
    ///   ``ImportProblem/draftWithoutText(path:)``.
    init(_ packages: [RegulationPackage]) throws {
        var both: [(package: RegulationPackage, header: RegulationHeader)] = []
        for package in packages {
            var header = RegulationHeader()
            for role in [RegulationPackage.Role.text, .metadata, .objectList] {
                for document in package.documents(role) {
                    header.add(try RegulationPackage.whole(document, keepsTextInPlace: role == .text))
                }
            }
            if try package.documents(.objects).contains(where: RegulationPackage.holdsDraft) { header.isDraft = true }
            if header.isDraft, !header.hasWholeText, !header.hasChanges, package.documents(.objects).isEmpty {
                throw ImportProblem.draftWithoutText(path: package.path)
            }
            both.append((package, header))
        }
        // Objects that are changed without a decision of their own are of the day of the decision that has their `doel`.
        for position in both.indices where both[position].header.inForceFrom == nil {
            guard let purpose = both[position].header.purpose, !both[position].header.isDraft else { continue }
            both[position].header.inForceFrom = both.lazy.compactMap { $0.header.day(ofPurpose: purpose) }.first
        }
        let work = both.first.flatMap { $0.header.work ?? $0.header.withdrawals.first?.work }
        withdrawnOn = work.flatMap { work in
            both.filter { !$0.header.isDraft }.compactMap { $0.header.withdrawalDay(of: work) }.min()
        }
        self.work = work
        both.removeAll { $0.header.work != nil && $0.header.work != work }
        let sorted = both.enumerated().sorted { left, right in
            let (first, second) = (left.element.header, right.element.header)
            if first.isDraft != second.isDraft { return second.isDraft }
            if first.hasWholeText != second.hasWholeText { return first.hasWholeText }
            let days = (first.inForceFrom ?? .max, second.inForceFrom ?? .max)
            return days.0 != days.1 ? days.0 < days.1 : left.offset < right.offset
        }.map(\.element)
        self.packages = sorted.map(\.package)
        headers = sorted.map(\.header)
        regulation = headers.last.flatMap { $0.isDraft ? $0.identifier : nil } ?? work
        let hasObjects = self.packages.contains { !$0.documents(.objects).isEmpty }
        let isAboutAnother = headers.contains { $0.hasChanges || !$0.withdrawals.isEmpty }
        if headers.first?.hasWholeText != true {
            if hasObjects || isAboutAnother { throw ImportProblem.mutationsWithoutRegulation(path: packages[0].path) }
            if headers.allSatisfy({ $0.work == nil }), self.packages.allSatisfy({ $0.documents(.geometry).isEmpty }) {
                throw ImportProblem.announcement(path: packages[0].path)
            }
        }
    }

    /// Puts the deliveries of one regulation together, at the place of the first. What withdraws another regulation goes with that too,
    /// or is told when it is not among them. A draft comes apart, with copies of all that the regulation is read from.
    static func grouped(
        _ deliveries: [[String]]
    ) -> (groups: [[String]], withdrawals: [(path: String, work: String)]) {
        var groups: [[String]] = []
        var groupOfWork: [String: Int] = [:]
        var withdrawing: [(path: String, work: String)] = []
        var drafts: [(path: String, work: String)] = []
        for delivery in deliveries {
            guard delivery.count == 1, let header = RegulationPackage.header(of: delivery[0]),
                let work = header.work ?? header.withdrawals.first?.work
            else {
                groups.append(delivery)
                continue
            }
            if header.isDraft {
                drafts.append((delivery[0], work))
                continue
            }
            withdrawing += header.withdrawals.filter { $0.work != work }.map { (delivery[0], $0.work) }
            if let group = groupOfWork[work] {
                groups[group] += delivery
            } else {
                groupOfWork[work] = groups.count
                groups.append(delivery)
            }
        }
        for (path, work) in withdrawing {
            if let group = groupOfWork[work] { groups[group].append(path) }
        }
        groups += drafts.map { path, work in [path] + (groupOfWork[work].map { groups[$0] } ?? []) }
        return (groups, withdrawing.filter { groupOfWork[$0.work] == nil })
    }

    /// - Throws: ``DeliveryProblem`` when a text can't be read.
    func readable(path: String) throws -> ReadableSource {
        let texts = try textVersions()
        let part = SourcePart(label: (path as NSString).lastPathComponent, expected: nil) { body in
            try read(texts, body)
        }
        // Versions of one object all count, each in its time.
        let stage = SourceStage([part], identifiersAreUnique: false)
        let name = regulation ?? (path as NSString).lastPathComponent
        let date = headers.compactMap { $0.inForceFrom ?? $0.announcedOn }.max().map(CalendarDay.text)
        return ReadableSource(path: path, format: SourceFormat.omgevingsdocument.rawValue, stages: [stage]) {
            SourceSummary(
                name: name,
                referenceDate: { _ in date },
                notes: packages.flatMap(\.notes) + texts.problems
            )
        }
    }

    // MARK: Reading

    private func read(_ texts: TextVersions, _ body: (SourceFeature) throws -> Void) throws {
        let history = try history(texts)
        var waiting: [String: [SourceFeature]] = [:]
        for (delivery, package) in packages.enumerated() {
            for document in package.documents(.objects) {
                try forEachObject(in: document) { element in
                    let object = RegulationObject(
                        element,
                        document: document.name,
                        regulation: regulation ?? "",
                        history: history,
                        delivery: delivery
                    )
                    try object.forEachRow(body)
                    if let (key, feature) = object.waitingPlace { waiting[key, default: []].append(feature) }
                }
            }
        }
        for package in packages {
            for document in package.documents(.geometry) {
                try GeometryObjects(document, regulation: regulation).read(&waiting, body)
            }
        }
        for (key, features) in waiting.sorted(by: { $0.key < $1.key }) {
            for feature in features {
                var feature = feature
                feature.problem = feature.problem ?? "the delivery holds no geometry \(key)"
                try body(feature)
            }
        }
        for delivery in packages.indices { try hand(texts, delivery, history, body) }
    }

    /// What the changes replace and end.
    private func history(_ texts: TextVersions) throws -> ObjectHistory {
        var history = ObjectHistory(
            days: headers.map { $0.isDraft ? $0.announcedOn : $0.inForceFrom },
            end: withdrawnOn,
            isDraft: headers.last?.isDraft == true
        )
        for (delivery, package) in packages.enumerated().dropFirst() {
            for document in package.documents(.objects) {
                try forEachObject(in: document) { element in
                    if let identifier = RegulationObject.identifier(of: element) {
                        history.note(identifier, in: delivery)
                    }
                }
            }
            for wId in texts.changed[delivery] { history.note(wId, in: delivery) }
            if isVersion(delivery) { history.note(work ?? "", in: delivery) }
        }
        return history
    }

    /// Whether a delivery makes another version of the regulation: not when it only withdraws it.
    private func isVersion(_ delivery: Int) -> Bool {
        let header = headers[delivery]
        return header.work != nil && (header.withdrawals.isEmpty || header.hasWholeText || header.hasChanges)
    }

    private func forEachObject(in document: DeliveredDocument, _ body: (XMLElement) throws -> Void) throws {
        let (reader, file) = try RegulationPackage.reader(of: document)
        func next() throws -> XMLElement? {
            do { return try reader.next { $0.name == "owObject" } } catch { throw DeliveryProblem.xml(error) }
        }
        while let object = try next() {
            for element in object.children { try body(element) }
        }
        withExtendedLifetime(file) {}
    }

    // MARK: Text

    /// The text after each delivery.
    private struct TextVersions: Sendable {
        /// By delivery the parts that are new or other than before.
        var parts: [[(position: Int, part: TextElements.Part)]] = []
        /// By delivery the `wId`s of these, and of those that are gone.
        var changed: [Set<String>] = []
        /// By delivery the articles of the bruidsschat that hold something, by number.
        var bruidsschat: [[String: String]] = []
        /// By delivery where its text stands.
        var places: [String?] = []
        /// What of the changes could not be applied.
        var problems: [String] = []
    }

    private func textVersions() throws -> TextVersions {
        var versions = TextVersions()
        var text = ConsolidatedText()
        var before: [String: TextElements.Part] = [:]
        for (delivery, package) in packages.enumerated() {
            if headers[delivery].hasWholeText { text.clear() }
            var place: String?
            for document in package.documents(.text) {
                let root = try RegulationPackage.whole(document, keepsTextInPlace: true)
                place = place ?? "\(document.name) regel \(root.line)"
                text.take(root, ofName: document.name)
            }
            var now: [String: TextElements.Part] = [:]
            var new: [(Int, TextElements.Part)] = []
            var bruidsschat: [String: String] = [:]
            for (position, part) in TextElements(text).parts.enumerated() {
                if before[part.wId].map({ !$0.isSame(as: part) }) ?? true { new.append((position, part)) }
                now[part.wId] = part
                if part.kind == "Artikel", let number = part.number, Self.bruidsschatArticles.contains(number) {
                    bruidsschat[number] = part.isEmpty ? nil : part.wId
                }
            }
            versions.parts.append(new)
            versions.changed.append(Set(new.map(\.1.wId)).union(before.keys.filter { now[$0] == nil }))
            versions.bruidsschat.append(bruidsschat)
            versions.places.append(place)
            before = now
        }
        versions.problems = text.problems
        return versions
    }

    private func hand(
        _ texts: TextVersions,
        _ delivery: Int,
        _ history: ObjectHistory,
        _ body: (SourceFeature) throws -> Void
    ) throws {
        let place = texts.places[delivery] ?? packages[delivery].path
        let document = place.components(separatedBy: " regel ")[0]
        for (position, part) in texts.parts[delivery] {
            let span = history.span(of: part.wId, in: delivery)
            let attributes: [(String, String?)] = [
                ("regeling", regulation), ("soort", part.kind), ("eId", part.eId), ("nummer", part.number),
                ("opschrift", part.heading), ("bovenliggend", part.parent), ("tekst", part.text),
            ]
            var feature = SourceFeature(
                layer: "tekstelement",
                identifier: part.wId,
                name: part.name,
                attributes: attributes.compactMap { name, text in text.map { (name, .text($0)) } },
                validFrom: span.from,
                validUntil: span.until,
                place: "\(document) regel \(part.line)",
                isHistoric: span.isHistoric
            )
            feature.attributes.append(("volgorde", .integer(Int64(position))))
            try body(feature)
        }
        var header = headers[delivery]
        guard isVersion(delivery) else { return }
        if delivery > 0 {
            // A change says little of the regulation; what it leaves open is as it was.
            let first = headers[0]
            header.citationTitle = header.citationTitle ?? first.citationTitle
            header.officialTitle = header.officialTitle ?? first.officialTitle
            header.heading = header.heading ?? first.heading
            header.maker = header.maker ?? first.maker
            header.kind = header.kind ?? first.kind
        }
        let articles = texts.bruidsschat[delivery].sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        try body(
            header.feature(
                place: place,
                history: history.span(of: work ?? "", in: delivery),
                bruidsschat: articles.isEmpty ? nil : articles.joined(separator: " ")
            )
        )
    }
}
