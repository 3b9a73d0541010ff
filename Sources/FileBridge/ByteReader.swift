/// Reads what ``ByteWriter`` wrote, front to back. Only for bytes of this process's own making: reading beyond the end is a
/// programmer's mistake and ends the program.
public struct ByteReader: Sendable {
    public let bytes: [UInt8]
    public private(set) var position: Int

    public init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    public var isAtEnd: Bool { position >= bytes.count }

    @inline(__always)
    private mutating func load<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
        let value = unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: position, as: type) }
        position += MemoryLayout<Value>.size
        return value
    }

    public mutating func uint8() -> UInt8 { load(UInt8.self) }
    public mutating func uint16() -> UInt16 { load(UInt16.self) }
    public mutating func uint32() -> UInt32 { load(UInt32.self) }
    public mutating func int32() -> Int32 { load(Int32.self) }
    public mutating func int64() -> Int64 { load(Int64.self) }
    public mutating func double() -> Double { Double(bitPattern: load(UInt64.self)) }

    /// A text that was written with its length.
    public mutating func text() -> String {
        let range = textRange()
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// Where the bytes of a text lie; passes over it.
    public mutating func textRange() -> Range<Int> {
        let count = Int(uint32())
        defer { position += count }
        return position..<position + count
    }

    /// Passes over some bytes.
    public mutating func skip(_ count: Int) { position += count }

    /// Appends `count` fixed-width values to an array.
    @inlinable
    public mutating func read<Value: BitwiseCopyable>(_ count: Int, into values: inout [Value]) {
        let range = skipped(count * MemoryLayout<Value>.stride)
        guard count > 0 else { return }
        let end = values.count
        unsafe bytes.withUnsafeBytes { raw in
            // As many as there will be of the first, in the place of which all are then copied.
            let first = unsafe raw.loadUnaligned(fromByteOffset: range.lowerBound, as: Value.self)
            values.append(contentsOf: repeatElement(first, count: count))
            unsafe values.withUnsafeMutableBytes { target in
                let part = unsafe UnsafeRawBufferPointer(rebasing: raw[range])
                unsafe UnsafeMutableRawBufferPointer(rebasing: target[(end * MemoryLayout<Value>.stride)...])
                    .copyMemory(from: part)
            }
        }
    }

    /// Passes over bytes that must be there.
    @usableFromInline
    mutating func skipped(_ byteCount: Int) -> Range<Int> {
        precondition(position + byteCount <= bytes.count, "reads only what was written")
        defer { position += byteCount }
        return position..<position + byteCount
    }
}
