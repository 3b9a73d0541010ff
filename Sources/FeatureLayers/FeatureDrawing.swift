import GeoValues

/// What a look-up needs of a polygon of many vertices to touch only the few that lie near the point.
///
/// A square of cells over the feature's box, as the ``CompactTree`` rounds it. Of each cell it says whether it lies wholly inside or outside the feature, or may
/// hold a part of its boundary. 4 × 4 cells are a sector. Of each sector that has boundary cells there are the chains of
/// edges that meet it, and a reference point in it of which is known whether it lies inside: the line from a place in the
/// sector to that point stays in the sector, so that how often those edges cross it decides.
///
/// The words of a drawing, UInt32:
///
/// 1. Cells: a word is 16 cells of a row, two bits for each, the westernmost lowest; the rows follow one another from the
///    south. Cells are (width of the box) / side + 1 millimetres wide, rounded down, and likewise high; cell 0 begins at minX,
///    minY.
/// 2. The position of the feature's first vertex.
/// 3. Sectors, row by row from the south, and one more that ends the last: see ``DrawingSector``.
/// 4. Chains, see ``DrawingChain``.
enum FeatureDrawing {
    static let smallestSideShift = 4
    /// Polygons of fewer vertices are gone through edge by edge.
    private static let fewestVertices = 48
    /// A drawing begins at a multiple of this many words: a line of the processor's cache.
    static let alignment = 16
    /// Cells to a side of a sector, as a power of two.
    static let sectorShift = 2

    static let boundary: UInt32 = 0
    static let inside: UInt32 = 1
    static let outside: UInt32 = 2

    static func isWorthwhile(vertexCount: Int) -> Bool {
        vertexCount >= fewestVertices && vertexCount <= DrawingChain.highestVertex
    }

    /// Cells to a side, as a power of two: so many that there are 4 to 16 vertices to a sector.
    static func sideShift(vertexCount: Int) -> Int {
        let magnitude = Int.bitWidth - 1 - vertexCount.leadingZeroBitCount
        return min(max((magnitude - 2) / 2 + sectorShift, smallestSideShift), smallestSideShift + 7)
    }

    /// Words that the cells of a drawing take.
    @inline(__always)
    static func cellWordCount(_ sideShift: Int) -> Int { 1 << (2 * sideShift - 4) }
}

/// How the cells of a drawing lie over the box of a feature.
struct DrawingGrid {
    let minX: Int32
    let minY: Int32
    /// In millimetres.
    let cellWidth: UInt32
    let cellHeight: UInt32
    let sideShift: Int

    @inline(__always)
    init(_ box: RDBox, sideShift: Int) {
        minX = box.minX
        minY = box.minY
        cellWidth = (UInt32(bitPattern: box.maxX) &- UInt32(bitPattern: box.minX)) >> UInt32(sideShift) &+ 1
        cellHeight = (UInt32(bitPattern: box.maxY) &- UInt32(bitPattern: box.minY)) >> UInt32(sideShift) &+ 1
        self.sideShift = sideShift
    }

    /// Where a point of the box lies.
    @inline(__always)
    func cell(of point: RDPoint) -> DrawingCell {
        DrawingCell(
            column: Int((UInt32(bitPattern: point.x) &- UInt32(bitPattern: minX)) / cellWidth),
            row: Int((UInt32(bitPattern: point.y) &- UInt32(bitPattern: minY)) / cellHeight)
        )
    }

    /// The point of a cell that lies farthest to the south-west.
    @inline(__always)
    func corner(_ cell: DrawingCell) -> RDPoint {
        RDPoint(
            x: minX &+ Int32(truncatingIfNeeded: cell.column &* Int(cellWidth)),
            y: minY &+ Int32(truncatingIfNeeded: cell.row &* Int(cellHeight))
        )
    }
}

/// A cell of a drawing, counted from the south-west.
struct DrawingCell {
    let column: Int
    let row: Int

    /// The word that has the cell's state, from the start of the drawing.
    @inline(__always)
    func word(_ sideShift: Int) -> Int { row << (sideShift - 4) + column >> 4 }

    /// The place of the cell's state in that word.
    var bitShift: UInt32 { 2 * UInt32(truncatingIfNeeded: column & 15) }

    @inline(__always)
    func sector(_ sideShift: Int) -> Int {
        (row >> FeatureDrawing.sectorShift) << (sideShift - FeatureDrawing.sectorShift)
            + column >> FeatureDrawing.sectorShift
    }

    /// A cell of the sector of this one, counted by rows from its south-west.
    @inline(__always)
    func sibling(_ number: Int) -> DrawingCell {
        let mask = 1 << FeatureDrawing.sectorShift - 1
        return DrawingCell(
            column: column & ~mask + number & mask,
            row: row & ~mask + number >> FeatureDrawing.sectorShift
        )
    }
}

/// A word that says of a sector where its chains are and which its reference point is.
///
/// Bits 0–25: first word of the chains, from the start of the drawing; they end where those of the next sector begin. Bits
/// 26–29: the cell of the sector whose ``DrawingGrid/corner(_:)`` is the reference point. Bit 30: it lies inside. Bit 31: there
/// is one; without, all edges of the feature must be asked.
struct DrawingSector {
    var bits: UInt32

    static let highestStart = 1 << 26 - 1

    init(bits: UInt32) { self.bits = bits }

    init(start: Int) { bits = UInt32(start) }

    mutating func setReference(cell: Int, isInside: Bool) {
        bits |= 1 << 31 | (isInside ? 1 << 30 : 0) | UInt32(cell) << 26
    }

    var start: Int { Int(bits & 0x3FF_FFFF) }
    var referenceCell: Int { Int(bits >> 26 & 15) }
    var referenceIsInside: Bool { bits >> 30 & 1 == 1 }
    var hasReference: Bool { bits >> 31 == 1 }
}

/// A word for edges that follow one another. Bits 0–23: the vertex where they begin, counted from the feature's first. Bits
/// 24–31: how many; 0: the one that closes a ring, and the next word is the ring's first vertex, counted likewise.
struct DrawingChain {
    let bits: UInt32

    static let highestVertex = 1 << 24 - 1
    static let highestCount = 255

    init(bits: UInt32) { self.bits = bits }

    init(vertex: Int, count: Int) { bits = UInt32(vertex) | UInt32(count) << 24 }

    var vertex: Int { Int(bits & 0xFF_FFFF) }
    var count: Int { Int(bits >> 24) }
}
