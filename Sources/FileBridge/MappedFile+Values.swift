extension MappedFile {
    /// The little-endian value at a byte offset, aligned or not; zero where the file has none.
    ///
    /// Reads are total: a file that is damaged under a running server must lead to a wrong lookup that ``isDamaged`` tells of, never
    /// to a crash.
    @inlinable
    public func value<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: Int) -> Value {
        guard offset >= 0, offset <= byteCount - MemoryLayout<Value>.size else { return 0 }
        return unsafe bytes.loadUnaligned(fromByteOffset: offset, as: type)
    }

    /// The UTF-8 text in a byte range; invalid bytes become U+FFFD, what lies outside the file is left out.
    public func text(_ range: Range<Int>) -> String {
        let lower = max(0, min(range.lowerBound, byteCount))
        let upper = max(lower, min(range.upperBound, byteCount))
        return unsafe String(decoding: bytes[lower..<upper], as: UTF8.self)
    }

    /// The checksum of a byte range; nil when it is not in the file.
    public func checksum(_ range: Range<Int>) -> Checksum128? {
        guard range.lowerBound >= 0, range.upperBound <= byteCount else { return nil }
        return unsafe Checksum128(of: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
}
