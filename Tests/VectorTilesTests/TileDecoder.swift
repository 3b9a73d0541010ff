/// Reads vector tiles back, by the specification and not by our encoder: Mapbox Vector Tile 2.1.
struct DecodedTile {
    struct Layer {
        var name = ""
        var version: UInt64 = 0
        var extent: UInt64 = 0
        var keys: [String] = []
        var values: [String] = []
        var features: [Feature] = []
    }

    struct Feature {
        var id: UInt64 = 0
        var type: UInt64 = 0
        var tags: [String: String] = [:]
        /// Points, lines or rings; rings without closing repeat.
        var paths: [[Point]] = []
        /// What the specification forbids in the geometry.
        var faults: [String] = []
    }

    struct Point: Hashable {
        var x: Int
        var y: Int
    }

    private(set) var layers: [Layer] = []

    init(_ bytes: [UInt8]) {
        var reader = Reader(bytes[...])
        while let field = reader.next() { if field.number == 3 { layers.append(DecodedTile.layer(field.bytes)) } }
    }

    func layer(_ name: String) -> Layer? { layers.first { $0.name == name } }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        mutating func varint() -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while let byte = rest.popFirst() {
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
            case 1:
                defer { rest = rest.dropFirst(8) }
                return (key >> 3, 0, rest.prefix(8))
            default:
                let count = Int(varint())
                defer { rest = rest.dropFirst(count) }
                return (key >> 3, 0, rest.prefix(count))
            }
        }
    }

    private static func layer(_ bytes: ArraySlice<UInt8>) -> Layer {
        var layer = Layer()
        var features: [ArraySlice<UInt8>] = []
        var reader = Reader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: layer.name = String(decoding: field.bytes, as: UTF8.self)
            case 2: features.append(field.bytes)
            case 3: layer.keys.append(String(decoding: field.bytes, as: UTF8.self))
            case 4: layer.values.append(value(field.bytes))
            case 5: layer.extent = field.value
            case 15: layer.version = field.value
            default: break
            }
        }
        layer.features = features.map { feature($0, layer) }
        return layer
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> String {
        var reader = Reader(bytes)
        guard let field = reader.next() else { return "" }
        switch field.number {
        case 1: return String(decoding: field.bytes, as: UTF8.self)
        case 3:
            let bits = field.bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return "\(Double(bitPattern: bits))"
        case 7: return field.value == 0 ? "false" : "true"
        case 6: return "\(Int64(bitPattern: field.value >> 1) ^ -Int64(field.value & 1))"
        default: return "\(field.value)"
        }
    }

    private static func feature(_ bytes: ArraySlice<UInt8>, _ layer: Layer) -> Feature {
        var feature = Feature()
        var reader = Reader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: feature.id = field.value
            case 2:
                var tags = Reader(field.bytes)
                while !tags.rest.isEmpty {
                    let key = Int(tags.varint())
                    feature.tags[layer.keys[key]] = layer.values[Int(tags.varint())]
                }
            case 3: feature.type = field.value
            case 4: readGeometry(field.bytes, &feature)
            default: break
            }
        }
        return feature
    }

    private static func readGeometry(_ bytes: ArraySlice<UInt8>, _ feature: inout Feature) {
        var reader = Reader(bytes)
        var cursor = Point(x: 0, y: 0)
        func step(_ value: UInt64) -> Int { Int(Int64(bitPattern: value >> 1) ^ -Int64(value & 1)) }
        while !reader.rest.isEmpty {
            let command = reader.varint()
            let count = Int(command >> 3)
            if count == 0 { feature.faults.append("a command without parameters") }
            switch command & 7 {
            case 1, 2:
                for _ in 0..<count {
                    let next = Point(x: cursor.x + step(reader.varint()), y: cursor.y + step(reader.varint()))
                    if command & 7 == 1 {
                        feature.paths.append([next])
                    } else {
                        if next == cursor { feature.faults.append("a step of length zero") }
                        feature.paths[feature.paths.count - 1].append(next)
                    }
                    cursor = next
                }
            case 7:
                if feature.paths.last?.first == feature.paths.last?.last { feature.faults.append("a closing repeat") }
                if (feature.paths.last?.count ?? 0) < 3 { feature.faults.append("a ring of two points") }
            default: feature.faults.append("an unknown command")
            }
        }
    }
}

extension [DecodedTile.Point] {
    /// Twice the area by the surveyor's formula; positive for exteriors in a tile (MVT 2.1, 4.3.4.4).
    var doubledArea: Int {
        indices.reduce(0) { sum, place in
            let (a, b) = (self[place], self[(place + 1) % count])
            return sum + a.x * b.y - b.x * a.y
        }
    }
}
