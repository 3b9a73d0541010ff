import Foundation
import GeoValues
import XMLBridge

/// Reads one document of the digitale kadastrale kaart: version 5 (root `DKK`), version 4 (`brkkadastralekaartCollection` of
/// 2019-04-02, `FeatureCollectionDKK` of 2019-04-01), version 3 (`KadastraleKaartCollection`), and the GBKN that came with it
/// (`FeatureCollectionGBKN`); GML 3.2.
///
/// Layers: `perceel` (its place is begrenzingPerceel; where its number is written is in columns), `kadastralegrens`,
/// `kadastralegrens_kwaliteit` (a table without places), `gbkn_annotatie`, `gbkn_bebouwing`. The buildings and street names
/// of the same delivery are IMGeo: ``BGTReader``. Columns are named as in PDOK's GeoPackage of the same data.
public final class KadastraleKaartReader: FeatureReader {
    private let document: DeliveredDocument
    private let records: DocumentRecords
    private let geometries = GMLGeometryReader()
    private let today: Int32
    private let qualities: BoundaryQualities
    private var columns = ColumnNames()
    private var joined = 0
    private var latestRegistration: Int32?

    /// - Parameters:
    ///   - qualities: classes for boundaries, from the other documents of the delivery.
    ///   - today: in days since 1970-01-01; what ends on it or before is historic. Nil: the computer's day.
    init(
        _ document: DeliveredDocument,
        qualities: BoundaryQualities = BoundaryQualities(),
        today: Int32? = nil
    ) throws(DeliveryProblem) {
        self.document = document
        self.qualities = qualities
        self.today = today ?? Int32(Date().timeIntervalSince1970 / 86_400)
        records = try DocumentRecords(
            document,
            vocabulary: CadastralElement.spellings,
            records: CadastralElement.members.map(\.rawValue)
        )
    }

    /// A file on disk, plain or compressed with gzip; `qualities` are files with the quality of boundaries.
    public convenience init(path: String, qualities: [String] = [], today: Int32? = nil) throws {
        let documents = try qualities.map { path throws(DeliveryProblem) in try DeliveredDocument(path: path) }
        try self.init(DeliveredDocument(path: path), qualities: BoundaryQualities(documents), today: today)
    }

    public var notes: [String] {
        joined > 0
            ? ["\(joined) boundaries got the quality class that another document of the delivery gives them"] : []
    }

    /// The day of the latest registration in the document.
    public var referenceDate: Int32? { latestRegistration }

    public func next() throws -> SourceFeature? {
        guard let record = try records.next() else { return nil }
        return feature(of: record, in: records.batch)
    }

    // MARK: One object

    private struct Object {
        var feature: SourceFeature
        var geometry: Int?
        var label: Int?
        var municipality: String?
        var section: String?
        var number: String?
        var problem: String?
    }

    private func feature(of record: XMLRecord, in batch: XMLRecordBatch) -> SourceFeature {
        let nodes = batch.nodes
        let first = record.node + 1
        let place = "\(document.name), regel \(nodes[record.node].line)"
        let member = batch.names[Int(nodes[record.node].name)]
        guard first < Int(nodes[record.node].end) else {
            let problem = "the \(member) holds no object"
            return SourceFeature(layer: "kadastralekaart_onbekend", identifier: "", place: place, problem: problem)
        }
        let kind = batch.names[Int(nodes[first].name)]
        var object = Object(
            feature: SourceFeature(layer: CadastralElement.layer(ofObject: kind), identifier: "", place: place)
        )
        take(first, in: batch, nodes: nodes, into: &object)
        return finished(object, kind: kind, in: batch)
    }

    private func take(_ object: Int, in batch: XMLRecordBatch, nodes: [XMLNode], into result: inout Object) {
        // The element around each position: a property is told by what it stands in.
        var around: [Int] = [object]
        var position = object + 1
        while position < Int(nodes[object].end) {
            let node = nodes[position]
            while let last = around.last, position >= Int(nodes[last].end) { around.removeLast() }
            let isLeaf = Int(node.end) == position + 1
            switch CadastralElement(position: node.name) {
            case .boundary, .line, .lineGeometry, .pointGeometry, .areaGeometry, .geometry:
                result.geometry = position
                position = Int(node.end)
                continue
            case .labelPlace:
                result.label = position
                position = Int(node.end)
                continue
            default: break
            }
            if isLeaf {
                let text = batch.trimmedText(node)
                let property = around.count >= 2 ? around[around.count - 2] : object
                if !text.isEmpty {
                    take(
                        text,
                        node,
                        property: property == object ? nil : nodes[property].name,
                        container: around.last.map { nodes[$0].name },
                        in: batch,
                        into: &result
                    )
                }
            } else {
                around.append(position)
            }
            position += 1
        }
    }

