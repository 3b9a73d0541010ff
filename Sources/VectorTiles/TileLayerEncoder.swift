/// Encodes one layer of a vector tile, Mapbox Vector Tile specification 2.1.
struct TileLayerEncoder {
    /// The values of GeomType (MVT 2.1, 4.3.4).
    enum GeometryType: UInt8 {
        case point = 1
        case lineString = 2
        case polygon = 3
    }

    private(set) var featureCount = 0
    var values = TileValues()

    private var keys: [String] = []
    /// The features as fields 2 of the layer.
    private var features: [UInt8] = []
    /// The feature being written: the geometry from `headRoom` on, and before it, right-aligned, what precedes it.
    private var feature = [UInt8](repeating: 0, count: 4096)
    private var featureEnd = 0
    private var tags: [UInt32] = []

    /// Room for all that precedes a geometry but its tags: field 2's key and length, id, type, and keys and lengths.
    private static let fixedHeadRoom = 48
    private var headRoom = fixedHeadRoom
    private static let mostTags = 256

    /// Begins another layer.
    mutating func clear() {
        featureCount = 0
        values.clear()
        keys.removeAll(keepingCapacity: true)
        features.removeAll(keepingCapacity: true)
        headRoom = TileLayerEncoder.fixedHeadRoom + TileLayerEncoder.mostTags * Protobuf.longestVarint32
    }

    /// The tag number of a new key.
    mutating func addKey(_ name: String) -> UInt32 {
        if let position = keys.firstIndex(of: name) { return UInt32(position) }
        keys.append(name)
        return UInt32(keys.count - 1)
    }

    // MARK: Features

    mutating func clearTags() { tags.removeAll(keepingCapacity: true) }

    /// Adds an attribute to the feature that is added next. At most 128.
    @inline(__always)
    mutating func addTag(key: UInt32, value: UInt32) {
        tags.append(key)
        tags.append(value)
    }

    /// Adds a feature with the tags given and the geometry written last.
    mutating func addFeature(id: UInt64, _ type: GeometryType) {
        let tags = tags
        let geometrySize = featureEnd &- headRoom
        var tagSize = 0
        for tag in tags { tagSize &+= Protobuf.size(tag) }
        let tagField = tagSize == 0 ? 0 : 1 &+ Protobuf.size(UInt32(truncatingIfNeeded: tagSize)) &+ tagSize
        let size32 = UInt32(truncatingIfNeeded: geometrySize)
        let size = 1 &+ Protobuf.size(id) &+ tagField &+ 2 &+ 1 &+ Protobuf.size(size32) &+ geometrySize
        let outerSize = UInt32(truncatingIfNeeded: size)
        let start = headRoom &- (1 &+ Protobuf.size(outerSize) &+ size &- geometrySize)
        var position = start
        var bytes = feature.mutableSpan
        Protobuf.put(2 << 3 | 2, &bytes, &position)
        Protobuf.putVarint(outerSize, &bytes, &position)
        Protobuf.put(1 << 3, &bytes, &position)
        Protobuf.putVarint(id, &bytes, &position)
        if tagSize > 0 {
            Protobuf.put(2 << 3 | 2, &bytes, &position)
            Protobuf.putVarint(UInt32(truncatingIfNeeded: tagSize), &bytes, &position)
            for tag in tags { Protobuf.putVarint(tag, &bytes, &position) }
        }
        Protobuf.put(3 << 3, &bytes, &position)
        Protobuf.put(type.rawValue, &bytes, &position)
        Protobuf.put(4 << 3 | 2, &bytes, &position)
        Protobuf.putVarint(size32, &bytes, &position)
        features.append(contentsOf: feature[start..<featureEnd])
        featureCount &+= 1
    }

    // MARK: Geometry commands (MVT 2.1, 4.3)

    /// Writes polygons: rings in the order given.
    mutating func writePolygons(_ rings: RingSet, _ order: [Int]) {
        reserve(rings)
        var end = headRoom
        var bytes = feature.mutableSpan
        var cursor = TilePoint(x: 0, y: 0)
        let points = rings.points.span
        for ring in order {
            let range = rings.range(ring)
            TileLayerEncoder.putPath(points, range, &cursor, &bytes, &end)
            // ClosePath, once.
            Protobuf.put(7 | 1 << 3, &bytes, &end)
        }
        featureEnd = end
    }

    mutating func writeLines(_ lines: RingSet) {
        reserve(lines)
        var end = headRoom
        var bytes = feature.mutableSpan
        var cursor = TilePoint(x: 0, y: 0)
        let points = lines.points.span
        for line in 0..<lines.ringCount {
            TileLayerEncoder.putPath(points, lines.range(line), &cursor, &bytes, &end)
        }
        featureEnd = end
    }

    /// Writes points: all of the set as one MoveTo.
    mutating func writePoints(_ set: RingSet) {
        reserve(set)
        var end = headRoom
        var bytes = feature.mutableSpan
        var cursor = TilePoint(x: 0, y: 0)
        let points = set.points.span
        Protobuf.putVarint(1 | UInt32(truncatingIfNeeded: set.pointCount) << 3, &bytes, &end)
        for position in 0..<set.pointCount { TileLayerEncoder.putStep(to: points[position], &cursor, &bytes, &end) }
        featureEnd = end
    }

    private mutating func reserve(_ set: RingSet) {
        // Two numbers a point, and three commands a ring.
        let most =
            headRoom &+ set.pointCount &* 2 &* Protobuf.longestVarint32 &+ (set.ringCount &+ 1)
            &* (2 &+ Protobuf.longestVarint32)
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

    // MARK: The layer

    /// Appends the layer to a tile, as its field 3.
    func append(name: String, to tile: inout [UInt8]) {
        var head: [UInt8] = [15 << 3, 2]
        Protobuf.appendField(1, text: name, to: &head)
        var tail: [UInt8] = []
        for key in keys { Protobuf.appendField(3, text: key, to: &tail) }
        var extent: [UInt8] = [5 << 3]
        Protobuf.appendVarint(UInt64(TileGrid.extent), to: &extent)
        let size = head.count + features.count + tail.count + values.bytes.count + extent.count
        tile.append(3 << 3 | 2)
        Protobuf.appendVarint(UInt64(size), to: &tile)
        tile += head
        tile += features
        tile += tail
        tile += values.bytes
        tile += extent
    }
}
