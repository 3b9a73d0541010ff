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
