public import Synchronization

/// A reference that is set once and read often, by any number of threads: reading is one load.
///
/// `AtomicLazyReference` does the same, but reads through generic code of another library.
@frozen
@safe
public struct OnceReference<Object: AnyObject & Sendable>: ~Copyable, @unchecked Sendable {
    // Unchecked because of the pointer: it holds one reference, which only the end of this value gives up.
    @usableFromInline let pointer: Atomic<UnsafeRawPointer?>

    public init() { unsafe pointer = Atomic(nil) }

    deinit {
        guard let object = unsafe pointer.load(ordering: .acquiring) else { return }
        unsafe Unmanaged<Object>.fromOpaque(object).release()
    }

    /// The object, or nil when none was set yet.
    @inlinable
    @inline(__always)
    public func load() -> Object? {
        guard let object = unsafe pointer.load(ordering: .acquiring) else { return nil }
        return unsafe Unmanaged<Object>.fromOpaque(object).takeUnretainedValue()
    }

    /// Sets the object unless there is one.
    ///
    /// - Returns: the one that is there now.
    public func storeIfNil(_ object: Object) -> Object {
        let offered = unsafe Unmanaged.passRetained(object)
        let (isStored, found) = unsafe pointer.compareExchange(
            expected: nil,
            desired: UnsafeRawPointer(offered.toOpaque()),
            ordering: .acquiringAndReleasing
        )
        guard !isStored, let found = unsafe found else { return object }
        unsafe offered.release()
        return unsafe Unmanaged<Object>.fromOpaque(found).takeUnretainedValue()
    }
}
