/// A geographic position in ETRS89 (taken equal to WGS84 and CRS84, as NSGI prescribes): decimal degrees.
public struct GeographicPoint: Hashable, Sendable {
    /// Degrees east.
    public var longitude: Double
    /// Degrees north.
    public var latitude: Double

    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }
}
