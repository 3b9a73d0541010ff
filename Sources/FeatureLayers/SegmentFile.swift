public import FileBridge
public import GeoValues

/// A finished segment: its bytes and what a manifest says about it.
public struct EncodedSegment: Sendable {
    public let bytes: [UInt8]
    /// Identifies the contents: the checksum of header and section table, which holds the checksum of every section.
    public let checksum: Checksum128
    public let featureCount: Int
    /// Empty when no feature has a place.
    public let box: RDBox
    public let mercatorBox: MercatorBox
}

/// Collects sections and lays them out as ``SegmentFormat`` says.
struct SegmentFile {
    private struct Section {
        let kind: SegmentFormat.Kind
        let column: UInt32
        let bytes: [UInt8]
    }

    let featureCount: Int
    let box: RDBox
    let mercatorBox: MercatorBox
    private var sections: [Section] = []

    init(featureCount: Int, box: RDBox, mercatorBox: MercatorBox) {
        self.featureCount = featureCount
        self.box = box
        self.mercatorBox = mercatorBox
    }

    mutating func add(_ kind: SegmentFormat.Kind, bytes: [UInt8], column: UInt32 = 0) {
        sections.append(Section(kind: kind, column: column, bytes: bytes))
    }

    mutating func add<Value: BitwiseCopyable>(_ kind: SegmentFormat.Kind, _ values: [Value], column: UInt32 = 0) {
        var bytes: [UInt8] = []
        LittleEndian.append(values, to: &bytes)
        add(kind, bytes: bytes, column: column)
    }

    /// A dictionary column: entries in order of first use.
    mutating func add(_ texts: TextDictionary, column: UInt32) {
        add(.textCodes, texts.codes, column: column)
        add(.textOffsets, texts.offsets, column: column)
        add(.textBytes, bytes: texts.bytes, column: column)
    }

    func finished() -> EncodedSegment {
        let tableByteCount = SegmentFormat.headerByteCount + sections.count * SegmentFormat.sectionEntryByteCount
        let bodyOffset = SegmentFormat.aligned(tableByteCount)
        var table: [UInt8] = []
        // The header goes where these zeros are.
        var bytes = [UInt8](repeating: 0, count: bodyOffset)
        bytes.reserveCapacity(sections.reduce(bodyOffset) { $0 + SegmentFormat.aligned($1.bytes.count) })
        for section in sections {
            let checksum = Checksum128(of: section.bytes)
            table += Array(section.kind.rawValue.utf8)
            LittleEndian.append([section.column], to: &table)
            LittleEndian.append([UInt64(bytes.count), UInt64(section.bytes.count)], to: &table)
            LittleEndian.append([checksum.low, checksum.high, 0], to: &table)
            bytes += section.bytes
            bytes += repeatElement(0, count: SegmentFormat.aligned(section.bytes.count) - section.bytes.count)
        }
        var header = SegmentFormat.signature
        LittleEndian.append([SegmentFormat.version, UInt32(sections.count)], to: &header)
        LittleEndian.append([UInt64(featureCount), UInt64(bytes.count)], to: &header)
        header += [UInt8](repeating: 0, count: 16)
        LittleEndian.append([box.minX, box.minY, box.maxX, box.maxY], to: &header)
        LittleEndian.append([mercatorBox.minX, mercatorBox.minY, mercatorBox.maxX, mercatorBox.maxY], to: &header)
        header += table
        let checksum = Checksum128(of: header)
        var checksumBytes: [UInt8] = []
        LittleEndian.append([checksum.low, checksum.high], to: &checksumBytes)
        header.replaceSubrange(SegmentFormat.checksumOffset..<SegmentFormat.checksumOffset + 16, with: checksumBytes)
        bytes.replaceSubrange(0..<header.count, with: header)
        return EncodedSegment(
            bytes: bytes,
            checksum: checksum,
            featureCount: featureCount,
            box: box,
            mercatorBox: mercatorBox
        )
    }
}
