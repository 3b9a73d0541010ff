import CZstd

/// The zstd format (RFC 8878). Same input and level, same bytes.
///
/// Keeps a megabyte or so of working memory from call to call, because fresh memory costs more than a small tile. For one
/// thread at a time.
@safe
public final class ZstandardCompressor: @unchecked Sendable {
    // Unchecked because of the pointer: whoever holds the object is the only one to use it.
    private let context: OpaquePointer

    /// - Parameter level: 1 (fastest) to 22 (smallest); values outside are clamped.
    public init(level: Int) {
        // NULL only without memory; Swift's own allocations trap then too.
        guard let context = unsafe ZSTD_createCCtx() else {
            preconditionFailure("zstd has no memory for a compressor")
        }
        unsafe self.context = context
        // The content's size is in the frame by default, a checksum is not: HTTP has its own.
        unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, CInt(max(1, min(22, level))))
    }

    deinit { unsafe ZSTD_freeCCtx(context) }

    /// The bytes as one frame.
    public func compressed(_ bytes: [UInt8]) -> [UInt8] {
        unsafe bytes.withUnsafeBytes { input in
            let bound = ZSTD_compressBound(input.count)
            return unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                let size = unsafe ZSTD_compress2(context, output.baseAddress, bound, input.baseAddress, input.count)
                // An error is a size near SIZE_MAX; with room for the bound and memory there is none.
                precondition(ZSTD_isError(size) == 0, "zstd could not compress")
                count = size
            }
        }
    }
}
