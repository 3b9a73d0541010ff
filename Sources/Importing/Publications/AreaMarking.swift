import GeoValues
import PROJBridge

/// One marking of the area that a publication is about: a point, line or plane, or something with a name such as a
/// gemeente, address or parcel.
struct AreaMarking {
    /// The marking's own name: Punt, Lijn, Vlak, Gemeente, Adres, Perceel, …
    let kind: String
    let label: String?
    /// In RD; more than one when the marking mixes points, lines and planes.
    private(set) var geometries: [RawGeometry] = []
    /// Whether it has a geometry that stands in degrees only, or whose RD form is of no use.
    private(set) var isFromDegrees = false
    /// Why the geometry can't be used, when that is known before the pipeline judges it.
    private(set) var problem: String?
    /// Whether the geometry can't be used.
    private(set) var isBroken = false

    private static let geometryNames = ["geometrie", "locatiepunt", "locatiegebied", "locatielijn"]

    /// Names of nodes that are geometry, and no attributes.
    static func isGeometry(_ name: String) -> Bool { geometryNames.contains(name) || name == "geometrielabel" }

    init(_ node: PublicationNode, transformer: CoordinateTransformer) {
        kind = node.name
        let texts = node.leaves.filter { !$0.text.isEmpty }
        label = texts.first { $0.name == "geometrielabel" }?.text
        let inRD = texts.filter { $0.name == "geometrie" }.map(\.text)
        let inDegrees = texts.filter { Self.geometryNames.dropFirst().contains($0.name) }.map(\.text)
        if inRD.isEmpty, inDegrees.isEmpty { return }
        var parts = WellKnownText.Parts()
        do {
            for text in inRD { parts.append(try WellKnownText.parts(text)) }
        } catch {
            problem = error.description
        }
        if problem == nil, Self.isUsable(parts) {
            geometries = parts.geometries
            return
        }
        if let degrees = try? Self.degrees(inDegrees, transformer), Self.isUsable(degrees) {
            geometries = degrees.geometries
            problem = nil
            isFromDegrees = true
            return
        }
        isBroken = true
        geometries = problem == nil ? parts.geometries : []
        if problem == nil, inRD.isEmpty {
            problem = "'\(inDegrees.joined(separator: " ").prefix(60))' is no position in degrees in the Netherlands."
        }
    }

    /// Whether every part is in RD and has points enough.
    private static func isUsable(_ parts: WellKnownText.Parts) -> Bool {
        func distinct(_ line: [Double]) -> Int {
            Set(stride(from: 0, to: line.count - 1, by: 2).map { [line[$0], line[$0 + 1]] }).count
        }
        let runs = [parts.points] + parts.lines + parts.polygons.flatMap { $0 }
        let areInRD = runs.allSatisfy { run in
            stride(from: 0, to: run.count - 1, by: 2)
                .allSatisfy { RDEnvelope.contains(xMetres: run[$0], yMetres: run[$0 + 1]) }
        }
        return areInRD && !parts.geometries.isEmpty && parts.lines.allSatisfy { distinct($0) >= 2 }
            && parts.polygons.allSatisfy { $0.allSatisfy { distinct($0) >= 3 } }
    }

    /// `52.08,5.11`, `52.08 5.11`, several of those, or well-known text with longitude first, all as KOOP writes them.
    private static func degrees(
        _ texts: [String],
        _ transformer: CoordinateTransformer
    ) throws -> WellKnownText.Parts {
        var parts = WellKnownText.Parts()
        for text in texts {
            if text.first.map({ $0.isLetter }) == true {
                var read = try WellKnownText.parts(text)
                read.points = try rd(read.points, transformer)
                read.lines = try read.lines.map { try rd($0, transformer) }
                read.polygons = try read.polygons.map { try $0.map { try rd($0, transformer) } }
                parts.append(read)
                continue
            }
            let numbers = text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
            let values = numbers.compactMap(GMLCoordinates.decimal)
            guard values.count == numbers.count, values.count >= 2, values.count % 2 == 0 else {
                throw WellKnownText.Problem(description: "'\(text.prefix(60))' is no list of positions")
            }
            var line: [Double] = []
            for position in stride(from: 0, to: values.count, by: 2) {
                line += [values[position + 1], values[position]]
            }
            line = try rd(line, transformer)
            // A list of positions is the edge of a plane.
            if line.count > 4 { parts.polygons.append([line]) } else { parts.points += line }
        }
        return parts
    }

    private static func rd(_ run: [Double], _ transformer: CoordinateTransformer) throws -> [Double] {
        var result: [Double] = []
        for position in stride(from: 0, to: run.count - 1, by: 2) {
            let rd = try CRSConversion.fromGeographic.converted(x: run[position], y: run[position + 1], transformer)
            result += [rd.x, rd.y]
        }
        return result
    }
}
