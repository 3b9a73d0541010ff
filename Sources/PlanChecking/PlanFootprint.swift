public import GeoValues

/// What is to be built, as far as it is checked: its outline on the ground and its heights above the building's peil.
public struct PlanFootprint: Hashable, Sendable {
    /// A valid polygon in RD millimetres within ``RDEnvelope``.
    public let polygon: RDPolygon
    /// `bouwhoogte`, at least 0.
    public let heightMillimetres: Int32
    /// `goothoogte`, from 0 to the height; nil when not given.
    public let eavesHeightMillimetres: Int32?

    public init(polygon: RDPolygon, heightMillimetres: Int32, eavesHeightMillimetres: Int32? = nil) {
        self.polygon = polygon
        self.heightMillimetres = heightMillimetres
        self.eavesHeightMillimetres = eavesHeightMillimetres
    }

    /// More vertices than any building needs; keeps the time of a check bounded.
    public static let maximumVertexCount = 2_000

    /// Longer than any building; keeps the number of features that a check reads bounded.
    public static let maximumSideMetres = 1_000

    /// - Throws: ``PlanFootprintProblem``.
    func validate() throws {
        let vertexCount = polygon.rings.reduce(0) { $0 + $1.points.count }
        guard vertexCount <= Self.maximumVertexCount else {
            throw PlanFootprintProblem.tooManyVertices(found: vertexCount, limit: Self.maximumVertexCount)
        }
        guard RDEnvelope.box.contains(polygon.box) else { throw PlanFootprintProblem.outsideEnvelope }
        let box = polygon.box
        let side = max(Int64(box.maxX) - Int64(box.minX), Int64(box.maxY) - Int64(box.minY))
        guard side <= Int64(Self.maximumSideMetres) * 1000 else {
            throw PlanFootprintProblem.tooLong(
                foundMetres: Int((side + 999) / 1000),
                limitMetres: Self.maximumSideMetres
            )
        }
        guard polygon.doubledArea > 0 else { throw PlanFootprintProblem.noArea }
        guard heightMillimetres >= 0 else { throw PlanFootprintProblem.negativeHeight }
        if let eavesHeightMillimetres {
            guard eavesHeightMillimetres >= 0 else { throw PlanFootprintProblem.negativeHeight }
            guard eavesHeightMillimetres <= heightMillimetres else { throw PlanFootprintProblem.eavesAboveHeight }
        }
    }
}

/// Why a footprint can't be checked: the caller can mend it.
public enum PlanFootprintProblem: Error, Equatable, CustomStringConvertible {
    case tooManyVertices(found: Int, limit: Int)
    case outsideEnvelope
    /// From west to east or from south to north.
    case tooLong(foundMetres: Int, limitMetres: Int)
    case noArea
    case negativeHeight
    case eavesAboveHeight

    public var description: String {
        switch self {
        case .tooManyVertices(let found, let limit):
            "The footprint has \(found) vertices; at most \(limit) are checked."
        case .outsideEnvelope: "The footprint lies outside the area of RD New (x -7…300 km, y 289…629 km)."
        case .tooLong(let found, let limit):
            "The footprint is \(found) m long; plans of at most \(limit) m are checked."
        case .noArea: "The footprint has no area."
        case .negativeHeight: "A height is negative; heights count upwards from peil in metres."
        case .eavesAboveHeight: "The goothoogte is above the bouwhoogte; the eaves can't be higher than the building."
        }
    }
}
