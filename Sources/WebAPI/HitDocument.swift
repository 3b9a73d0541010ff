import FeatureLayers
import GeoValues
import Registers

/// A feature at a place, as answers show it.
struct HitDocument: JSONWritable {
    let layer: String
    let applicability: ApplicabilityDocument
    /// The pand through which an address was found.
    let via: String?
    /// From level 3, of a point.
    let boundary: BoundaryDistance?
    /// Of level 4: GeoJSON.
    let geometry: [UInt8]?
    private let segment: Segment
    private let feature: Int

    /// Nil when the snapshot does not have the feature.
    init?(_ hit: PlaceHit, _ registers: RegisterSnapshot, boundary: BoundaryDistance? = nil, geometry: [UInt8]? = nil) {
        guard let segment = registers.segment(hit.layer, hit.reference) else { return nil }
        self.segment = segment
        feature = hit.reference.feature
        layer = hit.layer
        applicability = ApplicabilityDocument(hit.applicability)
        via = hit.viaBuilding
        self.boundary = boundary
        self.geometry = geometry
    }

    var identifier: String { segment.identifier(feature) }
    var name: String? { segment.name(feature) }

    /// Columns of the source with a value, in the order of their names, as a page shows them.
    var properties: [(name: String, text: String)] {
        segment.columnsByName.compactMap { column in
            let text: String
            switch segment.value(feature, column: column) {
            case .null: return nil
            case .text(let value): text = value
            case .integer(let value): text = String(value)
            case .real(let value): text = StipPage.number(value)
            case .date(let day): text = CalendarDay.text(day)
            }
            return (segment.columns[column].name, text)
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("aandeel", applicability.share)
            if let boundary { writer.member("afstandTotGrensCm", boundary.centimetres) }
            writer.name("eigenschappen")
            writer.object { writer in
                for column in segment.columnsByName { writeProperty(column, to: &writer) }
            }
            if let geometry {
                writer.name("geometrie")
                writer.write(json: geometry)
            }
            writer.member("id") { segment.appendText(feature, column: -2, to: &$0) }
            writer.member("laag", layer)
            writer.member("naam") { segment.appendText(feature, column: -1, to: &$0) }
            writer.member("nauwkeurigheid", boundary?.accuracy)
            writer.member("oppervlakte", applicability.squareMetres)
            writer.member("toepasselijkheid", applicability.word)
            writer.member("via", via)
        }
    }

    private func writeProperty(_ column: Int, to writer: inout JSONWriter) {
        let definition = segment.columns[column]
        guard definition.type != .text else {
            writer.member(definition.name) { segment.appendText(feature, column: column, to: &$0) }
            return
        }
        switch segment.value(feature, column: column) {
        case .null, .text: break
        case .integer(let value): writer.member(definition.name, Int(value))
        case .real(let value): writer.member(definition.name, value)
        case .date(let day): writer.member(definition.name, CalendarDay.text(day))
        }
    }
}
