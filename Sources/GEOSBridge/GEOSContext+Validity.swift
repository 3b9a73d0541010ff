import CGEOS

extension GEOSContext {
    /// Why a geometry is invalid and where, in its own coordinates.
    struct Invalidity {
        let reason: String
        let location: (x: Double, y: Double)?
    }

    /// What makes the geometry invalid by the OGC rules (Simple Features 1.2.1, 6.1.11.1); nil when it is valid.
    func invalidity(of geometry: borrowing OwnedGeometry) throws -> Invalidity? {
        var reason: UnsafeMutablePointer<CChar>?
        var place: OpaquePointer?
        // The reason (by GEOSFree) and the place are ours to free when the geometry is invalid.
        let answer = unsafe GEOSisValidDetail_r(handle, geometry.pointer, 0, &reason, &place)
        defer { if let reason = unsafe reason { unsafe GEOSFree_r(handle, reason) } }
        defer { if let place = unsafe place { unsafe GEOSGeom_destroy_r(handle, place) } }
        if try truth(answer, of: "validity") { return nil }
        let text = if let reason = unsafe reason { unsafe String(cString: reason) } else { "Invalid geometry" }
        var location: (x: Double, y: Double)?
        if let place = unsafe place {
            let coordinates = unsafe try coordinates(of: place)
            if coordinates.count >= 2 { location = (coordinates[0], coordinates[1]) }
        }
        return Invalidity(reason: text, location: location)
    }

    /// The geometry made valid: rings first, then exteriors joined and holes taken off; what collapses is dropped.
    func madeValid(_ geometry: borrowing OwnedGeometry) throws -> OwnedGeometry {
        guard let parameters = unsafe GEOSMakeValidParams_create_r(handle) else {
            throw failure(of: "repair parameters")
        }
        defer { unsafe GEOSMakeValidParams_destroy_r(handle, parameters) }
        unsafe try requireSuccess(
            GEOSMakeValidParams_setMethod_r(handle, parameters, GEOS_MAKE_VALID_STRUCTURE),
            of: "repair parameters"
        )
        unsafe try requireSuccess(
            GEOSMakeValidParams_setKeepCollapsed_r(handle, parameters, 0),
            of: "repair parameters"
        )
        return unsafe try self.geometry(
            GEOSMakeValidWithParams_r(handle, geometry.pointer, parameters),
            from: "a repair"
        )
    }

    /// Polygons with rings in any state made valid on the grid of whole numbers.
    func repairedOnGrid(_ polygons: [PlanarPolygon]) throws -> [PlanarPolygon] {
        do {
            return try gridPolygons(madeValid(multiPolygon(polygons)))
        } catch GEOSError.operationFailed {
            // GEOS repairs in floating point, which now and then ends in a TopologyException.
            return try gridPolygons(noded(polygons))
        }
    }

    /// The polygons of a geometry with whole-number coordinates and valid there: checked, and repaired again when
    /// rounding broke something.
    func gridPolygons(_ geometry: consuming OwnedGeometry) throws -> [PlanarPolygon] {
        var reason = "no attempt"
        var current = geometry
        for _ in 0..<4 {
            // Valid output: collapsed parts are removed and crossings are noded on the grid.
            let snapped = unsafe try self.geometry(
                GEOSGeom_setPrecision_r(handle, current.pointer, 1, CInt(GEOS_PREC_VALID_OUTPUT.rawValue)),
                from: "rounding to the grid"
            )
            let found = try polygons(in: snapped)
            // Judged anew from the bare coordinates, as any reader of them would.
            guard let problem = try invalidity(of: multiPolygon(found)) else { return found }
            reason = problem.reason
            current = try noded(found)
        }
        throw GEOSError.notRepairable(reason: reason)
    }

    /// The slower repair that noding on the grid (snap-rounding) makes robust: what each ring encloses by the even-odd
    /// rule, holes taken off their exterior, and all polygons joined.
    private func noded(_ polygons: [PlanarPolygon]) throws -> OwnedGeometry {
        var parts: [PlanarPolygon] = []
        for polygon in polygons {
            guard let first = polygon.rings.first else { continue }
            let exterior = try enclosed(by: first)
            var holes: [PlanarPolygon] = []
            for ring in polygon.rings.dropFirst() { holes += try self.polygons(in: enclosed(by: ring)) }
            let allHoles = try joined(holes)
            let part = unsafe try geometry(
                GEOSDifferencePrec_r(handle, exterior.pointer, allHoles.pointer, 1),
                from: "a difference"
            )
            parts += try self.polygons(in: part)
        }
        return try joined(parts)
    }

    /// What lies in at least one of valid polygons, on the grid.
    private func joined(_ polygons: [PlanarPolygon]) throws -> OwnedGeometry {
        let all = try multiPolygon(polygons)
        return unsafe try geometry(GEOSUnaryUnionPrec_r(handle, all.pointer, 1), from: "a union")
    }

    /// The area that a closed path encloses an odd number of times, noded on the grid.
    private func enclosed(by ring: [Double]) throws -> OwnedGeometry {
        let path = try line(ring)
        let lines = unsafe try geometry(GEOSUnaryUnionPrec_r(handle, path.pointer, 1), from: "noding")
        return unsafe try geometry(GEOSBuildArea_r(handle, lines.pointer), from: "an enclosed area")
    }
}
