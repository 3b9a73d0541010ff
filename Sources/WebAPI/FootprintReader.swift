import Foundation
import GEOSBridge
import GeoValues
import PlanChecking
import Service

/// Reads a GeoJSON Polygon (RFC 7946, 3.1.6) as a valid RD polygon, or says what is wrong with it.
struct FootprintReader {
    let service: StipService
    let crs: CRSParameter

    func polygon(_ json: Any?) -> Result<RDPolygon, ParameterProblem> {
        guard let json, !(json is NSNull) else {
            return problem(
                "'footprint' ontbreekt: geef een GeoJSON Polygon.",
                "'footprint' is missing: give a GeoJSON Polygon."
            )
        }
        guard let object = json as? [String: Any], let type = object["type"] as? String else {
            return problem("'footprint' is geen GeoJSON-geometrie.", "'footprint' is not a GeoJSON geometry.")
        }
        guard type == "Polygon" else {
            return problem(
                "'footprint' is een \(type.prefix(40)); alleen een Polygon kan getoetst worden.",
                "'footprint' is a \(type.prefix(40)); only a Polygon can be checked."
            )
        }
        guard let rings = object["coordinates"] as? [Any], !rings.isEmpty else {
            return problem(
                "De Polygon heeft geen ringen in 'coordinates'.",
                "The Polygon has no rings in 'coordinates'."
            )
        }
        var read: [RDRing] = []
        var vertexCount = 0
        for json in rings {
            guard let positions = json as? [Any], positions.count >= 4 else {
                return problem(
                    "Een ring heeft minder dan vier posities (de laatste herhaalt de eerste).",
                    "A ring has fewer than four positions (the last repeats the first)."
                )
            }
            vertexCount += positions.count
            guard vertexCount <= PlanFootprint.maximumVertexCount else {
                return problem(
                    "De footprint heeft meer dan \(PlanFootprint.maximumVertexCount) punten.",
                    "The footprint has more than \(PlanFootprint.maximumVertexCount) points."
                )
            }
            switch ring(positions) {
            case .failure(let problem): return .failure(problem)
            case .success(let ring): read.append(ring)
            }
        }
        let polygon = RDPolygon(exterior: read[0], holes: Array(read.dropFirst()))
        return judged(polygon)
    }

    private func ring(_ positions: [Any]) -> Result<RDRing, ParameterProblem> {
        var points: [RDPoint] = []
        for position in positions {
            guard let numbers = position as? [NSNumber], numbers.count == 2 || numbers.count == 3 else {
                return problem(
                    "Een positie is geen paar getallen (een derde getal, de hoogte, wordt genegeerd).",
                    "A position is not a pair of numbers (a third number, the height, is ignored)."
                )
            }
            let place: Result<RDPoint, ParameterProblem>
            switch crs {
            case .rd: place = PlaceReader.rdPoint(x: numbers[0].doubleValue, y: numbers[1].doubleValue, "footprint")
            case .geographic:
                place = PlaceReader(service: service).place(
                    longitude: numbers[0].doubleValue,
                    latitude: numbers[1].doubleValue,
                    ("footprint", "footprint")
                )
            }
            switch place {
            case .failure(let problem): return .failure(problem)
            case .success(let point): points.append(point)
            }
        }
        guard points.first == points.last else {
            return problem(
                "Een ring is niet gesloten: de laatste positie moet de eerste herhalen.",
                "A ring is not closed: the last position must repeat the first."
            )
        }
        guard let ring = RDRing(points) else {
            return problem(
                "Een ring heeft minder dan drie verschillende punten.",
                "A ring has fewer than three different points."
            )
        }
        return .success(ring)
    }

    private func judged(_ polygon: RDPolygon) -> Result<RDPolygon, ParameterProblem> {
        do {
            guard let reason = try Overlay.invalidity(of: [polygon]) else {
                guard polygon.doubledArea > 0 else {
                    return problem("De footprint heeft geen oppervlakte.", "The footprint has no area.")
                }
                return .success(polygon)
            }
            return problem(
                "De footprint is geen geldig vlak: de rand snijdt of raakt zichzelf (\(reason)).",
                "The footprint is not valid: its edge crosses or touches itself (\(reason))."
            )
        } catch {
            return problem("De footprint kan niet worden beoordeeld.", "The footprint can't be judged.")
        }
    }

    private func problem(_ dutch: String, _ english: String) -> Result<RDPolygon, ParameterProblem> {
        .failure(ParameterProblem("footprint", dutch, english))
    }

    private func problem(_ dutch: String, _ english: String) -> Result<RDRing, ParameterProblem> {
        .failure(ParameterProblem("footprint", dutch, english))
    }
}
