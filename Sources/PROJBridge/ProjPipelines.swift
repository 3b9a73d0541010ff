import CPROJ

/// The RDNAPTRANS2018 pipelines in a PROJ context of their own, from RD metres to ETRS89 degrees (longitude, latitude).
///
/// The steps are spelled out because an EPSG code lets PROJ choose, and without a fitting grid it chooses one that is
/// 0.1 to 115 m off without an error (`dutch-data.md` A8). ETRS89 is taken equal to WGS84, as NSGI prescribes.
@safe
final class ProjPipelines: @unchecked Sendable {
    // Unchecked because of the C handles: a context may be used by one thread at a time, and the pool of
    // ``CoordinateTransformer`` hands each object to one caller until it is given back.
    private let context: OpaquePointer
    private let horizontal: OpaquePointer
    private let spatial: OpaquePointer

    enum Direction {
        case fromRD
        case toRD

        fileprivate var code: PJ_DIRECTION {
            switch self {
            case .fromRD: PJ_FWD
            case .toRD: PJ_INV
            }
        }
    }

    private static let start =
        "+proj=pipeline +step +inv +proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079"
        + " +x_0=155000 +y_0=463000 +ellps=bessel"
    private static let end = " +step +proj=unitconvert +xy_in=rad +xy_out=deg"

    init(_ grids: RDNAPGrids) throws {
        guard let context = unsafe proj_context_create() else {
            throw CoordinateProblem.unusable(reason: "no memory")
        }
        // Never from the network: an answer must not depend on it.
        unsafe proj_context_set_enable_network(context, 0)
        // What PROJ has to say comes back as an error. The log level alone does not silence it: with the search path
        // below it misses its database, which these pipelines have no use for, and says so at every creation.
        unsafe proj_log_func(context, nil) { _, _, _ in }
        if let directory = grids.directory {
            unsafe directory.withCString { path in
                var paths: [UnsafePointer<CChar>?] = unsafe [path]
                unsafe proj_context_set_search_paths(context, 1, &paths)
            }
        }
        let shift = ProjPipelines.start + " +step +proj=hgridshift +grids=\(grids.horizontal)"
        let heights = " +step +proj=vgridshift +grids=\(grids.vertical) +multiplier=1"
        guard let horizontal = unsafe proj_create(context, shift + ProjPipelines.end) else {
            defer { unsafe proj_context_destroy(context) }
            throw CoordinateProblem.unusable(reason: unsafe ProjPipelines.lastError(context))
        }
        guard let spatial = unsafe proj_create(context, shift + heights + ProjPipelines.end) else {
            defer {
                unsafe proj_destroy(horizontal)
                unsafe proj_context_destroy(context)
            }
            throw CoordinateProblem.unusable(reason: unsafe ProjPipelines.lastError(context))
        }
        unsafe self.context = context
        unsafe self.horizontal = horizontal
        unsafe self.spatial = spatial
    }

    deinit {
        unsafe proj_destroy(spatial)
        unsafe proj_destroy(horizontal)
        unsafe proj_context_destroy(context)
    }

    static func canOpen(_ grids: RDNAPGrids) -> Bool {
        do {
            _ = try ProjPipelines(grids)
            return true
        } catch {
            return false
        }
    }

    private static func lastError(_ context: OpaquePointer) -> String {
        let code = unsafe proj_context_errno(context)
        guard let text = unsafe proj_context_errno_string(context, code) else { return "PROJ error \(code)" }
        return unsafe String(cString: text)
    }

    /// One position without height. Infinite when PROJ has no answer.
    func transform(_ direction: Direction, _ first: Double, _ second: Double) -> (first: Double, second: Double) {
        let result = unsafe proj_trans(horizontal, direction.code, proj_coord(first, second, 0, 0))
        return unsafe (result.xyzt.x, result.xyzt.y)
    }

    /// One position with height in metres: NAP in RD, ellipsoidal in ETRS89. Infinite when PROJ has no answer.
    func transform(
        _ direction: Direction,
        _ first: Double,
        _ second: Double,
        height: Double
    ) -> (first: Double, second: Double, height: Double) {
        let result = unsafe proj_trans(spatial, direction.code, proj_coord(first, second, height, 0))
        return unsafe (result.xyzt.x, result.xyzt.y, result.xyzt.z)
    }

    /// Positions in place, without height. Infinite where PROJ has no answer.
    func transform(_ direction: Direction, firsts: inout [Double], seconds: inout [Double]) {
        let stride = MemoryLayout<Double>.stride
        let count = min(firsts.count, seconds.count)
        _ = unsafe proj_trans_generic(
            horizontal,
            direction.code,
            &firsts,
            stride,
            count,
            &seconds,
            stride,
            count,
            nil,
            0,
            0,
            nil,
            0,
            0
        )
    }
}
