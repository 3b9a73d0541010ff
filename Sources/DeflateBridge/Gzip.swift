import CDeflate

/// Why bytes could not be decompressed.
public enum GzipError: Error, Equatable, CustomStringConvertible {
    /// Not gzip, damaged, or cut off.
    case damaged
    /// The content is larger than the caller allows.
    case tooLarge(maximumByteCount: Int)

    public var description: String {
        switch self {
        case .damaged: "The bytes are not gzip, or they are damaged or cut off."
        case .tooLarge(let maximum): "The gzip content is larger than the \(maximum) bytes that are allowed."
        }
    }
}

/// The gzip format (RFC 1952) by libdeflate. Modification time is 0 and no name is kept: same input, same bytes.
public enum Gzip {
    /// The bytes as one gzip member.
    /// - Parameter level: 0 (stored) to 12 (smallest); values outside are clamped. 6 is libdeflate's usual balance.
    public static func compressed(_ bytes: [UInt8], level: Int) -> [UInt8] {
        // NULL only for an impossible level or without memory; Swift's own allocations trap in the latter case too.
        guard let compressor = unsafe libdeflate_alloc_compressor(CInt(max(0, min(12, level)))) else {
            preconditionFailure("libdeflate has no memory for a compressor")
        }
        defer { unsafe libdeflate_free_compressor(compressor) }
        return unsafe bytes.withUnsafeBytes { input in
            let bound = unsafe libdeflate_gzip_compress_bound(compressor, input.count)
            return unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                // 0 means that the output did not fit, which the bound excludes.
                count = unsafe libdeflate_gzip_compress(
                    compressor,
                    input.baseAddress,
                    input.count,
                    output.baseAddress,
                    bound
                )
            }
        }
    }

    /// The content of gzip bytes; several members one after the other are joined (RFC 1952, 2.2).
    /// - Parameter maximumByteCount: refuses larger content before it is made.
    /// - Throws: ``GzipError``.
    public static func decompressed(_ bytes: [UInt8], maximumByteCount: Int) throws(GzipError) -> [UInt8] {
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else {
            preconditionFailure("libdeflate has no memory for a decompressor")
        }
        defer { unsafe libdeflate_free_decompressor(decompressor) }
        var content: [UInt8] = []
        var offset = 0
        repeat {
            let member = unsafe try member(
                of: bytes,
                from: &offset,
                maximumByteCount: maximumByteCount - content.count,
                decompressor: decompressor
            )
            if let member {
                content += member
            } else {
                throw .tooLarge(maximumByteCount: maximumByteCount)
            }
        } while offset < bytes.count
        return content
    }

    /// The content of the member at `offset`, which moves behind it; nil when it does not fit.
    private static func member(
        of bytes: [UInt8],
        from offset: inout Int,
        maximumByteCount: Int,
        decompressor: OpaquePointer
    ) throws(GzipError) -> [UInt8]? {
        // Grows as needed, because the length in the trailer is modulo 2^32 and not to be trusted.
        var capacity = min(maximumByteCount, max(4096, (bytes.count - offset) * 4))
        while true {
            var read = 0
            var written = 0
            var result = LIBDEFLATE_BAD_DATA
            let content = unsafe bytes.withUnsafeBytes { input in
                unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
                    result = unsafe libdeflate_gzip_decompress_ex(
                        decompressor,
                        input.baseAddress.map { unsafe $0 + offset },
                        input.count - offset,
                        output.baseAddress,
                        capacity,
                        &read,
                        &written
                    )
                    count = result == LIBDEFLATE_SUCCESS ? written : 0
                }
            }
            if result == LIBDEFLATE_SUCCESS {
                offset += read
                return content
            }
            guard result == LIBDEFLATE_INSUFFICIENT_SPACE else { throw .damaged }
            if capacity >= maximumByteCount { return nil }
            capacity = min(maximumByteCount, capacity * 4)
        }
    }
}
