import Foundation
import GeoValues
import XMLBridge

/// Reads one document of the BGT in GML 3.1.1, as PDOK's downloads: `citygml` (CityGML 2.0 with IMGeo 2.1) and `gmllight` (the flat
/// IMGeo 2.1 simple, ``GMLLightName``); the same object gives the same feature.
///
/// Any kind of object is read, into the layer `bgt_<IMGeo name>` (`bgt_wegdeel`, `bgt_begroeidterreindeel`), and every
/// version: ended ones are ``SourceFeature/isHistoric``. The identifier is the lokaalID. A version sorts by
/// tijdstipRegistratie and LV-publicatiedatum, so that the copies of an object on both sides of a tile's edge are
/// duplicates and its versions are not. Columns are named as PDOK's (``ElementName``). The house numbers along a building
/// are a layer of points of their own, `bgt_nummeraanduidingreeks`. Messages of changes (PDOK's mutatielevering, `bgtMutaties`) are
/// refused when they change what was delivered before.
public final class BGTReader: FeatureReader {
    private let document: DeliveredDocument
    private let records: DocumentRecords
    private let geometries = GMLGeometryReader()
    private let today: Int32
    private let skipsHistoricGeometry: Bool
    /// By the position of a name, for objects of one layer.
    private var meanings: [Meaning?] = []
    private var meaningsLayer = ""
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
            records: [BGTElement.member.rawValue, BGTElement.featureMember.rawValue]
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
            if record.ancestors.contains(BGTElement.was.position) { throw DeliveryProblem.changes(path: document.path) }
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
        /// Of gmllight.
        case labelPart(GMLLightName.LabelPart)
        case attribute
    }

    /// What an element is, and the column that its text goes into.
    private struct Meaning {
        let role: Role
        let column: String
    }

    /// - Parameter layer: of the object that the element is of.
    private func meaning(_ name: Int32, in batch: XMLRecordBatch, layer: String) -> Meaning {
        let position = Int(name)
        if layer != meaningsLayer {
            // gmllight calls properties of different kinds alike. A document holds one kind of object, nearly always.
            meanings.removeAll(keepingCapacity: true)
            meaningsLayer = layer
        }
        if position < meanings.count, let meaning = meanings[position] { return meaning }
        while meanings.count <= position { meanings.append(nil) }
        let spelling = GMLLightName.cityGML(batch.names[position], in: layer)
        let role: Role =
            BGTElement(rawValue: spelling).map(Role.known)
            ?? GMLLightName.labelPart(spelling).map(Role.labelPart)
            ?? (spelling.hasPrefix("geometrie2d") || spelling == "geometrie" ? .geometry : .attribute)
        let meaning = Meaning(role: role, column: ElementName.snakeCase(spelling))
        meanings[position] = meaning
        return meaning
    }

    /// A text on the map.
    private struct Label {
        var text = ""
        var angles: [String] = []
        /// Positions of elements that hold a point.
        var places: [Int] = []
    }

    /// House numbers along a building: labels, and the dwellings that have the lowest and the highest of them.
    private struct HouseNumbers {
        let labels: [Label]
        let dwellings: [(name: String, value: AttributeValue)]
    }

    private struct Object {
        var feature: SourceFeature
        var registered = ""
        var published = ""
        var geometry: Int?
        var houseNumbers: [HouseNumbers] = []
        /// Of gmllight, by the number of the house numbers; nil is the name of an openbare ruimte.
        var lightLabels: [(series: Int?, label: Label, dwellings: [(name: String, value: AttributeValue)])] = []
        var dateProblem: String?
        var hasStreetLabel = false
        var described: [BGTElement: String] = [:]
        /// What a plus attribute says that it is.
        var plusDescription: String?
    }

    private func features(of record: XMLRecord, in batch: XMLRecordBatch) -> [SourceFeature] {
        let nodes = batch.nodes
        let first = record.node + 1
        let place = "\(document.name), regel \(nodes[record.node].line)"
        guard first < Int(nodes[record.node].end) else {
            let problem = "the \(batch.names[Int(nodes[record.node].name)]) holds no object"
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
        let meaning = meaning(node.name, in: batch, layer: object.feature.layer)
        switch meaning.role {
        case .labelPart(let part):
            take(part, position, in: batch, nodes: nodes, into: &object)
            return end
        case .geometry:
            if !isLeaf { object.geometry = position }
            return end
        case .known(let element):
            switch element {
            case .houseNumbers:
                if !isLeaf { object.houseNumbers.append(houseNumbers(at: position, in: batch, nodes: nodes)) }
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
                object.feature.attributes.append((meaning.column, Self.value(element, text)))
            }
        case .attribute where isLeaf:
            let text = batch.trimmedText(node)
            // The namespace of NEN3610ID is the same for all: NL.IMGeo.
            if !text.isEmpty, meaning.column != "namespace" { Self.add(meaning.column, text, to: &object.feature) }
            if !text.isEmpty, meaning.column.hasPrefix("plus_type") || meaning.column.hasPrefix("plus_functie") {
                object.plusDescription = object.plusDescription ?? text
            }
        case .attribute:
            guard isGML(nodes[position + 1], in: batch) else { return position + 1 }
            // Another geometry, such as a kruinlijn: kept as text, for a feature has one place.
            if let shape = try? geometries.read(under: position, in: batch), shape != .none {
                Self.add(meaning.column, WellKnownText.text(shape), to: &object.feature)
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
        var object = object
        takeLightLabels(in: batch, into: &object)
        var feature = object.feature
        if feature.validUntil.map({ $0 <= today }) == true { feature.isHistoric = true }
        feature.version = "\(object.registered) \(object.published)"
        if feature.identifier.isEmpty { feature.problem = "the object has no lokaalID" }
        feature.problem = feature.problem ?? object.dateProblem
        if feature.name == nil {
            let order: [BGTElement] = [.name, .function, .class, .bgtType, .surface]
            let described = order.lazy.compactMap { object.described[$0] }.first { $0 != BGTElement.notOfBGT }
            feature.name = described ?? object.plusDescription
        }
        if let position = object.geometry, !(skipsHistoricGeometry && feature.isHistoric) {
            do throws(GMLGeometryProblem) {
                feature.geometry = try geometries.read(under: position, in: batch)
            } catch {
                feature.problem = feature.problem ?? error.description
            }
        }
        var result = [feature]
        for numbers in object.houseNumbers { append(numbers, of: feature, in: batch, nodes: nodes, to: &result) }
        return result
    }

    // MARK: Labels

    /// The labels under an element.
    private func labels(under position: Int, in batch: XMLRecordBatch, nodes: [XMLNode]) -> [Label] {
        var labels: [Label] = []
        for current in (position + 1)..<Int(nodes[position].end) {
            let node = nodes[current]
            if node.name == BGTElement.label.position { labels.append(Label()) }
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
        take(streetName: first.text, angles: labels.flatMap(\.angles), into: &object)
        object.geometry = position
    }

    private func take(streetName: String, angles: [String], into object: inout Object) {
        object.feature.name = streetName
        object.feature.attributes.append(("tekst", .text(streetName)))
        object.feature.attributes.append(("hoek", .text(angles.joined(separator: " "))))
    }

    /// A part of a label in gmllight, whose parts stand beside each other.
    private func take(
        _ part: GMLLightName.LabelPart,
        _ position: Int,
        in batch: XMLRecordBatch,
        nodes: [XMLNode],
        into object: inout Object
    ) {
        let text = batch.trimmedText(nodes[position])
        var place = object.lightLabels.firstIndex { $0.series == part.series } ?? -1
        if place < 0 {
            object.lightLabels.append((part.series, Label(), []))
            place = object.lightLabels.count - 1
        }
        switch part.content {
        case .text: object.lightLabels[place].label.text = text
        case .angle: if !text.isEmpty { object.lightLabels[place].label.angles.append(text) }
        case .place:
            if Int(nodes[position].end) > position + 1 { object.lightLabels[place].label.places.append(position) }
        case .dwelling(let name):
            if !text.isEmpty { object.lightLabels[place].dwellings.append((ElementName.snakeCase(name), .text(text))) }
        }
    }

    /// Makes of the labels of gmllight what those of CityGML are.
    private func takeLightLabels(in batch: XMLRecordBatch, into object: inout Object) {
        for (series, label, dwellings) in object.lightLabels {
            guard series == nil else {
                object.houseNumbers.append(HouseNumbers(labels: [label], dwellings: dwellings))
                continue
            }
            take(streetName: label.text, angles: label.angles, into: &object)
            do throws(GMLGeometryProblem) {
                var points: [Double] = []
                for place in label.places {
                    if case .points(let found) = try geometries.read(under: place, in: batch) { points += found }
                }
                if !points.isEmpty { object.feature.geometry = .points(points) }
            } catch {
                object.feature.problem = object.feature.problem ?? error.description
            }
        }
    }

    private func houseNumbers(at position: Int, in batch: XMLRecordBatch, nodes: [XMLNode]) -> HouseNumbers {
        var dwellings: [(name: String, value: AttributeValue)] = []
        for current in (position + 1)..<Int(nodes[position].end) {
            let node = nodes[current]
            if node.name == BGTElement.lowestDwelling.position || node.name == BGTElement.highestDwelling.position {
                let text = batch.trimmedText(node)
                let column = ElementName.snakeCase(batch.names[Int(node.name)])
                if !text.isEmpty { dwellings.append((column, .text(text))) }
            }
        }
        return HouseNumbers(labels: labels(under: position, in: batch, nodes: nodes), dwellings: dwellings)
    }

    /// One point per place of a label; its identifier is that of the building and the label's number in it, from 1.
    private func append(
        _ numbers: HouseNumbers,
        of building: SourceFeature,
        in batch: XMLRecordBatch,
        nodes: [XMLNode],
        to result: inout [SourceFeature]
    ) {
        for label in numbers.labels {
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
                feature.attributes += numbers.dwellings
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
