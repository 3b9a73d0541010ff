public import GeoValues
import Glibc

/// A position relative to a ``LocalFrame``, in metres: true lengths, not lengths on the RD projection.
public struct EastNorthUp: Hashable, Sendable {
    public var east: Double
    public var north: Double
    public var up: Double

    public init(east: Double, north: Double, up: Double) {
        self.east = east
        self.north = north
        self.up = up
    }
}

/// A place on the ground: ETRS89 longitude and latitude with the height above the GRS80 ellipsoid (not NAP) in metres.
public struct EllipsoidalPosition: Hashable, Sendable {
    public var point: GeographicPoint
    public var heightMetres: Double

    public init(point: GeographicPoint, heightMetres: Double) {
        self.point = point
        self.heightMetres = heightMetres
    }
}

/// A right-handed frame of metres whose axes point east, north and up at its anchor.
///
/// RD's own axes would turn a model by the meridian convergence (up to 1.4°) and stretch it by up to 98 ppm. Going
/// through geocentric coordinates removes both, and lets the ground fall away with the earth's curvature.
/// Sources: EPSG Guidance Note 7-2, 4.1.1 (geographic to geocentric, method 9602) and 4.1.2 (geocentric to topocentric,
/// method 9836). Rounding stays below 10 nm within 10 km of the anchor.
public struct LocalFrame: Sendable {
    /// Where the frame's zero lies.
    public let anchor: EllipsoidalPosition

    private let origin: (x: Double, y: Double, z: Double)
    private let sinLongitude: Double
    private let cosLongitude: Double
    private let sinLatitude: Double
    private let cosLatitude: Double

    public init(anchor: EllipsoidalPosition) {
        self.anchor = anchor
        self.origin = LocalFrame.geocentric(anchor)
        let longitude = anchor.point.longitude * .pi / 180
        let latitude = anchor.point.latitude * .pi / 180
        self.sinLongitude = sin(longitude)
        self.cosLongitude = cos(longitude)
        self.sinLatitude = sin(latitude)
        self.cosLatitude = cos(latitude)
    }

    /// The place in this frame.
    public func eastNorthUp(of position: EllipsoidalPosition) -> EastNorthUp {
        let place = LocalFrame.geocentric(position)
        let dx = place.x - origin.x
        let dy = place.y - origin.y
        let dz = place.z - origin.z
        let outward = cosLongitude * dx + sinLongitude * dy
        return EastNorthUp(
            east: cosLongitude * dy - sinLongitude * dx,
            north: cosLatitude * dz - sinLatitude * outward,
            up: cosLatitude * outward + sinLatitude * dz
        )
    }

    /// Geocentric X, Y, Z in metres on GRS80 (semi-major axis 6,378,137 m, 1/f 298.257222101: EPSG ellipsoid 7019).
    static func geocentric(_ position: EllipsoidalPosition) -> (x: Double, y: Double, z: Double) {
        let semiMajorAxis = 6_378_137.0
        let flattening = 1 / 298.257222101
        let squaredEccentricity = flattening * (2 - flattening)
        let longitude = position.point.longitude * .pi / 180
        let latitude = position.point.latitude * .pi / 180
        let sine = sin(latitude)
        let cosine = cos(latitude)
        let normalRadius = semiMajorAxis / (1 - squaredEccentricity * sine * sine).squareRoot()
        let outward = (normalRadius + position.heightMetres) * cosine
        return (
            x: outward * cos(longitude),
            y: outward * sin(longitude),
            z: ((1 - squaredEccentricity) * normalRadius + position.heightMetres) * sine
        )
    }
}
