import FileBridge
import GeoValues

/// Which tiles an archive has and which of them are the same: what both formats write, in the order of tile identifiers.
struct ArchiveContents {
    /// Tiles one after another with the same contents.
    struct Run {
        let first: UInt64
        var count: UInt32
        /// Position in ``checksums`` and ``offsets``.
        let content: Int
    }

    private(set) var runs: [Run] = []
    /// Of each of the different contents, in order of appearance.
    private(set) var checksums: [Checksum128] = []
    /// Where each content begins when they lie one after the other, and behind them the end.
    private(set) var offsets: [UInt64] = [0]
    private(set) var tileCount = 0
    private var known: [Checksum128: Int] = [:]

    /// Adds the next tile.
    ///
    /// - Returns: whether its contents were not there before.
    mutating func add(_ identifier: UInt64, _ checksum: Checksum128, byteCount: Int) -> Bool {
        if let last = runs.last { precondition(identifier >= last.first + UInt64(last.count), "in ascending order") }
        tileCount += 1
        let content = known[checksum]
        let position = content ?? checksums.count
        if content == nil {
            known[checksum] = position
            checksums.append(checksum)
            offsets.append((offsets.last ?? 0) + UInt64(byteCount))
        }
        if let last = runs.last, last.content == position, last.first + UInt64(last.count) == identifier,
            last.count < .max
        {
            runs[runs.count - 1].count += 1
        } else {
            runs.append(Run(first: identifier, count: 1, content: position))
        }
        return content == nil
    }

    /// Bytes of all different contents.
    var byteCount: UInt64 { offsets.last ?? 0 }

    func length(ofContent content: Int) -> UInt32 { UInt32(offsets[content + 1] - offsets[content]) }

    /// Over addresses and contents of all tiles: finds what was damaged, lost, added or exchanged.
    var checksum: String {
        var text = ByteWriter()
        for run in runs {
            text.append(run.first)
            text.append(run.count)
            text.append(checksums[run.content].low)
            text.append(checksums[run.content].high)
        }
        return Checksum128(of: text.bytes).description
    }

    /// The zooms of the first and the last tile; nil without any.
    var zooms: ClosedRange<Int>? {
        guard let first = runs.first, let last = runs.last,
            let lowest = TileCoordinate(.webMercatorQuad, identifier: first.first),
            let highest = TileCoordinate(.webMercatorQuad, identifier: last.first + UInt64(last.count) - 1)
        else { return nil }
        return lowest.z...highest.z
    }
}
