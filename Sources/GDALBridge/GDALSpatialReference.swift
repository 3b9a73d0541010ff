import CGDAL

/// The horizontal part of the coordinate reference system that a layer declares, as heights are dropped: RD New + NAP
/// (EPSG:7415) counts as RD New (EPSG:28992), three-dimensional WGS 84 (EPSG:4979) as WGS 84 (EPSG:4326).
public struct GDALSpatialReference: Hashable, Sendable {
    /// The EPSG code, declared or recognised with certainty; nil when the system has none.
    public let epsgCode: Int?
    public let name: String

    /// Nil when the field declares none, or one of GeoPackage's two "undefined" systems (GeoPackage 1.3, 1.1.2.1.2).
    init?(geometryField: OpaquePointer) {
        guard let declared = unsafe gdal.OGR_GFld_GetSpatialRef(geometryField),
            let reference = unsafe gdal.OSRClone(declared)
        else {
            return nil
        }
        defer { unsafe gdal.OSRDestroySpatialReference(reference) }
        _ = unsafe gdal.OSRStripVertical(reference)
        _ = unsafe gdal.OSRDemoteTo2D(reference, nil)
        let name = unsafe gdal.OSRGetName(reference).map { unsafe String(cString: $0) } ?? ""
        guard !name.lowercased().hasPrefix("undefined") else { return nil }
        self.name = name
        self.epsgCode = unsafe Self.declaredCode(reference) ?? Self.recognisedCode(reference)
    }

    private static func declaredCode(_ reference: UnsafeMutableRawPointer) -> Int? {
        guard let authority = unsafe gdal.OSRGetAuthorityName(reference, nil),
            unsafe String(cString: authority) == "EPSG",
            let code = unsafe gdal.OSRGetAuthorityCode(reference, nil)
        else { return nil }
        return unsafe Int(String(cString: code))
    }

    /// The only match of PROJ's database with a confidence of at least 90 in 100: an ESRI `.prj` has no code in it.
    private static func recognisedCode(_ reference: UnsafeMutableRawPointer) -> Int? {
        var count: Int32 = 0
        var confidences: UnsafeMutablePointer<Int32>?
        guard let matches = unsafe gdal.OSRFindMatches(reference, nil, &count, &confidences) else { return nil }
        defer {
            unsafe gdal.OSRFreeSRSArray(matches)
            unsafe gdal.VSIFree(confidences)
        }
        guard count > 0, let best = unsafe matches[0], let confidences = unsafe confidences,
            unsafe confidences[0] >= 90,
            unsafe count == 1 || confidences[1] < confidences[0]
        else { return nil }
        return unsafe declaredCode(best)
    }
}
