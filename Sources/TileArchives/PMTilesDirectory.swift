import DeflateBridge

/// A line of a directory (PMTiles 3, "Entries").
struct PMTilesEntry: Equatable {
    var identifier: UInt64
    /// From the start of the tile data; of the leaf directories for one of those.
    var offset: UInt64
    var length: UInt32
    /// 0: a leaf directory whose first entry has the identifier.
    var runLength: UInt32
}

/// Directories as they lie in the file (PMTiles 3, "Directory Serialization").
enum PMTilesDirectory {
    /// Larger ones are taken for damage.
    private static let largest = 1 << 28

    static func encoded(_ entries: ArraySlice<PMTilesEntry>) -> [UInt8] {
        var bytes: [UInt8] = []
        append(UInt64(entries.count), to: &bytes)
        var last: UInt64 = 0
        for entry in entries {
            append(entry.identifier - last, to: &bytes)
            last = entry.identifier
        }
        for entry in entries { append(UInt64(entry.runLength), to: &bytes) }
        for entry in entries { append(UInt64(entry.length), to: &bytes) }
        var end: UInt64?
        for entry in entries {
            append(entry.offset == end ? 0 : entry.offset + 1, to: &bytes)
            end = entry.offset + UInt64(entry.length)
        }
        return Gzip.compressed(bytes, level: 9)
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var value = value
        while value > 127 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 128)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    /// The entries; nil when the bytes are no directory, or one out of order.
    static func decoded(_ compressed: [UInt8]) -> [PMTilesEntry]? {
        guard let bytes = try? Gzip.decompressed(compressed, maximumByteCount: largest) else { return nil }
        var position = 0
        func next() -> UInt64? {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while position < bytes.count, shift < 64 {
                let byte = bytes[position]
                position += 1
                value |= UInt64(byte & 127) << shift
                if byte < 128 { return value }
                shift += 7
            }
            return nil
        }
        // Four numbers of at least a byte each.
        guard let count = next(), count <= UInt64(bytes.count / 4) else { return nil }
        var entries: [PMTilesEntry] = []
        entries.reserveCapacity(Int(count))
        var identifier: UInt64 = 0
        for number in 0..<count {
            guard let step = next(), number == 0 || step > 0 else { return nil }
            let (sum, overflow) = identifier.addingReportingOverflow(step)
            // Beyond all zooms that there are, and so that nothing that is added to it overflows.
            guard !overflow, sum < 1 << 62 else { return nil }
            identifier = sum
            entries.append(PMTilesEntry(identifier: sum, offset: 0, length: 0, runLength: 0))
        }
        for position in entries.indices {
            guard let run = next().flatMap(UInt32.init(exactly:)) else { return nil }
            entries[position].runLength = run
        }
        for position in entries.indices {
            guard let length = next().flatMap(UInt32.init(exactly:)), length > 0 else { return nil }
            entries[position].length = length
        }
        var end: UInt64?
        for position in entries.indices {
            guard let stored = next() else { return nil }
            guard let offset = stored == 0 ? end : stored - 1 else { return nil }
            let (sum, overflow) = offset.addingReportingOverflow(UInt64(entries[position].length))
            guard !overflow else { return nil }
            entries[position].offset = offset
            end = sum
        }
        return position == bytes.count ? entries : nil
    }
}
