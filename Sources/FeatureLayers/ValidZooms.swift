public import GeoValues

/// Of each feature of a segment the lowest zoom from which on, through all zooms that are judged, its polygon stays valid when its
/// vertices are rounded to the grid of vector tiles.
public struct ValidZooms: Sendable {
    /// Not known of any zoom.
    public static let none = UInt8.max

    /// In WebMercatorQuad.
    public var mercator: [UInt8]
    /// In NetherlandsRDNewQuad.
    public var rd: [UInt8]

    /// Nothing is known.
    public init(featureCount: Int) {
        mercator = [UInt8](repeating: ValidZooms.none, count: featureCount)
        rd = mercator
    }

    /// The zooms that are judged: those at which many features are drawn.
    public static func judged(_ matrixSet: TileMatrixSet) -> ClosedRange<Int> {
        switch matrixSet {
        case .webMercatorQuad: 12...18
        case .netherlandsRDNewQuad: 8...16
        }
    }
}
