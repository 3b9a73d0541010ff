import FeatureFilters
import FeatureLayers
import GeoValues
import PROJBridge

/// Writes features as GeoJSON (RFC 7946) or JSON-FG (OGC 21-045), in any offered coordinate system.
struct FeatureWriter {
    private(set) var bytes: [UInt8] = []
    private let info: FeatureCollectionInfo
    private let system: ReferenceSystem
    private let format: OGCFormat
    /// Names of properties in the order of writing, with the type that all segments share.
    private let columns: [(name: String, type: ColumnType)]

    init(_ info: FeatureCollectionInfo, _ system: ReferenceSystem, _ format: OGCFormat) {
        self.info = info
        self.system = system
        self.format = format
        columns = info.properties.names.filter { $0 != "id" }.map { ($0, info.properties.type(of: $0) ?? .text) }
    }

    // MARK: Documents

    /// A feature collection.
    ///
    /// - Throws: `CoordinateProblem` for a feature outside the area of RDNAPTRANS2018.
    mutating func write(
        _ features: [FeatureReference],
        numberMatched: Int?,
        links: [OGCLink],
        _ transformer: CoordinateTransformer
    ) throws {
        append("{\"type\":\"FeatureCollection\",")
        writeConformance()
        append("\"links\":")
        write(links)
        append(",\"numberReturned\":\(features.count),")
        if let numberMatched { append("\"numberMatched\":\(numberMatched),") }
        append("\"features\":[")
        let positions = try positions(features, transformer)
        var place = 0
        for (number, reference) in features.enumerated() {
            if number > 0 { append(",\n") }
            write(reference, positions, &place)
        }
        append("]}\n")
    }

    /// One feature.
    mutating func write(_ feature: FeatureReference, links: [OGCLink], _ transformer: CoordinateTransformer) throws {
        let positions = try positions([feature], transformer)
        var place = 0
        write(feature, positions, &place)
        // The feature's closing brace makes room for what only a document has.
        bytes.removeLast()
        append(",")
        writeConformance()
        append("\"links\":")
        write(links)
        append("}\n")
    }

    private mutating func writeConformance() {
        guard format == .jsonfg else { return }
        append("\"conformsTo\":[\"http://www.opengis.net/spec/json-fg-1/0.2/conf/core\"],\"coordRefSys\":")
        write(text: system.uri)
        append(",")
    }

    private mutating func write(_ links: [OGCLink]) {
        append("[")
        for (number, link) in links.enumerated() {
            append(number == 0 ? "{\"href\":" : ",{\"href\":")
            write(text: link.href)
            append(",\"rel\":")
            write(text: link.rel)
            append(",\"type\":")
            write(text: link.type)
            append(",\"title\":")
            write(text: link.title)
            append("}")
        }
        append("]")
    }

    // MARK: Features

    private mutating func write(
        _ reference: FeatureReference,
        _ positions: [(Double, Double)],
        _ place: inout Int
    ) {
        let segment = info.layer.segments[reference.segment]
        let feature = reference.feature
        append("{\"type\":\"Feature\",\"id\":")
        write(text: segment.identifier(feature))
        if format == .jsonfg {
            append(",\"featureType\":")
            write(text: info.layer.name)
            append(",\"time\":")
            writeTime(segment, feature)
            // Only what is in CRS84 may stand in `geometry`.
            append(system == .crs84 ? ",\"place\":null,\"geometry\":" : ",\"geometry\":null,\"place\":")
        } else {
            append(",\"geometry\":")
        }
        writeGeometry(segment, feature, positions, &place)
        append(",\"properties\":{")
        for (number, column) in columns.enumerated() {
            if number > 0 { append(",") }
            write(text: column.name)
            append(":")
            write(FeatureValue.of(column.name, segment, feature), column.type)
        }
        append("}}")
    }

    /// The days of validity; the last is the one before the feature no longer counts.
    private mutating func writeTime(_ segment: Segment, _ feature: Int) {
        let validity = segment.validity(feature)
        guard validity.from != nil || validity.until != nil else {
            append("null")
            return
        }
        append("{\"interval\":[")
        write(text: validity.from.map { CalendarDay.text($0) } ?? "..")
        append(",")
        write(text: validity.until.map { CalendarDay.text($0 - 1) } ?? "..")
        append("]}")
    }

    private mutating func write(_ value: ColumnValue, _ type: ColumnType) {
        switch value {
        case .null: append("null")
        case .text(let text): write(text: text)
        case .date(let day): write(text: CalendarDay.text(day))
        case .integer(let integer): type == .text ? write(text: String(integer)) : append(String(integer))
        case .real(let real):
            if type == .text { write(text: String(real)) } else { append(real.isFinite ? "\(real)" : "null") }
        }
    }

