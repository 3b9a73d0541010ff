/// Reads a vector tile and says what in it is against the specification (Mapbox Vector Tile 2.1).
struct TileStructure {
    private(set) var problems: [String] = []
    private(set) var featureCount = 0

    init(_ tile: [UInt8]) {
        var fields = ProtobufFields(tile[...])
        var names: Set<String> = []
        while let field = fields.next() {
            guard field.number == 3, case .bytes(let layer) = field.value else {
                problems.append("field \(field.number) is not a layer")
                continue
            }
            let name = check(layer: layer)
            if !names.insert(name).inserted { problems.append("there are two layers \(name)") }
        }
        if fields.isBroken { problems.append("it is no protocol buffer") }
        if names.isEmpty { problems.append("it has no layer") }
    }

    /// - Returns: the layer's name.
    private mutating func check(layer bytes: ArraySlice<UInt8>) -> String {
        var name = ""
        var version: UInt64 = 0
        var extent: UInt64 = 0
        var keys: UInt64 = 0
        var values: UInt64 = 0
        var features: [ArraySlice<UInt8>] = []
        var fields = ProtobufFields(bytes)
        while let field = fields.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let text)): name = String(decoding: text, as: UTF8.self)
            case (2, .bytes(let feature)): features.append(feature)
            case (3, .bytes): keys += 1
            case (4, .bytes): values += 1
            case (5, .number(let number)): extent = number
            case (15, .number(let number)): version = number
            default: problems.append("layer \(name) has a field \(field.number)")
            }
        }
        if fields.isBroken { problems.append("layer \(name) is cut off") }
        if name.isEmpty { problems.append("a layer has no name") }
        if version != 2 { problems.append("layer \(name) is of version \(version)") }
        if extent == 0 { problems.append("layer \(name) has no extent") }
        if features.isEmpty { problems.append("layer \(name) has no feature") }
        featureCount += features.count
        for feature in features {
            if let problem = TileStructure.problem(inFeature: feature, keys, values) {
                problems.append("a feature of layer \(name) \(problem)")
                break
            }
        }
        return name
    }

    private static func problem(inFeature bytes: ArraySlice<UInt8>, _ keys: UInt64, _ values: UInt64) -> String? {
        var type: UInt64 = 0
        var geometry: ArraySlice<UInt8> = []
        var tags: ArraySlice<UInt8> = []
        var fields = ProtobufFields(bytes)
        while let field = fields.next() {
            switch (field.number, field.value) {
            case (1, .number): break
            case (2, .bytes(let list)): tags = list
            case (3, .number(let number)): type = number
            case (4, .bytes(let list)): geometry = list
            default: return "has a field \(field.number)"
            }
        }
        if fields.isBroken { return "is cut off" }
        guard let tags = ProtobufFields.numbers(tags), tags.count % 2 == 0 else { return "has half a tag" }
        for (place, tag) in tags.enumerated() where tag >= (place % 2 == 0 ? keys : values) {
            return "has a tag beyond its layer's \(place % 2 == 0 ? "keys" : "values")"
        }
        guard (1...3).contains(type) else { return "is of the unknown type \(type)" }
        guard let commands = ProtobufFields.numbers(geometry), !commands.isEmpty else { return "has no geometry" }
        return problem(inCommands: commands, type)
    }

    /// MVT 2.1, 4.3.4: points are one MoveTo; lines MoveTo 1 and LineTo; polygons MoveTo 1, LineTo 2 or more, ClosePath.
    private static func problem(inCommands numbers: [UInt64], _ type: UInt64) -> String? {
        var position = 0
        func next(_ command: UInt64, _ counts: ClosedRange<UInt64>) -> Bool {
            guard position < numbers.count, numbers[position] & 7 == command,
                counts.contains(numbers[position] >> 3)
            else { return false }
            let parameters = command == 7 ? 0 : Int(2 * (numbers[position] >> 3))
            guard parameters < numbers.count - position else { return false }
            position += 1 + parameters
            return true
        }
        let many: UInt64 = 1 << 29
        switch type {
        case 1: if !next(1, 1...many) { return "is no point" }
        default:
            while position < numbers.count {
                guard next(1, 1...1), next(2, (type == 2 ? 1 : 2)...many), type == 2 || next(7, 1...1) else {
                    return "has commands that do not make a \(type == 2 ? "line" : "polygon")"
                }
            }
        }
        return position == numbers.count ? nil : "has commands behind its geometry"
    }
}

/// Goes through the fields of a message (Protocol Buffers, "Encoding").
struct ProtobufFields {
    enum Value {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>
    /// Whether the bytes ended in the middle of a field, or have a field of a kind that vector tiles have not.
    private(set) var isBroken = false

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    mutating func next() -> (number: UInt64, value: Value)? {
        guard !rest.isEmpty, !isBroken else { return nil }
        guard let key = ProtobufFields.varint(&rest), let number = ProtobufFields.varint(&rest) else {
            isBroken = true
            return nil
        }
        switch key & 7 {
        case 0: return (key >> 3, .number(number))
        case 2 where number <= UInt64(rest.count):
            defer { rest = rest.dropFirst(Int(number)) }
            return (key >> 3, .bytes(rest.prefix(Int(number))))
        default:
            isBroken = true
            return nil
        }
    }

    /// Packed numbers; nil when the last is cut off.
    static func numbers(_ bytes: ArraySlice<UInt8>) -> [UInt64]? {
        var rest = bytes
        var numbers: [UInt64] = []
        while !rest.isEmpty {
            guard let number = varint(&rest) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64, let byte = bytes.popFirst() {
            value |= UInt64(byte & 127) << shift
            if byte < 128 { return value }
            shift += 7
        }
        return nil
    }
}
