public import FeatureLayers
public import GeoValues

/// Finds, at import, from which zoom on rounding to the grid leaves polygons valid, so that drawing them need not ask. What
/// rounding does depends on the zoom alone, not on the tile.
public struct ValidZoomSearch {
    private var rings = RingSet()
    private var simplicity = RingSimplicity()
    private var clearance = RingClearance()

    /// For each feature of a segment the lowest zooms, see ``ValidZooms``. Of features of one ring only; the few others are judged
    /// when they are drawn.
    ///
    /// - Parameters:
    ///   - mercator: the vertices of the segment in Mercator units.
    ///   - importances: the tolerances at which they may go.
    public static func zooms(
        of segment: FlatSegment,
        mercator: [MercatorPoint],
        importances: [UInt16]
    ) -> ValidZooms {
        var search = ValidZoomSearch()
        var zooms = ValidZooms(featureCount: segment.featureCount)
        let (inMercator, inRD) = (grids(.webMercatorQuad), grids(.netherlandsRDNewQuad))
        let vertices = segment.vertices
        for feature in 0..<segment.featureCount where segment.kinds[feature] == GeometryKind.polygons.rawValue {
            let ring = Int(segment.firstRings[feature])
            guard Int(segment.firstRings[feature + 1]) == ring + 1 else { continue }
            let range = Int(segment.firstVertices[ring])..<Int(segment.firstVertices[ring + 1])
            let least = range.reduce(UInt16.max) { min($0, importances[$1]) }
            let mercatorClearance = search.squaredClearance(range) { (Double(mercator[$0].x), Double(mercator[$0].y)) }
            zooms.mercator[feature] = search.lowest(range, inMercator, importances, least, mercatorClearance) {
                $0.snapped(mercator[$1])
            }
            let rdClearance = search.squaredClearance(range) { (Double(vertices[$0].x), Double(vertices[$0].y)) }
            zooms.rd[feature] = search.lowest(range, inRD, importances, least, rdClearance) { $0.snapped(vertices[$1]) }
        }
        return zooms
    }

    /// The grids of the zooms that are judged, finest first.
    private static func grids(_ matrixSet: TileMatrixSet) -> [(zoom: UInt8, grid: ZoomGrid)] {
        ValidZooms.judged(matrixSet).reversed().map { (UInt8($0), ZoomGrid(matrixSet, z: $0)) }
    }

    /// See ``RingClearance/squared()``; 0 of a ring that is too long to be measured.
    @inline(__always)
    private mutating func squaredClearance(_ ring: Range<Int>, _ vertex: (Int) -> (x: Double, y: Double)) -> Double {
        guard ring.count <= RingClearance.mostVertices else { return 0 }
        clearance.clear()
        for position in ring {
            let (x, y) = vertex(position)
            clearance.append(x: x, y: y)
        }
        return clearance.squared()
    }

    @inline(__always)
    private mutating func lowest(
        _ ring: Range<Int>,
        _ grids: [(zoom: UInt8, grid: ZoomGrid)],
        _ importances: [UInt16],
        _ leastImportance: UInt16,
        _ squaredClearance: Double,
        _ snapped: (ZoomGrid, Int) -> TilePoint
    ) -> UInt8 {
        var lowest = ValidZooms.none
        for (zoom, grid) in grids {
            // All vertices stay, and none moves so far that it could meet an edge.
            if leastImportance > grid.tolerance, squaredClearance > grid.squaredRoundingClearance {
                lowest = zoom
                continue
            }
            rings.clear()
            var box = TileBox.empty
            rings.appendRing(most: ring.count, isHole: false, box: &box) { points, start in
                var next = start
                for position in ring.reversed() where importances[position] > grid.tolerance {
                    points[next] = snapped(grid, position)
                    next &+= 1
                }
                return next &- start
            }
            guard rings.pointCount >= 3, rings.doubledArea(0) > 0, simplicity.isSimple(rings) else { break }
            lowest = zoom
        }
        return lowest
    }
}
