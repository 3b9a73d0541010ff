extension FilterParser {
    /// A geometry as well-known text (OGC 21-065r2, annex B), without heights.
    mutating func geometry() throws(FilterProblem) -> FilterGeometry {
        let position = position
        guard let name = functionName else { throw unexpected(.geometry) }
        let known = ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "BBOX"]
        guard known.contains(name) else { throw unexpected(.geometry) }
        advance()
        let shape: FilterGeometry.Shape
        switch name {
        case "POINT": shape = .points(try positions(exactly: 1))
        case "LINESTRING": shape = .lines([try line()])
        case "POLYGON": shape = .polygons([try polygon()])
        case "MULTIPOINT":
            var points: [FilterPosition] = []
            try list { (parser) throws(FilterProblem) in points += try parser.positions(exactly: 1) }
            shape = .points(points)
        case "MULTILINESTRING":
            var lines: [[FilterPosition]] = []
            try list { (parser) throws(FilterProblem) in lines.append(try parser.line()) }
            shape = .lines(lines)
        case "MULTIPOLYGON":
            var polygons: [[[FilterPosition]]] = []
            try list { (parser) throws(FilterProblem) in polygons.append(try parser.polygon()) }
            shape = .polygons(polygons)
        default: shape = try box()
        }
        return FilterGeometry(shape: shape, position: position)
    }

    private mutating func list(
        _ item: (inout FilterParser) throws(FilterProblem) -> Void
    ) throws(FilterProblem) {
        try requireSign("(")
        repeat { try item(&self) } while takeSign(",")
        try requireSign(")")
    }

    private mutating func number() throws(FilterProblem) -> Double {
        switch token {
        case .integer(let integer):
            advance()
            return Double(integer)
        case .real(let real):
            advance()
            return real
        default: throw unexpected(.number)
        }
    }

    private mutating func positions(exactly wanted: Int? = nil) throws(FilterProblem) -> [FilterPosition] {
        var positions: [FilterPosition] = []
        try list { (parser) throws(FilterProblem) in
            if positions.count == wanted { throw parser.unexpected(.sign(")")) }
            try parser.count()
            let first = try parser.number()
            positions.append(FilterPosition(first, try parser.number()))
        }
        return positions
    }

    private mutating func line() throws(FilterProblem) -> [FilterPosition] {
        let start = position
        let positions = try positions()
        guard positions.count >= 2 else {
            throw FilterProblem(start, .invalidGeometry("a line has at least two positions"))
        }
        return positions
    }

    private mutating func polygon() throws(FilterProblem) -> [[FilterPosition]] {
        var rings: [[FilterPosition]] = []
        try list { (parser) throws(FilterProblem) in
            let start = parser.position
            let ring = try parser.positions()
            guard ring.count >= 4, ring.first == ring.last else {
                throw FilterProblem(
                    start,
                    .invalidGeometry("a ring has at least four positions, of which the last is the first")
                )
            }
            rings.append(ring)
        }
        return rings
    }

    private mutating func box() throws(FilterProblem) -> FilterGeometry.Shape {
        let start = position
        try requireSign("(")
        var values: [Double] = []
        repeat {
            try count()
            values.append(try number())
        } while takeSign(",") && values.count < 4
        try requireSign(")")
        guard values.count == 4, values[1] <= values[3] else {
            throw FilterProblem(
                start,
                .invalidGeometry("a box has four numbers: lowest on both axes, then highest on both axes")
            )
        }
        return .box(FilterPosition(values[0], values[1]), FilterPosition(values[2], values[3]))
    }
}
