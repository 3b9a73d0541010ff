/// Appends little-endian numbers and byte runs to a buffer in memory. The platform is little-endian, as the format is.
public struct ByteWriter: Sendable {
    public var bytes: [UInt8] = []

    @inlinable
    public init() {}

    @inlinable
    public var count: Int { bytes.count }

    @inlinable
    public mutating func append(_ byte: UInt8) { bytes.append(byte) }

    @inlinable
    public mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
    }

    @inlinable
    public mutating func append(_ value: Double) { append(value.bitPattern) }

    /// Appends the length in bytes as UInt32, then the UTF-8 bytes.
    @inlinable
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append(UInt32(truncatingIfNeeded: utf8.count))
            unsafe bytes.append(contentsOf: utf8)
        }
    }

    /// Appends fixed-width values as they lie in memory.
    @inlinable
    public mutating func append<Value: BitwiseCopyable>(contentsOf values: [Value]) {
        unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Overwrites the four bytes at a position.
    @inlinable
    public mutating func replace(at position: Int, with value: UInt32) {
        for part in 0..<4 { bytes[position + part] = UInt8(truncatingIfNeeded: value >> (8 * part)) }
    }

    /// Forgets the contents and keeps the memory.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
