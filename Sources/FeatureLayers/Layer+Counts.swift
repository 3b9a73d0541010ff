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

    /// Names the set of features that are valid on a day; that of all when all are.
    public func checksum(onDay day: Int32?) -> Checksum128 {
        let whole = checksum
        guard let day else { return whole }
        var words: [UInt64] = [whole.low, whole.high]
        for (position, segment) in segments.enumerated() {
            if let period = segment.validityPeriod(onDay: day) { words += [UInt64(position), UInt64(period)] }
        }
        if words.count == 2 { return whole }
        var bytes: [UInt8] = []
        LittleEndian.append(words, to: &bytes)
        return Checksum128(of: bytes)
    }

    /// Names the contents: the checksum over those of all segments.
    public var checksum: Checksum128 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(segments.count * 16)
        for segment in segments { LittleEndian.append([segment.checksum.low, segment.checksum.high], to: &bytes) }
        return Checksum128(of: bytes)
    }
}
