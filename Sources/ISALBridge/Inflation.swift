import CISAL

/// Unpacks one DEFLATE stream (RFC 1951) piece by piece, and counts the checksum of what comes out.
@safe public final class Inflation {
    private let state: UnsafeMutablePointer<inflate_state>

    /// At the beginning of a stream.
    public init() {
        unsafe state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
        unsafe isal_inflate_init(state)
        // DEFLATE without a header; the checksum is counted, not compared.
        unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR)
    }

    deinit {
        unsafe state.deallocate()
    }

    /// CRC-32 (RFC 1952) of all that came out.
    public var checksum: UInt32 { unsafe state.pointee.crc }

    /// Whether the stream has ended and all of it came out.
    public var isFinished: Bool { unsafe state.pointee.block_state == ISAL_BLOCK_FINISH }

    /// Unpacks as much as the room takes; nil when the stream is damaged.
    ///
    /// - Returns: how many bytes were used of what is packed, and how many were made.
    public func unpack(
        _ packed: UnsafeBufferPointer<UInt8>,
        into room: UnsafeMutableBufferPointer<UInt8>
    ) -> (used: Int, made: Int)? {
        unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
        unsafe state.pointee.avail_in = UInt32(packed.count)
        unsafe state.pointee.next_out = room.baseAddress
        unsafe state.pointee.avail_out = UInt32(room.count)
        // Below zero: damage; otherwise it went on as far as it could.
        guard unsafe isal_inflate(state) >= 0 else { return nil }
        return unsafe (packed.count - Int(state.pointee.avail_in), room.count - Int(state.pointee.avail_out))
    }
}
