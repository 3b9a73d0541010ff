/// The tags of one feature: key and value in turn (MVT 2.1, 4.4).
struct TagList {
    /// Room for tags; those of the feature are the first ``count``.
    private(set) var tags = [UInt32](repeating: 0, count: 64)
    private(set) var count = 0
    /// How many bytes they take.
    private(set) var byteCount = 0

    @inline(__always)
    mutating func clear() {
        count = 0
        byteCount = 0
    }

    @inline(__always)
    mutating func add(key: UInt32, value: UInt32) {
        if count &+ 2 > tags.count { tags.append(contentsOf: repeatElement(0, count: tags.count)) }
        tags[count] = key
        tags[count &+ 1] = value
        count &+= 2
        byteCount &+= Protobuf.size(key) &+ Protobuf.size(value)
    }
}
