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

extension MutableSpan where Element == UInt8 {
    /// Copies the first bytes of others here.
    @inlinable @inline(__always)
    public mutating func copy(_ source: Span<UInt8>, first count: Int, to position: Int) {
        precondition(
            count >= 0 && count <= source.count && position >= 0 && position <= self.count &- count,
            "bytes to read, and room for them"
        )
        unsafe source.withUnsafeBytes { bytes in
            unsafe withUnsafeMutableBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: $0[position..<position &+ count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            }
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

extension Span where Element: BitwiseCopyable {
    /// The numbers of four neighbouring pairs, in their order.
    ///
    /// - Precondition: elements are two 32-bit numbers, and there are four from the position on.
    @inlinable
    @inline(__always)
    public func fourPairs(at position: Int) -> SIMD8<Int32> {
        precondition(
            MemoryLayout<Element>.stride == 8 && position >= 0 && position <= count &- 4,
            "four pairs to read"
        )
        return unsafe withUnsafeBytes {
            unsafe $0.loadUnaligned(fromByteOffset: position &* 8, as: SIMD8<Int32>.self)
        }
    }
}

extension MutableSpan where Element == UInt8 {
    /// Puts eight numbers from 0 to 16,383 as varints (protobuf.dev/programming-guides/encoding#varints) of one or two bytes; up to
    /// sixteen bytes are overwritten.
    ///
    /// - Returns: in each byte, from the lowest on, how many bytes the numbers up to that one take together.
    @inlinable
    @inline(__always)
    public mutating func putVarints(_ numbers: SIMD8<Int32>, at position: Int) -> UInt64 {
        precondition(position >= 0 && position <= count &- 16, "room for sixteen bytes")
        // 1 for those from 128 on.
        let long = ((numbers &+ 0x3F80) &>> 14) & 1
        // All but the lowest seven bits move up by one, which is adding them once more.
        let bytes = SIMD8<UInt16>(truncatingIfNeeded: numbers &+ (numbers & 0x3F80) &+ (long &<< 7))
        let lengths = SIMD8<UInt8>(truncatingIfNeeded: long).word &+ 0x0101_0101_0101_0101
        let ends = lengths &* 0x0101_0101_0101_0101
        unsafe withUnsafeMutableBytes { span in
            let target = unsafe span.baseAddress.unsafelyUnwrapped + position
            unsafe target.storeBytes(of: bytes[0], as: UInt16.self)
            unsafe (target + Int(truncatingIfNeeded: ends & 0xFF)).storeBytes(of: bytes[1], as: UInt16.self)
            unsafe (target + Int(truncatingIfNeeded: ends &>> 8 & 0xFF)).storeBytes(of: bytes[2], as: UInt16.self)
            unsafe (target + Int(truncatingIfNeeded: ends &>> 16 & 0xFF)).storeBytes(of: bytes[3], as: UInt16.self)
            unsafe (target + Int(truncatingIfNeeded: ends &>> 24 & 0xFF)).storeBytes(of: bytes[4], as: UInt16.self)
            unsafe (target + Int(truncatingIfNeeded: ends &>> 32 & 0xFF)).storeBytes(of: bytes[5], as: UInt16.self)
            unsafe (target + Int(truncatingIfNeeded: ends &>> 40 & 0xFF)).storeBytes(of: bytes[6], as: UInt16.self)
            unsafe (target + Int(truncatingIfNeeded: ends &>> 48 & 0xFF)).storeBytes(of: bytes[7], as: UInt16.self)
        }
        return ends
    }
}

extension SIMD8<UInt8> {
    /// The bytes as a number, the first the lowest.
    @inlinable
    @inline(__always)
    public var word: UInt64 { unsafe unsafeBitCast(self, to: UInt64.self).littleEndian }
}

extension SIMD8<Int32> {
    /// Whether all eight are 0: a comparison and `all` take ten times as many instructions.
    @inlinable
    @inline(__always)
    public var isZero: Bool {
        let words = unsafe unsafeBitCast(lowHalf | highHalf, to: SIMD2<UInt64>.self)
        return words[0] | words[1] == 0
    }
}
