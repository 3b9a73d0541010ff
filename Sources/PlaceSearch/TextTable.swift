/// Texts, each once.
struct TextTable {
    private(set) var bytes: [UInt8] = []
    private(set) var offsets: [UInt32] = [0]
    private var positions: [String: UInt32] = [:]

    mutating func position(_ text: String) -> UInt32 {
        if let known = positions[text] { return known }
        let position = UInt32(offsets.count - 1)
        positions[text] = position
        bytes += Array(text.utf8)
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        return position
    }

    subscript(position: UInt32) -> String {
        guard position != SearchIndex.noText else { return "" }
        return String(decoding: bytes[Int(offsets[Int(position)])..<Int(offsets[Int(position) + 1])], as: UTF8.self)
    }
}
