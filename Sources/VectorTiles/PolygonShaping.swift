import FeatureLayers
import GEOSBridge
import GeoValues

/// What became of the polygons of one feature in one tile.
enum ShapedPolygons {
    /// Valid polygons are in ``PolygonShaping/rings``.
    case drawn
    /// Nothing of the feature is in the tile or its buffer.
    case outside
}

/// Turns the polygons of a feature into valid polygons of one tile (OGC Simple Features; MVT 2.1, 4.3.4.4): snapped to the
/// grid, then cut to the tile and its buffer, then mended where that broke them.
struct PolygonShaping {
    /// The result: exteriors clockwise on the screen, holes the other way.
    private(set) var rings = RingSet()
    /// The rings in the order in which they are to be written: each exterior before its holes.
    private(set) var order: [Int] = []
    /// Added up until someone resets them.
    var counts = TileCounts()
    /// What mending did to edges, of all features since someone cleared it.
    var bends = EdgeBends()
    /// Whether features get the points of ``bends``.
    var isBending = false

    private var clipper = BoxClipper(box: TileGrid.drawnBox)
    private var simplicity = RingSimplicity()
    private var repair = RingRepair()
    private var exteriors: [(ring: Int, area: Int64)] = []
    private var holes: [Int] = []

    /// - Throws: what GEOS says when it can't repair a polygon.
    mutating func shape(_ feature: Int, _ sections: SegmentSections, on grid: TileGrid) throws -> ShapedPolygons {
        let bounds = snap(feature, sections, grid)
        guard rings.pointCount > 0, bounds.touches(TileGrid.drawnBox) else { return .outside }
        counts.polygons += 1
        if rings.ringCount == 1, TileGrid.drawnBox.contains(bounds) {
            // Nearly all: one ring, whole in the tile.
            if isBending { bends.bend(&rings) }
            let area = rings.doubledArea(0)
            if area == 0 { return drawDot(rings.points[0]) }
            if area < 0 { rings.reverse(0) }
            orderOnlyRing()
            if simplicity.isSimple(rings) { return .drawn }
            return try mend(feature, sections, grid, isClipped: false)
        }
        return try shapeOthers(feature, sections, grid, bounds)
    }

    @inline(__always)
    private mutating func orderOnlyRing() {
        if order.count != 1 || order[0] != 0 { order = [0] }
    }

    /// The feature's rings on the grid, without the vertices that may go at this zoom.
    @inline(__always)
    private mutating func snap(_ feature: Int, _ sections: SegmentSections, _ grid: TileGrid) -> TileBox {
        var bounds = TileBox.empty
        rings.clear()
        for ring in sections.rings(feature) {
            let range = sections.vertexRange(ring: ring)
            let isHole = sections.ringRoles[ring] == 1
            guard range.count >= SegmentSections.longRing else {
                rings.appendRing(most: range.count, isHole: isHole, box: &bounds) { points, start in
                    grid.putSnapped(range, sections, into: &points, at: start)
                }
                continue
            }
            appendLongRing(range, isHole: isHole, sections, grid, &bounds)
        }
        return bounds
    }

    private mutating func appendLongRing(
        _ range: Range<Int>,
        isHole: Bool,
        _ sections: SegmentSections,
        _ grid: TileGrid,
        _ bounds: inout TileBox
    ) {
        let window = grid.window
        rings.appendLongRing(
            range,
            isHole: isHole,
            box: &bounds,
            chunk: SegmentSections.runStep,
            run: { sections.runBeyond(window, endingAt: $0, notBefore: range.lowerBound) },
            { grid.putSnapped($0, sections, into: &$1, at: $2) }
        )
    }

    /// Several rings, or beyond the tile.
    private mutating func shapeOthers(
        _ feature: Int,
        _ sections: SegmentSections,
        _ grid: TileGrid,
        _ bounds: TileBox
    ) throws -> ShapedPolygons {
        if !isBending, sections.isValidOnGrid(feature, grid) {
            if TileGrid.drawnBox.contains(bounds) {
                // Registers have each exterior before its holes.
                order.removeAll(keepingCapacity: true)
                for ring in 0..<rings.ringCount { order.append(ring) }
                return .drawn
            }
            counts.clipped += 1
            clipper.clip(&rings, bounds)
            if rings.ringCount == 0 { return .outside }
            if simplicity.isSimple(rings, cutTo: TileGrid.drawnBox), arrange() { return .drawn }
            return try mend(feature, sections, grid, isClipped: true)
        }
        let anchor = rings.points[0]
        let hasArea = (0..<rings.ringCount).contains { rings.doubledArea($0) != 0 }
        guard hasArea else { return TileGrid.drawnBox.contains(anchor) ? drawDot(anchor) : .outside }
        let isClipped = !TileGrid.drawnBox.contains(bounds)
        if isClipped {
            counts.clipped += 1
            clipper.clip(&rings, bounds)
        }
        if isBending { bends.bend(&rings) }
        // Rings that the grid swallowed.
        let isWhole = (0..<rings.ringCount).allSatisfy { rings.doubledArea($0) != 0 }
        if isWhole {
            if rings.ringCount == 0 { return .outside }
            if simplicity.isSimple(rings), arrange() { return .drawn }
        }
        return try mend(feature, sections, grid, isClipped: isClipped)
    }

