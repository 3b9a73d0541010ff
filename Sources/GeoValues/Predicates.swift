/// Twice the signed area in mm² of the triangle a-b-c: positive when c lies left of a→b, zero when the three are
/// collinear. Exact: valid coordinates differ by less than 2^29.
@inlinable
public func orientation(_ a: RDPoint, _ b: RDPoint, _ c: RDPoint) -> Int64 {
    // Wrapping: of a damaged file any coordinates may come, and must not end the process.
    (Int64(b.x) &- Int64(a.x)) &* (Int64(c.y) &- Int64(a.y))
        &- (Int64(b.y) &- Int64(a.y)) &* (Int64(c.x) &- Int64(a.x))
}

/// Where a point lies in relation to an area.
public enum PointLocation: Sendable, Equatable {
    case inside
    case onBoundary
    case outside
}

/// The square of the distance between a point and a segment, in mm², as an exact fraction.
///
/// The foot of the perpendicular is rarely on the millimetre grid, so the value is kept as numerator / denominator.
/// Numerator < 2^119 and denominator < 2^60 for points of ``RDEnvelope``; comparisons with r² stay inside Int128.
public struct SquaredDistance: Sendable, Comparable {
    public let numerator: Int128
    public let denominator: Int64

    public init(numerator: Int128, denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    public static let zero = SquaredDistance(numerator: 0, denominator: 1)

    /// Whether the distance is at most `radius` millimetres: inclusive at exactly r.
    public func isWithin(radius: Int64) -> Bool {
        numerator <= Int128(radius) * Int128(radius) * Int128(denominator)
    }

    /// Metres, rounded as Double does; for display and sorting, never for a decision.
    public var metres: Double {
        // That of Int128 to Double is no machine instruction.
        let top = Int64(exactly: numerator).map { Double($0) } ?? Double(numerator)
        return (top / Double(denominator)).squareRoot() / 1000
    }

    /// The distance squared in mm², rounded down.
    public var wholeSquareMillimetres: Int64 { Int64(clamping: divided.whole) }

    /// Quotient and remainder. One machine division where the numerator allows it, as it does between points of
    /// ``RDEnvelope``: the square of a distance is below 2^60.
    private var divided: (whole: Int128, rest: Int128) {
        if denominator == 1 { return (numerator, 0) }
        let high = numerator >> 64
        if numerator >= 0, denominator > 0, high < Int128(denominator) {
            let divisor = UInt64(denominator)
            let (whole, rest) = divisor.dividingFullWidth(
                (UInt64(truncatingIfNeeded: high), UInt64(truncatingIfNeeded: numerator))
            )
            return (Int128(whole), Int128(rest))
        }
        let (whole, rest) = numerator.quotientAndRemainder(dividingBy: Int128(denominator))
        return (whole, rest)
    }

    /// Compares by the quotient and remainder, so that no product leaves Int128.
    public static func < (left: SquaredDistance, right: SquaredDistance) -> Bool {
        let (leftWhole, leftRest) = left.divided
        let (rightWhole, rightRest) = right.divided
        if leftWhole != rightWhole { return leftWhole < rightWhole }
        return leftRest * Int128(right.denominator) < rightRest * Int128(left.denominator)
    }

    public static func == (left: SquaredDistance, right: SquaredDistance) -> Bool {
        !(left < right) && !(right < left)
    }
}

/// The exact squared distance from `point` to the segment a-b (a point when a == b).
public func squaredDistance(from point: RDPoint, toSegment a: RDPoint, _ b: RDPoint) -> SquaredDistance {
    let dx = Int64(b.x) - Int64(a.x)
    let dy = Int64(b.y) - Int64(a.y)
    let px = Int64(point.x) - Int64(a.x)
    let py = Int64(point.y) - Int64(a.y)
    let lengthSquared = dx * dx + dy * dy
    let along = px * dx + py * dy
    if along <= 0 || lengthSquared == 0 {
        return SquaredDistance(numerator: Int128(px * px + py * py), denominator: 1)
    }
    if along >= lengthSquared {
        let qx = Int64(point.x) - Int64(b.x)
        let qy = Int64(point.y) - Int64(b.y)
        return SquaredDistance(numerator: Int128(qx * qx + qy * qy), denominator: 1)
    }
    let cross = dx * py - dy * px
    return SquaredDistance(numerator: Int128(cross) * Int128(cross), denominator: lengthSquared)
}

/// Whether the closed segments a-b and c-d have at least one point in common. Exact.
public func segmentsIntersect(_ a: RDPoint, _ b: RDPoint, _ c: RDPoint, _ d: RDPoint) -> Bool {
    let abc = orientation(a, b, c)
    let abd = orientation(a, b, d)
    let cda = orientation(c, d, a)
    let cdb = orientation(c, d, b)
    if (abc > 0) != (abd > 0), (cda > 0) != (cdb > 0), abc != 0, abd != 0, cda != 0, cdb != 0 { return true }
    func within(_ p: RDPoint, _ q: RDPoint, _ r: RDPoint) -> Bool {
        min(p.x, q.x) <= r.x && r.x <= max(p.x, q.x) && min(p.y, q.y) <= r.y && r.y <= max(p.y, q.y)
    }
    return (abc == 0 && within(a, b, c)) || (abd == 0 && within(a, b, d)) || (cda == 0 && within(c, d, a))
        || (cdb == 0 && within(c, d, b))
}
