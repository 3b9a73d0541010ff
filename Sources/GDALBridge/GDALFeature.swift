/// One feature of a layer.
public struct GDALFeature: Sendable {
    /// The feature's number in its file.
    public let fid: Int64
    /// One value per field of the layer, in the same order.
    public let values: [GDALValue]
    public let geometry: GDALGeometry
    /// What GDAL complained about while it read this feature, such as an unreadable geometry; nil in a sound feature.
    public let problem: String?
}
