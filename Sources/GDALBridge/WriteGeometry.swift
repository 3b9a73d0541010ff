import CGDAL

extension GDALWriterLayer.GeometryKind {
    var wellKnownType: OGRwkbGeometryType {
        switch self {
        case .point: wkbPoint
        case .line: wkbLineString
        case .polygon: wkbPolygon
        case .multiPoint: wkbMultiPoint
        case .multiLine: wkbMultiLineString
        case .multiPolygon: wkbMultiPolygon
        case .any: wkbUnknown
        case .none: wkbNone
        }
    }
}

/// Gives a feature its geometry. Returns nil, or what does not fit the kind of the layer.
func setGeometry(
    _ geometry: GDALGeometry,
    of row: UnsafeMutableRawPointer,
    kind: GDALWriterLayer.GeometryKind
) -> String? {
    let parts: [UnsafeMutableRawPointer?]
    let multiType: OGRwkbGeometryType
    let accepted: [GDALWriterLayer.GeometryKind]
    switch geometry {
    case .none: return nil
    case .unsupported(let reason): return reason
    case .points(let values):
        unsafe parts = stride(from: 0, to: values.count - 1, by: 2).map { unsafe simple(wkbPoint, values[$0..<$0 + 2]) }
        (multiType, accepted) = (wkbMultiPoint, [.point, .multiPoint, .any])
    case .lines(let lines):
        unsafe parts = lines.map { unsafe simple(wkbLineString, $0[...]) }
        (multiType, accepted) = (wkbMultiLineString, [.line, .multiLine, .any])
    case .polygons(let polygons):
        unsafe parts = polygons.map { unsafe polygon($0) }
        (multiType, accepted) = (wkbMultiPolygon, [.polygon, .multiPolygon, .any])
    }
    let count = unsafe parts.count
    let isMulti = kind == accepted[1] || (kind == .any && count > 1)
    guard accepted.contains(kind), isMulti || count == 1 else {
        unsafe parts.forEach { part in unsafe gdal.OGR_G_DestroyGeometry(part) }
        let name = unsafe gdal.OGRGeometryTypeToName(multiType).map { unsafe String(cString: $0) } ?? "geometry"
        return "\(count) part(s) of \(name)"
    }
    // SetGeometryDirectly and AddGeometryDirectly take ownership, also when they fail.
    guard isMulti else {
        return unsafe gdal.OGR_F_SetGeometryDirectly(row, parts[0]) == OGRERR_NONE ? nil : "this geometry"
    }
    let whole = unsafe gdal.OGR_G_CreateGeometry(multiType)
    unsafe parts.forEach { part in _ = unsafe gdal.OGR_G_AddGeometryDirectly(whole, part) }
    return unsafe gdal.OGR_F_SetGeometryDirectly(row, whole) == OGRERR_NONE ? nil : "this geometry"
}

private func polygon(_ rings: [[Double]]) -> UnsafeMutableRawPointer? {
    let polygon = unsafe gdal.OGR_G_CreateGeometry(wkbPolygon)
    for ring in rings { _ = unsafe gdal.OGR_G_AddGeometryDirectly(polygon, simple(wkbLinearRing, ring[...])) }
    return unsafe polygon
}

/// A point, line or ring with the given x, y.
private func simple(_ type: OGRwkbGeometryType, _ values: ArraySlice<Double>) -> UnsafeMutableRawPointer? {
    let geometry = unsafe gdal.OGR_G_CreateGeometry(type)
    unsafe values.withUnsafeBufferPointer { buffer in
        guard let x = buffer.baseAddress else { return }
        let stride = Int32(2 * MemoryLayout<Double>.stride)
        unsafe gdal.OGR_G_SetPoints(geometry, Int32(buffer.count / 2), x, stride, x + 1, stride, nil, 0)
    }
    return unsafe geometry
}
