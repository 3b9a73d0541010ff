import FileBridge

/// Writes a search index section by section.
struct SearchIndexFile {
    private let part: PartFile
    private var places = [(offset: Int, count: Int, checksum: Checksum128)?](
        repeating: nil,
        count: SearchSection.allCases.count
    )

    init(path: String) throws {
        part = try PartFile(target: path)
        try part.append([UInt8](repeating: 0, count: SearchIndex.headerByteCount))
    }

    mutating func add<Value: BitwiseCopyable>(_ section: SearchSection, _ values: [Value]) throws {
        var writer = ByteWriter()
        writer.append(contentsOf: values)
        try part.append([UInt8](repeating: 0, count: (8 - part.byteCount % 8) % 8))
        places[section.rawValue] = (part.byteCount, writer.count, Checksum128(of: writer.bytes))
        try part.append(writer.bytes)
    }

    /// The words of an item, as ``SearchIndex/item(_:)`` reads them.
    static func words(_ item: SearchItem) -> [UInt32] {
        [
            UInt32(item.kind.rawValue) | UInt32(item.nameTermCount) << 8 | UInt32(item.placeTermCount) << 16
                | UInt32(item.wholeNameCount) << 24, item.name,
            item.place,
            item.identifier, item.firstAddress, item.addressCount, UInt32(bitPattern: item.x),
            UInt32(bitPattern: item.y),
            item.firstTerm, 0,
        ]
    }

    func commit() throws {
        var header = ByteWriter()
        header.append(contentsOf: SearchIndex.magic)
        header.append(SearchIndex.version)
        header.append(UInt32(places.count))
        for place in places {
            header.append(UInt64(place?.offset ?? SearchIndex.headerByteCount))
            header.append(UInt64(place?.count ?? 0))
            header.append(place?.checksum.low ?? 0)
            header.append(place?.checksum.high ?? 0)
        }
        try part.overwrite(at: 0, with: header.bytes)
        try part.commit()
    }
}
