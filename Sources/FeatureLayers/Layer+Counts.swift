public import FileBridge
public import GeoValues
import Synchronization

extension Layer {
    /// The level of the cells for which a layer's counts are added up once, whatever the number of its segments: 6 km wide in
    /// WebMercatorQuad, 3.4 km in NetherlandsRDNewQuad.
    public static func coarseLevel(_ matrixSet: TileMatrixSet) -> Int {
        CountingGrid.finestLevel(matrixSet) - 6
    }

    /// Calls `body` with counts that together tell what lies in cells of a level (of ``GeoValues/CountingGrid``) in a window.
    public func forEachCount(
        _ matrixSet: TileMatrixSet,
        level: Int,
        in window: RDBox,
        _ body: (CellCounts) -> Void
    ) {
        if level <= Layer.coarseLevel(matrixSet), segments.count > 1 {
            coarseCounts(matrixSet).withCounts(body)
        } else {
            for segment in segments(meeting: window) { segment.withCellCounts(matrixSet, body) }
        }
    }

    private func coarseCounts(_ matrixSet: TileMatrixSet) -> CoarseCounts {
        if let known = known(matrixSet) { return known }
        let counts = CoarseCounts(segments, matrixSet, level: Layer.coarseLevel(matrixSet))
        switch matrixSet {
        case .webMercatorQuad: return mercatorCounts.storeIfNil(counts)
        case .netherlandsRDNewQuad: return rdCounts.storeIfNil(counts)
        }
    }

    private func known(_ matrixSet: TileMatrixSet) -> CoarseCounts? {
        switch matrixSet {
        case .webMercatorQuad: mercatorCounts.load()
        case .netherlandsRDNewQuad: rdCounts.load()
        }
    }

    /// Names the contents: the checksum over those of all segments.
    public var checksum: Checksum128 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(segments.count * 16)
        for segment in segments { LittleEndian.append([segment.checksum.low, segment.checksum.high], to: &bytes) }
        return Checksum128(of: bytes)
    }
}
