import GeoValues

/// A position or a displacement in RD, in millimetres, before it is rounded.
///
/// Only +, −, ×, ÷ and the square root are used on it: IEEE 754 rounds those the same everywhere, so that the town does
/// not depend on the machine's mathematical library.
struct Vector {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    init(_ point: RDPoint) {
        self.init(Double(point.x), Double(point.y))
    }

    /// The nearest whole millimetre.
    var point: RDPoint { RDPoint(x: Int32(x.rounded()), y: Int32(y.rounded())) }

    var length: Double { (x * x + y * y).squareRoot() }

    /// The displacement of length 1 in the same direction; zero stays zero.
    var unit: Vector { length > 0 ? Vector(x / length, y / length) : self }

    func cross(_ other: Vector) -> Double { x * other.y - y * other.x }

    func mixed(with other: Vector, _ share: Double) -> Vector { self + (other - self) * share }

    static func + (left: Vector, right: Vector) -> Vector { Vector(left.x + right.x, left.y + right.y) }
    static func - (left: Vector, right: Vector) -> Vector { Vector(left.x - right.x, left.y - right.y) }
    static func * (left: Vector, factor: Double) -> Vector { Vector(left.x * factor, left.y * factor) }
}
