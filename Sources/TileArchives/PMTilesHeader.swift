import FileBridge

/// The header of a PMTiles file (PMTiles 3, "Header Design").
struct PMTilesHeader: Equatable {
    static let byteCount = 127
    /// Header and root directory lie in these first bytes.
    static let rootEnd = 16_384
    private static let magic = Array("PMTiles".utf8)
    private static let version: UInt8 = 3
    static let gzip: UInt8 = 2
    static let vectorTiles: UInt8 = 1

    /// A part of the file.
    struct Section: Equatable {
        var offset: UInt64 = 0
        var length: UInt64 = 0

        /// nil when it does not lie in a file of this length.
        func range(inFileOf byteCount: Int) -> Range<Int>? {
            let (end, overflow) = offset.addingReportingOverflow(length)
            return overflow || end > UInt64(byteCount) ? nil : Int(offset)..<Int(end)
        }
    }

    var root = Section()
    var metadata = Section()
    var leaves = Section()
    var tiles = Section()
    var addressedTiles: UInt64 = 0
    var entries: UInt64 = 0
    var contents: UInt64 = 0
    var isClustered = true
    var internalCompression = PMTilesHeader.gzip
    var tileCompression = PMTilesHeader.gzip
    var tileType = PMTilesHeader.vectorTiles
    var minimumZoom: UInt8 = 0
    var maximumZoom: UInt8 = 0
    /// West, south, east, north in ten-millionths of a degree.
    var bounds: [Int32] = [0, 0, 0, 0]
    var centreZoom: UInt8 = 0
    var centre: [Int32] = [0, 0]

    init() {}

    var encoded: [UInt8] {
        var bytes = ByteWriter()
        bytes.append(contentsOf: PMTilesHeader.magic)
        bytes.append(PMTilesHeader.version)
        for section in [root, metadata, leaves, tiles] {
            bytes.append(section.offset)
            bytes.append(section.length)
        }
        for count in [addressedTiles, entries, contents] { bytes.append(count) }
        bytes.append(contentsOf: [isClustered ? 1 : 0, internalCompression, tileCompression, tileType])
        bytes.append(contentsOf: [minimumZoom, maximumZoom])
        bytes.append(contentsOf: bounds)
        bytes.append(centreZoom)
        bytes.append(contentsOf: centre)
        return bytes.bytes
    }

    /// Reads a header; nil when it is not one of this version.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == PMTilesHeader.byteCount, bytes.starts(with: PMTilesHeader.magic),
            bytes[7] == PMTilesHeader.version
        else { return nil }
        var reader = ByteReader(bytes, at: 8)
        func next() -> UInt64 { UInt64(bitPattern: reader.int64()) }
        root = Section(offset: next(), length: next())
        metadata = Section(offset: next(), length: next())
        leaves = Section(offset: next(), length: next())
        tiles = Section(offset: next(), length: next())
        addressedTiles = next()
        entries = next()
        contents = next()
        isClustered = reader.uint8() == 1
        internalCompression = reader.uint8()
        tileCompression = reader.uint8()
        tileType = reader.uint8()
        minimumZoom = reader.uint8()
        maximumZoom = reader.uint8()
        bounds = (0..<4).map { _ in reader.int32() }
        centreZoom = reader.uint8()
        centre = (0..<2).map { _ in reader.int32() }
    }
}
