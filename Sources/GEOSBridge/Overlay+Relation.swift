import CGEOS
public import GeoValues

/// How one geometry lies to another (OGC Simple Features, DE-9IM).
public enum GeometryRelation: Sendable {
    /// At least one point in common.
    case intersects
    /// Nothing of the first lies outside the second, and their interiors meet.
    case within
}

extension Overlay {
    /// Which of many geometries have a relation to one. Decided by exact predicates; what has no place has none.
    ///
    /// - Throws: ``GEOSError``.
    public static func areRelated(
        _ geometries: [RDGeometry],
        _ relation: GeometryRelation,
        to other: RDGeometry
    ) throws -> [Bool] {
        try GEOSContext.job { context in
            guard let target = try context.geometry(of: other) else { return geometries.map { _ in false } }
            guard let prepared = unsafe GEOSPrepare_r(context.handle, target.pointer) else {
                throw context.failure(of: "a prepared geometry")
            }
            defer { unsafe GEOSPreparedGeom_destroy_r(context.handle, prepared) }
            return try geometries.map { geometry in
                guard let candidate = try context.geometry(of: geometry) else { return false }
                let answer =
                    switch relation {
                    case .intersects: unsafe GEOSPreparedIntersects_r(context.handle, prepared, candidate.pointer)
                    case .within: unsafe GEOSPreparedContains_r(context.handle, prepared, candidate.pointer)
                    }
                return try context.truth(answer, of: "a relation")
            }
        }
    }
}

extension GEOSContext {
    /// A geometry in millimetres, which Double holds exactly; nil for none.
    fileprivate func geometry(of geometry: RDGeometry) throws -> OwnedGeometry? {
        switch geometry {
        case .none: return nil
        case .points(let points):
            return try collection(points, CInt(GEOS_MULTIPOINT.rawValue)) { point in
                unsafe try self.geometry(
                    GEOSGeom_createPointFromXY_r(handle, Double(point.x), Double(point.y)),
                    from: "a point"
                )
            }
        case .lines(let lines):
            return try collection(lines, CInt(GEOS_MULTILINESTRING.rawValue)) { line in
                try self.line(line.flatMap { [Double($0.x), Double($0.y)] })
            }
        case .polygons(let polygons):
            return polygons.isEmpty ? nil : try multiPolygon(LocalOrigin.zero.planar(polygons))
        }
    }

    /// One part as it is, several as a collection.
    private func collection<Part>(
        _ parts: [Part],
        _ type: CInt,
        _ make: (Part) throws -> OwnedGeometry
    ) throws -> OwnedGeometry? {
        guard let first = parts.first else { return nil }
        if parts.count == 1 { return try make(first) }
        var made: [OpaquePointer?] = unsafe []
        do {
            for part in parts { unsafe made.append(try make(part).release()) }
        } catch {
            while let part = unsafe made.popLast() { unsafe GEOSGeom_destroy_r(handle, part) }
            throw error
        }
        let result = unsafe made.withUnsafeMutableBufferPointer { buffer in
            unsafe GEOSGeom_createCollection_r(handle, type, buffer.baseAddress, UInt32(buffer.count))
        }
        return unsafe try geometry(result, from: "a collection")
    }
}
