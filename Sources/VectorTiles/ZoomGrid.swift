import FeatureLayers
import GeoValues

/// The grid of one zoom of a matrix set: 4,096 units to a tile's side, the same for all tiles, so that a vertex comes to lie on the
/// same grid point in every tile and for every feature that has it. All arithmetic is in integers and exact.
struct ZoomGrid {
    let matrixSet: TileMatrixSet
    /// Vertices whose importance is at most this go. In millimetres, a quarter of a unit: with the rounding to the grid
    /// (√½ of a unit at most) a boundary stays within one unit of where it is. It depends on matrix set and zoom alone, so that
    /// neighbours drop the same vertices in all tiles.
    let tolerance: UInt16
    /// A ring of greater ``RingClearance`` stays simple when its vertices are rounded: they move by half a unit along x and y, two of
    /// them toward each other by √2 units. The square of that, in Mercator units or millimetres, and a little more.
    let squaredRoundingClearance: Double

    // Powers of two, at least one of them 0.
    private let shiftDown: UInt64
    private let shiftUp: UInt64
    private let half: UInt64
    /// Rounds vertices of WebMercatorQuad, counted from the north-west corner of the matrix.
    private let mercatorRounding: MercatorRounding

    init(_ matrixSet: TileMatrixSet, z: Int) {
        self.matrixSet = matrixSet
        let unitMillimetres: Double
        switch matrixSet {
        case .webMercatorQuad:
            // 2^(32 − z − 12) Mercator units to a grid unit.
            let shift = 20 - z
            shiftDown = UInt64(max(0, shift))
            shiftUp = UInt64(max(0, -shift))
            half = shift > 0 ? 1 << UInt64(shift - 1) : 0
            // At 52.15° N, the middle of the country; 3 % more or less at its ends.
            let unit = Double(UInt64(1) << 20) / Double(UInt64(1) << UInt64(z))
            unitMillimetres = ZoomGrid.mercatorUnitMillimetres * unit
            squaredRoundingClearance = 2.000_001 * unit * unit
        case .netherlandsRDNewQuad:
            // 105 × 2^(11 − z) millimetres to a grid unit.
            let shift = 11 - z
            shiftDown = UInt64(max(0, shift))
            shiftUp = UInt64(max(0, -shift))
            half = 105 << shiftDown
            unitMillimetres = 105 * Double(UInt64(1) << 11) / Double(UInt64(1) << UInt64(z))
            squaredRoundingClearance = 2.000_001 * unitMillimetres * unitMillimetres
        }
        mercatorRounding = MercatorRounding(shiftUp: shiftUp, shiftDown: shiftDown, half: half)
        tolerance = UInt16(min(unitMillimetres / 4, Double(DerivedGeometry.neverGoes - 1)))
    }

    /// How many millimetres 1/2^32 of the Web Mercator world measures on the ground at 52.15° N.
    private static let mercatorUnitMillimetres = 40_075_016_685.578 / 4_294_967_296 * 0.613_534

    // MARK: Rounding

    // From the north-west corner of the matrix, modulo 2^32: from zoom 20 on the grid itself does not fit, but differences do.

    /// Rounds vertices of WebMercatorQuad to the grid, counted from one of its points.
    func mercatorRounding(from origin: TilePoint) -> MercatorRounding { mercatorRounding.counted(from: origin) }

    /// The grid point nearest to a vertex of WebMercatorQuad, halves up.
    @inline(__always)
    func snapped(_ vertex: MercatorPoint) -> TilePoint { mercatorRounding.rounded(vertex) }

    /// The grid point nearest to a vertex of NetherlandsRDNewQuad, halves up.
    @inline(__always)
    func snapped(_ vertex: RDPoint) -> TilePoint {
        TilePoint(
            x: rdUnits(Int64(vertex.x) &- RDTileGrid.originX),
            y: rdUnits(RDTileGrid.originY &- Int64(vertex.y))
        )
    }

    /// Millimetres from the origin, not negative in the RD envelope, as units, to the nearest: d ÷ (105 × 2^(11 − z)) + ½
    /// = (2d + 105 × 2^(11 − z)) ÷ (210 × 2^(11 − z)), rounded down.
    @inline(__always)
    private func rdUnits(_ millimetres: Int64) -> Int32 {
        let distance = UInt64(bitPattern: millimetres)
        return Int32(truncatingIfNeeded: ((((distance &<< 1) &<< shiftUp) &+ half) &>> shiftDown) / 210)
    }

