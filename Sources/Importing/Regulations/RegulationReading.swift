import Foundation
import GeoValues
import XMLBridge

/// Reads a regulation with the changes that follow it, as one source: objects, places and text, each with the time in
/// which it holds.
///
/// Twice over the objects of changes (to know what they replace), once over all else. Memory holds the objects that wait
/// for their geometry and one element at a time, not the documents.
struct RegulationReading: Sendable {
    /// The regulation first, then its changes in the order in which they come into force.
    let packages: [RegulationPackage]
    private let headers: [RegulationHeader]

    /// Articles of the bruidsschat (Invoeringsbesluit Omgevingswet, article 7.1) that are known as parameters: which of them
    /// a regulation still has is noted with it.
    static let bruidsschatArticles: Set = ["22.27", "22.36"]

    /// Puts the deliveries in order: what holds a whole text first, then by their days, then as given.
    ///
    /// - Throws: ``ImportProblem/mutationsWithoutRegulation(path:)`` when no delivery holds more than a change.
    init(_ packages: [RegulationPackage]) throws {
        var both: [(package: RegulationPackage, header: RegulationHeader)] = []
        for package in packages {
            var header = RegulationHeader()
            for role in [RegulationPackage.Role.text, .metadata, .objectList] {
                for document in package.documents(role) {
                    header.add(try RegulationPackage.whole(document, keepsTextInPlace: role == .text))
                }
            }
            both.append((package, header))
        }
        let sorted = both.enumerated().sorted { left, right in
            let (first, second) = (left.element.header, right.element.header)
            if first.hasWholeText != second.hasWholeText { return first.hasWholeText }
            let days = (first.inForceFrom ?? .max, second.inForceFrom ?? .max)
            return days.0 != days.1 ? days.0 < days.1 : left.offset < right.offset
        }.map(\.element)
        self.packages = sorted.map(\.package)
        headers = sorted.map(\.header)
        let changes = headers.contains { !$0.hasWholeText }
        let hasObjects = packages.contains { !$0.documents(.objects).isEmpty }
        if changes, hasObjects, headers.first?.hasWholeText != true {
            throw ImportProblem.mutationsWithoutRegulation(path: packages[0].path)
        }
    }

    /// Puts the deliveries of one regulation together, at the place of the first.
    static func grouped(_ deliveries: [[String]]) -> [[String]] {
        var groups: [[String]] = []
        var groupOfWork: [String: Int] = [:]
        for delivery in deliveries {
            guard delivery.count == 1, let work = RegulationPackage.candidateWork(of: delivery[0]) else {
                groups.append(delivery)
                continue
            }
            if let group = groupOfWork[work] {
                groups[group] += delivery
            } else {
                groupOfWork[work] = groups.count
                groups.append(delivery)
            }
        }
        return groups
    }

    private var work: String? { headers.lazy.compactMap(\.work).first }

    func readable(path: String) -> ReadableSource {
        let part = SourcePart(label: (path as NSString).lastPathComponent, expected: nil) { body in try read(body) }
        // Versions of one object all count, each in its time.
        let stage = SourceStage([part], identifiersAreUnique: false)
        let name = work ?? (path as NSString).lastPathComponent
        let date = headers.compactMap { $0.inForceFrom ?? $0.announcedOn }.max().map(CalendarDay.text)
        return ReadableSource(path: path, format: SourceFormat.omgevingsdocument.rawValue, stages: [stage]) {
            SourceSummary(
                name: name,
                referenceDate: { _ in date },
                notes: packages.flatMap(\.notes)
            )
        }
    }

    // MARK: Reading

    private func read(_ body: (SourceFeature) throws -> Void) throws {
        let history = try history()
        var waiting: [String: [SourceFeature]] = [:]
        for (delivery, package) in packages.enumerated() {
            for document in package.documents(.objects) {
                try forEachObject(in: document) { element in
                    let object = RegulationObject(
                        element,
                        document: document.name,
                        regulation: work ?? "",
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
                try GeometryObjects(document, regulation: work).read(&waiting, body)
            }
        }
        for (key, features) in waiting.sorted(by: { $0.key < $1.key }) {
            for feature in features {
                var feature = feature
                feature.problem = feature.problem ?? "the delivery holds no geometry \(key)"
                try body(feature)
            }
        }
        var bruidsschat: [String: String] = [:]
        for (delivery, package) in packages.enumerated() {
            try readText(package, delivery, history, &bruidsschat, body)
        }
    }

    /// What the changes replace and end.
    private func history() throws -> ObjectHistory {
        var history = ObjectHistory(days: headers.map(\.inForceFrom))
        for (delivery, package) in packages.enumerated().dropFirst() {
            for document in package.documents(.objects) {
                try forEachObject(in: document) { element in
                    if let identifier = RegulationObject.identifier(of: element) {
                        history.note(identifier, in: delivery)
                    }
                }
            }
            for document in package.documents(.text) {
                let parts = TextElements(in: try RegulationPackage.whole(document, keepsTextInPlace: true))
                for wId in Set(parts.parts.map(\.wId)).union(parts.ended) { history.note(wId, in: delivery) }
            }
            if headers[delivery].work != nil { history.note(work ?? "", in: delivery) }
        }
        return history
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

    private func readText(
        _ package: RegulationPackage,
        _ delivery: Int,
        _ history: ObjectHistory,
        _ bruidsschat: inout [String: String],
        _ body: (SourceFeature) throws -> Void
    ) throws {
        var place: String?
        for document in package.documents(.text) {
            let root = try RegulationPackage.whole(document, keepsTextInPlace: true)
            place = place ?? "\(document.name) regel \(root.line)"
            let elements = TextElements(in: root)
            bruidsschat = bruidsschat.filter { !elements.ended.contains($0.value) }
            for (position, part) in elements.parts.enumerated() {
                if part.kind == "Artikel", let number = part.number, Self.bruidsschatArticles.contains(number) {
                    bruidsschat[number] = part.isEmpty ? nil : part.wId
                }
                let span = history.span(of: part.wId, in: delivery)
                let attributes: [(String, String?)] = [
                    ("regeling", work), ("soort", part.kind), ("eId", part.eId), ("nummer", part.number),
                    ("opschrift", part.heading), ("bovenliggend", part.parent), ("tekst", part.text),
                ]
                var feature = SourceFeature(
                    layer: "tekstelement",
                    identifier: part.wId,
                    name: part.name,
                    attributes: attributes.compactMap { name, text in text.map { (name, .text($0)) } },
                    validFrom: span.from,
                    validUntil: span.until,
                    place: "\(document.name) regel \(part.line)",
                    isHistoric: span.isHistoric
                )
                feature.attributes.append(("volgorde", .integer(Int64(position))))
                try body(feature)
            }
        }
        var header = headers[delivery]
        guard header.work != nil else { return }
        if delivery > 0 {
            // A change says little of the regulation; what it leaves open is as it was.
            let first = headers[0]
            header.citationTitle = header.citationTitle ?? first.citationTitle
            header.officialTitle = header.officialTitle ?? first.officialTitle
            header.heading = header.heading ?? first.heading
            header.maker = header.maker ?? first.maker
            header.kind = header.kind ?? first.kind
        }
        let articles = bruidsschat.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        try body(
            header.feature(
                place: place ?? package.path,
                history: history.span(of: work ?? "", in: delivery),
                bruidsschat: articles.isEmpty ? nil : articles.joined(separator: " ")
            )
        )
    }
}
