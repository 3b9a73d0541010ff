import CGEOS

/// A GEOS geometry that is destroyed exactly once, inside the job of its context.
@safe
struct OwnedGeometry: ~Copyable {
    let pointer: OpaquePointer
    private let context: GEOSContextHandle_t

    init(_ pointer: OpaquePointer, context: GEOSContextHandle_t) {
        unsafe self.pointer = pointer
        unsafe self.context = context
    }

    deinit { unsafe GEOSGeom_destroy_r(context, pointer) }

    /// Hands the geometry to GEOS. Constructors own their parts from the call on, also when they fail.
    consuming func release() -> OpaquePointer {
        let pointer = unsafe self.pointer
        discard self
        return unsafe pointer
    }
}
