/// A hash of texts that is the same on every machine. Tables without places are ordered by that of their identifiers.
public enum TextHash {
    /// FNV-1a of the UTF-8, mixed.
    public static func hash(_ text: String) -> UInt64 {
        var state = start
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* prime }
        return mixed(state)
    }

    static func hash(_ bytes: MappedArray<UInt8>, _ range: Range<Int>) -> UInt64 {
        var state = start
        for position in range { state = (state ^ UInt64(bytes[position])) &* prime }
        return mixed(state)
    }

    private static let start: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01b3

    private static func mixed(_ state: UInt64) -> UInt64 {
        let hash = (state ^ state >> 32) &* 0xd6e8_feb8_6659_fd93
        return hash ^ hash >> 32
    }
}
