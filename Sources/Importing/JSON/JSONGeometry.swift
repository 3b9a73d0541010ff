/// Geometry of GeoJSON (RFC 7946 clause 3.1) and JSON-FG (OGC 21-045, clauses "Geometry" and "Circular arcs").
///
/// Positions are brought to RD one by one before arcs are made straight, so that an arc is the same whatever the system.
struct JSONGeometry {
    /// What a geometry could not be read for.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// To RD metres; x first.
    let toRD: (_ first: Double, _ second: Double) throws -> (x: Double, y: Double)

    private let arcs = ArcLineariser()
    private var parts = WellKnownText.Parts()

    init(toRD: @escaping (_ first: Double, _ second: Double) throws -> (x: Double, y: Double)) {
        self.toRD = toRD
    }

    /// The geometry in RD metres; null and empty ones are none.
    ///
    /// - Throws: ``Problem``, or what `toRD` throws.
    mutating func read(_ value: JSONValue) throws -> RawGeometry {
        parts = WellKnownText.Parts()
        try add(value, depth: 0)
        let geometries = parts.geometries
        guard geometries.count <= 1 else {
            throw Problem(description: "The geometry is a collection of points, lines and polygons together.")
        }
        return geometries.first ?? .none
    }

    private mutating func add(_ value: JSONValue, depth: Int) throws {
        if value == .null { return }
        guard depth < 8, let type = value["type"]?.text else {
            throw Problem(description: "The geometry has no type.")
        }
        let coordinates = value["coordinates"] ?? .null
        switch type {
        case "Point": parts.points += try optionalPosition(coordinates)
        case "MultiPoint": parts.points += try list(coordinates).flatMap(position)
        case "LineString": try append(line(coordinates))
        case "MultiLineString": for line in try list(coordinates) { try append(self.line(line)) }
        case "Polygon": try append(polygon: list(coordinates).map(line))
        case "MultiPolygon":
            for polygon in try list(coordinates) { try append(polygon: list(polygon).map(line)) }
        case "GeometryCollection", "MultiCurve", "MultiSurface":
            for member in try list(value["geometries"] ?? .null) { try add(member, depth: depth + 1) }
        case "CircularString", "CompoundCurve": try append(curve(value, depth: depth))
        case "CurvePolygon":
            try append(polygon: list(value["geometries"] ?? .null).map { try curve($0, depth: depth + 1) })
        case "Prism": try add(value["base"] ?? .null, depth: depth + 1)
        case "MultiPrism":
            for prism in try list(value["prisms"] ?? .null) { try add(prism, depth: depth + 1) }
        default: throw Problem(description: "The geometry is of type \(type.prefix(40)), which is not read.")
        }
    }

    private mutating func append(_ line: [Double]) {
        if !line.isEmpty { parts.lines.append(line) }
    }

    private mutating func append(polygon: [[Double]]) {
        if polygon.contains(where: { !$0.isEmpty }) { parts.polygons.append(polygon) }
    }

    private func list(_ value: JSONValue) throws -> [JSONValue] {
        guard let elements = value.elements else {
            throw Problem(description: "The geometry has \(value.kind) where a list was expected.")
        }
        return elements
    }

    private func position(_ value: JSONValue) throws -> [Double] {
        let numbers = try list(value)
        guard numbers.count >= 2, let first = numbers[0].double, let second = numbers[1].double else {
            throw Problem(description: "A position should be two or three numbers, but it is \(value.json.prefix(60)).")
        }
        let rd = try toRD(first, second)
        return [rd.x, rd.y]
    }

    private func optionalPosition(_ value: JSONValue) throws -> [Double] {
        value == .array([]) ? [] : try position(value)
    }

    private func line(_ value: JSONValue) throws -> [Double] {
        var line: [Double] = []
        for element in try list(value) { line += try position(element) }
        return line
    }

    private func curve(_ value: JSONValue, depth: Int) throws -> [Double] {
        guard depth < 8 else { throw Problem(description: "The geometry is nested too deeply.") }
        switch value["type"]?.text {
        case "LineString": return try line(value["coordinates"] ?? .null)
        case "CircularString":
            let points = try line(value["coordinates"] ?? .null)
            let count = points.count / 2
            if count == 0 { return [] }
            guard count >= 3, count % 2 == 1 else {
                throw Problem(
                    description: "A CircularString should have an odd number of positions, but it has \(count)."
                )
            }
            func point(_ number: Int) -> ArcPoint { ArcPoint(x: points[2 * number], y: points[2 * number + 1]) }
            var curve = [point(0)]
            for start in stride(from: 0, to: count - 2, by: 2) {
                curve += arcs.arc(start: point(start), middle: point(start + 1), end: point(start + 2)).dropFirst()
            }
            return curve.flatMap { [$0.x, $0.y] }
        case "CompoundCurve":
            var curve: [Double] = []
            for member in try list(value["geometries"] ?? .null) {
                let next = try self.curve(member, depth: depth + 1)
                let joins = !curve.isEmpty && next.count >= 2 && Array(curve.suffix(2)) == Array(next.prefix(2))
                curve += joins ? next.dropFirst(2) : next[...]
            }
            return curve
        case let type: throw Problem(description: "A curve of type \(type?.prefix(40) ?? "none") is not read.")
        }
    }
}
