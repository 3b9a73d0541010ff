public import GeoValues

/// Cells of 2^19 mm (524.288 m) that mark where a source has data.
///
/// A register file does not say which area it covers. Where a source has features in the cell of a point, the absence of
/// a feature means something; elsewhere it is unknown. Coarse on purpose: too small would call empty land uncovered.
public enum CoverageGrid {
    static let cellShift: Int32 = 19
    static let cellMillimetres: Int32 = 1 << cellShift
    /// A feature whose box covers more cells than this marks the cells of its vertices only.
    static let maximumCellsPerFeature = 1_024

    /// The cell of a point: column in the upper, row in the lower 16 bits.
    public static func cell(of point: RDPoint) -> UInt32 {
        let column = UInt32(truncatingIfNeeded: (point.x >> cellShift) + 0x4000) & 0xFFFF
        let row = UInt32(truncatingIfNeeded: (point.y >> cellShift) + 0x4000) & 0xFFFF
        return column << 16 | row
    }

    /// Marks the cells of one feature that has a place.
    static func insertCells(of box: RDBox, vertices: ArraySlice<RDPoint>, into cells: inout Set<UInt32>) {
        let columns = (box.minX >> cellShift)...(box.maxX >> cellShift)
        let rows = (box.minY >> cellShift)...(box.maxY >> cellShift)
        if columns.count * rows.count <= maximumCellsPerFeature {
            for column in columns {
                for row in rows { cells.insert(cell(of: RDPoint(x: column << cellShift, y: row << cellShift))) }
            }
        } else {
            for vertex in vertices { cells.insert(cell(of: vertex)) }
        }
    }
}

extension Segment {
    /// Which of the cell of a point and the eight around it have a feature of this source: column by column from the
    /// west, in each from the south, lowest bit first; bit 4 is the cell of the point.
    func coveredCells(around point: RDPoint) -> UInt32 {
        let coverage = contents.coverage
        var covered: UInt32 = 0
        for column in 0..<3 {
            let x = point.x &+ (Int32(column) - 1) &* CoverageGrid.cellMillimetres
            let south = CoverageGrid.cell(of: RDPoint(x: x, y: point.y &- CoverageGrid.cellMillimetres))
            // The rows of a column follow one another.
            var low = 0
            var high = coverage.count
            while low < high {
                let middle = (low + high) / 2
                if coverage[middle] < south { low = middle + 1 } else { high = middle }
            }
            while low < coverage.count, coverage[low] <= south &+ 2 {
                covered |= 1 << (UInt32(column) * 3 + coverage[low] &- south)
                low += 1
            }
        }
        return covered
    }
}

extension Layer {
    /// How much of the surroundings of a point a layer has data in.
    public enum Coverage: Sendable {
        /// None at the point itself.
        case none
        /// At the point, but not all around it.
        case atPoint
        /// In the cell of the point and the eight around it: it lies well inside.
        case surroundings
    }

    /// Where the sources of the layer have data around a point (see ``CoverageGrid``).
    public func coverage(around point: RDPoint) -> Coverage {
        var covered: UInt32 = 0
        let all: UInt32 = 0b1_1111_1111
        // A cell of the grid reaches beyond the box of the features in it, and the cells around as far again.
        forEachSegment(meeting: RDBox(point).grown(by: 2 * CoverageGrid.cellMillimetres)) { segment in
            if covered != all { covered |= segment.coveredCells(around: point) }
        }
        return covered == all ? .surroundings : (covered >> 4 & 1 == 1 ? .atPoint : .none)
    }
}
