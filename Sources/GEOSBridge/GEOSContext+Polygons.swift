import CGEOS

extension GEOSContext {
    /// A linear ring from closed, interleaved coordinates.
    private func linearRing(_ coordinates: [Double]) throws -> OwnedGeometry {
        let sequence = unsafe coordinates.withUnsafeBufferPointer { buffer in
            unsafe GEOSCoordSeq_copyFromBuffer_r(handle, buffer.baseAddress, UInt32(buffer.count / 2), 0, 0)
        }
        guard let sequence = unsafe sequence else { throw failure(of: "a coordinate sequence") }
        // Owns the sequence from here on, also when it fails.
        return unsafe try geometry(GEOSGeom_createLinearRing_r(handle, sequence), from: "a ring")
    }

    /// A line from interleaved coordinates of at least two points.
    func line(_ coordinates: [Double]) throws -> OwnedGeometry {
        let sequence = unsafe coordinates.withUnsafeBufferPointer { buffer in
            unsafe GEOSCoordSeq_copyFromBuffer_r(handle, buffer.baseAddress, UInt32(buffer.count / 2), 0, 0)
        }
        guard let sequence = unsafe sequence else { throw failure(of: "a coordinate sequence") }
        return unsafe try geometry(GEOSGeom_createLineString_r(handle, sequence), from: "a line")
    }

    /// A polygon whose first ring is the exterior; a polygon without rings is empty.
    func polygon(_ polygon: PlanarPolygon) throws -> OwnedGeometry {
        guard let first = polygon.rings.first else {
            return unsafe try geometry(GEOSGeom_createEmptyPolygon_r(handle), from: "an empty polygon")
        }
        let exterior = try linearRing(first)
        var holes: [OpaquePointer?] = unsafe []
        do {
            for ring in polygon.rings.dropFirst() { unsafe holes.append(try linearRing(ring).release()) }
        } catch {
            while let hole = unsafe holes.popLast() { unsafe GEOSGeom_destroy_r(handle, hole) }
            throw error
        }
        let shell = unsafe exterior.release()
        let result = unsafe holes.withUnsafeMutableBufferPointer { buffer in
            unsafe GEOSGeom_createPolygon_r(handle, shell, buffer.baseAddress, UInt32(buffer.count))
        }
        return unsafe try geometry(result, from: "a polygon")
    }

    /// A multipolygon; a single polygon stays a polygon, which GEOS handles faster.
    func multiPolygon(_ polygons: [PlanarPolygon]) throws -> OwnedGeometry {
        if polygons.count == 1 { return try polygon(polygons[0]) }
        var parts: [OpaquePointer?] = unsafe []
        do {
            for part in polygons { unsafe parts.append(try polygon(part).release()) }
        } catch {
            while let part = unsafe parts.popLast() { unsafe GEOSGeom_destroy_r(handle, part) }
            throw error
        }
        let type = CInt(GEOS_MULTIPOLYGON.rawValue)
        let result = unsafe parts.withUnsafeMutableBufferPointer { buffer in
            unsafe GEOSGeom_createCollection_r(handle, type, buffer.baseAddress, UInt32(buffer.count))
        }
        return unsafe try geometry(result, from: "a multipolygon")
    }

    /// The polygons in a geometry of any type, lines and points left out, in GEOS's normal order, which depends on the
    /// coordinates only. Exteriors run counter-clockwise, holes clockwise, each from its lowest corner (x, then y).
    func polygons(in geometry: consuming OwnedGeometry) throws -> [PlanarPolygon] {
        // −1 is an exception.
        guard unsafe GEOSNormalize_r(handle, geometry.pointer) == 0 else { throw failure(of: "the normal form") }
        var found: [PlanarPolygon] = []
        unsafe try collectPolygons(of: geometry.pointer, into: &found)
        return found
    }

    /// Appends the polygons of a borrowed geometry.
    private func collectPolygons(of pointer: OpaquePointer, into found: inout [PlanarPolygon]) throws {
        let type = unsafe GEOSGeomTypeId_r(handle, pointer)
        if type == CInt(GEOS_POLYGON.rawValue) {
            if unsafe try truth(GEOSisEmpty_r(handle, pointer), of: "emptiness") { return }
            // The parts are borrowed from the polygon.
            guard let exterior = unsafe GEOSGetExteriorRing_r(handle, pointer) else { throw failure(of: "a ring") }
            var rings = [unsafe try coordinatesTurned(of: exterior)]
            for number in 0..<(unsafe GEOSGetNumInteriorRings_r(handle, pointer)) {
                guard let hole = unsafe GEOSGetInteriorRingN_r(handle, pointer, number) else {
                    throw failure(of: "a hole")
                }
                rings.append(unsafe try coordinatesTurned(of: hole))
            }
            found.append(PlanarPolygon(rings: rings))
        } else if type == CInt(GEOS_MULTIPOLYGON.rawValue) || type == CInt(GEOS_GEOMETRYCOLLECTION.rawValue) {
            for number in 0..<(unsafe GEOSGetNumGeometries_r(handle, pointer)) {
                guard let part = unsafe GEOSGetGeometryN_r(handle, pointer, number) else {
                    throw failure(of: "a part")
                }
                unsafe try collectPolygons(of: part, into: &found)
            }
        }
    }

    /// The coordinates of a borrowed ring in the other direction: GEOS's normal form has exteriors clockwise.
    private func coordinatesTurned(of ring: OpaquePointer) throws -> [Double] {
        let coordinates = unsafe try coordinates(of: ring)
        var turned: [Double] = []
        turned.reserveCapacity(coordinates.count)
        for index in stride(from: coordinates.count - 2, through: 0, by: -2) {
            turned.append(coordinates[index])
            turned.append(coordinates[index + 1])
        }
        return turned
    }

    /// The interleaved coordinates of a borrowed line or ring.
    func coordinates(of line: OpaquePointer) throws -> [Double] {
        guard let sequence = unsafe GEOSGeom_getCoordSeq_r(handle, line) else { throw failure(of: "coordinates") }
        var size: UInt32 = 0
        unsafe try requireSuccess(GEOSCoordSeq_getSize_r(handle, sequence, &size), of: "a coordinate count")
        var success: CInt = 1
        let coordinates = unsafe [Double](unsafeUninitializedCapacity: 2 * Int(size)) { buffer, count in
            success = unsafe GEOSCoordSeq_copyToBuffer_r(handle, sequence, buffer.baseAddress, 0, 0)
            count = success == 0 ? 0 : 2 * Int(size)
        }
        try requireSuccess(success, of: "coordinates")
        return coordinates
    }
}
