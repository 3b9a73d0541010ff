import FeatureLayers
import FileBridge
import GeoValues

/// A feature that passed the intake, as bytes in a ``ScratchStore``, so that millions of them need no memory.
///
/// ```
/// UInt32 part, UInt32 coverage group, UInt8 repair (0 none, else 1 + position in FindingCode.allCases)
/// UInt8 geometry kind, UInt32 rings, then per ring UInt8 role and UInt32 vertices, then x, y of all vertices (Int32)
/// text identifier, UInt8 has name (text), Int32 valid from, Int32 valid until, UInt8 has version (text)
/// UInt16 attributes, each UInt16 column of the part, UInt8 kind, value
/// ```
enum StoredRecord {
    private enum Kind {
        static let text: UInt8 = 1
        static let integer: UInt8 = 2
        static let real: UInt8 = 3
        static let date: UInt8 = 4
    }

    /// What is read of a record without its attributes.
    struct Geometry {
        var part = 0
        var group: UInt32 = 0
        var repair: FindingCode?
        var kind = GeometryKind.none
        var ringRoles: [UInt8] = []
        var ringVertexCounts: [UInt32] = []
        var vertices: [RDPoint] = []
    }

    static func append(
        _ feature: SourceFeature,
        _ geometry: RDGeometry,
        part: Int,
        group: UInt32,
        repair: FindingCode?,
        columns: [Int],
        to writer: inout ByteWriter
    ) {
        writer.append(UInt32(part))
        writer.append(group)
        writer.append(UInt8(repair.flatMap { FindingCode.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0))
        append(geometry, to: &writer)
        writer.append(feature.identifier)
        appendOptional(feature.name, to: &writer)
        writer.append(feature.validFrom ?? .min)
        writer.append(feature.validUntil ?? .max)
        appendOptional(feature.version, to: &writer)
        let countPosition = writer.count
        writer.append(UInt16(0))
        var count: UInt16 = 0
        for (position, attribute) in feature.attributes.enumerated() {
            let column = UInt16(truncatingIfNeeded: columns[position])
            switch attribute.value {
            case .null: continue
            case .text(let text):
                writer.append(column)
                writer.append(Kind.text)
                writer.append(text)
            case .integer(let integer):
                writer.append(column)
                writer.append(Kind.integer)
                writer.append(integer)
            case .real(let real):
                writer.append(column)
                writer.append(Kind.real)
                writer.append(real)
            case .date(let day):
                writer.append(column)
                writer.append(Kind.date)
                writer.append(day)
            }
            count += 1
        }
        writer.bytes[countPosition] = UInt8(truncatingIfNeeded: count)
        writer.bytes[countPosition + 1] = UInt8(truncatingIfNeeded: count >> 8)
    }

    private static func appendOptional(_ text: String?, to writer: inout ByteWriter) {
        writer.append(UInt8(text == nil ? 0 : 1))
        if let text { writer.append(text) }
    }

    private static func append(_ geometry: RDGeometry, to writer: inout ByteWriter) {
        func ring(_ points: [RDPoint], _ role: UInt8) {
            writer.append(role)
            writer.append(UInt32(points.count))
        }
        switch geometry {
        case .none:
            writer.append(GeometryKind.none.rawValue)
            writer.append(UInt32(0))
        case .points(let points):
            writer.append(GeometryKind.points.rawValue)
            writer.append(UInt32(1))
            ring(points, 0)
            writer.append(contentsOf: points)
        case .lines(let lines):
            writer.append(GeometryKind.lines.rawValue)
            writer.append(UInt32(lines.count))
            for line in lines { ring(line, 0) }
            for line in lines { writer.append(contentsOf: line) }
        case .polygons(let polygons):
            writer.append(GeometryKind.polygons.rawValue)
            writer.append(UInt32(polygons.reduce(0) { $0 + 1 + $1.holes.count }))
            for polygon in polygons {
                ring(polygon.exterior.points, 0)
                for hole in polygon.holes { ring(hole.points, 1) }
            }
            for polygon in polygons {
                writer.append(contentsOf: polygon.exterior.points)
                for hole in polygon.holes { writer.append(contentsOf: hole.points) }
            }
        }
    }

    /// Reads the geometry, which comes first.
    static func readGeometry(_ reader: inout ByteReader, into geometry: inout Geometry) {
        geometry.part = Int(reader.uint32())
        geometry.group = reader.uint32()
        let repair = Int(reader.uint8())
        geometry.repair = repair == 0 ? nil : FindingCode.allCases[repair - 1]
        geometry.kind = GeometryKind(rawValue: reader.uint8()) ?? .none
        geometry.ringRoles.removeAll(keepingCapacity: true)
        geometry.ringVertexCounts.removeAll(keepingCapacity: true)
        geometry.vertices.removeAll(keepingCapacity: true)
        var total = 0
        for _ in 0..<reader.uint32() {
            geometry.ringRoles.append(reader.uint8())
            let count = reader.uint32()
            geometry.ringVertexCounts.append(count)
            total += Int(count)
        }
        reader.read(total, into: &geometry.vertices)
    }

    /// Reads what follows the geometry into a segment; rings come from the caller, which may have changed them.
    ///
    /// - Parameter columns: the segment's column for each column of the record's part.
    static func readAttributes(
        _ reader: inout ByteReader,
        kind: GeometryKind,
        columns: [Int],
        into segment: inout FlatSegment
    ) {
        let identifier = reader.textRange()
        let name = reader.uint8() == 0 ? nil : reader.textRange()
        let from = reader.int32()
        let until = reader.int32()
        if reader.uint8() != 0 { _ = reader.textRange() }
        segment.appendFeature(
            reader.bytes,
            identifier: identifier,
            name: name,
            kind: kind,
            validFrom: from == .min ? nil : from,
            validUntil: until == .max ? nil : until
        )
        for _ in 0..<reader.uint16() {
            let column = columns[Int(reader.uint16())]
            let kind = reader.uint8()
            let type = segment.columns[column].type
            switch (kind, type) {
            case (Kind.text, _): segment.setText(column, reader.bytes, reader.textRange())
            case (Kind.integer, .integer): segment.setInteger(column, reader.int64())
            case (Kind.integer, .real): segment.setReal(column, Double(reader.int64()))
            case (Kind.integer, _): set(column, "\(reader.int64())", in: &segment)
            case (Kind.real, .real): segment.setReal(column, reader.double())
            case (Kind.real, _): set(column, "\(reader.double())", in: &segment)
            case (_, .date): segment.setInteger(column, Int64(reader.int32()))
            default: set(column, CalendarDay.text(reader.int32()), in: &segment)
            }
        }
    }

    private static func set(_ column: Int, _ text: String, in segment: inout FlatSegment) {
        let utf8 = Array(text.utf8)
        segment.setText(column, utf8, utf8.indices)
    }

    /// What tells the versions of one feature apart.
    struct Identity {
        let identifier: String
        let validFrom: Int32
        let validUntil: Int32
        let version: String
        let geometry: Geometry
    }

    static func readIdentity(_ reader: inout ByteReader) -> Identity {
        var geometry = Geometry()
        readGeometry(&reader, into: &geometry)
        let identifier = reader.text()
        if reader.uint8() != 0 { _ = reader.textRange() }
        let from = reader.int32()
        let until = reader.int32()
        let version = reader.uint8() == 0 ? "" : reader.text()
        return Identity(
            identifier: identifier,
            validFrom: from,
            validUntil: until,
            version: version,
            geometry: geometry
        )
    }
}
