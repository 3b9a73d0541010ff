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
    public let labelPoints: MappedArray<RDPoint>
    /// minX, minY, maxX, maxY of each feature.
    public let boxes: MappedArray<SIMD4<Int32>>
    private let values: [MappedColumn]

    init(_ contents: SegmentContents) {
        kinds = contents.kinds
        firstRings = contents.firstRings
        firstVertices = contents.firstVertices
        ringRoles = contents.ringRoles
        vertices = contents.vertices
        mercatorVertices = contents.mercatorVertices
        importances = contents.importances
        labelPoints = contents.labelPoints
        boxes = contents.tree.boxes
        values = contents.values
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
        while let feature = search.next() { found.append(UInt32(truncatingIfNeeded: feature)) }
    }
}
