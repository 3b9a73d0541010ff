import Dossier
import Foundation
import GeoValues
import PlanChecking
import PlanningRules
import Registers
import Service

/// The answer of `POST /v1/plantoetsen`.
struct PlanCheckDocument: Encodable {
    struct Source: Encodable {
        let laag: String
        let id: String
        let naam: String?
        let plan: String?
        let artikel: String?
        let tekst: String?
    }

    struct Finding: Encodable {
        let regel: String
        let uitkomst: String
        let gemeten: Double?
        let grens: Double?
        let eenheid: String?
        let marge: Double?
        let waarom: String
        let bron: Source?
        let conflictgeometrie: GeometryDocument?
    }

    struct Touched: Encodable {
        let laag: String
        let id: String
        let naam: String?
        let toepasselijkheid: String
        let oppervlakte: Double
        let aandeel: Double
    }

    struct Coverage: Encodable {
        let laag: String
        let toepasselijkheid: String
        let reden: String?
        let volledig: Bool
        let toelichting: [String]?
    }

    struct Summary: Encodable {
        let uitkomst: String
        let tekst: String
    }

    let oppervlakte: Double
    let bevindingen: [Finding]
    let raakt: [Touched]
    let dekking: [Coverage]
    let samenvatting: Summary
    let dataVersie: String
    let disclaimer = StipDocument.disclaimerText

    init(_ result: PlanCheckResult, _ service: StipService, english: Bool) throws {
        func chosen(_ text: BilingualText) -> String { english ? text.english : text.dutch }
        oppervlakte = roundedMetres(result.squareMetres)
        bevindingen = try result.findings.map { finding in
            Finding(
                regel: finding.rule.rawValue,
                uitkomst: finding.outcome.rawValue,
                gemeten: finding.measured.map(roundedMetres),
                grens: finding.limit.map(roundedMetres),
                eenheid: finding.unit,
                marge: finding.margin.map(roundedMetres),
                waarom: chosen(finding.why),
                bron: finding.source.map {
                    Source(
                        laag: $0.layer,
                        id: $0.identifier,
                        naam: $0.name,
                        plan: $0.planId,
                        artikel: $0.artikelnummer,
                        tekst: $0.verwijzingNaarTekst
                    )
                },
                conflictgeometrie: try finding.conflict.flatMap { $0.isEmpty ? nil : try GeometryDocument($0, service) }
            )
        }
        raakt = result.touched.map {
            Touched(
                laag: $0.layer,
                id: $0.identifier,
                naam: $0.name,
                toepasselijkheid: $0.applicability.dutchName,
                oppervlakte: roundedMetres($0.squareMetres),
                aandeel: (($0.share * 1e6).rounded() / 1e6)
            )
        }
        dekking = result.coverage.map { coverage in
            var reason: String?
            if case .unknown(let unknown) = coverage.applicability { reason = unknown.rawValue }
            return Coverage(
                laag: coverage.layer,
                toepasselijkheid: coverage.applicability.dutchName,
                reden: reason,
                volledig: coverage.isComplete,
                toelichting: coverage.problems.isEmpty ? nil : coverage.problems
            )
        }
        samenvatting = Summary(uitkomst: result.summary.outcome.rawValue, tekst: chosen(result.summary.text))
        dataVersie = result.dataVersion
    }
}

/// A stored plan.
struct PlanDocument: Encodable {
    struct Links: Encodable {
        let `self`: String
    }

    let id: String
    let versie: Int
    let naam: String
    let aangemaakt: String
    let hoogte: Double
    let goothoogte: Double?
    let footprint: GeometryDocument
    let dataVersie: String
    /// Metres from the asked point to the nearest edge; only in lists.
    let afstand: Double?
    /// The check as it was when the plan was stored; only for a single plan.
    let toets: StoredCheck?
    let links: Links

    init(_ plan: StoredPlan, _ service: StipService, distance: SquaredDistance? = nil, withCheck: Bool) throws {
        id = plan.id
        versie = plan.version
        naam = plan.name
        aangemaakt = plan.createdAt
        hoogte = plan.heightMetres
        goothoogte = plan.eavesHeightMetres
        footprint = try GeometryDocument([plan.footprint], service)
        dataVersie = plan.dataVersion
        afstand = distance.map { roundedMetres($0.metres) }
        toets = withCheck ? StoredCheck(text: plan.checkJSON) : nil
        links = Links(self: "/v1/plannen/\(plan.id)")
    }
}

/// JSON that was stored as text, put into an answer as the JSON that it is.
struct StoredCheck: Encodable {
    let text: String

    private enum Value: Codable {
        case object([String: Value])
        case array([Value])
        case text(String)
        case number(Double)
        case flag(Bool)
        case null

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .flag(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([Value].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .object(let value): try container.encode(value)
            case .array(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .flag(let value): try container.encode(value)
            case .null: try container.encodeNil()
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8)).encode(to: encoder)
    }
}
