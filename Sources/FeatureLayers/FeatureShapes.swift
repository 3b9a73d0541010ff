import GeoValues

/// Per feature eight bytes that say where its outline is, so that a look-up need not go through three offset tables; and for
/// features of many vertices a coarse drawing of their inside, which settles most points without touching an edge.
///
/// A shape is one UInt64. Bits 0–1: geometry kind. Bit 2: one ring. Bit 3: there is a drawing. Bits 32–63: position of the
/// first vertex, or, with a drawing, of the drawing. Bits 4–5: the size of the drawing, see ``sideShift``. Bits 8–31: number of
/// vertices of the one ring.
struct FeatureShape {
    let bits: UInt64

    var kind: GeometryKind { GeometryKind(rawValue: UInt8(bits & 3)) ?? .none }
    /// Whether all is one ring, and not so large that there is a drawing of it.
    var isPlainRing: Bool { bits & 0b1100 == 0b0100 }
    var hasDrawing: Bool { bits & 0b1000 != 0 }
    /// Cells to a side of the drawing, as a power of two.
    var sideShift: Int { Int(bits >> 4 & 3) + FeatureDrawing.smallestSideShift }
    var position: Int { Int(bits >> 32) }
    var vertexCount: Int { Int(bits >> 8 & 0xFF_FFFF) }
}

/// A square of 16, 32 or 64 cells to a side over a feature's box: of each cell, whether it lies wholly inside or outside the
/// feature, or may hold a part of its boundary. A look-up reads one word of it.
///
/// Cells are (width of the box) / side + 1 millimetres wide, rounded down, and likewise high; cell 0 begins at minX, minY.
/// A word is 16 cells of a row, two bits for each, the westernmost lowest; the rows follow one another from the south.
struct FeatureDrawing {
    static let smallestSideShift = 4
    /// Polygons of at least this many vertices have a drawing.
    static let fewestVertices = 24
    /// A drawing begins at a multiple of this many words: a line of the processor's cache.
    static let alignment = 16

    /// Cells to a side, as a power of two: finer for what has more vertices, so that it stays small beside them.
    static func sideShift(vertexCount: Int) -> Int { vertexCount < 128 ? 4 : (vertexCount < 512 ? 5 : 6) }

    static let boundary: UInt32 = 0
    static let inside: UInt32 = 1
    static let outside: UInt32 = 2

    /// Width or height of a cell.
    @inline(__always)
    private static func cellSize(_ low: Int32, _ high: Int32, _ sideShift: Int) -> UInt32 {
        (UInt32(bitPattern: high) &- UInt32(bitPattern: low)) >> UInt32(sideShift) + 1
    }

    /// Where a point of the box lies: the word of the drawing, and the bits in it.
    @inline(__always)
    static func place(of point: RDPoint, in box: RDBox, _ sideShift: Int) -> (word: Int, shift: UInt32) {
        let x = UInt32(bitPattern: point.x) &- UInt32(bitPattern: box.minX)
        let y = UInt32(bitPattern: point.y) &- UInt32(bitPattern: box.minY)
        let column = x / cellSize(box.minX, box.maxX, sideShift)
        let row = y / cellSize(box.minY, box.maxY, sideShift)
        return (Int(row << UInt32(sideShift - 4) + column >> 4), 2 * (column & 15))
    }

    /// The words of a drawing. `rings` have at least one vertex each.
    static func words(_ rings: [ArraySlice<RDPoint>], box: RDBox, sideShift: Int) -> [UInt32] {
        let side = 1 << sideShift
        let width = Int64(cellSize(box.minX, box.maxX, sideShift))
        let height = Int64(cellSize(box.minY, box.maxY, sideShift))
        var isBoundary = [Bool](repeating: false, count: side * side)
        for ring in rings {
            var from = ring[ring.endIndex - 1]
            for to in ring {
                mark(from, to, box, side, width, height, &isBoundary)
                from = to
            }
        }
        var states = [UInt32](repeating: boundary, count: side * side)
        for cell in states.indices where !isBoundary[cell] {
            let (row, column) = (cell / side, cell % side)
            // Between neighbouring cells without boundary nothing changes.
            if column > 0, !isBoundary[cell - 1] {
                states[cell] = states[cell - 1]
            } else if row > 0, !isBoundary[cell - side] {
                states[cell] = states[cell - side]
            } else {
                var locator = PointLocator(
                    x: Int32(clamping: Int64(box.minX) + Int64(column) * width),
                    y: Int32(clamping: Int64(box.minY) + Int64(row) * height)
                )
                for ring in rings {
                    var from = ring[ring.endIndex - 1]
                    for to in ring {
                        locator.add(ax: from.x, ay: from.y, bx: to.x, by: to.y)
                        from = to
                    }
                }
                states[cell] = locator.location == .inside ? inside : outside
            }
        }
        return (0..<states.count / 16).map { word in
            (0..<16).reduce(0) { $0 | states[word * 16 + $1] << UInt32(2 * $1) }
        }
    }

