public import CMapping

/// A hint to the processor.
public enum Prefetch {
    /// Has it fetch the cache line at an address without waiting for it. Reads nothing: any address is allowed.
    @inlinable
    @inline(__always)
    public static func line(_ address: UnsafeRawPointer) { unsafe stip_prefetch(address) }
}
