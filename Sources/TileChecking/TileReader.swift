/// A vector tile as any client reads it: by Mapbox Vector Tile 2.1, not by our encoder.
struct ReadTile {
    struct Point: Hashable {
        var x: Int
        var y: Int
    }

    struct Feature {
        var id: UInt64 = 0
        /// 1 points, 2 lines, 3 polygons.
        var type = 0
        var tags: [String: Value] = [:]
        /// Points, lines or rings, rings without the closing repeat.
        var paths: [[Point]] = []
    }

    enum Value: Hashable {
        case text(String)
        case number(Int64)
        case bool(Bool)
        case other
    }

    private(set) var layers: [String: [Feature]] = [:]
    /// What the specification forbids.
    private(set) var faults: [String] = []

    init(_ bytes: [UInt8]) {
        var reader = ProtobufReader(bytes[...])
        while let field = reader.next() {
            guard field.number == 3 else { continue }
            read(layer: field.bytes)
        }
        faults += reader.faults
    }

    private mutating func read(layer bytes: ArraySlice<UInt8>) {
        var name = ""
        var keys: [String] = []
        var values: [Value] = []
        var encoded: [ArraySlice<UInt8>] = []
        var extent: UInt64 = 4096
        var version: UInt64 = 1
        var reader = ProtobufReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: name = String(decoding: field.bytes, as: UTF8.self)
            case 2: encoded.append(field.bytes)
            case 3: keys.append(String(decoding: field.bytes, as: UTF8.self))
            case 4: values.append(ReadTile.value(field.bytes))
            case 5: extent = field.value
            case 15: version = field.value
            default: break
            }
        }
        faults += reader.faults
        if version != 2 || extent != 4096 { faults.append("layer \(name): version \(version), extent \(extent)") }
        if layers[name] != nil { faults.append("layer \(name) comes twice") }
        if encoded.isEmpty { faults.append("layer \(name) has no features") }
        layers[name] = encoded.map { feature($0, keys, values, name) }
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> Value {
        var reader = ProtobufReader(bytes)
        guard let field = reader.next() else { return .other }
        switch field.number {
        case 1: return .text(String(decoding: field.bytes, as: UTF8.self))
        case 4, 5: return .number(Int64(truncatingIfNeeded: field.value))
        case 6: return .number(ReadTile.unzigzag(field.value))
        case 7: return .bool(field.value != 0)
        default: return .other
        }
    }

    private static func unzigzag(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    private mutating func feature(
        _ bytes: ArraySlice<UInt8>,
        _ keys: [String],
        _ values: [Value],
        _ layer: String
    ) -> Feature {
        var feature = Feature()
        var reader = ProtobufReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: feature.id = field.value
            case 2:
                let tags = ProtobufReader.packed(field.bytes)
                for pair in stride(from: 0, to: tags.count - 1, by: 2) {
                    guard tags[pair] < keys.count, tags[pair + 1] < values.count else {
                        faults.append("layer \(layer), feature \(feature.id): tag out of range")
                        continue
                    }
                    feature.tags[keys[Int(tags[pair])]] = values[Int(tags[pair + 1])]
                }
            case 3: feature.type = Int(clamping: field.value)
            case 4:
                if let fault = feature.readGeometry(ProtobufReader.packed(field.bytes)) {
                    faults.append("layer \(layer), feature \(feature.id): \(fault)")
                }
            default: break
            }
        }
        return feature
    }
}

extension ReadTile.Feature {
    /// Follows the commands of a geometry (MVT 2.1, 4.3); what they forbid, if anything.
    fileprivate mutating func readGeometry(_ numbers: [UInt64]) -> String? {
        var cursor = ReadTile.Point(x: 0, y: 0)
        var position = 0
        while position < numbers.count {
            let (command, count) = (numbers[position] & 7, Int(clamping: numbers[position] >> 3))
            position += 1
            if command == 7 {
                guard type == 3, count == 1, let ring = paths.last, ring.count >= 3 else {
                    return "ClosePath out of place"
                }
                continue
            }
            guard command == 1 || command == 2, count > 0, count <= (numbers.count - position) / 2 else {
                return "command \(command) with count \(count)"
            }
            for _ in 0..<count {
                func step(_ number: UInt64) -> Int { Int(number >> 1) ^ -Int(number & 1) }
                let (dx, dy) = (step(numbers[position]), step(numbers[position + 1]))
                position += 2
                cursor.x += dx
                cursor.y += dy
                if command == 1 {
                    paths.append([cursor])
                } else {
                    guard !paths.isEmpty else { return "LineTo before MoveTo" }
                    if dx == 0, dy == 0 { return "a point that repeats" }
                    paths[paths.count - 1].append(cursor)
                }
            }
        }
        return nil
    }

    /// Of each polygon its rings: a ring of positive area (MVT 2.1, 4.3.4.4: the surveyor's formula, y downward) begins one.
    /// nil when the first ring is none.
    var polygons: [[[ReadTile.Point]]]? {
        var polygons: [[[ReadTile.Point]]] = []
        for ring in paths {
            if ReadTile.doubledArea(ring) > 0 {
                polygons.append([ring])
            } else if polygons.isEmpty {
                return nil
            } else {
                polygons[polygons.count - 1].append(ring)
            }
        }
        return polygons
    }
}

extension ReadTile {
    static func doubledArea(_ ring: [Point]) -> Int {
        guard var before = ring.last else { return 0 }
        var doubled = 0
        for point in ring {
            doubled += before.x * point.y - point.x * before.y
            before = point
        }
        return doubled
    }
}

/// Reads protobuf fields one after the other.
struct ProtobufReader {
    private var rest: ArraySlice<UInt8>
    private(set) var faults: [String] = []

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    private mutating func varint() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst(), shift < 64 {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return value
    }

    mutating func next() -> (number: UInt64, value: UInt64, bytes: ArraySlice<UInt8>)? {
        guard !rest.isEmpty else { return nil }
        let key = varint()
        switch key & 7 {
        case 0: return (key >> 3, varint(), [])
        case 1: return (key >> 3, 0, taken(8))
        case 2: return (key >> 3, 0, taken(Int(clamping: varint())))
        case 5: return (key >> 3, 0, taken(4))
        default:
            faults.append("wire type \(key & 7)")
            rest = []
            return nil
        }
    }

    private mutating func taken(_ count: Int) -> ArraySlice<UInt8> {
        if count > rest.count { faults.append("a field is cut off") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    static func packed(_ bytes: ArraySlice<UInt8>) -> [UInt64] {
        var reader = ProtobufReader(bytes)
        var numbers: [UInt64] = []
        while !reader.rest.isEmpty { numbers.append(reader.varint()) }
        return numbers
    }
}
