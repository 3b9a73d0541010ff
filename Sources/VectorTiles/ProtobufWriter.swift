/// The few protobuf encodings that a vector tile needs (protobuf.dev/programming-guides/encoding).
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func field(_ number: UInt64, varint value: UInt64) {
        varint(number << 3)
        varint(value)
    }

    mutating func field(_ number: UInt64, bytes contents: [UInt8]) {
        varint(number << 3 | 2)
        varint(UInt64(contents.count))
        bytes += contents
    }

    mutating func field(_ number: UInt64, double value: Double) {
        varint(number << 3 | 1)
        var bits = value.bitPattern
        for _ in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
        }
    }

    mutating func field(_ number: UInt64, packed values: [UInt32]) {
        varint(number << 3 | 2)
        varint(UInt64(values.reduce(0) { $0 + ProtobufWriter.size($1) }))
        for value in values { varint(UInt64(value)) }
    }

    /// How many bytes a number takes: seven bits in each.
    static func size(_ value: UInt32) -> Int { (38 - (value | 1).leadingZeroBitCount) / 7 }

    /// Empties the writer and keeps its memory, for the next message.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}

/// Zigzag: small magnitudes of either sign become small numbers.
func zigzag(_ value: Int32) -> UInt32 { UInt32(bitPattern: (value << 1) ^ (value >> 31)) }
func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }
