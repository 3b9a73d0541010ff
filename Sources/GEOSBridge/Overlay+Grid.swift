import CGEOS

/// A point of an integer grid, such as the units of a vector tile: `x` east, `y` whichever way the grid counts.
public struct GridPoint: Hashable, Sendable {
    public var x: Int32
    public var y: Int32

    @inlinable
    public init(x: Int32, y: Int32) {
        self.x = x
        self.y = y
    }
}

/// An axis-parallel box of grid points with area, edges included.
public struct GridBox: Hashable, Sendable {
    public let minX: Int32
    public let minY: Int32
    public let maxX: Int32
    public let maxY: Int32

    public init(minX: Int32, minY: Int32, maxX: Int32, maxY: Int32) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    func contains(_ point: GridPoint) -> Bool {
        point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
    }

    var ring: [GridPoint] {
        [
            GridPoint(x: minX, y: minY), GridPoint(x: maxX, y: minY), GridPoint(x: maxX, y: maxY),
            GridPoint(x: minX, y: maxY),
        ]
    }
}

extension Overlay {
    /// Polygons on an integer grid, made valid, clipped to a box and valid on the grid again.
    ///
    /// - Parameters:
    ///   - polygons: each polygon's exterior, then its holes; rings without a closing point, in any direction, possibly
    ///     broken by rounding (crossing, touching, collapsed). Polygons may overlap; they are joined.
    ///   - box: what to keep, its edge included.
    /// - Returns: polygons of rings in the same form, in a fixed order. In the grid's own axes (x, y) exteriors have a
    ///   positive and holes a negative signed area, which is what MVT 2.1 (4.3.4.4) asks of tile coordinates.
    /// - Throws: ``GEOSError``.
    public static func clipped(gridPolygons polygons: [[[GridPoint]]], to box: GridBox) throws -> [[[GridPoint]]] {
        let origin = LocalOrigin.zero
        var inside = true
        var planar: [PlanarPolygon] = []
        for rings in polygons {
            var kept: [[Double]] = []
            for (number, ring) in rings.enumerated() {
                let points = withoutRepeats(ring)
                if points.count < 3 {
                    if number == 0 { break }
                    continue
                }
                inside = inside && points.allSatisfy(box.contains)
                kept.append(origin.closedRing(points) { ($0.x, $0.y) })
            }
            if !kept.isEmpty { planar.append(PlanarPolygon(rings: kept)) }
        }
        if planar.isEmpty { return [] }
        return try GEOSContext.job { context in
            if !inside, let quick = try context.quicklyClipped(planar, to: box) { return try gridRings(quick) }
            var valid = try context.multiPolygon(planar)
            if try context.invalidity(of: valid) != nil {
                planar = try context.repairedOnGrid(planar)
                valid = try context.multiPolygon(planar)
            }
            if inside { return try gridRings(context.polygons(in: valid)) }
            let boxRing = origin.closedRing(box.ring) { ($0.x, $0.y) }
            let window = try context.polygon(PlanarPolygon(rings: [boxRing]))
            let clipped = unsafe try context.geometry(
                GEOSIntersectionPrec_r(context.handle, valid.pointer, window.pointer, 1),
                from: "a clip"
            )
            return try gridRings(context.gridPolygons(clipped))
        }
    }

    private static func gridRings(_ polygons: [PlanarPolygon]) throws -> [[[GridPoint]]] {
        try polygons.map { try $0.rings.map { try LocalOrigin.zero.points($0, GridPoint.init) } }
    }

    /// The ring without equal neighbours and without a closing point.
    private static func withoutRepeats(_ ring: [GridPoint]) -> [GridPoint] {
        var kept: [GridPoint] = []
        kept.reserveCapacity(ring.count)
        for point in ring where kept.last != point { kept.append(point) }
        while kept.count > 1, kept.first == kept.last { kept.removeLast() }
        return kept
    }
}
