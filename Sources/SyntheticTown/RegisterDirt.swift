import GeoValues

/// The errors of real registers, at the rates that were measured, and where they are: which object has which error
/// follows from its number.
struct RegisterDirt: Sendable {
    let isOn: Bool

    enum Geometry: String, CaseIterable, Sendable {
        case bowTie
        case spike
        case repeatedPoints
        case sliver
        case overlap
        case unclosedRing
    }

    /// One footprint in 1,500.
    func geometry(ofBuilding place: Int) -> Geometry? {
        guard isOn, place % 1500 == 749 else { return nil }
        return Geometry.allCases[place / 1500 % Geometry.allCases.count]
    }

    func hasUnknownYear(building place: Int) -> Bool { isOn && place % 500 == 77 }
    func isWronglyRegistered(building place: Int) -> Bool { isOn && place % 200 == 31 }
    /// The same row twice.
    func isRepeated(building place: Int) -> Bool { isOn && place % 1000 == 499 }
    /// Its main address does not exist.
    func lacksAddress(unit place: Int) -> Bool { isOn && place % 33 == 7 }
    /// Its building does not exist.
    func lacksBuilding(unit place: Int) -> Bool { isOn && place % 166 == 11 }
    /// It is part of the next building, too.
    func isInTwoBuildings(unit place: Int) -> Bool { isOn && place % 111 == 23 }

    /// How many errors a town has, by kind.
    func counts(buildings: Int, units: Int) -> [String: Int] {
        guard isOn else { return [:] }
        var counts: [String: Int] = [:]
        func count(_ name: String, _ isSo: Bool) { if isSo { counts[name, default: 0] += 1 } }
        for place in 0..<buildings {
            if let kind = geometry(ofBuilding: place) { count(kind.rawValue, true) }
            count("unknownYear", hasUnknownYear(building: place))
            count("wronglyRegistered", isWronglyRegistered(building: place))
            count("repeated", isRepeated(building: place))
        }
        for place in 0..<units {
            count("danglingAddress", lacksAddress(unit: place))
            count("danglingBuilding", lacksBuilding(unit: place))
            count("inTwoBuildings", isInTwoBuildings(unit: place))
        }
        return counts
    }

    /// The closed ring of a footprint with its error, if it has one: the first point comes again at the end, but in an
    /// unclosed ring.
    func ring(_ points: [RDPoint], ofBuilding place: Int) -> [RDPoint] {
        guard let kind = geometry(ofBuilding: place), points.count > 2 else { return points + points.prefix(1) }
        let (first, second) = (points[0], points[1])
        switch kind {
        case .bowTie:
            let (west, east) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
            let (south, north) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
            let start = RDPoint(x: west, y: south)
            return [start, RDPoint(x: east, y: north), RDPoint(x: east, y: south), RDPoint(x: west, y: north), start]
        case .spike:
            let far = RDPoint(x: first.x + 2 * (first.x - second.x), y: first.y + 2 * (first.y - second.y))
            return [first, far] + points + [first]
        case .repeatedPoints: return [first, first, second, second] + points.dropFirst() + [first]
        case .sliver: return [first, second, RDPoint(x: second.x + 2, y: second.y + 2), first]
        case .overlap:
            let way = (Vector(first) - Vector(points[points.count - 1])).unit * 30
            return [(Vector(first) + way).point] + points.dropFirst() + [(Vector(first) + way).point]
        case .unclosedRing: return points
        }
    }
}
