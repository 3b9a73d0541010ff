import XMLBridge

/// Turns a GML 3.1 or 3.2 geometry element in RD New into ``RawGeometry``.
///
/// Reads points, curves and surfaces with their aggregates (ISO 19136:2007 clauses 10 and 11); arcs become straight pieces
/// by an ``ArcLineariser``. A geometry in another coordinate system, by reference, or of an unknown kind is a
/// ``GMLGeometryProblem``: nothing is guessed, nothing left out.
struct GMLGeometryReader {
    var arcs = ArcLineariser()

    /// What has been read so far, by kind.
    private struct GeometryParts {
        var points: [Double] = []
        var lines: [[Double]] = []
        var polygons: [[[Double]]] = []

        /// A mixture is refused: a feature of a layer has one kind.
        func geometry(line: Int) throws(GMLGeometryProblem) -> RawGeometry {
            switch (points.isEmpty, lines.isEmpty, polygons.isEmpty) {
            case (true, true, true): .none
            case (false, true, true): .points(points)
            case (true, false, true): .lines(lines)
            case (true, true, false): .polygons(polygons)
            default: throw .mixedKinds(line: line)
            }
        }
    }

    /// What an element inherits from those around it.
    struct Context {
        /// 2 or 3: how many numbers one position takes.
        var dimension = 2
    }

    /// All geometry elements under `properties` (such as each `imro:geometrie`) as one geometry; `.none` without any.
    func readProperties(_ properties: [XMLElement]) throws(GMLGeometryProblem) -> RawGeometry {
        var parts = GeometryParts()
        for property in properties { try collect(in: property, into: &parts) }
        return try parts.geometry(line: properties.first?.line ?? 0)
    }

    /// Reads the topmost GML elements below `element`, whatever wraps them.
    private func collect(in element: XMLElement, into parts: inout GeometryParts) throws(GMLGeometryProblem) {
        if element.children.isEmpty, let href = element.attribute("href", namespace: GML.xlink) {
            throw .reference(href: href, line: element.line)
        }
        for child in element.children {
            if GML.isGML(child) {
                try read(child, in: Context(), into: &parts)
            } else {
                try collect(in: child, into: &parts)
            }
        }
    }

    private func read(
        _ element: XMLElement,
        in outer: Context,
        into parts: inout GeometryParts
    ) throws(GMLGeometryProblem) {
        let context = try entering(element, from: outer)
        switch element.name {
        case "Point":
            let position = try positions(of: element, in: context)
            guard position.count == 2 else {
                throw .missingPart(element: "Point", expected: "single position", line: element.line)
            }
            parts.points += position
        case "LineString", "Curve", "CompositeCurve", "OrientableCurve", "LinearRing", "Ring":
            parts.lines.append(try curve(element, in: outer))
        case "Polygon", "PolygonPatch", "Rectangle", "Triangle":
            parts.polygons.append(try polygon(element, in: context))
        case "Surface", "PolyhedralSurface", "TriangulatedSurface", "Tin":
            let patches = element.children.filter { Self.patchProperties.contains($0.name) }
            guard !patches.isEmpty else {
                throw .missingPart(element: element.name, expected: "patches", line: element.line)
            }
            for patch in patches { try readMembers(of: patch, in: context, into: &parts) }
        case "OrientableSurface":
            // Its orientation says which side is up, which means nothing on a map.
            for base in element.children where base.name == "baseSurface" {
                try readMembers(of: base, in: context, into: &parts)
            }
        case "MultiPoint", "MultiCurve", "MultiLineString", "MultiSurface", "MultiPolygon", "CompositeSurface",
            "MultiGeometry", "GeometryCollection", "GeometricComplex":
            for member in element.children where Self.memberProperties.contains(member.name) {
                try readMembers(of: member, in: context, into: &parts)
            }
        default:
            throw .unsupportedElement(name: "gml:\(element.name)", line: element.line)
        }
    }

    private static let patchProperties: Set = ["patches", "polygonPatches", "trianglePatches"]

    private static let memberProperties: Set = [
        "pointMember", "pointMembers", "curveMember", "curveMembers", "lineStringMember", "surfaceMember",
        "surfaceMembers", "polygonMember", "geometryMember", "geometryMembers", "element",
    ]

    private func readMembers(
        of property: XMLElement,
        in context: Context,
        into parts: inout GeometryParts
    ) throws(GMLGeometryProblem) {
        if let href = property.attribute("href", namespace: GML.xlink) {
            throw .reference(href: href, line: property.line)
        }
        for child in property.children { try read(child, in: context, into: &parts) }
    }

    /// The rings of a polygon or patch, exterior first.
    private func polygon(_ element: XMLElement, in context: Context) throws(GMLGeometryProblem) -> [[Double]] {
        var exterior: [Double]?
        var interiors: [[Double]] = []
        for child in element.children {
            switch child.name {
            // The names of GML 2 still turn up in GML 3.1.
            case "exterior", "outerBoundaryIs": exterior = try ring(child, in: context)
            case "interior", "innerBoundaryIs": interiors.append(try ring(child, in: context))
            default: continue
            }
        }
        guard let exterior else {
            throw .missingPart(element: element.name, expected: "exterior ring", line: element.line)
        }
        return [exterior] + interiors
    }

    private func ring(_ boundary: XMLElement, in context: Context) throws(GMLGeometryProblem) -> [Double] {
        guard let ring = boundary.children.first(where: { $0.name == "LinearRing" || $0.name == "Ring" }) else {
            throw .missingPart(element: boundary.name, expected: "ring", line: boundary.line)
        }
        return try curve(ring, in: context)
    }

    // MARK: Positions

    /// Checks the element's srsName and takes over its srsDimension.
    func entering(_ element: XMLElement, from outer: Context) throws(GMLGeometryProblem) -> Context {
        if let srsName = element.attribute("srsName"), !GML.isRDNew(srsName) {
            throw .unexpectedCoordinateSystem(found: srsName, line: element.line)
        }
        guard let text = element.attribute("srsDimension") else { return outer }
        guard let dimension = Int(text), dimension == 2 || dimension == 3 else {
            throw .unsupportedDimension(found: text, line: element.line)
        }
        return Context(dimension: dimension)
    }

    /// The positions directly in an element, however they are written: pos, posList, or points.
    func positions(of element: XMLElement, in context: Context) throws(GMLGeometryProblem) -> [Double] {
        var coordinates: [Double] = []
        for child in element.children {
            switch child.name {
            case "pos", "posList":
                let own = try entering(child, from: context)
                try GMLCoordinates.parse(child.text, dimension: own.dimension, line: child.line, into: &coordinates)
            case "pointProperty", "pointRep":
                if let href = child.attribute("href", namespace: GML.xlink) {
                    throw .reference(href: href, line: child.line)
                }
                for point in child.children where point.name == "Point" {
                    coordinates += try positions(of: point, in: entering(point, from: context))
                }
            case "coordinates", "coord":
                // GML 2 separates x from y by a comma or whatever its attributes say.
                throw .unsupportedElement(name: "gml:\(child.name)", line: child.line)
            default:
                continue
            }
        }
        guard !coordinates.isEmpty else {
            throw .missingPart(element: element.name, expected: "coordinates", line: element.line)
        }
        return coordinates
    }
}
