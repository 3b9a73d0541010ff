/// A ring of RD points without the closing repeat: the last point is joined to the first.
///
/// A ring in hand has at least three points and no two equal neighbours. It may still touch or cross itself: validity is
/// judged where data comes in.
public struct RDRing: Hashable, Sendable {
    public let points: [RDPoint]

    /// Drops a closing point and repeated neighbours. Returns nil with fewer than three points left.
    public init?(_ candidates: [RDPoint]) {
        var kept: [RDPoint] = []
        kept.reserveCapacity(candidates.count)
        for point in candidates where kept.last != point { kept.append(point) }
        while kept.count > 1, kept.first == kept.last { kept.removeLast() }
        guard kept.count >= 3 else { return nil }
        self.points = kept
    }

    private init(unchecked points: [RDPoint]) { self.points = points }

    /// Twice the signed area in mm²: positive when counter-clockwise. Exact for any number of points.
    public var doubledArea: Int128 {
        var sum: Int128 = 0
        let origin = points[0]
        var previous = points[points.count - 1]
        for point in points {
            sum += Int128(orientation(origin, previous, point))
            previous = point
        }
        return sum
    }

    public var reversed: RDRing { RDRing(unchecked: points.reversed()) }

    public var box: RDBox { RDBox(around: points) }
}

/// A polygon in RD millimetres: one exterior ring, counter-clockwise, and holes, clockwise.
public struct RDPolygon: Hashable, Sendable {
    public let exterior: RDRing
    public let holes: [RDRing]

    /// Orients the rings: exterior counter-clockwise, holes clockwise. Does not judge validity.
    public init(exterior: RDRing, holes: [RDRing] = []) {
        self.exterior = exterior.doubledArea < 0 ? exterior.reversed : exterior
        self.holes = holes.map { $0.doubledArea > 0 ? $0.reversed : $0 }
    }

    public var rings: [RDRing] { [exterior] + holes }

    /// Twice the area in mm², holes taken off.
    public var doubledArea: Int128 { rings.reduce(0) { $0 + $1.doubledArea } }

    public var areaSquareMetres: Double { Double(doubledArea) / 2_000_000 }

    public var box: RDBox { exterior.box }
}

/// What a feature looks like on the ground: RD millimetres, arcs already made into lines.
public enum RDGeometry: Hashable, Sendable {
    case points([RDPoint])
    /// Each line has at least two points.
    case lines([[RDPoint]])
    case polygons([RDPolygon])
    /// A feature that is known but has no place (an attribute row, a null or empty geometry).
    case none

    public var box: RDBox {
        var box = RDBox.empty
        switch self {
        case .points(let points): for point in points { box.extend(by: point) }
        case .lines(let lines): for line in lines { for point in line { box.extend(by: point) } }
        case .polygons(let polygons): for polygon in polygons { box.formUnion(polygon.box) }
        case .none: break
        }
        return box
    }
}
