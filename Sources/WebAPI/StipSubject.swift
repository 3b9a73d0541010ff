import FeatureLayers
import GeoValues
import PlanningRules
import Registers
import Service

/// What a question is about: a point, an object of a register, or an area that was sent.
struct StipSubject {
    /// The object that was named, when one was.
    let object: ObjectDocument?
    /// Of an area, to the square millimetre.
    let squareMetres: Double?
    /// The address at which the same is asked, up to where parameters follow; nil when it can't be asked by GET.
    let address: String?

    struct ObjectDocument: JSONWritable {
        let layer: String
        let identifier: String
        let name: String?

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("id", identifier)
                writer.member("laag", layer)
                writer.member("naam", name)
            }
        }
    }

    init(point: RDPoint, _ service: StipService) throws {
        let place = try PlaceDocument(point, service)
        object = nil
        squareMetres = nil
        address = "/v1/stip?lon=\(place.crs84.lon)&lat=\(place.crs84.lat)&"
    }

    /// - Parameter place: that of the object; only an area has square metres.
    init(_ found: RegisterObject, _ version: FeatureReference, _ place: Place) {
        let segment = found.snapshot.registers.segment(found.layer, version)
        object = ObjectDocument(
            layer: found.layer,
            identifier: found.identifier,
            name: segment?.name(version.feature)
        )
        squareMetres = StipSubject.squareMetres(place)
        let resource = ["perceel": "percelen", "pand": "panden"][found.layer] ?? "adressen"
        address = "/v1/\(resource)/\(found.identifier)/stip?"
    }

    init(sent place: Place) {
        object = nil
        squareMetres = StipSubject.squareMetres(place)
        address = nil
    }

    private static func squareMetres(_ place: Place) -> Double? {
        guard case .area(let polygons, _) = place else { return nil }
        return roundedMetres(polygons.reduce(0) { $0 + $1.areaSquareMetres })
    }

    /// Links to all levels of the same question.
    func links(_ question: RuleQuestion) -> [LinkDocument] {
        guard let address else { return [] }
        let names = [
            ("Hoofdlijnen", "Headlines"), ("Uitleg", "Explanation"),
            ("Voorwaarden en maten", "Conditions and measures"),
            ("Juridische tekst", "Legal text"),
        ]
        let activity = question.activity.map { "&activiteit=" + PercentEncoding.query($0) } ?? ""
        return RuleQuestion.levels.map { level in
            let (dutch, english) = names[level - 1]
            return LinkDocument(
                rel: "niveau-\(level)",
                href: "\(address)niveau=\(level)&geldigOp=\(CalendarDay.text(question.day))\(activity)",
                titel: BilingualText(dutch: dutch, english: english)
            )
        }
    }
}

/// A way onward.
struct LinkDocument: JSONWritable, Sendable {
    let rel: String
    let href: String
    let titel: BilingualText

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("href", href)
            writer.member("rel", rel)
            writer.member("titel", titel)
        }
    }
}

extension BilingualText: JSONWritable {
    /// `{"en": …, "nl": …}`
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("en", english)
            writer.member("nl", dutch)
        }
    }
}

/// Texts in the query of an address (RFC 3986, 3.4).
enum PercentEncoding {
    static func query(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return encoded
    }
}
