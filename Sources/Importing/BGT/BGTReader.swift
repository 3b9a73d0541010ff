import Foundation
import GeoValues
import XMLBridge

/// Reads one document of the BGT: CityGML 2.0 with IMGeo 2.1 in GML 3.1.1, as PDOK's `citygml` and `gmllight` downloads.
///
/// Any kind of object is read, into the layer `bgt_<IMGeo name>` (`bgt_wegdeel`, `bgt_begroeidterreindeel`), and every
/// version: ended ones are ``SourceFeature/isHistoric``. The identifier is the lokaalID. A version sorts by
/// tijdstipRegistratie and LV-publicatiedatum, so that the copies of an object on both sides of a tile's edge are
/// duplicates and its versions are not. Columns are named as PDOK's (``ElementName``). The house numbers along a building
/// are a layer of points of their own, `bgt_nummeraanduidingreeks`.
public final class BGTReader: FeatureReader {
    private let document: DeliveredDocument
    private let records: DocumentRecords
    private let geometries = GMLGeometryReader()
    private let today: Int32
    private let skipsHistoricGeometry: Bool
    private var columns = ColumnNames()
    private var roles: [Role?] = []
    /// Features of the last record that were not handed out yet, the last one first.
    private var waiting: [SourceFeature] = []
    private var latestPublication: Int32?

    /// - Parameters:
    ///   - today: in days since 1970-01-01; what ends on it or before is historic. Nil: the computer's day.
    ///   - skipsHistoricGeometry: leaves out the geometry of historic versions.
    init(
        _ document: DeliveredDocument,
        today: Int32? = nil,
        skipsHistoricGeometry: Bool = false
    ) throws(DeliveryProblem) {
        self.document = document
        self.today = today ?? Int32(Date().timeIntervalSince1970 / 86_400)
        self.skipsHistoricGeometry = skipsHistoricGeometry
        records = try DocumentRecords(
            document,
            vocabulary: BGTElement.spellings,
            records: [BGTElement.member.rawValue]
        )
    }

    /// A file on disk, plain or compressed with gzip.
    public convenience init(path: String, today: Int32? = nil) throws {
        try self.init(DeliveredDocument(path: path), today: today)
    }

    /// The day of the latest publication in the document.
    public var referenceDate: Int32? { latestPublication }

    public func next() throws -> SourceFeature? {
        while waiting.isEmpty {
            guard let record = try records.next() else { return nil }
            waiting = features(of: record, in: records.batch).reversed()
        }
        return waiting.popLast()
    }

    // MARK: One object

    /// What an element is to the reader when it is none of ``BGTElement``.
    private enum Role {
        case known(BGTElement)
        /// The object's own place: `geometrie2dWegdeel` and its likes.
        case geometry
        case attribute
    }

    private func role(_ name: Int32, in names: [String]) -> Role {
        let position = Int(name)
        if position < roles.count, let role = roles[position] { return role }
        while roles.count <= position { roles.append(nil) }
        let spelling = names[position]
        let role: Role =
            BGTElement(rawValue: spelling).map(Role.known)
            ?? (spelling.hasPrefix("geometrie2d") || spelling == "geometrie" ? .geometry : .attribute)
        roles[position] = role
        return role
    }

    private struct Object {
        var feature: SourceFeature
        var registered = ""
        var published = ""
        var geometry: Int?
        var labels: [Int] = []
        var dateProblem: String?
        var hasStreetLabel = false
        var described: [BGTElement: String] = [:]
    }

    private func features(of record: XMLRecord, in batch: XMLRecordBatch) -> [SourceFeature] {
        let nodes = batch.nodes
        let first = record.node + 1
        let place = "\(document.name), regel \(nodes[record.node].line)"
        guard first < Int(nodes[record.node].end) else {
            let problem = "the cityObjectMember holds no object"
            return [SourceFeature(layer: "bgt_onbekend", identifier: "", place: place, problem: problem)]
        }
        let kind = batch.names[Int(nodes[first].name)]
        var object = Object(
            feature: SourceFeature(layer: BGTElement.layer(ofObject: kind), identifier: "", place: place)
        )
        var position = first + 1
        let end = Int(nodes[first].end)
        while position < end {
            position = take(position, in: batch, nodes: nodes, into: &object)
        }
        return finished(object, in: batch, nodes: nodes)
    }

