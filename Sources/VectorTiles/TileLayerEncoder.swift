/// A value of a vector tile; the numeric kinds stay apart.
enum TileValue: Hashable {
    case text(String)
    case integer(Int64)
    case real(UInt64)
}

/// The geometry of one feature in tile units.
enum TileGeometry {
    case points([TilePoint])
    case lines([[TilePoint]])
    /// Polygon → rings, the first of each its exterior; not yet oriented.
    case polygons([[[TilePoint]]])
}

/// Encodes one layer of a vector tile, Mapbox Vector Tile specification 2.1.
struct TileLayerEncoder {
    static let extent: Int32 = 4096

    let name: String
    private var features = ProtobufWriter()
    /// The feature being written, and its commands: one memory for all.
    private var feature = ProtobufWriter()
    private var commands: [UInt32] = []
    private var keys: [String] = []
    private var keyPositions: [String: UInt32] = [:]
    private var values = ProtobufWriter()
    private var valuePositions: [TileValue: UInt32] = [:]
    private var valueCount: UInt32 = 0
    private(set) var featureCount = 0

    init(name: String) {
        self.name = name
    }

    /// The tag number of a key, added on first use.
    mutating func position(ofKey key: String) -> UInt32 {
        if let position = keyPositions[key] { return position }
        let position = UInt32(keys.count)
        keys.append(key)
        keyPositions[key] = position
        return position
    }

    /// The tag number of a value, added on first use.
    mutating func position(of value: TileValue) -> UInt32 {
        if let position = valuePositions[value] { return position }
        let position = appendUnshared(value)
        valuePositions[value] = position
        return position
    }

    /// Adds a value that no other feature has; saves the look-up.
    mutating func appendUnshared(_ value: TileValue) -> UInt32 {
        var encoded = ProtobufWriter()
        switch value {
        case .text(let text): encoded.field(1, bytes: Array(text.utf8))
        case .real(let bits): encoded.field(3, double: Double(bitPattern: bits))
        case .integer(let integer) where integer >= 0: encoded.field(5, varint: UInt64(integer))
        case .integer(let integer): encoded.field(6, varint: zigzag(integer))
        }
        values.field(4, bytes: encoded.bytes)
        valueCount += 1
        return valueCount - 1
    }

    /// Adds a feature. An empty geometry adds nothing.
    mutating func add(id: UInt64, tags: [UInt32], _ geometry: TileGeometry) {
        commands.removeAll(keepingCapacity: true)
        let type: UInt64
        switch geometry {
        case .points(let points):
            type = 1
            TileLayerEncoder.append(points: points, to: &commands)
        case .lines(let lines):
            type = 2
            TileLayerEncoder.append(lines: lines, to: &commands)
        case .polygons(let polygons):
            type = 3
            TileLayerEncoder.append(polygons: polygons, to: &commands)
        }
        guard !commands.isEmpty else { return }
        feature.clear()
        feature.field(1, varint: id)
        feature.field(2, packed: tags)
        feature.field(3, varint: type)
        feature.field(4, packed: commands)
        features.field(2, bytes: feature.bytes)
        featureCount += 1
    }

    /// The layer as field 3 of a tile.
    func encoded() -> [UInt8] {
        var layer = ProtobufWriter()
        layer.field(15, varint: 2)
        layer.field(1, bytes: Array(name.utf8))
        var contents = layer.bytes + features.bytes
        var tail = ProtobufWriter()
        for key in keys { tail.field(3, bytes: Array(key.utf8)) }
        contents += tail.bytes + values.bytes
        var end = ProtobufWriter()
        end.field(5, varint: UInt64(TileLayerEncoder.extent))
        contents += end.bytes
        var tile = ProtobufWriter()
        tile.field(3, bytes: contents)
        return tile.bytes
    }

    // MARK: Geometry commands (specification 4.3)

    private static func command(_ id: UInt32, count: Int) -> UInt32 { id | UInt32(count) << 3 }

    private static func append(points: [TilePoint], to commands: inout [UInt32]) {
        guard !points.isEmpty else { return }
        commands.append(command(1, count: points.count))
        var cursor = TilePoint(x: 0, y: 0)
        for point in points { append(point, &cursor, &commands) }
    }

    private static func append(lines: [[TilePoint]], to commands: inout [UInt32]) {
        var cursor = TilePoint(x: 0, y: 0)
        for line in lines where line.count >= 2 {
            commands.append(command(1, count: 1))
            append(line[0], &cursor, &commands)
            commands.append(command(2, count: line.count - 1))
            for point in line.dropFirst() { append(point, &cursor, &commands) }
        }
    }

    private static func append(polygons: [[[TilePoint]]], to commands: inout [UInt32]) {
        var cursor = TilePoint(x: 0, y: 0)
        for polygon in polygons {
            for (position, ring) in polygon.enumerated() {
                // Exteriors run clockwise on the screen, holes the other way; a turned ring begins at its old end.
                let isKept = (ring.doubledArea > 0) == (position == 0)
                let last = ring.count - 1
                commands.append(command(1, count: 1))
                append(ring[isKept ? 0 : last], &cursor, &commands)
                commands.append(command(2, count: last))
                for index in 1...last { append(ring[isKept ? index : last - index], &cursor, &commands) }
                commands.append(command(7, count: 1))
            }
        }
    }

    private static func append(_ point: TilePoint, _ cursor: inout TilePoint, _ commands: inout [UInt32]) {
        commands.append(zigzag(point.x - cursor.x))
        commands.append(zigzag(point.y - cursor.y))
        cursor = point
    }
}
