import FeatureLayers
import GeoValues
import Registers
import Service

/// An attribute as JSON: text, number or nothing.
enum AttributeDocument: Encodable {
    case text(String)
    case integer(Int64)
    case real(Double)

    init?(_ value: ColumnValue) {
        switch value {
        case .text(let text): self = .text(text)
        case .integer(let integer): self = .integer(integer)
        case .real(let real): self = .real(real)
        case .date(let day): self = .text(CalendarDay.text(day))
        case .null: return nil
        }
    }

    /// As a page shows it.
    var plainText: String {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .real(let real):
            real == real.rounded() && abs(real) < 1e15 ? String(Int64(real)) : String(real)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .integer(let integer): try container.encode(integer)
        case .real(let real): try container.encode(real)
        }
    }
}

/// A place in both systems that we answer in.
struct PlaceDocument: Encodable {
    struct Degrees: Encodable {
        let lon: Double
        let lat: Double
    }

    struct Metres: Encodable {
        let x: Double
        let y: Double
    }

    let crs84: Degrees
    let rd: Metres

    init(_ point: RDPoint, _ service: StipService) throws {
        let place = try service.geographic(point)
        crs84 = Degrees(lon: roundedDegrees(place.longitude), lat: roundedDegrees(place.latitude))
        rd = Metres(x: point.xMetres, y: point.yMetres)
    }
}

/// How far a layer can be relied on here.
struct CoverageDocument: Encodable {
    let laag: String
    let toepasselijkheid: String
    let reden: String?
    let toelichting: [String]?
    let peildata: [String]?

    init(_ coverage: LayerCoverage, _ snapshot: ServedSnapshot) {
        laag = coverage.layer
        toepasselijkheid = coverage.applicability.dutchName
        if case .unknown(let reason) = coverage.applicability { reden = reason.rawValue } else { reden = nil }
        toelichting = coverage.problems.isEmpty ? nil : coverage.problems
        peildata = ReferenceDates.of(coverage.layer, snapshot)
    }
}

/// The different reference dates of a layer's sources, oldest first; nil when none is known.
enum ReferenceDates {
    static func of(_ layer: String, _ snapshot: ServedSnapshot) -> [String]? {
        let dates = snapshot.registers.layers[layer]?.distinctReferenceDates ?? []
        return dates.isEmpty ? nil : dates
    }
}

/// The answer of `GET /v1/stip`.
struct StipDocument: Encodable {
    struct Hit: Encodable {
        let laag: String
        let id: String
        let naam: String?
        let toepasselijkheid: String
        /// The pand through which an address was found.
        let via: String?
        let eigenschappen: [String: AttributeDocument]
    }

    static let disclaimerText =
        "Indicatief: aan dit antwoord kunnen geen rechten worden ontleend. 'onbekend' betekent niet 'geldt niet'."

    let locatie: PlaceDocument
    let treffers: [Hit]
    let dekking: [CoverageDocument]
    let dataVersie: String
    let disclaimer = StipDocument.disclaimerText

    init(_ answer: PointAnswer, _ snapshot: ServedSnapshot, _ service: StipService) throws {
        locatie = try PlaceDocument(answer.point, service)
        treffers = answer.hits.compactMap { hit in
            guard let segment = snapshot.registers.segment(hit.layer, hit.reference) else { return nil }
            let feature = hit.reference.feature
            var attributes: [String: AttributeDocument] = [:]
            for (position, column) in segment.columns.enumerated() {
                attributes[column.name] = AttributeDocument(segment.value(feature, column: position))
            }
            return Hit(
                laag: hit.layer,
                id: segment.identifier(feature),
                naam: segment.name(feature),
                toepasselijkheid: hit.applicability.dutchName,
                via: hit.viaBuilding,
                eigenschappen: attributes
            )
        }
        dekking = answer.coverage.map { CoverageDocument($0, snapshot) }
        dataVersie = answer.dataVersion
    }
}