    /// Marks the cells, with their borders to the next ones, that an edge meets.
    private static func mark(
        _ a: RDPoint,
        _ b: RDPoint,
        _ box: RDBox,
        _ side: Int,
        _ width: Int64,
        _ height: Int64,
        _ isBoundary: inout [Bool]
    ) {
        // A vertex on the first line of a cell lies on the border of the cell before, too.
        func cells(_ low: Int32, _ high: Int32, _ start: Int32, _ size: Int64) -> ClosedRange<Int> {
            let first = (Int64(low) - Int64(start) - 1) / size
            let last = (Int64(high) - Int64(start)) / size
            let highest = Int64(side - 1)
            return Int(min(max(first, 0), highest))...Int(min(max(last, 0), highest))
        }
        for row in cells(min(a.y, b.y), max(a.y, b.y), box.minY, height) {
            for column in cells(min(a.x, b.x), max(a.x, b.x), box.minX, width) where !isBoundary[row * side + column] {
                let x = Int64(box.minX) + Int64(column) * width
                let y = Int64(box.minY) + Int64(row) * height
                // The edge meets the closed cell unless all four corners lie on one side of its line.
                func turn(_ x: Int64, _ y: Int64) -> Int64 {
                    (Int64(b.x) - Int64(a.x)) * (y - Int64(a.y)) - (Int64(b.y) - Int64(a.y)) * (x - Int64(a.x))
                }
                let (southWest, southEast) = (turn(x, y), turn(x + width, y))
                let (northWest, northEast) = (turn(x, y + height), turn(x + width, y + height))
                let lowest = min(southWest, southEast, northWest, northEast)
                let highest = max(southWest, southEast, northWest, northEast)
                if lowest <= 0, highest >= 0 {
                    isBoundary[row * side + column] = true
                }
            }
        }
    }
}

/// Makes the shapes and drawings of a segment.
enum FeatureShapes {
    /// - Parameters: the sections of the same names, and the boxes of the features.
    /// - Returns: one shape for each feature; the words of all drawings.
    static func encoded(
        kinds: [UInt8],
        firstRings: [UInt32],
        firstVertices: [UInt32],
        vertices: [RDPoint],
        boxes: some RandomAccessCollection<RDBox>
    ) -> (shapes: [UInt64], drawings: [UInt32]) {
        var shapes: [UInt64] = []
        var drawings: [UInt32] = []
        shapes.reserveCapacity(kinds.count)
        for (feature, box) in zip(kinds.indices, boxes) {
            let rings = Int(firstRings[feature])..<Int(firstRings[feature + 1])
            let first = Int(firstVertices[rings.lowerBound])
            let vertexCount = Int(firstVertices[rings.upperBound]) - first
            var bits = UInt64(kinds[feature])
            if rings.count == 1, vertexCount < 1 << 24 { bits |= 0b0100 | UInt64(vertexCount) << 8 }
            if kinds[feature] == GeometryKind.polygons.rawValue, vertexCount >= FeatureDrawing.fewestVertices {
                let sideShift = FeatureDrawing.sideShift(vertexCount: vertexCount)
                bits |= 0b1000 | UInt64(sideShift - FeatureDrawing.smallestSideShift) << 4
                bits |= UInt64(drawings.count / FeatureDrawing.alignment) << 32
                let outlines = rings.map { vertices[Int(firstVertices[$0])..<Int(firstVertices[$0 + 1])] }
                drawings += FeatureDrawing.words(outlines.filter { !$0.isEmpty }, box: box, sideShift: sideShift)
            } else {
                bits |= UInt64(first) << 32
            }
            shapes.append(bits)
        }
        return (shapes, drawings)
    }
}
