/// Why GEOS gave no answer.
public enum GEOSError: Error, Equatable, CustomStringConvertible {
    /// GEOS refused the operation; `message` is GEOS's own text (often a TopologyException for invalid input).
    case operationFailed(operation: String, message: String)
    /// The result could not be made valid on the integer grid; `reason` is what was still wrong after the last attempt.
    case notRepairable(reason: String)
    /// A triangulation did not cover its polygon exactly.
    case notTriangulable(reason: String)
    /// A result has a coordinate outside Int32.
    case coordinateOutOfRange

    public var description: String {
        switch self {
        case .operationFailed(let operation, let message):
            "GEOS could not compute \(operation): \(message)."
        case .notRepairable(let reason):
            "GEOS could not repair the polygons on the integer grid: \(reason)."
        case .notTriangulable(let reason):
            "The polygon cannot be divided into triangles: \(reason)."
        case .coordinateOutOfRange:
            "GEOS returned a coordinate outside the range of a 32-bit integer."
        }
    }
}
