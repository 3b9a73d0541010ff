import GeoValues

/// Boxes around runs of 16, 256, 4096, … consecutive vertices of a segment, whatever ring they belong to.
///
/// A block of size s that begins at vertex v (a multiple of s) stands for the edges v→v+1, …, v+s−1→v+s, so its box holds
/// vertices v…v+s. A ring uses the blocks whose vertices are all its own: from a ring of 10,000 vertices a look-up then
/// touches some dozens, and rings shorter than a block cost nothing. 1/15 of the size of the vertices on disk, 16 bytes a
/// block. There is a box for every full block of every size that fits, smallest size first.
enum VertexBlocks {
    /// Vertices of the smallest block: 2^4.
    static let sizeShift = 4
    static let smallestSize = 1 << sizeShift
    /// Levels that 2^31 vertices need.
    static let maximumLevelCount = 7

    /// Blocks of each size: level 0 are those of 16 vertices.
    static func levelCount(vertexCount: Int) -> Int {
        var level = 0
        while vertexCount >> (sizeShift * (level + 1)) > 0 { level += 1 }
        return level
    }

    /// The position of the first box of a level.
    @inline(__always)
    static func levelStart(_ level: Int, vertexCount: Int) -> Int {
        var start = 0
        for lower in 0..<level { start += vertexCount >> (sizeShift * (lower + 1)) }
        return start
    }

    static func boxCount(vertexCount: Int) -> Int {
        levelStart(levelCount(vertexCount: vertexCount), vertexCount: vertexCount)
    }

    /// All boxes (minX, minY, maxX, maxY), level by level.
    static func boxes(_ vertices: [RDPoint]) -> [SIMD4<Int32>] {
        var boxes: [SIMD4<Int32>] = []
        boxes.reserveCapacity(boxCount(vertexCount: vertices.count))
        for block in 0..<vertices.count >> sizeShift {
            let first = block << sizeShift
            var box = RDBox(vertices[first])
            for position in first...min(first + smallestSize, vertices.count - 1) { box.extend(by: vertices[position]) }
            boxes.append(SIMD4(box.minX, box.minY, box.maxX, box.maxY))
        }
        var below = 0
        for level in 1..<max(1, levelCount(vertexCount: vertices.count)) {
            for block in 0..<vertices.count >> (sizeShift * (level + 1)) {
                let first = below + block << sizeShift
                var low = boxes[first].lowHalf
                var high = boxes[first].highHalf
                for child in boxes[first..<first + smallestSize] {
                    low = pointwiseMin(low, child.lowHalf)
                    high = pointwiseMax(high, child.highHalf)
                }
                boxes.append(SIMD4(lowHalf: low, highHalf: high))
            }
            below += vertices.count >> (sizeShift * level)
        }
        return boxes
    }
}
