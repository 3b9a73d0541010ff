import CGEOS

/// Polygons in any plane, for judging: rings as closed, interleaved coordinates, of each polygon the exterior first.
public struct PlaneArea: Sendable {
    let polygons: [PlanarPolygon]

    /// - Parameter polygons: of each polygon its rings, closed (the last position is the first) and of at least four positions.
    public init(_ polygons: [[[Double]]]) {
        self.polygons = polygons.map { PlanarPolygon(rings: $0) }
    }

    init(_ polygons: [PlanarPolygon]) { self.polygons = polygons }

    public var isEmpty: Bool { polygons.isEmpty }

    /// A box.
    public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        polygons = [PlanarPolygon(rings: [[minX, minY, maxX, minY, maxX, maxY, minX, maxY, minX, minY]])]
    }

    /// A position of its first ring.
    public var firstPlace: (x: Double, y: Double)? {
        guard let ring = polygons.first?.rings.first, ring.count >= 2 else { return nil }
        return (ring[0], ring[1])
    }

    public func moved(x: Double, y: Double) -> PlaneArea {
        PlaneArea(
            polygons.map { polygon in
                PlanarPolygon(
                    rings: polygon.rings.map { ring in ring.indices.map { ring[$0] + ($0 & 1 == 0 ? x : y) } }
                )
            }
        )
    }

    /// All polygons of several.
    public init(joining areas: [PlaneArea]) { polygons = areas.flatMap(\.polygons) }
}

/// Overlay in floating point, for judging what others drew: nothing is moved to a grid. Inputs must be valid, else GEOS refuses.
public enum PlaneOverlay {
    /// GEOS's reason why an area is invalid by the OGC rules (Simple Features 1.2.1, 6.1.11.1 and 6.1.14), with the place; nil when
    /// it is valid.
    ///
    /// - Throws: ``GEOSError``; what GEOS cannot even take for a polygon too.
    public static func invalidity(of area: PlaneArea) throws -> String? {
        try GEOSContext.job { context in
            let geometry = try context.multiPolygon(area.polygons)
            guard let problem = try context.invalidity(of: geometry) else { return nil }
            return problem.location.map { "\(problem.reason) at \($0.x) \($0.y)" } ?? problem.reason
        }
    }

    /// What lies in at least one polygon; they may overlap. And its area.
    public static func union(_ area: PlaneArea) throws -> (union: PlaneArea, area: Double) {
        try GEOSContext.job { context in
            let all = try context.multiPolygon(area.polygons)
            let union = unsafe try context.geometry(GEOSUnaryUnion_r(context.handle, all.pointer), from: "a union")
            let size = try context.area(union)
            return (PlaneArea(try context.polygons(in: union)), size)
        }
    }

    /// What lies in both, and its area.
    public static func intersection(_ first: PlaneArea, _ second: PlaneArea) throws -> (shared: PlaneArea, area: Double)
    {
        unsafe try combined(first, second, "an intersection") { context, left, right in
            unsafe GEOSIntersection_r(context, left, right)
        }
    }

    /// What lies in the first only, and its area.
    public static func difference(_ first: PlaneArea, _ second: PlaneArea) throws -> (rest: PlaneArea, area: Double) {
        unsafe try combined(first, second, "a difference") { context, left, right in
            unsafe GEOSDifference_r(context, left, right)
        }
    }

    /// What lies in one of them only, and its area.
    public static func symmetricDifference(_ first: PlaneArea, _ second: PlaneArea) throws
        -> (rest: PlaneArea, area: Double)
    {
        unsafe try combined(first, second, "a symmetric difference") { context, left, right in
            unsafe GEOSSymDifference_r(context, left, right)
        }
    }

    /// Whether two have points in common, but none inside both.
    public static func touch(_ first: PlaneArea, _ second: PlaneArea) throws -> Bool {
        try GEOSContext.job { context in
            let left = try context.multiPolygon(first.polygons)
            let right = try context.multiPolygon(second.polygons)
            return unsafe try context.truth(GEOSTouches_r(context.handle, left.pointer, right.pointer), of: "touching")
        }
    }

    /// An area whose rings touch or cross themselves, made valid.
    public static func madeValid(_ area: PlaneArea) throws -> PlaneArea {
        try GEOSContext.job { context in
            PlaneArea(try context.polygons(in: context.madeValid(context.multiPolygon(area.polygons))))
        }
    }

    /// What is left of an area when everything nearer to its boundary than a distance is taken off.
    public static func eroded(_ area: PlaneArea, by distance: Double) throws -> PlaneArea {
        if area.isEmpty { return area }
        return try GEOSContext.job { context in
            let geometry = try context.multiPolygon(area.polygons)
            let inner = unsafe try context.geometry(
                GEOSBuffer_r(context.handle, geometry.pointer, -distance, 8),
                from: "a buffer"
            )
            return PlaneArea(try context.polygons(in: inner))
        }
    }

    private static func combined(
        _ first: PlaneArea,
        _ second: PlaneArea,
        _ operation: String,
        _ compute: (GEOSContextHandle_t, OpaquePointer, OpaquePointer) -> OpaquePointer?
    ) throws -> (PlaneArea, Double) {
        try GEOSContext.job { context in
            let left = try context.multiPolygon(first.polygons)
            let right = try context.multiPolygon(second.polygons)
            let result = unsafe try context.geometry(
                compute(context.handle, left.pointer, right.pointer),
                from: operation
            )
            let size = try context.area(result)
            return (PlaneArea(try context.polygons(in: result)), size)
        }
    }
}

extension GEOSContext {
    fileprivate func area(_ geometry: borrowing OwnedGeometry) throws -> Double {
        var area = 0.0
        unsafe try requireSuccess(GEOSArea_r(handle, geometry.pointer, &area), of: "an area")
        return area
    }
}