    /// Takes in the element at a position; returns the position of the one to look at next.
    private func take(_ position: Int, in batch: XMLRecordBatch, nodes: [XMLNode], into object: inout Object) -> Int {
        let node = nodes[position]
        let end = Int(node.end)
        let isLeaf = end == position + 1
        switch role(node.name, in: batch.names) {
        case .geometry:
            if !isLeaf { object.geometry = position }
            return end
        case .known(let element):
            switch element {
            case .houseNumbers:
                if !isLeaf { object.labels.append(position) }
                return end
            case .streetLabel:
                takeStreetLabel(position, in: batch, nodes: nodes, into: &object)
                return end
            case .identification where !isLeaf: return position + 1
            default: break
            }
            let text = isLeaf ? batch.trimmedText(node) : ""
            if !text.isEmpty { take(element, text, into: &object) }
            if isLeaf, !Self.isConsumed(element), !text.isEmpty {
                object.feature.attributes.append(
                    (columns.column(node.name, in: batch.names), Self.value(element, text))
                )
            }
        case .attribute where isLeaf:
            let text = batch.trimmedText(node)
            // The namespace of NEN3610ID is the same for all: NL.IMGeo.
            let name = columns.column(node.name, in: batch.names)
            if !text.isEmpty, name != "namespace" { Self.add(name, text, to: &object.feature) }
        case .attribute:
            guard isGML(nodes[position + 1], in: batch) else { return position + 1 }
            // Another geometry, such as a kruinlijn: kept as text, for a feature has one place.
            let name = columns.column(node.name, in: batch.names)
            if let shape = try? geometries.read(under: position, in: batch), shape != .none {
                Self.add(name, WellKnownText.text(shape), to: &object.feature)
            }
            return end
        }
        return position + 1
    }

    /// A second value of one name is added to the first.
    private static func add(_ name: String, _ text: String, to feature: inout SourceFeature) {
        if let present = feature.attributes.firstIndex(where: { $0.name == name }),
            case .text(let before) = feature.attributes[present].value
        {
            feature.attributes[present].value = .text("\(before); \(text)")
        } else {
            feature.attributes.append((name, .text(text)))
        }
    }

    /// Whether an element is kept elsewhere than among the attributes.
    private static func isConsumed(_ element: BGTElement) -> Bool {
        switch element {
        case .creationDate, .terminationDate, .localIdentifier, .identification, .registrationEnd: true
        default: false
        }
    }

    private static func value(_ element: BGTElement, _ text: String) -> AttributeValue {
        element == .relativeHeight ? Int64(text).map(AttributeValue.integer) ?? .text(text) : .text(text)
    }

    private func take(_ element: BGTElement, _ text: String, into object: inout Object) {
        func day() -> Int32? {
            if let day = CalendarDay.day(text) { return day }
            object.dateProblem = "'\(text)' in \(element.rawValue) is not a date"
            return nil
        }
        switch element {
        case .creationDate: object.feature.validFrom = day()
        case .terminationDate: object.feature.validUntil = day()
        case .registrationTime: object.registered = text
        case .publicationTime:
            object.published = text
            if let day = CalendarDay.day(text) { latestPublication = max(day, latestPublication ?? day) }
        case .registrationEnd: object.feature.isHistoric = true
        case .localIdentifier, .identification: object.feature.identifier = text
        case .function, .class, .bgtType, .surface, .name: object.described[element] = text
        default: break
        }
    }

