extension MutableSpan where Element == UInt8 {
    /// Puts the four bytes of a number at a position, the lowest first.
    @inlinable
    @inline(__always)
    public mutating func store(_ word: UInt32, at position: Int) {
        precondition(position >= 0 && position <= count &- 4, "room for four bytes")
        unsafe withUnsafeMutableBytes {
            unsafe $0.storeBytes(of: word.littleEndian, toByteOffset: position, as: UInt32.self)
        }
    }
}
