import FileBridge

/// Encodes layers of a vector tile one after the other, Mapbox Vector Tile specification 2.1.
struct TileLayerEncoder {
    /// The values of GeomType (MVT 2.1, 4.3.4).
    enum GeometryType: UInt8 {
        case point = 1
        case lineString = 2
        case polygon = 3
    }

    /// The layers that were ended, and the beginning of the layer at hand.
    private(set) var bytes: [UInt8] = []
    /// Features of the layer at hand.
    private(set) var featureCount = 0
    /// Keys and values of the layer at hand.
    var dictionary = LayerDictionary()

    /// Where the layer at hand begins, and where its contents do.
    private var layerStart = 0
    private var contentsStart = 0
    /// Bytes kept for the length of a layer: right from 16 KiB to 2 MiB, else its contents are moved.
    private static let lengthRoom = 3

    /// Room for the features of the layer at hand, which end at ``featuresEnd``. Room that is there is written to without asking an array
    /// to grow, feature by feature.
    private var features = [UInt8](repeating: 0, count: 1 << 16)
    private var featuresEnd = 0

    /// Where a feature stands in ``features``, and of that all that precedes its geometry.
    struct WrittenFeature {
        var start = 0
        var attributes = 0..<0
        var end = 0
    }

    /// The feature added last.
    private(set) var lastFeature = WrittenFeature()

    /// What ``replace(_:)`` makes; kept, because fresh memory costs a page fault every 4 KiB.
    private var rewritten: [UInt8] = []

    /// The geometry of the feature being written, up to ``geometryEnd``.
    var feature = [UInt8](repeating: 0, count: 4096)
    private var geometryEnd = 0
    /// All that precedes a geometry but its tags: keys and lengths of the feature, tags and geometry, id, type.
    private static let fixedHead = 40

    // MARK: Layers

