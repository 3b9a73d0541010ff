/// The keys and values of one layer of a tile, each once (MVT 2.1, 4.1).
struct LayerDictionary {
    var values = TileValues()
    private var keys: [String] = []

    mutating func clear() {
        values.clear()
        keys.removeAll(keepingCapacity: true)
    }

    /// The tag number of a key, added on first use.
    mutating func key(_ name: String) -> UInt32 {
        if let position = keys.firstIndex(of: name) { return UInt32(position) }
        keys.append(name)
        return UInt32(keys.count - 1)
    }

    /// Appends them as fields 3 and 4 of the layer.
    func append(to bytes: inout [UInt8]) {
        for key in keys { Protobuf.appendField(3, text: key, to: &bytes) }
        values.append(to: &bytes)
    }
}
