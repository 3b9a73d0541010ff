import FileBridge
import Synchronization

/// The columns of a segment. Segments of one schema share one object: of 100,000 segments there are a few dozen.
final class SegmentColumns: Sendable {
    /// `id` and `naam` first.
    let all: [ColumnDefinition]
    /// Those after the first two.
    let attributes: [ColumnDefinition]

    /// Positions in ``attributes`` by name.
    let attributesByName: [Int]

    private init(_ all: [ColumnDefinition]) {
        self.all = all
        let attributes = Array(all.dropFirst(2))
        self.attributes = attributes
        attributesByName = attributes.indices.sorted { attributes[$0].name < attributes[$1].name }
    }

    static let none = SegmentColumns(standard)

    /// The columns that every segment has.
    static let standard = [ColumnDefinition(name: "id", type: .text), ColumnDefinition(name: "naam", type: .text)]

    private static let known = Mutex<[Checksum128: SegmentColumns]>([:])

    /// Decodes the schema section, or takes the columns of a segment that had the same.
    static func read(_ file: MappedFile, _ header: SegmentHeader) throws -> SegmentColumns {
        let kind = SegmentFormat.Kind.schema
        let problem = SegmentProblem.inconsistentSection(path: file.path, section: kind.rawValue)
        guard let entry = header.sections.first(where: { $0.kind == kind.code }) else { throw problem }
        if let columns = known.withLock({ $0[entry.checksum] }) { return columns }
        guard let bytes = MappedBytes.copy(file, entry.offset..<entry.offset + entry.byteCount),
            let columns = decoded(bytes)
        else { throw problem }
        let read = SegmentColumns(columns)
        // Only what is whole may stand for others.
        guard Checksum128(of: bytes) == entry.checksum else { return read }
        return known.withLock {
            if let other = $0[entry.checksum] { return other }
            $0[entry.checksum] = read
            return read
        }
    }

    private static func decoded(_ bytes: [UInt8]) -> [ColumnDefinition]? {
        guard bytes.count >= 4 else { return nil }
        var columns: [ColumnDefinition] = []
        var offset = 4
        for _ in 0..<LittleEndian.load(UInt32.self, from: bytes, at: 0) {
            guard offset + 3 <= bytes.count, let type = ColumnType(rawValue: bytes[offset]) else { return nil }
            let nameByteCount = Int(LittleEndian.load(UInt16.self, from: bytes, at: offset + 1))
            offset += 3
            guard offset + nameByteCount <= bytes.count else { return nil }
            let name = String(decoding: bytes[offset..<offset + nameByteCount], as: UTF8.self)
            columns.append(ColumnDefinition(name: name, type: type))
            offset += nameByteCount
        }
        guard columns.count >= 2, columns[0].type == .text, columns[1].type == .text else { return nil }
        return columns
    }
}
