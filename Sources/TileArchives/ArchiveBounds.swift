public import GeoValues

/// What an archive covers, in degrees.
public struct ArchiveBounds: Equatable, Sendable {
    public let west: Double
    public let south: Double
    public let east: Double
    public let north: Double

    public init(west: Double, south: Double, east: Double, north: Double) {
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }

    /// The smallest that holds a box in Web Mercator.
    public init(_ box: MercatorBox) {
        let northWest = MercatorPoint(x: box.minX, y: box.minY).geographic
        let southEast = MercatorPoint(x: box.maxX, y: box.maxY).geographic
        self.init(
            west: northWest.longitude,
            south: southEast.latitude,
            east: southEast.longitude,
            north: northWest.latitude
        )
    }

    var centre: GeographicPoint { GeographicPoint(longitude: (west + east) / 2, latitude: (south + north) / 2) }

    /// Degrees as PMTiles stores them: whole ten-millionths.
    static func stored(_ degrees: Double) -> Int32 { Int32((degrees * 10_000_000).rounded()) }

    /// The zoom at which a map of the archive may open.
    static func centreZoom(_ zooms: ClosedRange<Int>) -> Int { (zooms.lowerBound + zooms.upperBound + 1) / 2 }
}
