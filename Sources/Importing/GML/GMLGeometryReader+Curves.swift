import Glibc
import XMLBridge

extension GMLGeometryReader {
    /// Pieces of a curve may be this far apart, in metres; it is what rounding to centimetres on both sides can do.
    private static let allowedGapMetres = 0.015

    /// The interleaved coordinates of a curve or ring, arcs made straight.
    func curve(_ element: XMLElement, in outer: Context) throws(GMLGeometryProblem) -> [Double] {
        let context = try entering(element, from: outer)
        var line: [Double] = []
        switch element.name {
        case "LineString", "LinearRing":
            return try positions(of: element, in: context)
        case "Curve":
            for segments in element.children where segments.name == "segments" {
                for segment in segments.children {
                    try append(self.segment(segment, in: context), to: &line, at: segment.line)
                }
            }
        case "Ring", "CompositeCurve":
            for member in element.children where member.name == "curveMember" || member.name == "curveMembers" {
                if let href = member.attribute("href", namespace: GML.xlink) {
                    throw .reference(href: href, line: member.line)
                }
                for curve in member.children {
                    try append(self.curve(curve, in: context), to: &line, at: curve.line)
                }
            }
        case "OrientableCurve":
            guard let base = element.child("baseCurve"), let curve = base.children.first else {
                throw .missingPart(element: element.name, expected: "base curve", line: element.line)
            }
            line = try self.curve(curve, in: context)
            if element.attribute("orientation") == "-" { line = Self.reversed(line) }
        default:
            throw .unsupportedElement(name: "gml:\(element.name)", line: element.line)
        }
        guard !line.isEmpty else {
            throw .missingPart(element: element.name, expected: "segments", line: element.line)
        }
        return line
    }

    /// One curve segment (ISO 19136:2007 clause 10.4.7).
    private func segment(_ element: XMLElement, in outer: Context) throws(GMLGeometryProblem) -> [Double] {
        let context = try entering(element, from: outer)
        switch element.name {
        case "LineStringSegment":
            return try positions(of: element, in: context)
        case "Arc":
            let points = try controlPoints(of: element, in: context)
            guard points.count == 3 else { throw wrongCount(element, expected: "3", found: points.count) }
            return Self.interleaved(arcs.arc(start: points[0], middle: points[1], end: points[2]))
        case "ArcString":
            let points = try controlPoints(of: element, in: context)
            guard points.count >= 3, points.count % 2 == 1 else {
                throw wrongCount(element, expected: "an odd number", found: points.count)
            }
            var line = [points[0]]
            for start in stride(from: 0, to: points.count - 2, by: 2) {
                line += arcs.arc(start: points[start], middle: points[start + 1], end: points[start + 2]).dropFirst()
            }
            return Self.interleaved(line)
        case "Circle":
            let points = try controlPoints(of: element, in: context)
            guard points.count == 3 else { throw wrongCount(element, expected: "3", found: points.count) }
            return Self.interleaved(arcs.circle(points[0], points[1], points[2]))
        case "CircleByCenterPoint":
            let (centre, radius) = try centreAndRadius(of: element, in: context)
            return Self.interleaved(
                arcs.arc(
                    start: ArcPoint(x: centre.x - radius, y: centre.y),
                    middle: ArcPoint(x: centre.x + radius, y: centre.y),
                    end: ArcPoint(x: centre.x - radius, y: centre.y)
                )
            )
        case "ArcByCenterPoint":
            return try arcByCentrePoint(element, in: context)
        default:
            throw .unsupportedElement(name: "gml:\(element.name)", line: element.line)
        }
    }

    /// `gml:ArcByCenterPoint` (clause 10.4.7.10): from startAngle to endAngle, counter-clockwise from east when endAngle is the larger.
    ///
    /// ISO 19136 calls the angles bearings; that they count from the x axis is how makers and GDAL read them in a projected
    /// coordinate system.
    private func arcByCentrePoint(_ element: XMLElement, in context: Context) throws(GMLGeometryProblem) -> [Double] {
        let (centre, radius) = try centreAndRadius(of: element, in: context)
        let start = try angle("startAngle", of: element)
        let end = try angle("endAngle", of: element)
        func point(at angle: Double) -> ArcPoint {
            ArcPoint(x: centre.x + radius * cos(angle), y: centre.y + radius * sin(angle)).roundedToMillimetres
        }
        let points = arcs.arc(start: point(at: start), middle: point(at: (start + end) / 2), end: point(at: end))
        return Self.interleaved(points)
    }

    /// An angle child in radians.
    private func angle(_ name: String, of element: XMLElement) throws(GMLGeometryProblem) -> Double {
        guard let child = element.child(name) else {
            throw .missingPart(element: element.name, expected: name, line: element.line)
        }
        let value = try number(of: child)
        switch child.attribute("uom")?.lowercased().split(whereSeparator: { ":/#".contains($0) }).last {
        // 9102 and 9101 are EPSG's degree and radian.
        case nil, "deg", "degree", "degrees", "9102": return value * .pi / 180
        case "rad", "radian", "radians", "9101": return value
        default:
            throw .unsupportedUnit(found: child.attribute("uom") ?? "", expected: "degrees", line: child.line)
        }
    }

    private func centreAndRadius(
        of element: XMLElement,
        in context: Context
    ) throws(GMLGeometryProblem) -> (ArcPoint, Double) {
        let points = try controlPoints(of: element, in: context)
        guard points.count == 1 else { throw wrongCount(element, expected: "1", found: points.count) }
        guard let child = element.child("radius") else {
            throw .missingPart(element: element.name, expected: "radius", line: element.line)
        }
        switch child.attribute("uom")?.lowercased().split(whereSeparator: { ":/#".contains($0) }).last {
        // 9001 is EPSG's metre.
        case nil, "m", "metre", "meter", "metres", "meters", "9001": break
        default:
            throw .unsupportedUnit(found: child.attribute("uom") ?? "", expected: "metres", line: child.line)
        }
        return (points[0], try number(of: child))
    }

    private func number(of element: XMLElement) throws(GMLGeometryProblem) -> Double {
        let words = element.text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let value = GMLCoordinates.decimal(String(words[0])) else {
            throw .notANumber(found: words.joined(separator: " "), line: element.line)
        }
        return value
    }

    private func controlPoints(of element: XMLElement, in context: Context) throws(GMLGeometryProblem) -> [ArcPoint] {
        let coordinates = try positions(of: element, in: context)
        return stride(from: 0, to: coordinates.count, by: 2).map {
            ArcPoint(x: coordinates[$0], y: coordinates[$0 + 1])
        }
    }

    private func wrongCount(_ element: XMLElement, expected: String, found: Int) -> GMLGeometryProblem {
        .controlPoints(element: element.name, expected: expected, found: found, line: element.line)
    }

    /// Appends a piece; where it begins with the line's last point, that point occurs once.
    private func append(_ piece: [Double], to line: inout [Double], at number: Int) throws(GMLGeometryProblem) {
        guard line.count >= 2, piece.count >= 2 else {
            line += piece
            return
        }
        let gap = hypot(piece[0] - line[line.count - 2], piece[1] - line[line.count - 1])
        guard gap <= Self.allowedGapMetres else { throw .gap(metres: gap, line: number) }
        line += gap == 0 ? piece[2...] : piece[0...]
    }

    private static func interleaved(_ points: [ArcPoint]) -> [Double] {
        points.flatMap { [$0.x, $0.y] }
    }

    private static func reversed(_ line: [Double]) -> [Double] {
        stride(from: line.count - 2, through: 0, by: -2).flatMap { [line[$0], line[$0 + 1]] }
    }
}
