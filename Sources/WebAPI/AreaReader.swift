import Foundation
import GEOSBridge
import GeoValues
import PlanChecking
import Registers
import Service

/// Reads GeoJSON geometries (RFC 7946, 3.1) as places in RD, or says what is wrong with them.
struct AreaReader {
    /// More vertices than a parcel or neighbourhood has.
    static let maximumVertexCount = 50_000

    let service: StipService
    let crs: CRSParameter
    /// The member of the body that holds the geometry, for the words of a refusal.
    let member: String

    // MARK: What may be asked for

    /// A valid Polygon of at most ``PlanFootprint/maximumVertexCount`` vertices.
    func footprint(_ json: Any?) -> Result<RDPolygon, ParameterProblem> {
        geometry(json, allowed: ["Polygon"]).flatMap { _, coordinates in
            polygons([coordinates], limit: PlanFootprint.maximumVertexCount).map { $0[0] }
        }
    }

    /// A Point, or a valid Polygon or MultiPolygon of at most ``maximumVertexCount`` vertices.
    func place(_ json: Any?) -> Result<SentPlace, ParameterProblem> {
        geometry(json, allowed: ["Point", "Polygon", "MultiPolygon"]).flatMap { type, coordinates in
            switch type {
            case "Point": return point(coordinates).map { .point($0) }
            case "Polygon": return polygons([coordinates], limit: Self.maximumVertexCount).map { .area($0) }
            default:
                guard let parts = coordinates as? [Any], !parts.isEmpty else {
                    return problem("De MultiPolygon is leeg.", "The MultiPolygon is empty.")
                }
                return polygons(parts, limit: Self.maximumVertexCount).map { .area($0) }
            }
        }
    }

    enum SentPlace {
        case point(RDPoint)
        case area([RDPolygon])
    }

    // MARK: Parts

    /// The type and coordinates of a geometry of an allowed type.
    private func geometry(_ json: Any?, allowed: [String]) -> Result<(String, Any), ParameterProblem> {
        let list = allowed.joined(separator: ", ")
        guard let json, !(json is NSNull) else {
            return problem(
                "'\(member)' ontbreekt: geef een GeoJSON-geometrie (\(list)).",
                "'\(member)' is missing: give a GeoJSON geometry (\(list))."
            )
        }
        guard let object = json as? [String: Any], let type = object["type"] as? String else {
            return problem("'\(member)' is geen GeoJSON-geometrie.", "'\(member)' is not a GeoJSON geometry.")
        }
        guard allowed.contains(type) else {
            let hint = type == "Feature" ? (" Stuur alleen de geometry ervan.", " Send its geometry alone.") : ("", "")
            return problem(
                "'\(member)' is een \(type.prefix(40)); mogelijk is: \(list).\(hint.0)",
                "'\(member)' is a \(type.prefix(40)); possible is: \(list).\(hint.1)"
            )
        }
        return .success((type, object["coordinates"] ?? NSNull()))
    }

    private func polygons(_ parts: [Any], limit: Int) -> Result<[RDPolygon], ParameterProblem> {
        var read: [RDPolygon] = []
        var vertexCount = 0
        for part in parts {
            guard let rings = part as? [Any], !rings.isEmpty else {
                return problem(
                    "De Polygon heeft geen ringen in 'coordinates'.",
                    "The Polygon has no rings in 'coordinates'."
                )
            }
            var own: [RDRing] = []
            for json in rings {
                guard let positions = json as? [Any], positions.count >= 4 else {
                    return problem(
                        "Een ring heeft minder dan vier posities (de laatste herhaalt de eerste).",
                        "A ring has fewer than four positions (the last repeats the first)."
                    )
                }
                vertexCount += positions.count
                guard vertexCount <= limit else {
                    return problem(
                        "'\(member)' heeft meer dan \(limit) punten.",
                        "'\(member)' has more than \(limit) points."
                    )
                }
                switch ring(positions) {
                case .failure(let problem): return .failure(problem)
                case .success(let ring): own.append(ring)
                }
            }
            read.append(RDPolygon(exterior: own[0], holes: Array(own.dropFirst())))
        }
        return judged(read)
    }

    private func ring(_ positions: [Any]) -> Result<RDRing, ParameterProblem> {
        var points: [RDPoint] = []
        points.reserveCapacity(positions.count)
        for position in positions {
            switch point(position) {
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

    private func point(_ position: Any) -> Result<RDPoint, ParameterProblem> {
        guard let numbers = position as? [NSNumber], numbers.count == 2 || numbers.count == 3,
            numbers.allSatisfy(JSONObjectBody.isNumber)
        else {
            return problem(
                "Een positie is geen paar getallen (een derde getal, de hoogte, wordt genegeerd).",
                "A position is not a pair of numbers (a third number, the height, is ignored)."
            )
        }
        switch crs {
        case .rd: return PlaceReader.rdPoint(x: numbers[0].doubleValue, y: numbers[1].doubleValue, member)
        case .geographic:
            return PlaceReader(service: service).place(
                longitude: numbers[0].doubleValue,
                latitude: numbers[1].doubleValue,
                (member, member)
            )
        }
    }

    private func judged(_ polygons: [RDPolygon]) -> Result<[RDPolygon], ParameterProblem> {
        do {
            guard let reason = try Overlay.invalidity(of: polygons) else {
                guard polygons.allSatisfy({ $0.doubledArea > 0 }) else {
                    return problem("'\(member)' heeft geen oppervlakte.", "'\(member)' has no area.")
                }
                return .success(polygons)
            }
            return problem(
                "'\(member)' is geen geldig vlak: de rand snijdt of raakt zichzelf (\(reason)).",
                "'\(member)' is not valid: its edge crosses or touches itself (\(reason))."
            )
        } catch {
            return problem("'\(member)' kan niet worden beoordeeld.", "'\(member)' can't be judged.")
        }
    }

    private func problem<Read>(_ dutch: String, _ english: String) -> Result<Read, ParameterProblem> {
        .failure(ParameterProblem(member, dutch, english))
    }
}
