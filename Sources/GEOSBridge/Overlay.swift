import CGEOS
public import GeoValues

/// Polygon overlay by GEOS. RD millimetres in and out; every function is pure and runs in a GEOS context of its own.
///
/// Results are valid multipolygons on the millimetre grid in a fixed order: each polygon's exterior counter-clockwise
/// from its lowest corner (x, then y). A computed crossing moves at most about a millimetre to reach the grid; parts
/// narrower than that vanish. Inputs must be valid (see ``invalidity(of:)``), else GEOS may refuse.
public enum Overlay {
    /// What lies in both.
    /// - Throws: ``GEOSError``.
    public static func intersection(_ first: [RDPolygon], _ second: [RDPolygon]) throws -> [RDPolygon] {
        guard box(of: first).intersects(box(of: second)) else { return [] }
        return unsafe try combined(first, second, "an intersection") { context, left, right in
            unsafe GEOSIntersectionPrec_r(context, left, right, 1)
        }
    }

    /// What lies in the first and not in the second.
    /// - Throws: ``GEOSError``.
    public static func difference(_ first: [RDPolygon], _ second: [RDPolygon]) throws -> [RDPolygon] {
        unsafe try combined(first, second, "a difference") { context, left, right in
            unsafe GEOSDifferencePrec_r(context, left, right, 1)
        }
    }

    /// What lies in at least one of the polygons, which may overlap.
    /// - Throws: ``GEOSError``.
    public static func union(_ polygons: [RDPolygon]) throws -> [RDPolygon] {
        let origin = LocalOrigin(of: polygons)
        return try GEOSContext.job { context in
            let all = try context.multiPolygon(origin.planar(polygons))
            let union = unsafe try context.geometry(
                GEOSUnaryUnionPrec_r(context.handle, all.pointer, 1),
                from: "a union"
            )
            return try origin.polygons(context.gridPolygons(union))
        }
    }

    /// The area in m² that both cover, from crossings computed in Double and not moved to the grid.
    /// - Throws: ``GEOSError``.
    public static func intersectionArea(_ first: [RDPolygon], _ second: [RDPolygon]) throws -> Double {
        guard box(of: first).intersects(box(of: second)) else { return 0 }
        let origin = LocalOrigin(of: first, second)
        return try GEOSContext.job { context in
            let left = try context.multiPolygon(origin.planar(first))
            let right = try context.multiPolygon(origin.planar(second))
            let shared = unsafe try context.geometry(
                GEOSIntersection_r(context.handle, left.pointer, right.pointer),
                from: "an intersection"
            )
            var area = 0.0
            unsafe try context.requireSuccess(GEOSArea_r(context.handle, shared.pointer, &area), of: "an area")
            return area / 1_000_000
        }
    }

    /// Whether the two share area; touching edges and corners do not count. Decided by exact predicates.
    /// - Throws: ``GEOSError``.
    public static func intersectsInterior(_ first: [RDPolygon], _ second: [RDPolygon]) throws -> Bool {
        guard box(of: first).intersects(box(of: second)) else { return false }
        let origin = LocalOrigin(of: first, second)
        return try GEOSContext.job { context in
            let left = try context.multiPolygon(origin.planar(first))
            let right = try context.multiPolygon(origin.planar(second))
            return unsafe try context.truth(
                GEOSRelatePattern_r(context.handle, left.pointer, right.pointer, "T********"),
                of: "a relation"
            )
        }
    }

    /// The length in metres of the part of a line (at least two points, else 0) that lies in or on the polygons.
    /// - Throws: ``GEOSError``.
    public static func length(of line: [RDPoint], inside polygons: [RDPolygon]) throws -> Double {
        let lineBox = RDBox(around: line)
        guard line.count >= 2, lineBox.intersects(box(of: polygons)) else { return 0 }
        let origin = LocalOrigin(of: lineBox)
        return try GEOSContext.job { context in
            // The line is not closed: the ring without its last position.
            let path = try context.line(Array(origin.closedRing(line) { ($0.x, $0.y) }.dropLast(2)))
            let area = try context.multiPolygon(origin.planar(polygons))
            let inside = unsafe try context.geometry(
                GEOSIntersection_r(context.handle, path.pointer, area.pointer),
                from: "an intersection"
            )
            var length = 0.0
            unsafe try context.requireSuccess(GEOSLength_r(context.handle, inside.pointer, &length), of: "a length")
            return length / 1000
        }
    }

    private static func box(of polygons: [RDPolygon]) -> RDBox {
        var box = RDBox.empty
        for polygon in polygons { box.formUnion(polygon.box) }
        return box
    }

    /// One overlay on the millimetre grid.
    private static func combined(
        _ first: [RDPolygon],
        _ second: [RDPolygon],
        _ operation: String,
        _ compute: (GEOSContextHandle_t, OpaquePointer, OpaquePointer) -> OpaquePointer?
    ) throws -> [RDPolygon] {
        let origin = LocalOrigin(of: first, second)
        return try GEOSContext.job { context in
            let left = try context.multiPolygon(origin.planar(first))
            let right = try context.multiPolygon(origin.planar(second))
            let result = unsafe try context.geometry(
                compute(context.handle, left.pointer, right.pointer),
                from: operation
            )
            return try origin.polygons(context.gridPolygons(result))
        }
    }
}
