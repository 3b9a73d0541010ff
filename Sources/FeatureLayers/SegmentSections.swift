public import GeoValues

/// The sections of an open segment, for loops over many vertices or values. See ``SegmentFormat`` for what they hold.
///
/// Reads are total: what lies outside a section reads as zero, and a damaged file gives nonsense but no trap. Valid only
/// inside the call of ``Segment/withSections(_:)``.
public struct SegmentSections {
    public let kinds: MappedArray<UInt8>
    public let firstRings: MappedArray<UInt32>
    public let firstVertices: MappedArray<UInt32>
    public let ringRoles: MappedArray<UInt8>
    public let vertices: MappedArray<RDPoint>
    public let mercatorVertices: MappedArray<MercatorPoint>
    public let importances: MappedArray<UInt16>
    /// See ``ValidZooms``.
    public let mercatorValidZooms: MappedArray<UInt8>
    public let rdValidZooms: MappedArray<UInt8>
    public let labelPoints: MappedArray<RDPoint>
    /// minX, minY, maxX, maxY of each feature.
    public let boxes: MappedArray<SIMD4<Int32>>
    private let vertexBlocks: MappedArray<SIMD4<Int32>>
    private let values: [MappedColumn]

    init(_ contents: SegmentContents) {
        kinds = contents.kinds
        firstRings = contents.firstRings
        firstVertices = contents.firstVertices
        ringRoles = contents.ringRoles
        vertices = contents.vertices
        mercatorVertices = contents.mercatorVertices
        importances = contents.importances
        mercatorValidZooms = contents.validZooms[0]
        rdValidZooms = contents.validZooms[1]
        labelPoints = contents.labelPoints
        boxes = contents.tree.boxes
        vertexBlocks = contents.vertexBlocks
        values = contents.values
    }

    /// The box of a feature.
    @inlinable
    @inline(__always)
    public func box(_ feature: Int) -> RDBox {
        let box = boxes[feature]
        return RDBox(minX: box[0], minY: box[1], maxX: box[2], maxY: box[3])
    }

    /// The rings (or lines, or point runs) of a feature; empty where the file is damaged.
    @inlinable
    @inline(__always)
    public func rings(_ feature: Int) -> Range<Int> {
        let start = Int(firstRings[feature])
        let end = Int(firstRings[feature + 1])
        return start <= end && end <= ringRoles.count ? start..<end : 0..<0
    }

    /// The vertices of a ring; empty where the file is damaged.
    @inlinable
    @inline(__always)
    public func vertexRange(ring: Int) -> Range<Int> {
        let start = Int(firstVertices[ring])
        let end = Int(firstVertices[ring + 1])
        return start <= end && end <= vertices.count ? start..<end : 0..<0
    }

    /// Rings of fewer vertices are not worth asking for ``runBeyond(_:endingAt:notBefore:)``.
    public static let longRing = 64
    /// Runs begin and end at multiples of this.
    public static let runStep = VertexBlocks.smallestSize
    /// Between the ends of a run that is no longer than this, a straight line in RD and one in Web Mercator are less than 2 m
    /// apart.
    private static let longestRun: Int32 = 8_000_000

    /// The first vertex of a run that ends before a position and whose vertices all lie beyond one and the same side of a
    /// window; nil when there is no such run of a whole block of vertices. In the window, the run may be taken for a straight
    /// line between any two of its vertices.
    public func runBeyond(_ window: RDBox, endingAt end: Int, notBefore start: Int) -> Int? {
        var first = end
        var run = SIMD4<Int32>(.max, .max, .min, .min)
        while let (blockStart, box) = blockBeyond(window, endingAt: first, notBefore: start) {
            let low = pointwiseMin(run, box)
            let high = pointwiseMax(run, box)
            let longer = SIMD4(low[0], low[1], high[2], high[3])
            // A block by itself is as long as it is.
            guard first == end || SegmentSections.isBeyond(longer, window) && SegmentSections.isShort(longer) else {
                break
            }
            run = longer
            first = blockStart
        }
        return first < end ? first : nil
    }

    /// The largest block of vertices that ends before a position and lies beyond one side of a window: its first vertex and box.
    private func blockBeyond(_ window: RDBox, endingAt end: Int, notBefore start: Int) -> (Int, SIMD4<Int32>)? {
        guard end & (VertexBlocks.smallestSize - 1) == 0, end - start >= VertexBlocks.smallestSize else { return nil }
        let aligned = end.trailingZeroBitCount / VertexBlocks.sizeShift
        let fitting = (Int.bitWidth - 1 - (end - start).leadingZeroBitCount) / VertexBlocks.sizeShift
        var level = min(aligned, fitting) - 1
        while level >= 0 {
            let shift = VertexBlocks.sizeShift * (level + 1)
            let first = end - (1 << shift)
            let box = vertexBlocks[VertexBlocks.levelStart(level, vertexCount: vertices.count) + (first >> shift)]
            if SegmentSections.isBeyond(box, window), level == 0 || SegmentSections.isShort(box) { return (first, box) }
            level -= 1
        }
        return nil
    }

    @inline(__always)
    private static func isBeyond(_ box: SIMD4<Int32>, _ window: RDBox) -> Bool {
        box[2] < window.minX || box[0] > window.maxX || box[3] < window.minY || box[1] > window.maxY
    }

    @inline(__always)
    private static func isShort(_ box: SIMD4<Int32>) -> Bool {
        max(box[2] &- box[0], box[3] &- box[1]) <= longestRun
    }

    /// A column by the place that ``Segment/column(named:)`` gives: −2 is `id`, −1 is `naam`.
    public func column(_ place: Int) -> MappedColumn { values[place + 2] }
}

extension Segment {
    /// Lends the sections for the length of a call; they must not leave it.
    public func withSections<Result, Failure: Error>(
        _ body: (SegmentSections) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(self) { () throws(Failure) in try body(SegmentSections(contents)) }
    }

    /// Appends the features whose box meets the window, in ascending order.
    public func appendFeatures(in window: RDBox, to found: inout [UInt32]) {
        var search = contents.tree.items(meeting: window)
        search.appendRest(to: &found)
    }
}
