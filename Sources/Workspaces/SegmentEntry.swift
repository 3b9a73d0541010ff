public import FileBridge
public import GeoValues

/// One segment of a workspace, and where it lies.
public struct SegmentEntry: Equatable, Sendable {
    public let layer: String
    /// Names the delivery that this segment came from; importing it again replaces the segment.
    public let source: String
    /// Which of the segments that the source delivered for the layer, from 0: a large source comes in several.
    public let part: Int
    /// Path of the segment file inside the workspace.
    public let file: String
    /// Where in that file the segment begins; more than 0 only where small segments are packed together.
    public let offset: Int
    /// Name of the file that was imported, without its folder.
    public let origin: String
    public let format: String
    /// The date that the data describes (ISO 8601), when the source says.
    public let referenceDate: String?
    public let licence: String?
    public let checksum: Checksum128
    public let featureCount: Int
    public let byteCount: Int
    /// Empty when no feature has a place.
    public let box: RDBox

    public init(
        layer: String,
        source: String,
        part: Int = 0,
        file: String,
        offset: Int = 0,
        origin: String,
        format: String,
        referenceDate: String?,
        licence: String?,
        checksum: Checksum128,
        featureCount: Int,
        byteCount: Int,
        box: RDBox
    ) {
        self.layer = layer
        self.source = source
        self.part = part
        self.file = file
        self.offset = offset
        self.origin = origin
        self.format = format
        // An empty text says as much as none.
        self.referenceDate = referenceDate.flatMap { $0.isEmpty ? nil : $0 }
        self.licence = licence.flatMap { $0.isEmpty ? nil : $0 }
        self.checksum = checksum
        self.featureCount = featureCount
        self.byteCount = byteCount
        self.box = box.isEmpty ? .empty : box
    }

    /// What no two segments of a manifest share.
    struct Key: Hashable {
        let layer: String
        let source: String
        let part: Int
    }

    var key: Key { Key(layer: layer, source: source, part: part) }

    /// Whether it stands before another of its layer.
    func precedes(_ other: SegmentEntry) -> Bool { (source, part) < (other.source, other.part) }

    /// The same segment in another place.
    func moved(to file: String, offset: Int) -> SegmentEntry {
        SegmentEntry(
            layer: layer,
            source: source,
            part: part,
            file: file,
            offset: offset,
            origin: origin,
            format: format,
            referenceDate: referenceDate,
            licence: licence,
            checksum: checksum,
            featureCount: featureCount,
            byteCount: byteCount,
            box: box
        )
    }
}

extension SegmentEntry: Encodable {
    private enum CodingKeys: CodingKey {
        case layer, source, part, file, offset, origin, format, referenceDate, licence, checksum, featureCount,
            byteCount
        case box
    }

    /// For people and programs that ask what there is; the box is minX, minY, maxX, maxY in RD millimetres.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(layer, forKey: .layer)
        try container.encode(source, forKey: .source)
        try container.encode(part, forKey: .part)
        try container.encode(file, forKey: .file)
        try container.encode(offset, forKey: .offset)
        try container.encode(origin, forKey: .origin)
        try container.encode(format, forKey: .format)
        try container.encodeIfPresent(referenceDate, forKey: .referenceDate)
        try container.encodeIfPresent(licence, forKey: .licence)
        try container.encode(checksum.description, forKey: .checksum)
        try container.encode(featureCount, forKey: .featureCount)
        try container.encode(byteCount, forKey: .byteCount)
        if !box.isEmpty { try container.encode([box.minX, box.minY, box.maxX, box.maxY], forKey: .box) }
    }
}
