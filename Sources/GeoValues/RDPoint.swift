/// A position in RD New (EPSG:28992) in whole millimetres: `x` east, `y` north.
///
/// Int32 holds ±2,147 km, far more than ``RDEnvelope``. Differences of two valid points are below 2^29, so the product
/// of two differences is exact in Int64 (see ``orientation(_:_:_:)``).
public struct RDPoint: Hashable, Sendable, Comparable, BitwiseCopyable {
    /// Millimetres east of the RD false origin.
    public var x: Int32
    /// Millimetres north of the RD false origin.
    public var y: Int32

    public init(x: Int32, y: Int32) {
        self.x = x
        self.y = y
    }

    /// The point nearest to a position in metres, halves rounded away from zero.
    ///
    /// Returns nil outside ``RDEnvelope`` or when a value is not finite.
    public init?(xMetres: Double, yMetres: Double) {
        guard RDEnvelope.contains(xMetres: xMetres, yMetres: yMetres) else { return nil }
        self.x = Int32((xMetres * 1000).rounded())
        self.y = Int32((yMetres * 1000).rounded())
    }

    /// Metres east.
    public var xMetres: Double { Double(x) / 1000 }
    /// Metres north.
    public var yMetres: Double { Double(y) / 1000 }

    /// West before east, then south before north.
    public static func < (left: RDPoint, right: RDPoint) -> Bool {
        left.x != right.x ? left.x < right.x : left.y < right.y
    }
}

/// The area in which RD coordinates are accepted (`dutch-data.md` A8): x −7,000…300,000 m, y 289,000…629,000 m.
public enum RDEnvelope {
    public static let box = RDBox(minX: -7_000_000, minY: 289_000_000, maxX: 300_000_000, maxY: 629_000_000)

    /// Whether a position in metres lies in the envelope, its edge included. False for NaN.
    public static func contains(xMetres: Double, yMetres: Double) -> Bool {
        xMetres >= -7_000 && xMetres <= 300_000 && yMetres >= 289_000 && yMetres <= 629_000
    }

    /// Whether a position would lie in the envelope if east and north were exchanged: the sign of swapped axes.
    public static func containsSwapped(xMetres: Double, yMetres: Double) -> Bool {
        !contains(xMetres: xMetres, yMetres: yMetres) && contains(xMetres: yMetres, yMetres: xMetres)
    }
}