    /// Takes in a text; `container` is the name of the element around that of the text, `property` of the one around that.
    private func take(
        _ text: String,
        _ node: XMLNode,
        property: Int32?,
        container: Int32?,
        in batch: XMLRecordBatch,
        into object: inout Object
    ) {
        func day() -> Int32? {
            if let day = CalendarDay.day(text) { return day }
            object.problem = "'\(text)' in \(batch.names[Int(node.name)]) is not a date"
            return nil
        }
        var column = columns.column(node.name, in: batch.names)
        switch CadastralElement(position: node.name) {
        case .identification:
            object.feature.identifier = text
            return
        case .localIdentifier:
            // Before version 5 the parcels beside a boundary are named by identifiers of two parts, as the boundary is.
            let parcel = [container, property].compactMap { $0 }.first {
                [.parcelLeft, .parcelRight].contains(CadastralElement(position: $0))
            }
            guard let parcel else {
                object.feature.identifier = text
                return
            }
            column = columns.column(parcel, in: batch.names)
        case .namespace: return
        case .validFrom, .created:
            object.feature.validFrom = day()
            return
        case .validUntil, .expired:
            object.feature.validUntil = day()
            return
        case .registrationEnd:
            object.feature.isHistoric = true
            return
        case .registered:
            if let day = day() { latestRegistration = max(day, latestRegistration ?? day) }
        case .sequenceNumber: object.feature.version = text
        case .section: object.section = text
        case .parcelNumber: object.number = text
        case .akrCode: column = "akr_kadastrale_gemeente_code_waarde"
        case .boundaryType: column = "type_grens_waarde"
        case .code, .value, .shiftX, .shiftY:
            guard let property else { break }
            let outer =
                CadastralElement(position: property) == .akrProperty
                ? "akr_kadastrale_gemeente_code" : columns.column(property, in: batch.names)
            column = "\(outer)_\(column)"
        default: break
        }
        if column == "akr_kadastrale_gemeente_code_waarde" { object.municipality = text }
        object.feature.attributes.append((column, CadastralElement.value(text, column: column)))
    }

    private func finished(_ object: Object, kind: String, in batch: XMLRecordBatch) -> SourceFeature {
        var feature = object.feature
        if feature.validUntil.map({ $0 <= today }) == true { feature.isHistoric = true }
        if feature.identifier.isEmpty { feature.problem = "the object \(kind) has no identificatie" }
        feature.problem = feature.problem ?? object.problem
        let parts = [object.municipality, object.section, object.number].compactMap { $0 }
        if kind == "Perceel", !parts.isEmpty { feature.name = parts.joined(separator: " ") }
        if feature.layer == "gbkn_annotatie", case .text(let text)? = feature.value("tekst") { feature.name = text }
        if feature.layer == "kadastralegrens" {
            if let quality = qualities.quality(ofBoundary: feature.identifier) {
                feature.attributes.append(("kwaliteit", .text(quality)))
                joined += 1
            }
        }
        do throws(GMLGeometryProblem) {
            if let position = object.geometry {
                feature.geometry = try geometries.read(under: position, in: batch)
            } else if kind == "Perceel" || kind == "KadastraleGrens" {
                feature.problem = feature.problem ?? "the object has no geometry, which \(kind) must have"
            }
            if let position = object.label,
                case .points(let point) = try geometries.read(under: position, in: batch), point.count == 2
            {
                feature.attributes.append(("perceelnummer_plaatscoordinaat_x", .real(point[0])))
                feature.attributes.append(("perceelnummer_plaatscoordinaat_y", .real(point[1])))
            }
        } catch {
            feature.problem = feature.problem ?? error.description
        }
        return feature
    }
}

extension SourceFeature {
    /// The value of an attribute, nil when it has none of that name.
    func value(_ name: String) -> AttributeValue? { attributes.first { $0.name == name }?.value }
}
