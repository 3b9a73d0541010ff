public import FileBridge
public import GeoValues
import Synchronization

extension Layer {
    /// The level of the cells for which a layer's counts are added up once, whatever the number of its segments: 1.5 km wide in
    /// WebMercatorQuad, 0.9 km in NetherlandsRDNewQuad.
    public static func coarseLevel(_ matrixSet: TileMatrixSet) -> Int {
        CountingGrid.finestLevel(matrixSet) - 4
    }

    /// Calls `body` with counts that together tell what lies in cells of a level (of ``GeoValues/CountingGrid``) in a window.
    ///
    /// - Parameter day: only features that are valid on it are counted (days since 1970-01-01); nil: all.
    public func forEachCount(
        _ matrixSet: TileMatrixSet,
        level: Int,
        in window: RDBox,
        onDay day: Int32? = nil,
        _ body: (CellCounts) -> Void
    ) {
        if level <= Layer.coarseLevel(matrixSet), segments.count > 1 {
            coarseCounts(matrixSet, onDay: day).withCounts(body)
        } else {
            for segment in segments(meeting: window) { segment.withCellCounts(matrixSet, onDay: day, body) }
        }
    }

    private func coarseCounts(_ matrixSet: TileMatrixSet, onDay day: Int32?) -> OwnedCounts {
        let isWhole = day.map { day in segments.allSatisfy { $0.validityPeriod(onDay: day) == nil } } ?? true
        let key = KeptCounts.Key(matrixSet: matrixSet, period: isWhole ? nil : day)
        if let known = keptCounts.withLock({ $0[key] }) { return known }
        let counts = OwnedCounts(segments, matrixSet, level: Layer.coarseLevel(matrixSet), onDay: key.period)
        keptCounts.withLock { $0[key] = counts }
        return counts
    }

    /// Names what can be counted in a window on a day: the checksum over the segments there, and what of each is valid.
    public func checksum(in window: RDBox, onDay day: Int32?) -> Checksum128 {
        var words: [UInt64] = []
        for segment in segments(meeting: window) {
            words += [segment.checksum.low, segment.checksum.high]
            if let period = day.flatMap(segment.validityPeriod) { words.append(UInt64(period)) }
        }
        var bytes: [UInt8] = []
        LittleEndian.append(words, to: &bytes)
        return Checksum128(of: bytes)
    }
}
