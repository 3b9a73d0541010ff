import GeoValues
import Registers
import Service

/// A place in both systems that we answer in.
struct PlaceDocument: Encodable, JSONWritable {
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

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("crs84")
            writer.object { writer in
                writer.name("lat")
                writer.write(crs84.lat, decimals: 9)
                writer.name("lon")
                writer.write(crs84.lon, decimals: 9)
            }
            writer.name("rd")
            writer.object { writer in
                writer.name("x")
                writer.write(rd.x, decimals: 3)
                writer.name("y")
                writer.write(rd.y, decimals: 3)
            }
        }
    }
}

/// How far a layer can be relied on here.
struct CoverageDocument: JSONWritable {
    let layer: String
    let applicability: ApplicabilityDocument
    /// Nil on level 1.
    let explanation: [String]?
    let referenceDates: [String]?

    /// - Parameter isBrief: without what is wrong and the reference dates.
    init(_ coverage: LayerCoverage, _ snapshot: ServedSnapshot, isBrief: Bool = false) {
        layer = coverage.layer
        applicability = ApplicabilityDocument(coverage.applicability)
        explanation = isBrief || coverage.problems.isEmpty ? nil : coverage.problems
        referenceDates = isBrief ? nil : ReferenceDates.of(coverage.layer, snapshot)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("aandeel", applicability.share)
            writer.member("laag", layer)
            writer.member("oppervlakte", applicability.squareMetres)
            writer.member("peildata", referenceDates)
            writer.member("reden", applicability.reason)
            writer.member("toelichting", explanation)
            writer.member("toepasselijkheid", applicability.word)
        }
    }
}

extension PlaceAnswer {
    /// The members of `dekking`, parted by commas, written once for each pattern of known and unknown layers.
    ///
    /// - Parameter layer: is left out.
    func writtenCoverage(_ snapshot: ServedSnapshot, isBrief: Bool = false, without layer: String? = nil) -> [UInt8] {
        func made() -> [UInt8] {
            JSONWriter.members { writer in
                for coverage in coverage where coverage.layer != layer {
                    CoverageDocument(coverage, snapshot, isBrief: isBrief).write(to: &writer)
                }
            }
        }
        guard let pattern = WrittenMemory.CoveragePattern(self, isBrief: isBrief, without: layer) else { return made() }
        return snapshot.written.parts(.coverage(pattern)) { [made()] }[0]
    }
}

/// The different reference dates of a layer's sources, oldest first; nil when none is known.
enum ReferenceDates {
    static func of(_ layer: String, _ snapshot: ServedSnapshot) -> [String]? {
        let dates = snapshot.registers.layers[layer]?.distinctReferenceDates ?? []
        return dates.isEmpty ? nil : dates
    }
}

/// The answer without levels: what lies at a place.
struct StipDocument: JSONWritable {
    static let disclaimerText =
        "Indicatief: aan dit antwoord kunnen geen rechten worden ontleend. 'onbekend' betekent niet 'geldt niet'."

    private let answer: PlaceAnswer
    private let snapshot: ServedSnapshot
    private let subject: StipSubject

    init(_ answer: PlaceAnswer, _ snapshot: ServedSnapshot, _ subject: StipSubject) {
        self.answer = answer
        self.snapshot = snapshot
        self.subject = subject
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("dataVersie", answer.dataVersion)
            writer.name("dekking")
            writer.array { $0.write(members: answer.writtenCoverage(snapshot)) }
            writer.member("disclaimer", StipDocument.disclaimerText)
            writer.member("locatie", subject.place)
            writer.member("object", subject.object)
            writer.member("oppervlakte", subject.squareMetres)
            writer.name("treffers")
            writer.array { writer in
                for hit in answer.hits {
                    if let hit = HitDocument(hit, snapshot) { hit.write(to: &writer) }
                }
            }
        }
    }
}
