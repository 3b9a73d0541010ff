import Glibc

/// A position in Web Mercator (EPSG:3857) in units of 1/2^32 of the world's width (9.33 mm at the equator):
/// `x` from the antimeridian eastward, `y` from the north edge southward, as tiles count.
public struct MercatorPoint: Hashable, Sendable, BitwiseCopyable {
    public var x: UInt32
    public var y: UInt32

    @inlinable
    public init(x: UInt32, y: UInt32) {
        self.x = x
        self.y = y
    }

    /// The unit that holds a geographic position; closed form (EPSG Guidance Note 7-2, 3.2.1.2, popular visualisation).
    ///
    /// Latitudes beyond ±85.0511° are clamped to the edge of the square world. Rounds to the nearest unit.
    public init(_ point: GeographicPoint) {
        let position = MercatorPoint.exactUnits(of: point)
        self.x = UInt32(max(0, min(MercatorPoint.world - 1, position.x.rounded())))
        self.y = UInt32(max(0, min(MercatorPoint.world - 1, position.y.rounded())))
    }

    private static let world = 4_294_967_296.0

    /// The position with its fraction of a unit; beyond the square world for latitudes beyond ±85.0511°.
    public static func exactUnits(of point: GeographicPoint) -> (x: Double, y: Double) {
        let sine = sin(point.latitude * .pi / 180)
        let fractionX = (point.longitude + 180) / 360
        let fractionY = 0.5 - log((1 + sine) / (1 - sine)) / (4 * .pi)
        return (fractionX * world, fractionY * world)
    }

    /// The geographic position of the unit's corner; the inverse closed form.
    public var geographic: GeographicPoint {
        let mercatorNorth = Double.pi * (1 - 2 * Double(y) / MercatorPoint.world)
        return GeographicPoint(
            longitude: Double(x) / MercatorPoint.world * 360 - 180,
            latitude: atan(sinh(mercatorNorth)) * 180 / .pi
        )
    }
}

/// EPSG:3857 metres ↔ geographic degrees.
public enum WebMercator {
    static let earthRadiusMetres = 6_378_137.0

    /// The geographic position of EPSG:3857 metres (x east, y north).
    public static func geographic(xMetres: Double, yMetres: Double) -> GeographicPoint {
        GeographicPoint(
            longitude: xMetres / earthRadiusMetres * 180 / .pi,
            latitude: atan(sinh(yMetres / earthRadiusMetres)) * 180 / .pi
        )
    }

    /// EPSG:3857 metres of a geographic position: x east, y north.
    public static func metres(_ point: GeographicPoint) -> (xMetres: Double, yMetres: Double) {
        (
            earthRadiusMetres * point.longitude * .pi / 180,
            earthRadiusMetres * asinh(tan(point.latitude * .pi / 180))
        )
    }
}

/// A box in ``MercatorPoint`` units, all edges included; empty when a minimum exceeds its maximum.
public struct MercatorBox: Hashable, Sendable {
    public var minX: UInt32
    public var minY: UInt32
    public var maxX: UInt32
    public var maxY: UInt32

    public init(minX: UInt32, minY: UInt32, maxX: UInt32, maxY: UInt32) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    @inlinable public static var empty: MercatorBox { MercatorBox(minX: .max, minY: .max, maxX: 0, maxY: 0) }

    public var isEmpty: Bool { minX > maxX || minY > maxY }

    public mutating func extend(by point: MercatorPoint) {
        minX = min(minX, point.x)
        minY = min(minY, point.y)
        maxX = max(maxX, point.x)
        maxY = max(maxY, point.y)
    }

    public mutating func formUnion(_ other: MercatorBox) {
        minX = min(minX, other.minX)
        minY = min(minY, other.minY)
        maxX = max(maxX, other.maxX)
        maxY = max(maxY, other.maxY)
    }

    public func intersects(_ other: MercatorBox) -> Bool {
        minX <= other.maxX && maxX >= other.minX && minY <= other.maxY && maxY >= other.minY
    }
}
