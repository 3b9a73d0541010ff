public import FeatureLayers
public import GeoValues

/// Finds, at import, from which zoom on rounding to the grid leaves polygons valid, so that drawing them need not ask. What
/// rounding does depends on the zoom alone, not on the tile.
public struct ValidZoomSearch {
    private var rings = RingSet()
    private var simplicity = RingSimplicity()
    private var clearance = RingClearance()
    /// The rings of the feature at hand: places of their vertices.
    private var parts: [(vertices: Range<Int>, isHole: Bool)] = []

    /// For each feature of a segment the lowest zooms, see ``ValidZooms``.
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
            let rings = Int(segment.firstRings[feature])..<Int(segment.firstRings[feature + 1])
            guard !rings.isEmpty else { continue }
            search.parts.removeAll(keepingCapacity: true)
            for ring in rings {
                let range = Int(segment.firstVertices[ring])..<Int(segment.firstVertices[ring + 1])
                search.parts.append((range, segment.ringRoles[ring] == 1))
            }
            let all = search.parts[0].vertices.lowerBound..<search.parts[rings.count - 1].vertices.upperBound
            let least = all.reduce(UInt16.max) { min($0, importances[$1]) }
            let clearance = search.squaredClearance(vertices)
            zooms.rd[feature] = search.lowest(inRD, importances, least, clearance) { $0.snapped(vertices[$1]) }
            let inUnits = ValidZoomSearch.squaredUnits(clearance)
            zooms.mercator[feature] = search.lowest(inMercator, importances, least, inUnits) {
                $0.snapped(mercator[$1])
            }
        }
        return zooms
    }

    /// The grids of the zooms that are judged, finest first.
    private static func grids(_ matrixSet: TileMatrixSet) -> [(zoom: UInt8, grid: ZoomGrid)] {
        ValidZooms.judged(matrixSet).reversed().map { (UInt8($0), ZoomGrid(matrixSet, z: $0)) }
    }

    /// See ``RingClearance/squared()``, in millimetres; 0 of several rings, and of one that is too long to be measured.
    private mutating func squaredClearance(_ vertices: [RDPoint]) -> Double {
        guard parts.count == 1, parts[0].vertices.count <= RingClearance.mostVertices else { return 0 }
        clearance.clear()
        for position in parts[0].vertices {
            clearance.append(x: Double(vertices[position].x), y: Double(vertices[position].y))
        }
        return clearance.squared()
    }

    /// A squared clearance in millimetres of RD as what it is at least in Mercator units, anywhere in the country.
    ///
    /// Both projections are conformal: RD within a part in 2,000 of true scale in all of its area, Mercator 1 ÷ cos(latitude), 1.57 at
    /// 50.5° N. Vertices that were rounded to whole units came at most √2 of one nearer.
    private static func squaredUnits(_ squaredMillimetres: Double) -> Double {
        let scale = 1.56 * 4_294_967_296 / 40_075_016_685.578
        let units = max(0, squaredMillimetres.squareRoot() * scale - 1.5)
        return units * units
    }

    @inline(__always)
    private mutating func lowest(
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
            for part in parts {
                rings.appendRing(most: part.vertices.count, isHole: part.isHole, box: &box) { points, start in
                    var next = start
                    for position in part.vertices.reversed() where importances[position] > grid.tolerance {
                        points[next] = snapped(grid, position)
                        next &+= 1
                    }
                    return next &- start
                }
            }
            guard isValid() else { break }
            lowest = zoom
        }
        return lowest
    }

    /// Whether the rounded rings are exteriors, each followed by the holes that lie in it, of which none touches itself or another.
    private mutating func isValid() -> Bool {
        var exterior: Int?
        for ring in 0..<rings.ringCount {
            guard rings.range(ring).count >= 3 else { return false }
            let area = rings.doubledArea(ring)
            guard area != 0, (area < 0) == rings.isHole(ring) else { return false }
            if !rings.isHole(ring) {
                exterior = ring
            } else {
                // Touching is judged below: any vertex tells.
                let vertex = rings.points[rings.range(ring).lowerBound]
                guard let exterior, rings.location(of: vertex, in: exterior) > 0 else { return false }
            }
        }
        return simplicity.isSimple(rings)
    }
}
