import FileBridge
import GeoValues

/// The form of a manifest on disk: lines of fields separated by tabs, read by hand because a general decoder takes seconds
/// for 100,000 segments. The same manifest gives the same bytes.
///
/// ```
/// stip-manifest  5  XXH3-128 of all that follows this line
/// delivery       source  origin  format  reference date  licence        numbered from 0 in this order
/// file           path                                                   likewise
/// layer          name                                                   the lines below it belong to it
/// segment        delivery  part  file  offset  bytes  features  checksum  [minX  minY  maxX  maxY]
/// gap            source  rejected features  [minX  minY  maxX  maxY]
/// ```
/// Numbers are decimal, boxes RD millimetres. In texts the bytes 0…31, 127 and `%` are written as `%` and two hexadecimal
/// digits; an absent text is empty.
public enum ManifestText {
    private static let title = "stip-manifest"

    // MARK: Writing

    /// The bytes of the file.
    public static func encoded(_ manifest: Manifest) -> [UInt8] {
        let segments = manifest.segments
        let deliveries = Set(segments.map(Delivery.init)).sorted()
        let files = Set(segments.map(\.file)).sorted()
        let deliveryNumbers = numbers(deliveries)
        let fileNumbers = numbers(files)
        var body = ManifestLines()
        for delivery in deliveries { body.add("delivery", delivery.fields) }
        for file in files { body.add("file", [file]) }
        for layer in manifest.layerNames {
            body.add("layer", [layer])
            for entry in manifest.segments(of: layer) {
                let numbers = [
                    deliveryNumbers[Delivery(entry)] ?? 0, entry.part, fileNumbers[entry.file] ?? 0, entry.offset,
                    entry.byteCount, entry.featureCount,
                ]
                body.add("segment", numbers.map { String($0) } + [entry.checksum.description] + fields(of: entry.box))
            }
            for gap in manifest.gaps where gap.layer == layer {
                body.add("gap", [gap.source, String(gap.rejectedCount)] + fields(of: gap.box))
            }
        }
        var all = ManifestLines()
        all.add(title, [String(Manifest.formatVersion), Checksum128(of: body.bytes).description])
        return all.bytes + body.bytes
    }

    private static func numbers<Name: Hashable>(_ names: [Name]) -> [Name: Int] {
        Dictionary(zip(names, names.indices)) { first, _ in first }
    }

    private static func fields(of box: RDBox) -> [String] {
        box.isEmpty ? [] : [box.minX, box.minY, box.maxX, box.maxY].map { String($0) }
    }

    // MARK: Reading

    /// Reads the text and checks it against its checksum.
    ///
    /// - Throws: ``WorkspaceProblem/damagedManifest(path:)``, ``WorkspaceProblem/manifestVersion(path:found:)``.
    public static func decoded(_ bytes: [UInt8], path: String) throws -> Manifest {
        let damaged = WorkspaceProblem.damagedManifest(path: path)
        var reader = ManifestReader(bytes)
        guard reader.word() == title, let version = reader.integer() else { throw damaged }
        guard version == Manifest.formatVersion else {
            throw WorkspaceProblem.manifestVersion(path: path, found: version)
        }
        guard let checksum = reader.checksum(), reader.endLine(),
            Checksum128(of: Array(bytes[reader.position...])) == checksum,
            let manifest = body(&reader)
        else { throw damaged }
        return manifest
    }

    /// Nil when a line is not as it should be.
    private static func body(_ reader: inout ManifestReader) -> Manifest? {
        var deliveries: [Delivery] = []
        var files: [String] = []
        var layer: String?
        var segments: [SegmentEntry] = []
        var gaps: [LayerGap] = []
        while !reader.isAtEnd {
            switch reader.word() {
            case "segment":
                guard let layer, let delivery = reader.integer(), deliveries.indices.contains(delivery),
                    let part = reader.integer(), let file = reader.integer(), files.indices.contains(file),
                    let offset = reader.integer(), let byteCount = reader.integer(),
                    let featureCount = reader.integer(), let checksum = reader.checksum(), let box = reader.box(),
                    part >= 0, offset >= 0, byteCount >= 0, featureCount >= 0, offset <= Int.max - byteCount
                else { return nil }
                let from = deliveries[delivery]
                segments.append(
                    SegmentEntry(
                        layer: layer,
                        source: from.source,
                        part: part,
                        file: files[file],
                        offset: offset,
                        origin: from.origin,
                        format: from.format,
                        referenceDate: from.referenceDate,
                        licence: from.licence,
                        checksum: checksum,
                        featureCount: featureCount,
                        byteCount: byteCount,
                        box: box
                    )
                )
            case "delivery":
                let fields = (0..<5).compactMap { _ in reader.text() }
                guard fields.count == 5 else { return nil }
                deliveries.append(Delivery(fields))
            case "file":
                guard let file = reader.text() else { return nil }
                files.append(file)
            case "layer":
                guard let name = reader.text() else { return nil }
                layer = name
            case "gap":
                guard let layer, let source = reader.text(), let count = reader.integer(), let box = reader.box() else {
                    return nil
                }
                gaps.append(LayerGap(layer: layer, source: source, rejectedCount: count, box: box))
            default: return nil
            }
            guard reader.endLine() else { return nil }
        }
        return Manifest(segments: segments, gaps: gaps)
    }

    /// What the segments of one delivery have in common.
    private struct Delivery: Hashable, Comparable {
        let source: String
        let origin: String
        let format: String
        let referenceDate: String
        let licence: String

        init(_ entry: SegmentEntry) {
            source = entry.source
            origin = entry.origin
            format = entry.format
            referenceDate = entry.referenceDate ?? ""
            licence = entry.licence ?? ""
        }

        /// - Precondition: five fields.
        init(_ fields: [String]) {
            (source, origin, format) = (fields[0], fields[1], fields[2])
            (referenceDate, licence) = (fields[3], fields[4])
        }

        var fields: [String] { [source, origin, format, referenceDate, licence] }

        static func < (left: Delivery, right: Delivery) -> Bool { left.fields.lexicographicallyPrecedes(right.fields) }
    }
}

/// Lines of fields in the making.
struct ManifestLines {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ word: String, _ fields: [String]) {
        bytes += word.utf8
        for field in fields {
            bytes.append(UInt8(ascii: "\t"))
            for byte in field.utf8 {
                if byte < 32 || byte == 127 || byte == UInt8(ascii: "%") {
                    bytes.append(UInt8(ascii: "%"))
                    bytes += (byte < 16 ? "0" : "").utf8
                    bytes += String(byte, radix: 16).utf8
                } else {
                    bytes.append(byte)
                }
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
