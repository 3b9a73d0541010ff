import FeatureLayers
import GeoValues
import PlanningRules
import Registers

/// How far a point lies from the nearest boundary of a feature, and how accurate that boundary is.
struct BoundaryDistance {
    /// To a millimetre; 0 only on the boundary itself.
    let centimetres: Double
    let accuracy: Accuracy

    /// What the register says of the boundary's accuracy.
    struct Accuracy: JSONWritable {
        /// The register's own word, `B` or `Exact`; nil: it says nothing.
        let grade: String?
        /// What the word is of, or why there is none.
        let explanation: BilingualText

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.name("klasse")
                if let grade { writer.write(grade) } else { writer.write(json: "null") }
                writer.member("toelichting", explanation)
            }
        }
    }

    /// Nil for what is no area.
    init?(from point: RDPoint, to hit: PlaceHit, _ registers: RegisterSnapshot, onDay day: Int32) {
        guard let segment = registers.segment(hit.layer, hit.reference),
            segment.geometryKind(hit.reference.feature) == .polygons
        else { return nil }
        let distance = segment.squaredDistance(from: point, toBoundaryOf: hit.reference.feature)
        centimetres = distance.numerator == 0 ? 0 : max(0.1, (distance.metres * 1_000).rounded() / 10)
        accuracy =
            hit.layer == "perceel"
            ? Self.cadastral(point, distance, registers, day) : Self.stated(segment, hit.reference.feature, hit.layer)
    }

    /// The class of the cadastral boundary that is that far away; of several the least accurate.
    private static func cadastral(
        _ point: RDPoint,
        _ distance: SquaredDistance,
        _ registers: RegisterSnapshot,
        _ day: Int32
    ) -> Accuracy {
        guard let layer = registers.layer("kadastralegrens") else {
            return Accuracy(
                grade: nil,
                explanation: BilingualText(
                    dutch: "De kadastrale grenzen met hun kwaliteit zijn niet ingelezen.",
                    english: "The cadastral boundaries with their quality were not imported."
                )
            )
        }
        // A millimetre more: lines and areas are rounded each for itself.
        let radius = Int64((distance.metres * 1_000).rounded(.up)) + 1
        let grades = layer.features(within: radius, of: point).compactMap { found -> String? in
            let segment = layer.segments[found.reference.segment]
            guard segment.isValid(found.reference.feature, onDay: day) else { return nil }
            return segment.text(found.reference.feature, named: "kwaliteit")
        }
        guard let grade = grades.max() else {
            return Accuracy(
                grade: nil,
                explanation: BilingualText(
                    dutch: "Het register geeft van deze grens geen kwaliteit.",
                    english: "The register gives no quality of this boundary."
                )
            )
        }
        return Accuracy(
            grade: grade,
            explanation: BilingualText(
                dutch: "Kwaliteitsklasse van de kadastrale grens, van A (beste) tot E.",
                english: "Quality class of the cadastral boundary, from A (best) to E."
            )
        )
    }

    private static func stated(_ segment: Segment, _ feature: Int, _ layer: String) -> Accuracy {
        if let text = segment.text(feature, named: "idealisatie") {
            return Accuracy(
                grade: text,
                explanation: BilingualText(
                    dutch: "Idealisatie: hoe precies de begrenzing bedoeld is.",
                    english: "Idealisatie: how exactly the boundary is meant."
                )
            )
        }
        return Accuracy(
            grade: nil,
            explanation: BilingualText(
                dutch: "De bron van laag \(layer) geeft geen nauwkeurigheid van grenzen.",
                english: "The source of layer \(layer) gives no accuracy of boundaries."
            )
        )
    }
}
