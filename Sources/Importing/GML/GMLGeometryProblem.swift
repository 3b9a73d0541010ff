/// Why a GML geometry could not be read.
///
/// The feature is kept and counted as rejected, with this as the reason.
enum GMLGeometryProblem: Error, Hashable {
    case unexpectedCoordinateSystem(found: String, line: Int)
    case unsupportedDimension(found: String, line: Int)
    /// A comma inside a number.
    case decimalComma(found: String, line: Int)
    /// NaN, infinity or anything else that is not a decimal number.
    case notANumber(found: String, line: Int)
    /// The count of numbers is not a multiple of the dimension.
    case incompletePosition(numbers: Int, dimension: Int, line: Int)
    case unsupportedElement(name: String, line: Int)
    case missingPart(element: String, expected: String, line: Int)
    /// Geometry elsewhere, by xlink.
    case reference(href: String, line: Int)
    case controlPoints(element: String, expected: String, found: Int, line: Int)
    case unsupportedUnit(found: String, expected: String, line: Int)
    /// Two pieces of a curve do not meet.
    case gap(metres: Double, line: Int)
    case mixedKinds(line: Int)
}

extension GMLGeometryProblem: CustomStringConvertible {
    /// One sentence: what was found, what was expected, where.
    var description: String {
        switch self {
        case .unexpectedCoordinateSystem(let found, let line):
            "the geometry at line \(line) has srsName \(found), RD New (EPSG:28992) was expected"
        case .unsupportedDimension(let found, let line):
            "srsDimension at line \(line) is \(found), 2 or 3 was expected"
        case .decimalComma(let found, let line):
            "the coordinate \(found) at line \(line) has a comma, a decimal point was expected"
        case .notANumber(let found, let line):
            "the coordinate \(found) at line \(line) is not a number"
        case .incompletePosition(let numbers, let dimension, let line):
            "the \(numbers) numbers at line \(line) are not a whole count of \(dimension)-dimensional positions"
        case .unsupportedElement(let name, let line):
            "the geometry element \(name) at line \(line) is not supported"
        case .missingPart(let element, let expected, let line):
            "\(element) at line \(line) has no \(expected)"
        case .reference(let href, let line):
            "the geometry at line \(line) is a reference to \(href), coordinates were expected"
        case .controlPoints(let element, let expected, let found, let line):
            "\(element) at line \(line) has \(found) control points, \(expected) expected"
        case .unsupportedUnit(let found, let expected, let line):
            "the unit at line \(line) is \(found), \(expected) was expected"
        case .gap(let metres, let line):
            "the piece of a curve at line \(line) starts \((metres * 1000).rounded() / 1000) m from where the one before it ends"
        case .mixedKinds(let line):
            "the geometry at line \(line) mixes points, lines and surfaces, one kind was expected"
        }
    }
}
