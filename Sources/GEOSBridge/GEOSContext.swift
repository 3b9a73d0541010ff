import CGEOS

/// One GEOS context: made for a job, never stored, never shared between threads (creation costs about 1 µs).
@safe
final class GEOSContext {
    let handle: GEOSContextHandle_t
    private var lastMessage: String?

    private init() throws {
        guard let handle = unsafe GEOS_init_r() else {
            throw GEOSError.operationFailed(operation: "a context", message: "out of memory")
        }
        unsafe self.handle = handle
        // The context owns the handler's user data: GEOS cannot call back after GEOS_finish_r in deinit.
        unsafe GEOSContext_setErrorMessageHandler_r(
            handle,
            { message, userData in
                guard let message = unsafe message, let userData = unsafe userData else { return }
                let context = unsafe Unmanaged<GEOSContext>.fromOpaque(userData).takeUnretainedValue()
                context.lastMessage = unsafe String(cString: message)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    deinit { unsafe GEOS_finish_r(handle) }

    /// Runs a job in a context of its own. Geometries must not leave the closure: they need the context to be freed.
    static func job<Result>(_ body: (GEOSContext) throws -> Result) throws -> Result {
        let context = try GEOSContext()
        return try withExtendedLifetime(context) { try body(context) }
    }

    /// The failure of `operation` with the last message that GEOS gave, which is cleared.
    func failure(of operation: String) -> GEOSError {
        defer { lastMessage = nil }
        return .operationFailed(operation: operation, message: lastMessage ?? "no reason given")
    }

    /// Owns the geometry of a call that returns NULL on failure.
    func geometry(_ pointer: OpaquePointer?, from operation: String) throws -> OwnedGeometry {
        guard let pointer = unsafe pointer else { throw failure(of: operation) }
        return unsafe OwnedGeometry(pointer, context: handle)
    }

    /// The truth of a predicate: 1 is true, 0 is false, 2 is an exception.
    func truth(_ answer: CChar, of operation: String) throws -> Bool {
        if answer == 2 { throw failure(of: operation) }
        return answer == 1
    }

    /// Checks a measurement: 1 is success, 0 is an exception.
    func requireSuccess(_ answer: CInt, of operation: String) throws {
        if answer == 0 { throw failure(of: operation) }
    }
}
