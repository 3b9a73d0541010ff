import GEOSBridge
import GeoValues

/// A geometry that passed, with what had to be done to it; or why it was set aside.
enum IntakeResult {
    case accepted(RDGeometry, repaired: FindingCode?, detail: String?)
    case rejected(FindingCode, detail: String?)
}

/// Turns raw metres into valid millimetre geometry.
enum GeometryIntake {
    /// Rings up to this many points are judged pairwise in integers, longer ones and those with holes by GEOS.
    static let longestPairwiseRing = 64

    static func result(of raw: RawGeometry) -> IntakeResult {
        switch raw {
        case .none: return .accepted(.none, repaired: nil, detail: nil)
        case .points(let coordinates):
            switch points(coordinates) {
            case .failure(let rejection): return .rejected(rejection.code, detail: rejection.detail)
            case .success(let points):
                return .accepted(points.isEmpty ? .none : .points(points), repaired: nil, detail: nil)
            }
        case .lines(let lines): return result(ofLines: lines)
        case .polygons(let polygons): return result(ofPolygons: polygons)
        }
    }

    /// The box of a geometry's coordinates; nil when it has none or one that is not in RD.
    static func area(of raw: RawGeometry) -> RDBox? {
        let runs: [[Double]]
        switch raw {
        case .none: return nil
        case .points(let coordinates): runs = [coordinates]
        case .lines(let lines): runs = lines
        case .polygons(let polygons): runs = polygons.flatMap { $0 }
        }
        var box = RDBox.empty
        for run in runs {
            guard case .success(let points) = points(run) else { return nil }
            for point in points { box.extend(by: point) }
        }
        return box.isEmpty ? nil : box
    }

    private struct Rejection: Error {
        let code: FindingCode
        let detail: String?
    }

    private static func points(_ coordinates: [Double]) -> Result<[RDPoint], Rejection> {
        var points: [RDPoint] = []
        points.reserveCapacity(coordinates.count / 2)
        for position in stride(from: 0, to: coordinates.count - 1, by: 2) {
            let x = coordinates[position]
            let y = coordinates[position + 1]
            guard let point = RDPoint(xMetres: x, yMetres: y) else {
                let code: FindingCode =
                    RDEnvelope.containsSwapped(xMetres: x, yMetres: y)
                    ? .axesSwapped : (abs(x) <= 180 && abs(y) <= 90 ? .degrees : .outsideRD)
                return .failure(Rejection(code: code, detail: "(\(x), \(y))"))
            }
            points.append(point)
        }
        return .success(points)
    }

    private static func result(ofLines lines: [[Double]]) -> IntakeResult {
        var accepted: [[RDPoint]] = []
        for line in lines {
            switch points(line) {
            case .failure(let rejection): return .rejected(rejection.code, detail: rejection.detail)
            case .success(let points):
                var kept: [RDPoint] = []
                for point in points where kept.last != point { kept.append(point) }
                guard kept.count >= 2 else { return .rejected(.tooFewPoints, detail: nil) }
                accepted.append(kept)
            }
        }
        return .accepted(accepted.isEmpty ? .none : .lines(accepted), repaired: nil, detail: nil)
    }

    private static func result(ofPolygons polygons: [[[Double]]]) -> IntakeResult {
        var repaired: FindingCode?
        var candidates: [[RDRing]] = []
        for polygon in polygons where !polygon.isEmpty {
            var rings: [RDRing] = []
            for (position, coordinates) in polygon.enumerated() {
                switch points(coordinates) {
                case .failure(let rejection): return .rejected(rejection.code, detail: rejection.detail)
                case .success(let points):
                    guard let ring = RDRing(points) else {
                        if position == 0 { return .rejected(.tooFewPoints, detail: nil) }
                        // A hole without an area takes nothing away.
                        repaired = .invalidRepaired
                        continue
                    }
                    if points.first != points.last { repaired = .ringClosed }
                    rings.append(ring)
                }
            }
            candidates.append(rings)
        }
        if candidates.isEmpty { return .accepted(.none, repaired: nil, detail: nil) }
        if candidates.count == 1, candidates[0].count == 1, candidates[0][0].points.count <= longestPairwiseRing,
            candidates[0][0].isSimple
        {
            return .accepted(.polygons([RDPolygon(exterior: candidates[0][0])]), repaired: repaired, detail: nil)
        }
        if candidates.allSatisfy({ isCollinear($0[0]) }) { return .rejected(.noArea, detail: nil) }
        return judged(candidates, repaired: repaired)
    }

    /// Whether all points lie on one line. The signed area does not tell: that of a bow-tie may be zero too.
    private static func isCollinear(_ ring: RDRing) -> Bool {
        let points = ring.points
        return points.allSatisfy { orientation(points[0], points[1], $0) == 0 }
    }

    private static func judged(_ candidates: [[RDRing]], repaired: FindingCode?) -> IntakeResult {
        let polygons = candidates.map { RDPolygon(exterior: $0[0], holes: Array($0.dropFirst())) }
        do {
            guard let reason = try Overlay.invalidity(of: polygons) else {
                return .accepted(.polygons(polygons), repaired: repaired, detail: nil)
            }
            let valid = try Overlay.repaired(rings: candidates)
            return valid.isEmpty
                ? .rejected(.noArea, detail: reason)
                : .accepted(.polygons(valid), repaired: .invalidRepaired, detail: reason)
        } catch {
            return .rejected(.notRepairable, detail: "\(error)")
        }
    }
}