    /// Mends rings; what is then still not valid is GEOS's.
    private mutating func mend(
        _ feature: Int,
        _ sections: SegmentSections,
        _ grid: TileGrid,
        isClipped: Bool
    ) throws -> ShapedPolygons {
        counts.mended += 1
        let anchor = rings.points[0]
        guard repair.mend(&rings, &bends) else { return try repairByGEOS(feature, sections, grid) }
        // Of a feature that was cut, nothing but an edge along the side was left.
        if rings.ringCount == 0 { return isClipped ? .outside : drawDot(anchor) }
        if simplicity.isSimple(rings, sharingVertices: true), arrange() { return .drawn }
        return try repairByGEOS(feature, sections, grid)
    }

    /// Puts exteriors before the holes that lie in them; false when a hole lies in none, or when rounding turned a ring inside
    /// out.
    private mutating func arrange() -> Bool {
        if rings.ringCount == 1 {
            orderOnlyRing()
            return !rings.isHole(0) && rings.doubledArea(0) > 0
        }
        order.removeAll(keepingCapacity: true)
        exteriors.removeAll(keepingCapacity: true)
        holes.removeAll(keepingCapacity: true)
        for ring in 0..<rings.ringCount {
            let area = rings.doubledArea(ring)
            guard (area < 0) == rings.isHole(ring), area != 0 else { return false }
            if area > 0 { exteriors.append((ring, area)) } else { holes.append(ring) }
        }
        if holes.isEmpty || exteriors.count == 1 {
            for exterior in exteriors { order.append(exterior.ring) }
            order += holes
            return !exteriors.isEmpty && holes.allSatisfy { isInside($0, exteriors[0].ring) }
        }
        // Islands lie in holes of others: a hole belongs to the smallest exterior around it.
        exteriors.sort { ($0.area, $0.ring) < ($1.area, $1.ring) }
        var owners: [Int: [Int]] = [:]
        for hole in holes {
            guard let owner = exteriors.first(where: { isInside(hole, $0.ring) }) else { return false }
            owners[owner.ring, default: []].append(hole)
        }
        for ring in exteriors.map(\.ring).sorted() { order += [ring] + owners[ring, default: []] }
        return true
    }

    private func isInside(_ hole: Int, _ exterior: Int) -> Bool {
        // A vertex may lie on the exterior; then another tells.
        for position in rings.range(hole) {
            let location = rings.location(of: rings.points[position], in: exterior)
            if location != 0 { return location > 0 }
        }
        return false
    }

    /// A feature that the grid swallows becomes a square of one unit where it is, so that it does not go missing.
    private mutating func drawDot(_ anchor: TilePoint) -> ShapedPolygons {
        counts.dots += 1
        rings.clear()
        for (x, y) in [(0, 0), (1, 0), (1, 1), (0, 1)] as [(Int32, Int32)] {
            rings.append(TilePoint(x: anchor.x + x, y: anchor.y + y))
        }
        rings.endRing(isHole: false)
        orderOnlyRing()
        return .drawn
    }

    /// The last resort.
    private mutating func repairByGEOS(_ feature: Int, _ sections: SegmentSections, _ grid: TileGrid) throws
        -> ShapedPolygons
    {
        counts.repairedByGEOS += 1
        _ = snap(feature, sections, grid)
        if isBending { bends.bend(&rings) }
        let anchor = rings.points[0]
        var polygons: [[[GridPoint]]] = []
        for ring in 0..<rings.ringCount {
            let points = rings.range(ring).map { GridPoint(x: rings.points[$0].x, y: rings.points[$0].y) }
            if rings.isHole(ring), !polygons.isEmpty {
                polygons[polygons.count - 1].append(points)
            } else {
                polygons.append([points])
            }
        }
        let box = TileGrid.drawnBox
        let repaired = try Overlay.clipped(
            gridPolygons: polygons,
            to: GridBox(minX: box.minX, minY: box.minY, maxX: box.maxX, maxY: box.maxY)
        )
        guard !repaired.isEmpty else { return box.contains(anchor) ? drawDot(anchor) : .outside }
        rings.clear()
        order.removeAll(keepingCapacity: true)
        for polygon in repaired {
            for (place, ring) in polygon.enumerated() {
                for point in ring { rings.append(TilePoint(x: point.x, y: point.y)) }
                rings.endRing(isHole: place > 0)
                order.append(rings.ringCount - 1)
            }
        }
        return .drawn
    }
}