    // MARK: Geometry

    /// The vertices of features, one after the other, in the order in which ``writeGeometry`` takes them.
    private func positions(
        _ features: [FeatureReference],
        _ transformer: CoordinateTransformer
    ) throws -> [(Double, Double)] {
        var points: [RDPoint] = []
        for reference in features {
            let segment = info.layer.segments[reference.segment]
            segment.withSections { sections in
                for ring in sections.rings(reference.feature) {
                    for position in sections.vertexRange(ring: ring) { points.append(sections.vertices[position]) }
                }
            }
        }
        return try system.positions(of: points, transformer)
    }

    private mutating func writeGeometry(
        _ segment: Segment,
        _ feature: Int,
        _ positions: [(Double, Double)],
        _ place: inout Int
    ) {
        let rings = segment.rings(feature)
        let counts = rings.map { segment.vertexRange(ring: $0).count }
        let count = counts.reduce(0, +)
        guard count > 0 else {
            append("null")
            return
        }
        switch segment.geometryKind(feature) {
        case .none: append("null")
        case .points:
            append(count == 1 ? "{\"type\":\"Point\",\"coordinates\":" : "{\"type\":\"MultiPoint\",\"coordinates\":[")
            writePositions(count, positions, &place)
            append(count == 1 ? "}" : "]}")
        case .lines:
            append(counts.count == 1 ? "{\"type\":\"LineString\"," : "{\"type\":\"MultiLineString\",")
            append(counts.count == 1 ? "\"coordinates\":" : "\"coordinates\":[")
            for (number, count) in counts.enumerated() {
                append(number == 0 ? "[" : ",[")
                writePositions(count, positions, &place)
                append("]")
            }
            append(counts.count == 1 ? "}" : "]}")
        case .polygons:
            let isSingle = rings.dropFirst().allSatisfy { segment.isHole(ring: $0) }
            append(
                isSingle ? "{\"type\":\"Polygon\",\"coordinates\":[" : "{\"type\":\"MultiPolygon\",\"coordinates\":[["
            )
            for (number, ring) in rings.enumerated() {
                if number > 0 { append(segment.isHole(ring: ring) ? "," : "],[") }
                append("[")
                let first = place
                writePositions(counts[number], positions, &place)
                append(",")
                write(positions[first])
                append("]")
            }
            append(isSingle ? "]}" : "]]}")
        }
    }

    private mutating func writePositions(_ count: Int, _ positions: [(Double, Double)], _ place: inout Int) {
        for number in 0..<count {
            if number > 0 { bytes.append(UInt8(ascii: ",")) }
            write(positions[place])
            place += 1
        }
    }

    private mutating func write(_ position: (Double, Double)) {
        bytes.append(UInt8(ascii: "["))
        write(position.0)
        bytes.append(UInt8(ascii: ","))
        write(position.1)
        bytes.append(UInt8(ascii: "]"))
    }

    /// A number with the decimals of the system, without zeros at the end.
    private mutating func write(_ value: Double) {
        let power = system.decimals == 9 ? 1_000_000_000 : 1_000
        let scaled = Int64((value * Double(power)).rounded())
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(power))
        appendDigits(whole, width: 1)
        if fraction == 0 { return }
        var rest = fraction
        var width = system.decimals
        while rest % 10 == 0 {
            rest /= 10
            width -= 1
        }
        bytes.append(UInt8(ascii: "."))
        appendDigits(rest, width: width)
    }

    private mutating func appendDigits(_ value: UInt64, width: Int) {
        let start = bytes.count
        var rest = value
        var written = 0
        while rest > 0 || written < width {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            written += 1
        }
        bytes[start...].reverse()
    }

    // MARK: Texts

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A JSON string (RFC 8259, 7).
    private mutating func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20:
                append("\\u00")
                append(byte < 0x10 ? "0" : "1")
                append(String(byte & 0xF, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// Values of features by the name of their property.
enum FeatureValue {
    static func of(_ name: String, _ segment: Segment, _ feature: Int) -> ColumnValue {
        if let column = segment.column(named: name) { return segment.value(feature, column: column) }
        switch name {
        case LayerProperties.validFromName: return segment.validity(feature).from.map { .date($0) } ?? .null
        case LayerProperties.validUntilName: return segment.validity(feature).until.map { .date($0) } ?? .null
        default: return .null
        }
    }

    /// As people read it.
    static func text(_ value: ColumnValue) -> String {
        switch value {
        case .null: ""
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .real(let real): String(real)
        case .date(let day): CalendarDay.text(day)
        }
    }
}
