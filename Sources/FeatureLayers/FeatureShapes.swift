import GeoValues

/// Per feature eight bytes that say where its outline is, so that a look-up need not go through three offset tables.
///
/// A shape is one UInt64. Bits 0–1: geometry kind. Bit 2: one ring. Bit 3: there is a ``FeatureDrawing``. Bits 32–63: position
/// of the first vertex, or, with a drawing, of the drawing. Bits 4–6: the size of the drawing, see ``sideShift``. Bits 8–31:
/// number of vertices of the one ring.
struct FeatureShape {
    let bits: UInt64

    var kind: GeometryKind { GeometryKind(rawValue: UInt8(bits & 3)) ?? .none }
    /// Whether all is one ring, and not so large that there is a drawing of it.
    var isPlainRing: Bool { bits & 0b1100 == 0b0100 }
    var hasDrawing: Bool { bits & 0b1000 != 0 }
    /// Cells to a side of the drawing, as a power of two.
    var sideShift: Int { Int(bits >> 4 & 7) + FeatureDrawing.smallestSideShift }
    var position: Int { Int(bits >> 32) }
    var vertexCount: Int { Int(bits >> 8 & 0xFF_FFFF) }
}

/// Makes the shapes and drawings of a segment.
enum FeatureShapes {
    /// - Parameters: the sections of the same names, and the boxes of the features as a ``CompactTree`` rounds them.
    /// - Returns: one shape for each feature; the words of all drawings.
    static func encoded(
        kinds: [UInt8],
        firstRings: [UInt32],
        firstVertices: [UInt32],
        vertices: [RDPoint],
        boxes: [RDBox]
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
            let sideShift = FeatureDrawing.sideShift(vertexCount: vertexCount)
            if kinds[feature] == GeometryKind.polygons.rawValue, FeatureDrawing.isWorthwhile(vertexCount: vertexCount),
                let words = DrawingMaker(
                    rings.map { vertices[Int(firstVertices[$0])..<Int(firstVertices[$0 + 1])] }.filter { !$0.isEmpty },
                    box: box,
                    sideShift: sideShift
                ).words(firstVertex: first)
            {
                bits |= 0b1000 | UInt64(sideShift - FeatureDrawing.smallestSideShift) << 4
                bits |= UInt64(drawings.count / FeatureDrawing.alignment) << 32
                drawings += words
                while drawings.count % FeatureDrawing.alignment != 0 { drawings.append(0) }
            } else {
                bits |= UInt64(first) << 32
            }
            shapes.append(bits)
        }
        return (shapes, drawings)
    }
}
