import FeatureLayers
import GeoValues
import Registers
import Service

/// A feature at a place, as answers show it.
struct HitDocument: JSONWritable {
    let applicability: ApplicabilityDocument
    /// From level 3, of a point.
    let boundary: BoundaryDistance?
    /// Of level 4: GeoJSON.
    let geometry: [UInt8]?
    private let hit: PlaceHit
    private let segment: Segment
    private let memory: WrittenMemory

    /// Nil when the snapshot does not have the feature.
    init?(_ hit: PlaceHit, _ snapshot: ServedSnapshot, boundary: BoundaryDistance? = nil, geometry: [UInt8]? = nil) {
        guard let segment = snapshot.registers.segment(hit.layer, hit.reference) else { return nil }
        self.hit = hit
        self.segment = segment
        memory = snapshot.written
        applicability = ApplicabilityDocument(hit.applicability)
        self.boundary = boundary
        self.geometry = geometry
    }

    private var feature: Int { hit.reference.feature }
    var layer: String { hit.layer }
    /// The pand through which an address was found.
    var via: String? { hit.viaBuilding }
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
        let key = WrittenMemory.Key.hit(layer: layer, hit.reference, hasBoundary: boundary != nil)
        let parts = isSameEverywhere ? memory.parts(key, make: written) : written()
        writer.object { writer in
            writer.member("aandeel", applicability.share)
            if let boundary { writer.member("afstandTotGrensCm", boundary.centimetres) }
            writer.write(members: parts[0])
            if let geometry {
                writer.name("geometrie")
                writer.write(json: geometry)
            }
            writer.write(members: parts[1])
        }
    }

    /// Whether nothing of it but the distance differs from place to place, as the accuracy does of cadastral boundaries.
    private var isSameEverywhere: Bool {
        hit.applicability == .applies && via == nil && layer != "perceel"
    }

    /// The members behind the distance, before and behind the geometry.
    private func written() -> [[UInt8]] {
        [
            JSONWriter.members { writer in
                writer.name("eigenschappen")
                writer.object { writer in
                    let columns = segment.columns
                    for column in segment.columnsByName { writeProperty(columns[column], column, to: &writer) }
                }
            },
            JSONWriter.members { writer in
                writer.member(escaping: "id") { segment.appendText(feature, column: -2, to: &$0) }
                writer.member("laag", layer)
                writer.member(escaping: "naam") { segment.appendText(feature, column: -1, to: &$0) }
                writer.member("nauwkeurigheid", boundary?.accuracy)
                writer.member("oppervlakte", applicability.squareMetres)
                writer.member("toepasselijkheid", applicability.word)
                writer.member("via", via)
            },
        ]
    }

    private func writeProperty(_ column: ColumnDefinition, _ position: Int, to writer: inout JSONWriter) {
        guard column.type != .text else {
            writer.member(escaping: column.name) { segment.appendText(feature, column: position, to: &$0) }
            return
        }
        switch segment.value(feature, column: position) {
        case .null, .text: break
        case .integer(let value):
            writer.name(escaping: column.name)
            writer.write(Int(value))
        case .real(let value):
            writer.name(escaping: column.name)
            writer.write(value)
        case .date(let day):
            writer.name(escaping: column.name)
            writer.write(CalendarDay.text(day))
        }
    }
}
