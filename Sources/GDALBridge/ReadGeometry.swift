import CGDAL

/// The largest turn in degrees between two vertices of a curve that was made into lines: at a radius of 100 m the lines
/// stay within 4 mm of the arc.
private let degreesPerArcStep = 1.0

/// A geometry as plain arrays; `nil` stands for a feature without one.
func readGeometry(_ geometry: UnsafeMutableRawPointer?) -> GDALGeometry {
    guard let geometry = unsafe geometry else { return .none(.null) }
    guard unsafe gdal.OGR_G_IsEmpty(geometry) == 0 else { return .none(.empty) }
    guard unsafe gdal.OGR_G_HasCurveGeometry(geometry, 0) != 0 else { return unsafe readLinearGeometry(geometry) }
    guard let linear = unsafe gdal.OGR_G_GetLinearGeometry(geometry, degreesPerArcStep, nil) else {
        return .unsupported("a curve that GDAL cannot make into lines")
    }
    defer { unsafe gdal.OGR_G_DestroyGeometry(linear) }
    return unsafe readLinearGeometry(linear)
}

private func readLinearGeometry(_ geometry: UnsafeMutableRawPointer) -> GDALGeometry {
    var parts = GeometryParts()
    unsafe parts.add(geometry)
    if let reason = parts.unsupported { return .unsupported(reason) }
    switch (parts.points.isEmpty, parts.lines.isEmpty, parts.polygons.isEmpty) {
    case (true, true, true): return .none(.empty)
    case (false, true, true): return .points(parts.points)
    case (true, false, true): return .lines(parts.lines)
    case (true, true, false): return .polygons(parts.polygons)
    default: return .unsupported("a collection of points, lines and polygons together")
    }
}

/// The simple geometries of which a geometry consists.
private struct GeometryParts {
    var points: [Double] = []
    var lines: [[Double]] = []
    var polygons: [[[Double]]] = []
    var unsupported: String?

    mutating func add(_ geometry: UnsafeMutableRawPointer) {
        guard unsafe gdal.OGR_G_IsEmpty(geometry) == 0 else { return }
        let type = unsafe gdal.OGR_G_GetGeometryType(geometry)
        switch gdal.OGR_GT_Flatten(type) {
        case wkbPoint: points += unsafe coordinates(of: geometry)
        case wkbLineString: lines.append(unsafe coordinates(of: geometry))
        case wkbPolygon: polygons.append(unsafe rings(of: geometry))
        case wkbMultiPoint, wkbMultiLineString, wkbMultiPolygon, wkbGeometryCollection:
            for position in 0..<(unsafe gdal.OGR_G_GetGeometryCount(geometry)) {
                guard let part = unsafe gdal.OGR_G_GetGeometryRef(geometry, position) else { continue }
                unsafe add(part)
            }
        default:
            let name = unsafe gdal.OGRGeometryTypeToName(type).map { unsafe String(cString: $0) } ?? "unknown"
            unsupported = "a geometry of type \(name)"
        }
    }
}

/// The rings with at least one vertex.
private func rings(of polygon: UnsafeMutableRawPointer) -> [[Double]] {
    var rings: [[Double]] = []
    for position in 0..<(unsafe gdal.OGR_G_GetGeometryCount(polygon)) {
        guard let ring = unsafe gdal.OGR_G_GetGeometryRef(polygon, position) else { continue }
        let values = unsafe coordinates(of: ring)
        // An empty exterior would turn the first hole into an exterior.
        if !values.isEmpty || position == 0 { rings.append(values) }
    }
    return rings
}

/// x, y of each vertex of a point or a line.
private func coordinates(of geometry: UnsafeMutableRawPointer) -> [Double] {
    let count = unsafe gdal.OGR_G_GetPointCount(geometry)
    guard count > 0 else { return [] }
    return unsafe [Double](unsafeUninitializedCapacity: Int(count) * 2) { buffer, initialized in
        guard let x = buffer.baseAddress else { return }
        let stride = Int32(2 * MemoryLayout<Double>.stride)
        let copied = unsafe gdal.OGR_G_GetPoints(geometry, x, stride, x + 1, stride, nil, 0)
        initialized = Int(copied) * 2
    }
}