    // MARK: Grid squares

    /// The grid square that holds a place: west and north edge included.
    func square(_ place: MercatorPoint) -> TilePoint {
        TilePoint(
            x: Int32(truncatingIfNeeded: (UInt64(place.x) >> shiftDown) << shiftUp),
            y: Int32(truncatingIfNeeded: (UInt64(place.y) >> shiftDown) << shiftUp)
        )
    }

    func square(_ place: RDPoint) -> TilePoint {
        func units(_ millimetres: Int64) -> Int32 {
            Int32(truncatingIfNeeded: (((UInt64(bitPattern: millimetres) &<< 1) &<< shiftUp) &>> shiftDown) / 210)
        }
        return TilePoint(
            x: units(Int64(place.x) - RDTileGrid.originX),
            y: units(RDTileGrid.originY - Int64(place.y))
        )
    }

    /// What lies between grid lines, counted from the north-west corner of the matrix, as a box in RD; nil when that is nothing.
    func window(west: Int64, north: Int64, east: Int64, south: Int64) -> RDBox? {
        switch matrixSet {
        case .webMercatorQuad:
            func units(_ line: Int64) -> UInt32 { UInt32(clamping: (line << Int64(shiftDown)) >> Int64(shiftUp)) }
            return ApproximateRD.window(
                around: MercatorBox(minX: units(west), minY: units(north), maxX: units(east), maxY: units(south))
            )
        case .netherlandsRDNewQuad:
            func millimetres(_ line: Int64) -> Int64 { ((line * 105) << Int64(shiftDown)) >> Int64(shiftUp) }
            return RDBox(
                minX: Int32(clamping: RDTileGrid.originX + millimetres(west)),
                minY: Int32(clamping: RDTileGrid.originY - millimetres(south) - 1),
                maxX: Int32(clamping: RDTileGrid.originX + millimetres(east) + 1),
                maxY: Int32(clamping: RDTileGrid.originY - millimetres(north))
            )
        }
    }
}

/// Rounds Web Mercator positions to a grid: four operations on both coordinates at once.
struct MercatorRounding {
    /// A place amid the country, on a grid line of every zoom: around it 32 bits hold what lies in the RD envelope.
    private static let middle = SIMD2<UInt32>(2_109 << 20, 1_351 << 20)

    /// To both: half a grid unit, less the middle.
    private let added: SIMD2<Int32>
    // One of the two is 0.
    private let shiftUp: Int32
    private let shiftDown: Int32
    /// The middle in grid units from the point that is counted from.
    private var addedAfter: SIMD2<Int32>

    /// - Parameters:
    ///   - shiftUp: Mercator units (2^−32 of the world) come to grid units by this shift up and that down.
    ///   - half: half a grid unit in Mercator units, 0 where that is less than one.
    fileprivate init(shiftUp: UInt64, shiftDown: UInt64, half: UInt64) {
        let (up, down) = (UInt32(shiftUp), UInt32(shiftDown))
        let middle = MercatorRounding.middle
        added = SIMD2(repeating: Int32(truncatingIfNeeded: half)) &- SIMD2(truncatingIfNeeded: middle)
        self.shiftUp = Int32(up)
        self.shiftDown = Int32(down)
        addedAfter = SIMD2(truncatingIfNeeded: (middle &<< SIMD2(repeating: up)) &>> SIMD2(repeating: down))
    }

    /// The same, counted from a point of the grid.
    func counted(from origin: TilePoint) -> MercatorRounding {
        var moved = self
        moved.addedAfter = addedAfter &- SIMD2(origin.x, origin.y)
        return moved
    }

    /// The grid point nearest to a position, halves up.
    @inline(__always)
    func rounded(_ position: MercatorPoint) -> TilePoint {
        TilePoint(rounded(SIMD2(truncatingIfNeeded: SIMD2(position.x, position.y))))
    }

    /// The same of a position's `x` and `y`, as their bits are.
    @inline(__always)
    func rounded(_ position: SIMD2<Int32>) -> SIMD2<Int32> {
        let fromMiddle = (position &+ added) &<< SIMD2(repeating: shiftUp)
        return fromMiddle &>> SIMD2(repeating: shiftDown) &+ addedAfter
    }
}
