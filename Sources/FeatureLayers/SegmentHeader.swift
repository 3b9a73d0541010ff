import FileBridge
import GeoValues

/// An entry of the section table.
struct SegmentSection: Sendable {
    /// Four ASCII bytes, the first lowest; see ``SegmentFormat/Kind/code``.
    let kind: UInt32
    let column: UInt32
    /// From the start of the file.
    let offset: Int
    let byteCount: Int
    let checksum: Checksum128

    /// The kind as text, for messages.
    var name: String {
        String(decoding: (0..<4).map { UInt8(truncatingIfNeeded: kind >> ($0 * 8)) }, as: UTF8.self)
    }
}

/// The header and section table of a segment file, checked against the file's length and their own checksum.
struct SegmentHeader {
    let featureCount: Int
    let box: RDBox
    let mercatorBox: MercatorBox
    let checksum: Checksum128
    let sections: [SegmentSection]

    /// Reads the header of the segment that occupies `extent` of a file.
    init(_ file: MappedFile, extent: Range<Int>) throws {
        let path = file.path
        let base = extent.lowerBound
        guard base >= 0, extent.upperBound <= file.byteCount else {
            throw SegmentProblem.truncated(path: path, expectedBytes: extent.upperBound, foundBytes: file.byteCount)
        }
        let headerByteCount = SegmentFormat.headerByteCount
        guard extent.count >= headerByteCount,
            let header = MappedBytes.copy(file, base..<base + headerByteCount),
            Array(header[0..<8]) == SegmentFormat.signature
        else { throw SegmentProblem.notASegment(path: path) }
        let version = LittleEndian.load(UInt32.self, from: header, at: 8)
        guard version == SegmentFormat.version else {
            throw SegmentProblem.unsupportedVersion(path: path, found: version)
        }
        let sectionCount = Int(LittleEndian.load(UInt32.self, from: header, at: 12))
        let expectedBytes = Int(clamping: LittleEndian.load(UInt64.self, from: header, at: 24))
        let tableEnd = headerByteCount + sectionCount * SegmentFormat.sectionEntryByteCount
        guard expectedBytes <= extent.count, tableEnd <= extent.count else {
            throw SegmentProblem.truncated(path: path, expectedBytes: expectedBytes, foundBytes: extent.count)
        }
        guard var bytes = MappedBytes.copy(file, base..<base + tableEnd) else {
            throw SegmentProblem.damagedHeader(path: path)
        }
        let stored = SegmentHeader.checksum(bytes, at: SegmentFormat.checksumOffset)
        for position in 0..<16 { bytes[SegmentFormat.checksumOffset + position] = 0 }
        guard Checksum128(of: bytes) == stored, expectedBytes == extent.count else {
            throw SegmentProblem.damagedHeader(path: path)
        }
        checksum = stored
        featureCount = Int(clamping: LittleEndian.load(UInt64.self, from: bytes, at: 16))
        func signed(_ offset: Int) -> Int32 { LittleEndian.load(Int32.self, from: bytes, at: offset) }
        func unsigned(_ offset: Int) -> UInt32 { LittleEndian.load(UInt32.self, from: bytes, at: offset) }
        box = RDBox(minX: signed(48), minY: signed(52), maxX: signed(56), maxY: signed(60))
        mercatorBox = MercatorBox(minX: unsigned(64), minY: unsigned(68), maxX: unsigned(72), maxY: unsigned(76))
        sections = (0..<sectionCount).map { position in
            let start = headerByteCount + position * SegmentFormat.sectionEntryByteCount
            return SegmentSection(
                kind: unsigned(start),
                column: unsigned(start + 4),
                offset: Int(clamping: LittleEndian.load(UInt64.self, from: bytes, at: start + 8)) &+ base,
                byteCount: Int(clamping: LittleEndian.load(UInt64.self, from: bytes, at: start + 16)),
                checksum: SegmentHeader.checksum(bytes, at: start + 24)
            )
        }
        for section in sections {
            let (end, overflow) = section.offset.addingReportingOverflow(section.byteCount)
            guard !overflow, section.offset >= base, section.byteCount >= 0, end <= extent.upperBound else {
                throw SegmentProblem.inconsistentSection(path: path, section: section.name)
            }
        }
    }

    private static func checksum(_ bytes: [UInt8], at offset: Int) -> Checksum128 {
        Checksum128(
            low: LittleEndian.load(UInt64.self, from: bytes, at: offset),
            high: LittleEndian.load(UInt64.self, from: bytes, at: offset + 8)
        )
    }
}
