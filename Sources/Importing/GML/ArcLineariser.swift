import Glibc

/// Turns circular arcs into straight pieces, identically from both sides.
///
/// Guarantees:
/// - No arc lies further than `maximumSagittaMetres` from its chords (plus half a millimetre of rounding), up to 16,384
///   chords per piece, which only a radius beyond 1,000 km would need.
/// - Control points come back exactly as given; the points between are rounded to whole millimetres.
/// - Two neighbours that describe one arc by the same three points in opposite directions get the same points reversed.
///   So do two that describe one circle by the same three points in any order, but for where the loop starts.
///
/// Each piece between two control points is computed from its western (then southern) end to the other, around a centre
/// that is computed from the control points in sorted order, so that the direction of reading plays no part:
///
///         m            start → middle and middle → end are two pieces;
///      .-´ `-.         sagitta = height of the arc over its chord
///     s       e
public struct ArcLineariser: Sendable {
    /// Largest distance between arc and chord, in metres.
    public let maximumSagittaMetres: Double

    /// 5 mm lies far below the precision of any Dutch plan map.
    public init(maximumSagittaMetres: Double = 0.005) {
        self.maximumSagittaMetres = maximumSagittaMetres
    }

    /// The arc from `start` through `middle` to `end`, all three included.
    ///
    /// `gml:Arc` (GML 3.2, ISO 19136:2007 clause 10.4.7.6): three control points, circular interpolation. When start and
    /// end coincide it is the full circle with start–middle as diameter, counter-clockwise. Three points on one line
    /// give that line through the middle.
    public func arc(start: ArcPoint, middle: ArcPoint, end: ArcPoint) -> [ArcPoint] {
        let (a, b, c) = (start.roundedToMillimetres, middle.roundedToMillimetres, end.roundedToMillimetres)
        guard let circle = a == c ? Circle(diameterFrom: a, to: b) : Circle(through: a, b, c) else {
            return [start, middle, end]
        }
        let turnsLeft = a == c || Self.turnsLeft(a, b, c)
        return [start] + between(a, b, on: circle, turnsLeft: turnsLeft)
            + [middle] + between(b, c, on: circle, turnsLeft: turnsLeft) + [end]
    }

    /// The full circle through three points, from the first through the second and third back to the first.
    ///
    /// `gml:Circle` (ISO 19136:2007 clause 10.4.7.7): "the arc is simply extended past the third control point until the
    /// first control point is encountered". Three points on one line give the triangle without area.
    public func circle(_ first: ArcPoint, _ second: ArcPoint, _ third: ArcPoint) -> [ArcPoint] {
        let (a, b, c) = (first.roundedToMillimetres, second.roundedToMillimetres, third.roundedToMillimetres)
        if a == c || b == c { return arc(start: first, middle: second, end: first) }
        if a == b { return arc(start: first, middle: third, end: first) }
        guard let circle = Circle(through: a, b, c) else { return [first, second, third, first] }
        let turnsLeft = Self.turnsLeft(a, b, c)
        return [first] + between(a, b, on: circle, turnsLeft: turnsLeft)
            + [second] + between(b, c, on: circle, turnsLeft: turnsLeft)
            + [third] + between(c, a, on: circle, turnsLeft: turnsLeft) + [first]
    }

    /// Most chords in one piece, so that no three numbers in a file can fill the memory.
    private static let maximumChords = 16_384.0

    /// The points strictly between two different points on a circle.
    private func between(_ from: ArcPoint, _ to: ArcPoint, on circle: Circle, turnsLeft: Bool) -> [ArcPoint] {
        let isReversed = to < from
        let (low, high) = isReversed ? (to, from) : (from, to)
        let centre = circle.centre
        let first = atan2(low.y - centre.y, low.x - centre.x)
        var sweep = atan2(high.y - centre.y, high.x - centre.x) - first
        if turnsLeft != isReversed {
            if sweep <= 0 { sweep += 2 * .pi }
        } else {
            if sweep >= 0 { sweep -= 2 * .pi }
        }
        // sagitta = r (1 − cos(step / 2)); written with the arcsine, which stays exact for flat arcs.
        let sagitta = min(maximumSagittaMetres, circle.radius)
        let halfStep = asin(min(1, (sagitta * (2 * circle.radius - sagitta)).squareRoot() / circle.radius))
        let chords = min(Self.maximumChords, (abs(sweep) / (2 * halfStep)).rounded(.up))
        guard chords > 1 else { return [] }
        let count = Int(chords)
        let points = (1..<count).map { step in
            let angle = first + sweep * Double(step) / Double(count)
            return ArcPoint(
                x: centre.x + circle.radius * cos(angle),
                y: centre.y + circle.radius * sin(angle)
            ).roundedToMillimetres
        }
        return isReversed ? points.reversed() : points
    }

    /// Whether a–b–c turns left.
    ///
    /// Computed from the lesser end, so that reading backwards gives exactly the opposite.
    private static func turnsLeft(_ a: ArcPoint, _ b: ArcPoint, _ c: ArcPoint) -> Bool {
        let (low, high) = a < c ? (a, c) : (c, a)
        let cross = (b.x - low.x) * (high.y - low.y) - (b.y - low.y) * (high.x - low.x)
        return a < c ? cross > 0 : cross < 0
    }
}

/// A position in RD New metres, x east, y north, inside the computation of arcs.
public struct ArcPoint: Sendable, Hashable, Comparable {
    /// Metres east.
    public var x: Double
    /// Metres north.
    public var y: Double

    /// A position in metres.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// West before east, then south before north.
    public static func < (left: ArcPoint, right: ArcPoint) -> Bool {
        left.x != right.x ? left.x < right.x : left.y < right.y
    }

    /// Halves go away from zero, as when the pipeline rounds.
    var roundedToMillimetres: ArcPoint {
        ArcPoint(x: (x * 1000).rounded() / 1000, y: (y * 1000).rounded() / 1000)
    }
}

/// Centre and radius in metres.
private struct Circle {
    var centre: ArcPoint
    var radius: Double

    /// Beyond this radius (metres) an arc is a straight line: 10 km of it rise 12.5 mm.
    private static let maximumRadius = 1e9

    init?(diameterFrom a: ArcPoint, to b: ArcPoint) {
        guard a != b else { return nil }
        centre = ArcPoint(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
        radius = hypot(b.x - a.x, b.y - a.y) / 2
        guard radius.isFinite else { return nil }
    }

    /// The same centre, bit for bit, for any order of the points.
    ///
    /// Nil for points on one line.
    init?(through p: ArcPoint, _ q: ArcPoint, _ r: ArcPoint) {
        let sorted = [p, q, r].sorted()
        let origin = sorted[0]
        // Relative to one of the points: RD coordinates are so large that their squares would lose the millimetres.
        let (bx, by) = (sorted[1].x - origin.x, sorted[1].y - origin.y)
        let (cx, cy) = (sorted[2].x - origin.x, sorted[2].y - origin.y)
        let doubledCross = 2 * (bx * cy - by * cx)
        guard doubledCross != 0 else { return nil }
        let (bSquared, cSquared) = (bx * bx + by * by, cx * cx + cy * cy)
        let (ux, uy) = ((cy * bSquared - by * cSquared) / doubledCross, (bx * cSquared - cx * bSquared) / doubledCross)
        radius = hypot(ux, uy)
        guard radius <= Self.maximumRadius else { return nil }
        centre = ArcPoint(x: origin.x + ux, y: origin.y + uy)
    }
}