    /// Forgets all.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func beginLayer(_ name: String) {
        featureCount = 0
        featuresEnd = 0
        dictionary.clear()
        layerStart = bytes.count
        bytes.append(3 << 3 | 2)
        for _ in 0..<TileLayerEncoder.lengthRoom { bytes.append(0) }
        contentsStart = bytes.count
        bytes.append(15 << 3)
        bytes.append(2)
        Protobuf.appendField(1, text: name, to: &bytes)
    }

    /// Ends the layer; one without features is taken back.
    mutating func endLayer() {
        guard featureCount > 0 else {
            bytes.removeLast(bytes.count - layerStart)
            return
        }
        bytes += features[..<featuresEnd]
        dictionary.append(to: &bytes)
        bytes.append(5 << 3)
        Protobuf.appendVarint(UInt64(TileGrid.extent), to: &bytes)
        var length: [UInt8] = []
        Protobuf.appendVarint(UInt64(bytes.count - contentsStart), to: &length)
        bytes.replaceSubrange(layerStart + 1..<contentsStart, with: length)
    }

    /// Appends the layers of another encoder.
    mutating func append(_ other: borrowing TileLayerEncoder) { bytes += other.bytes }

    // MARK: Features

    /// Adds a feature with the geometry written last.
    mutating func addFeature(id: UInt64, _ type: GeometryType, _ tags: borrowing TagList) {
        let geometrySize = geometryEnd
        let tagSize = tags.byteCount
        let tagField = tagSize == 0 ? 0 : 1 &+ Protobuf.size(UInt32(truncatingIfNeeded: tagSize)) &+ tagSize
        let size32 = UInt32(truncatingIfNeeded: geometrySize)
        let idSize = Protobuf.size(id)
        let size = 1 &+ idSize &+ tagField &+ 2 &+ 1 &+ Protobuf.size(size32) &+ geometrySize
        let most =
            featuresEnd &+ TileLayerEncoder.fixedHead &+ tagSize &+ geometrySize
        if features.count < most { features.append(contentsOf: repeatElement(0, count: most)) }
        let start = featuresEnd
        var position = start
        var written = features.mutableSpan
        Protobuf.put(2 << 3 | 2, &written, &position)
        Protobuf.putVarint(UInt32(truncatingIfNeeded: size), &written, &position)
        let attributesStart = position
        Protobuf.put(1 << 3, &written, &position)
        Protobuf.putVarint(id, size: idSize, &written, &position)
        if tagSize > 0 {
            Protobuf.put(2 << 3 | 2, &written, &position)
            Protobuf.putVarint(UInt32(truncatingIfNeeded: tagSize), &written, &position)
            written.copy(tags.bytes.span, first: tagSize, to: position)
            position &+= tagSize
        }
        Protobuf.put(3 << 3, &written, &position)
        Protobuf.put(type.rawValue, &written, &position)
        let attributes = attributesStart..<position
        Protobuf.put(4 << 3 | 2, &written, &position)
        Protobuf.putVarint(size32, &written, &position)
        TileLayerEncoder.copy(feature, geometrySize, to: &features, at: position)
        featuresEnd = position &+ geometrySize
        lastFeature = WrittenFeature(start: start, attributes: attributes, end: featuresEnd)
        featureCount &+= 1
    }

    @inline(__always)
    private static func copy(_ source: [UInt8], _ count: Int, to bytes: inout [UInt8], at position: Int) {
        var written = bytes.mutableSpan
        written.copy(source.span, first: count, to: position)
    }

    /// The geometry written last.
    var geometry: [UInt8] { Array(feature[..<geometryEnd]) }

    /// Gives features of the layer at hand other geometries, in ascending order of place; those without one go.
    mutating func replace(_ replacements: [(feature: WrittenFeature, geometry: [UInt8]?)]) {
        guard let first = replacements.first?.feature.start else { return }
        rewritten.removeAll(keepingCapacity: true)
        var kept = first
        for (feature, geometry) in replacements {
            rewritten += features[kept..<feature.start]
            kept = feature.end
            guard let geometry else {
                featureCount -= 1
                continue
            }
            var field: [UInt8] = [4 << 3 | 2]
            Protobuf.appendVarint(UInt64(geometry.count), to: &field)
            rewritten.append(2 << 3 | 2)
            let size = feature.attributes.count + field.count + geometry.count
            Protobuf.appendVarint(UInt64(size), to: &rewritten)
            rewritten += features[feature.attributes]
            rewritten += field
            rewritten += geometry
        }
        rewritten += features[kept..<featuresEnd]
        features.replaceSubrange(first..<featuresEnd, with: rewritten)
        featuresEnd = first + rewritten.count
    }

    // MARK: Geometry commands (MVT 2.1, 4.3)

    /// Makes room in ``feature`` for a geometry of that many points and rings.
    mutating func beginGeometry(pointCount: Int, ringCount: Int) { reserve(pointCount, ringCount) }

    /// Ends the geometry written last.
    mutating func endGeometry(_ end: Int) { geometryEnd = end }

    /// Writes polygons: rings in the order given.
    mutating func writePolygons(_ rings: borrowing RingSet, _ order: [Int]) {
        reserve(rings.pointCount, rings.ringCount)
        var end = 0
        var written = feature.mutableSpan
        var cursor = TilePoint(x: 0, y: 0)
        let points = rings.points.span
        for ring in order {
            TileLayerEncoder.putPath(points, rings.range(ring), &cursor, &written, &end)
            // ClosePath, once.
            Protobuf.put(7 | 1 << 3, &written, &end)
        }
        geometryEnd = end
    }

    mutating func writeLines(_ lines: borrowing RingSet) {
        reserve(lines.pointCount, lines.ringCount)
        var end = 0
        var written = feature.mutableSpan
        var cursor = TilePoint(x: 0, y: 0)
        let points = lines.points.span
        for line in 0..<lines.ringCount {
            TileLayerEncoder.putPath(points, lines.range(line), &cursor, &written, &end)
        }
        geometryEnd = end
    }

    /// Writes points: all of the set as one MoveTo.
    mutating func writePoints(_ set: borrowing RingSet) {
        reserve(set.pointCount, 1)
        var end = 0
        var written = feature.mutableSpan
        var cursor = TilePoint(x: 0, y: 0)
        let points = set.points.span
        Protobuf.putVarint(1 | UInt32(truncatingIfNeeded: set.pointCount) << 3, &written, &end)
        for position in 0..<set.pointCount { TileLayerEncoder.putStep(to: points[position], &cursor, &written, &end) }
        geometryEnd = end
    }

    /// Makes room: two numbers a point, and three commands a ring.
    @inline(__always)
    private mutating func reserve(_ pointCount: Int, _ ringCount: Int) {
        let most =
            pointCount &* 2 &* Protobuf.longestVarint32 &+ ringCount &* (2 &+ Protobuf.longestVarint32)
        if feature.count < most { feature.append(contentsOf: repeatElement(0, count: most)) }
    }

    /// MoveTo the first point, LineTo the others.
    @inline(__always)
    private static func putPath(
        _ points: Span<TilePoint>,
        _ range: Range<Int>,
        _ cursor: inout TilePoint,
        _ bytes: inout MutableSpan<UInt8>,
        _ end: inout Int
    ) {
        Protobuf.put(1 | 1 << 3, &bytes, &end)
        putStep(to: points[range.lowerBound], &cursor, &bytes, &end)
        Protobuf.putVarint(2 | UInt32(truncatingIfNeeded: range.count &- 1) << 3, &bytes, &end)
        var position = range.lowerBound &+ 1
        while position < range.upperBound {
            putStep(to: points[position], &cursor, &bytes, &end)
            position &+= 1
        }
    }

    @inline(__always)
    private static func putStep(
        to point: TilePoint,
        _ cursor: inout TilePoint,
        _ bytes: inout MutableSpan<UInt8>,
        _ end: inout Int
    ) {
        Protobuf.putVarint(Protobuf.zigzag(point.x &- cursor.x), &bytes, &end)
        Protobuf.putVarint(Protobuf.zigzag(point.y &- cursor.y), &bytes, &end)
        cursor = point
    }
}
