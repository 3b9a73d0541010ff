import GeoValues

/// Web Mercator units of RD positions by a biquadratic through nine exact positions a cell of 1,000 × 1,000 m.
///
/// An RD position moves along a smooth curve of the projections and, by the grid of RDNAPTRANS2018, along one with small
/// kinks. Nine positions per cell reproduce both to a few hundredths of a unit (`MercatorInterpolationTests` measures it), at
/// a fiftieth of the cost of PROJ. Neighbouring cells share the three positions of their common edge, so there is no step
/// between them. A cell that reaches out of the area of the grids is not interpolated.
struct MercatorInterpolation {
    /// Metres.
    static let cellSize = 1_000.0
    private static let cellMillimetres: Int32 = 1_000_000

    private struct Cell {
        /// x and y of the nine positions, in Mercator units relative to the first; rows from south to north.
        var x: (Double, Double, Double, Double, Double, Double, Double, Double, Double)
        var y: (Double, Double, Double, Double, Double, Double, Double, Double, Double)
        var baseX: Double
        var baseY: Double
    }

    /// nil: the cell can't be interpolated.
    private var cells: [Int64: Cell?] = [:]
    private var lastKey = Int64.min
    private var last: Cell?

    /// The position of one point, or nil where only PROJ can tell.
    ///
    /// - Parameter exact: the exact position of RD metres in Mercator units, fractions included; nil outside the area.
    mutating func mercator(_ point: RDPoint, exact: (_ xMetres: Double, _ yMetres: Double) -> (x: Double, y: Double)?)
        -> MercatorPoint?
    {
        let column = MercatorInterpolation.floorDivide(point.x)
        let row = MercatorInterpolation.floorDivide(point.y)
        let key = Int64(column) << 32 | Int64(UInt32(bitPattern: row))
        if key != lastKey {
            if let known = cells[key] {
                last = known
            } else {
                last = MercatorInterpolation.sampled(column, row, exact)
                cells[key] = .some(last)
            }
            lastKey = key
        }
        guard let cell = last else { return nil }
        let scale = 1 / Double(MercatorInterpolation.cellMillimetres)
        let u = Double(point.x - column * MercatorInterpolation.cellMillimetres) * scale
        let v = Double(point.y - row * MercatorInterpolation.cellMillimetres) * scale
        // Lagrange polynomials through 0, 1/2 and 1.
        let (u0, u1, u2) = ((1 - u) * (1 - 2 * u), 4 * u * (1 - u), u * (2 * u - 1))
        let (v0, v1, v2) = ((1 - v) * (1 - 2 * v), 4 * v * (1 - v), v * (2 * v - 1))
        let x =
            v0 * (u0 * cell.x.0 + u1 * cell.x.1 + u2 * cell.x.2) + v1 * (u0 * cell.x.3 + u1 * cell.x.4 + u2 * cell.x.5)
            + v2 * (u0 * cell.x.6 + u1 * cell.x.7 + u2 * cell.x.8)
        let y =
            v0 * (u0 * cell.y.0 + u1 * cell.y.1 + u2 * cell.y.2) + v1 * (u0 * cell.y.3 + u1 * cell.y.4 + u2 * cell.y.5)
            + v2 * (u0 * cell.y.6 + u1 * cell.y.7 + u2 * cell.y.8)
        return MercatorPoint(x: UInt32((cell.baseX + x).rounded()), y: UInt32((cell.baseY + y).rounded()))
    }

    private static func floorDivide(_ millimetres: Int32) -> Int32 {
        let quotient = millimetres / cellMillimetres
        return millimetres % cellMillimetres < 0 ? quotient - 1 : quotient
    }

    private static func sampled(
        _ column: Int32,
        _ row: Int32,
        _ exact: (Double, Double) -> (x: Double, y: Double)?
    ) -> Cell? {
        var x: [Double] = []
        var y: [Double] = []
        for northward in 0..<3 {
            for eastward in 0..<3 {
                guard
                    let position = exact(
                        (Double(column) + Double(eastward) / 2) * cellSize,
                        (Double(row) + Double(northward) / 2) * cellSize
                    )
                else { return nil }
                x.append(position.x)
                y.append(position.y)
            }
        }
        let (baseX, baseY) = (x[0].rounded(), y[0].rounded())
        for position in 0..<9 {
            x[position] -= baseX
            y[position] -= baseY
        }
        return Cell(
            x: (x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]),
            y: (y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7], y[8]),
            baseX: baseX,
            baseY: baseY
        )
    }
}
