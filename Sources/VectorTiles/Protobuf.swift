import FileBridge

/// The protobuf encodings that a vector tile needs (protobuf.dev/programming-guides/encoding), written at a position that
/// moves on. The caller has made room.
enum Protobuf {
    /// The most bytes that 32 and 64 bits take.
    static let longestVarint32 = 5
    static let longestVarint64 = 10

    @inline(__always)
    static func put(_ byte: UInt8, _ bytes: inout MutableSpan<UInt8>, _ position: inout Int) {
        bytes[position] = byte
        position &+= 1
    }

    @inline(__always)
    static func putVarint(_ value: UInt32, _ bytes: inout MutableSpan<UInt8>, _ position: inout Int) {
        var rest = value
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80, &bytes, &position)
            rest &>>= 7
        }
        put(UInt8(truncatingIfNeeded: rest), &bytes, &position)
    }

    @inline(__always)
    static func putVarint(_ value: UInt64, _ bytes: inout MutableSpan<UInt8>, _ position: inout Int) {
        var rest = value
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80, &bytes, &position)
            rest &>>= 7
        }
        put(UInt8(truncatingIfNeeded: rest), &bytes, &position)
    }

    /// A number of that many bytes (see ``size(_:)-(UInt64)``), written at once when it has five to eight, as identifiers have.
    @inline(__always)
    static func putVarint(_ value: UInt64, size: Int, _ bytes: inout MutableSpan<UInt8>, _ position: inout Int) {
        guard size >= 5, size <= 8 else { return putVarint(value, &bytes, &position) }
        // Seven bits to each byte: halves, quarters and eighths move apart.
        var spread = value & 0xFFF_FFFF | (value & 0xFF_FFFF_F000_0000) &<< 4
        spread = spread & 0x3FFF_0000_3FFF | (spread & 0x0FFF_C000_0FFF_C000) &<< 2
        spread = spread & 0x7F_007F_007F_007F | (spread & 0x3F80_3F80_3F80_3F80) &<< 1
        let isFollowed: UInt64 = 0x8080_8080_8080_8080 &>> UInt64(8 &* (9 &- size))
        let encoded = spread | isFollowed
        bytes.store(UInt32(truncatingIfNeeded: encoded), at: position)
        bytes.store(UInt32(truncatingIfNeeded: encoded &>> UInt64(8 &* (size &- 4))), at: position &+ size &- 4)
        position &+= size
    }

    /// Two numbers, nearly always of one or two bytes each: these go without asking which. There is room for four bytes.
    @inline(__always)
    static func putPair(_ first: UInt32, _ second: UInt32, _ bytes: inout MutableSpan<UInt8>, _ position: inout Int) {
        guard (first | second) < 1 << 14 else {
            putVarint(first, &bytes, &position)
            putVarint(second, &bytes, &position)
            return
        }
        let firstIsLong: UInt32 = first > 0x7F ? 1 : 0
        let secondIsLong: UInt32 = second > 0x7F ? 1 : 0
        // All but the lowest seven bits move up by one, which is adding them once more.
        let firstBytes = (first &+ (first & 0x3F80)) | firstIsLong &<< 7
        let secondBytes = (second &+ (second & 0x3F80)) | secondIsLong &<< 7
        let both = firstBytes | secondBytes &<< (8 &+ firstIsLong &<< 3)
        bytes.store(both, at: position)
        position &+= Int(2 &+ firstIsLong &+ secondIsLong)
    }

    /// How many bytes a number takes: seven bits in each.
    @inline(__always)
    static func size(_ value: UInt32) -> Int {
        value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : (38 &- value.leadingZeroBitCount) / 7
    }

    @inline(__always)
    static func size(_ value: UInt64) -> Int { (70 &- (value | 1).leadingZeroBitCount) / 7 }

    /// Small magnitudes of either sign as small numbers.
    @inline(__always)
    static func zigzag(_ value: Int32) -> UInt32 { UInt32(bitPattern: (value &<< 1) ^ (value &>> 31)) }

    static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value &<< 1) ^ (value &>> 63)) }

    /// Appends a number to an array, for what is written seldom.
    static func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a length-delimited field.
    static func appendField(_ number: UInt64, text: String, to bytes: inout [UInt8]) {
        appendVarint(number << 3 | 2, to: &bytes)
        appendVarint(UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }
}