    private func finished(_ object: Object, in batch: XMLRecordBatch, nodes: [XMLNode]) -> [SourceFeature] {
        var feature = object.feature
        if feature.validUntil.map({ $0 <= today }) == true { feature.isHistoric = true }
        feature.version = "\(object.registered) \(object.published)"
        if feature.identifier.isEmpty { feature.problem = "the object has no lokaalID" }
        feature.problem = feature.problem ?? object.dateProblem
        if feature.name == nil {
            let order: [BGTElement] = [.name, .function, .class, .bgtType, .surface]
            feature.name = order.lazy.compactMap { object.described[$0] }.first
        }
        if let position = object.geometry, !(skipsHistoricGeometry && feature.isHistoric) {
            do throws(GMLGeometryProblem) {
                feature.geometry = try geometries.read(under: position, in: batch)
            } catch {
                feature.problem = feature.problem ?? error.description
            }
        }
        var result = [feature]
        for position in object.labels {
            houseNumbers(at: position, of: feature, in: batch, nodes: nodes, into: &result)
        }
        return result
    }

    // MARK: Labels

    /// Text, places and angles of the labels under an element.
    private func labels(
        under position: Int,
        in batch: XMLRecordBatch,
        nodes: [XMLNode]
    ) -> [(text: String, angles: [String], places: [Int])] {
        var labels: [(text: String, angles: [String], places: [Int])] = []
        for current in (position + 1)..<Int(nodes[position].end) {
            let node = nodes[current]
            if node.name == BGTElement.label.position { labels.append(("", [], [])) }
            guard !labels.isEmpty else { continue }
            if node.name == BGTElement.labelText.position { labels[labels.count - 1].text = batch.trimmedText(node) }
            if node.name == BGTElement.labelAngle.position {
                labels[labels.count - 1].angles.append(batch.trimmedText(node))
            }
            if node.name == BGTElement.labelPlace.position { labels[labels.count - 1].places.append(current) }
        }
        return labels
    }

    /// The name of an openbare ruimte, whose place is where its label is put: once or several times.
    private func takeStreetLabel(_ position: Int, in batch: XMLRecordBatch, nodes: [XMLNode], into object: inout Object)
    {
        let labels = labels(under: position, in: batch, nodes: nodes)
        guard let first = labels.first else {
            let text = batch.trimmedText(nodes[position])
            if !text.isEmpty { object.feature.name = text }
            return
        }
        object.feature.name = first.text
        object.feature.attributes.append(("tekst", .text(first.text)))
        object.feature.attributes.append(("hoek", .text(labels.flatMap(\.angles).joined(separator: " "))))
        object.geometry = position
    }

    /// One point per place of a label; its identifier is that of the building and the label's number in it, from 1.
    private func houseNumbers(
        at position: Int,
        of building: SourceFeature,
        in batch: XMLRecordBatch,
        nodes: [XMLNode],
        into result: inout [SourceFeature]
    ) {
        var dwellings: [(name: String, value: AttributeValue)] = []
        for current in (position + 1)..<Int(nodes[position].end) {
            let node = nodes[current]
            if node.name == BGTElement.lowestDwelling.position || node.name == BGTElement.highestDwelling.position {
                let text = batch.trimmedText(node)
                if !text.isEmpty { dwellings.append((columns.column(node.name, in: batch.names), .text(text))) }
            }
        }
        for label in labels(under: position, in: batch, nodes: nodes) {
            for (order, place) in label.places.enumerated() {
                var feature = building
                feature.layer = BGTElement.houseNumberLayer
                feature.identifier = "\(building.identifier).\(result.count)"
                feature.name = label.text
                feature.geometry = .none
                feature.attributes = [("tekst", .text(label.text)), ("bgt_pand", .text(building.identifier))]
                if order < label.angles.count {
                    feature.attributes.append(("hoek", Double(label.angles[order]).map(AttributeValue.real) ?? .null))
                }
                feature.attributes += dwellings
                feature.place = "\(document.name), regel \(nodes[place].line)"
                feature.problem = building.identifier.isEmpty ? building.problem : nil
                do throws(GMLGeometryProblem) {
                    feature.geometry = try geometries.read(under: place, in: batch)
                } catch {
                    feature.problem = feature.problem ?? error.description
                }
                result.append(feature)
            }
        }
    }

    private func isGML(_ node: XMLNode, in batch: XMLRecordBatch) -> Bool {
        batch.namespaces[Int(node.namespace)].hasPrefix("http://www.opengis.net/gml")
    }
}
