/// The tags of one feature, key and value in turn (MVT 2.1, 4.4), as they are written in it.
struct TagList {
    /// Room for tags; those of the feature take the first ``byteCount``.
    var bytes = [UInt8](repeating: 0, count: TagList.roomBehind)
    /// How many bytes they take.
    var byteCount = 0

    /// Bytes behind the last tag that may be read with it.
    private static let roomBehind = 8

    /// Begins the tags of another feature, with room for so many.
    @inline(__always)
    mutating func begin(most count: Int) {
        byteCount = 0
        let room = 2 &* Protobuf.longestVarint32 &* count &+ TagList.roomBehind
        if bytes.count < room { bytes.append(contentsOf: repeatElement(0, count: room)) }
    }

    mutating func add(key: UInt32, value: UInt32) {
        var end = byteCount
        var written = bytes.mutableSpan
        Protobuf.putVarint(key, &written, &end)
        Protobuf.putVarint(value, &written, &end)
        byteCount = end
    }
}
