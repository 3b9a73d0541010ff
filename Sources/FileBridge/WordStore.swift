extension MutableSpan where Element == UInt8 {
    /// Puts the bytes of a number at a position, the lowest first.
    @inlinable
    @inline(__always)
    public mutating func store<Word: FixedWidthInteger & BitwiseCopyable>(_ word: Word, at position: Int) {
        precondition(position >= 0 && position <= count &- MemoryLayout<Word>.size, "room for the bytes of a number")
        unsafe withUnsafeMutableBytes {
            unsafe $0.storeBytes(of: word.littleEndian, toByteOffset: position, as: Word.self)
        }
    }
}

extension Span where Element == UInt8 {
    /// Eight bytes as a number, the first the lowest.
    @inlinable
    @inline(__always)
    public func word(at position: Int) -> UInt64 {
        precondition(position >= 0 && position <= count &- 8, "eight bytes to read")
        return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: position, as: UInt64.self) }
            .littleEndian
    }
}
