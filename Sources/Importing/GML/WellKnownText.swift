/// Geometry as well-known text (OGC 06-103r4 clause 7), coordinates in the order written, a third and fourth dropped.
enum WellKnownText {
    /// The text of a geometry; multi-geometries where there are several parts.
    static func text(_ geometry: RawGeometry) -> String {
        func positions(_ line: [Double]) -> String {
            let pairs = stride(from: 0, to: line.count - 1, by: 2).map { "\(line[$0]) \(line[$0 + 1])" }
            return "(\(pairs.joined(separator: ", ")))"
        }
        func rings(_ polygon: [[Double]]) -> String { "(\(polygon.map(positions).joined(separator: ", ")))" }
        switch geometry {
        case .none: return "GEOMETRYCOLLECTION EMPTY"
        case .points(let points): return "\(points.count > 2 ? "MULTIPOINT" : "POINT") \(positions(points))"
        case .lines(let lines):
            if lines.count == 1 { return "LINESTRING \(positions(lines[0]))" }
            return "MULTILINESTRING (\(lines.map(positions).joined(separator: ", ")))"
        case .polygons(let polygons):
            if polygons.count == 1 { return "POLYGON \(rings(polygons[0]))" }
            return "MULTIPOLYGON (\(polygons.map(rings).joined(separator: ", ")))"
        }
    }

    /// What a text could not be read for.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// The parts of a geometry by kind: a collection may hold several kinds.
    struct Parts: Hashable {
        var points: [Double] = []
        var lines: [[Double]] = []
        var polygons: [[[Double]]] = []

        mutating func append(_ other: Parts) {
            points += other.points
            lines += other.lines
            polygons += other.polygons
        }

        /// One geometry per kind, points first; none for an empty geometry.
        var geometries: [RawGeometry] {
            (points.isEmpty ? [] : [.points(points)]) + (lines.isEmpty ? [] : [.lines(lines)])
                + (polygons.isEmpty ? [] : [.polygons(polygons)])
        }
    }

    /// Reads a text such as `POLYGON ((155000 463000, …))`; an `SRID=28992;` before it is passed over.
    static func parts(_ text: String) throws(Problem) -> Parts {
        var reader = Reader(text: Array(text.utf8))
        reader.skipReferenceIdentifier()
        var parts = Parts()
        try reader.geometry(into: &parts, depth: 0)
        reader.skipSpace()
        if reader.position < reader.text.count { throw reader.problem("the end") }
        return parts
    }

    private struct Reader {
        let text: [UInt8]
        var position = 0

        mutating func skipSpace() {
            while position < text.count, text[position] <= 0x20 { position += 1 }
        }

        mutating func skipReferenceIdentifier() {
            guard text.prefix(5).map({ $0 & 0xDF }) == Array("SRID".utf8) + [UInt8(ascii: "=") & 0xDF],
                let end = text.firstIndex(of: UInt8(ascii: ";"))
            else { return }
            position = end + 1
        }

        func problem(_ expected: String) -> Problem {
            let found = String(decoding: text[min(position, text.count)...].prefix(20), as: UTF8.self)
            return Problem(
                description:
                    "the well-known text has '\(found)' at character \(position + 1) where \(expected) was expected"
            )
        }

        /// The next letters in capitals; empty when there are none.
        mutating func word() -> String {
            skipSpace()
            var letters: [UInt8] = []
            while position < text.count, (65...90).contains(text[position] & 0xDF) {
                letters.append(text[position] & 0xDF)
                position += 1
            }
            return String(decoding: letters, as: UTF8.self)
        }

        mutating func take(_ byte: UInt8) -> Bool {
            skipSpace()
            guard position < text.count, text[position] == byte else { return false }
            position += 1
            return true
        }

        /// Calls `item` for each item of a list in brackets; not at all for EMPTY.
        mutating func list(_ item: (inout Reader) throws(Problem) -> Void) throws(Problem) {
            guard take(UInt8(ascii: "(")) else {
                if word() == "EMPTY" { return }
                throw problem("'('")
            }
            repeat { try item(&self) } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: ")")) else { throw problem("')'") }
        }

        mutating func coordinates(_ line: inout [Double]) throws(Problem) {
            var count = 0
            while true {
                skipSpace()
                let start = position
                while position < text.count, "+-.0123456789eE".utf8.contains(text[position]) { position += 1 }
                guard position > start else { break }
                guard let value = GMLCoordinates.decimal(String(decoding: text[start..<position], as: UTF8.self)) else {
                    position = start
                    throw problem("a number")
                }
                if count < 2 { line.append(value) }
                count += 1
            }
            guard (2...4).contains(count) else { throw problem("two to four numbers") }
        }

        mutating func line() throws(Problem) -> [Double] {
            var line: [Double] = []
            try list { reader throws(Problem) in try reader.coordinates(&line) }
            return line
        }

        mutating func polygon() throws(Problem) -> [[Double]] {
            var rings: [[Double]] = []
            try list { reader throws(Problem) in rings.append(try reader.line()) }
            return rings
        }

        mutating func geometry(into parts: inout Parts, depth: Int) throws(Problem) {
            guard depth < 32 else { throw problem("less nesting") }
            let kind = word()
            let beforeDimension = position
            if !["Z", "M", "ZM"].contains(word()) { position = beforeDimension }
            switch kind {
            case "POINT":
                var points: [Double] = []
                try list { reader throws(Problem) in try reader.coordinates(&points) }
                parts.points += points
            case "MULTIPOINT":
                var points: [Double] = []
                try list { reader throws(Problem) in
                    // Both MULTIPOINT (1 2, 3 4) and MULTIPOINT ((1 2), (3 4)) are in use.
                    let isBracketed = reader.take(UInt8(ascii: "("))
                    try reader.coordinates(&points)
                    if isBracketed, !reader.take(UInt8(ascii: ")")) { throw reader.problem("')'") }
                }
                parts.points += points
            case "LINESTRING":
                let line = try line()
                if !line.isEmpty { parts.lines.append(line) }
            case "MULTILINESTRING": parts.lines += try polygon().filter { !$0.isEmpty }
            case "POLYGON":
                let rings = try polygon()
                if !rings.isEmpty { parts.polygons.append(rings) }
            case "MULTIPOLYGON":
                var polygons: [[[Double]]] = []
                try list { reader throws(Problem) in polygons.append(try reader.polygon()) }
                parts.polygons += polygons.filter { !$0.isEmpty }
            case "GEOMETRYCOLLECTION":
                var members = Parts()
                try list { reader throws(Problem) in try reader.geometry(into: &members, depth: depth + 1) }
                parts.append(members)
            default: throw problem("the name of a geometry")
            }
        }
    }
}
