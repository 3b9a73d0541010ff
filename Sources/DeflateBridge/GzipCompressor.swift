import CDeflate

/// Makes gzip members one after another with the same memory. For one thread at a time.
@safe
public struct GzipCompressor: ~Copyable {
    private let compressor: OpaquePointer
    private var room: [UInt8] = []

    /// The header's flag for an extra field (RFC 1952, 2.3.1).
    private static let flagExtra: UInt8 = 4
    private static let trailerSize = 8

    /// - Parameter level: 0 (stored) to 12 (smallest); values outside are clamped.
    public init(level: Int) {
        // NULL only for an impossible level or without memory; Swift's own allocations trap in the latter case too.
        guard let compressor = unsafe libdeflate_alloc_compressor(CInt(max(0, min(12, level)))) else {
            preconditionFailure("libdeflate has no memory for a compressor")
        }
        unsafe self.compressor = compressor
    }

    deinit { unsafe libdeflate_free_compressor(compressor) }

    /// The bytes as one gzip member with a subfield in its extra field, which whoever decompresses it skips (RFC 1952,
    /// 2.3.1.1). Modification time is 0 and no name is kept.
    ///
    /// - Parameter identifier: the subfield's two letters.
    public mutating func compressed(
        _ bytes: [UInt8],
        subfield identifier: (UInt8, UInt8),
        _ subfield: [UInt8]
    ) -> [UInt8] {
        precondition(subfield.count <= 65_531, "an extra field has at most 65,535 bytes")
        func littleEndian(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
        // No modification time, no hint how it was compressed, unknown system.
        var member: [UInt8] = [0x1F, 0x8B, 8, GzipCompressor.flagExtra, 0, 0, 0, 0, 0, 255]
        member += littleEndian(subfield.count + 4) + [identifier.0, identifier.1] + littleEndian(subfield.count)
        member += subfield
        let bound = unsafe libdeflate_deflate_compress_bound(compressor, bytes.count)
        if room.count < bound { room = [UInt8](repeating: 0, count: bound) }
        let (count, checksum) = unsafe bytes.withUnsafeBytes { input in
            unsafe room.withUnsafeMutableBytes { output in
                // 0 means that the output did not fit, which the bound excludes.
                let count = unsafe libdeflate_deflate_compress(
                    compressor,
                    input.baseAddress,
                    input.count,
                    output.baseAddress,
                    output.count
                )
                // An empty buffer may have no address, which would ask for the checksum's start value: the same 0.
                return (count, unsafe libdeflate_crc32(0, input.baseAddress, input.count))
            }
        }
        member.reserveCapacity(member.count + count + GzipCompressor.trailerSize)
        member += room[..<count]
        for value in [checksum, UInt32(truncatingIfNeeded: bytes.count)] {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                member.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        return member
    }
}
