import GeoValues

/// Per feature eight bytes that say where its outline is, so that a look-up need not go through three offset tables; and for
/// features of many vertices a coarse drawing of their inside, which settles most points without touching an edge.
///
/// A shape is one UInt64. Bits 0–1: geometry kind. Bit 2: one ring. Bit 3: there is a drawing. Bits 32–63: position of the
/// first vertex, or, with a drawing, of the drawing. Bits 8–31: number of vertices of the one ring; 0 when they don't fit.
struct FeatureShape {
    let bits: UInt64

    var kind: GeometryKind { GeometryKind(rawValue: UInt8(bits & 3)) ?? .none }
    /// Whether all is one ring, and not so large that there is a drawing of it.
    var isPlainRing: Bool { bits & 0b1100 == 0b0100 }
    var hasDrawing: Bool { bits & 0b1000 != 0 }
    var position: Int { Int(bits >> 32) }
    var vertexCount: Int { Int(bits >> 8 & 0xFF_FFFF) }
}

/// A square of 16 by 16 cells over a feature's box: of each cell, whether it lies wholly inside or outside the feature, or
/// may hold a part of its boundary. 64 bytes: one line of the processor's cache.
///
/// Cells are (width of the box) / 16 + 1 millimetres wide, rounded down, and likewise high; cell 0 begins at minX, minY.
/// A row of cells is 32 bits, two for each cell, column 0 lowest.
struct FeatureDrawing {
    static let side = 16
    /// Polygons of at least this many vertices have a drawing.
    static let fewestVertices = 24

    static let boundary: UInt32 = 0
    static let inside: UInt32 = 1
    static let outside: UInt32 = 2

    /// Width or height of a cell.
    @inline(__always)
    static func cellSize(_ low: Int32, _ high: Int32) -> Int64 { (Int64(high) - Int64(low)) / Int64(side) + 1 }

    /// The column or row of a coordinate of the box.
    @inline(__always)
    static func cell(_ value: Int32, _ low: Int32, _ high: Int32) -> Int {
        Int((Int64(value) - Int64(low)) / cellSize(low, high))
    }

    /// The 16 rows of a feature. `rings` have at least one vertex each.
    static func rows(_ rings: [ArraySlice<RDPoint>], box: RDBox) -> [UInt32] {
        var isBoundary = [Bool](repeating: false, count: side * side)
        for ring in rings {
            var from = ring[ring.endIndex - 1]
            for to in ring {
                mark(from, to, box, &isBoundary)
                from = to
            }
        }
        let width = cellSize(box.minX, box.maxX)
        let height = cellSize(box.minY, box.maxY)
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
        return (0..<side).map { row in
            (0..<side).reduce(0) { $0 | states[row * side + $1] << UInt32(2 * $1) }
        }
    }

    /// Marks the cells, with their borders to the next ones, that an edge meets.
    private static func mark(_ a: RDPoint, _ b: RDPoint, _ box: RDBox, _ isBoundary: inout [Bool]) {
        let width = cellSize(box.minX, box.maxX)
        let height = cellSize(box.minY, box.maxY)
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
                let turns = [turn(x, y), turn(x + width, y), turn(x, y + height), turn(x + width, y + height)]
                if turns.contains(where: { $0 <= 0 }), turns.contains(where: { $0 >= 0 }) {
                    isBoundary[row * side + column] = true
                }
            }
        }
    }
}

/// Makes the shapes and drawings of a segment.
enum FeatureShapes {
    /// - Parameters: the sections of the same names, and the boxes of the features.
    /// - Returns: one shape for each feature; 16 rows for each drawing.
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
                bits |= 0b1000 | UInt64(drawings.count / FeatureDrawing.side) << 32
                let outlines = rings.map { vertices[Int(firstVertices[$0])..<Int(firstVertices[$0 + 1])] }
                drawings += FeatureDrawing.rows(outlines.filter { !$0.isEmpty }, box: box)
            } else {
                bits |= UInt64(first) << 32
            }
            shapes.append(bits)
        }
        return (shapes, drawings)
    }
}
