public import GeoValues

/// Brings the positions of a filter to RD.
public struct FilterPlacement: Sendable {
    /// Names the coordinate system.
    let name: String
    /// Lowest and highest values on both axes within which ``place`` answers; boxes are cut to them. Every feature lies
    /// inside.
    let low: FilterPosition
    let high: FilterPosition
    /// Whether the straight lines of the coordinate system are those of RD.
    let isPlanarRD: Bool
    /// The RD point of a position; nil where there is none.
    let place: @Sendable (FilterPosition) -> RDPoint?

    /// Between two positions of another system than RD at most this far apart, a straight line strays less than 1 mm from
    /// that in RD (sagitta s²/8R × tan 52° for lines of equal latitude).
    private static let longestStepMillimetres = 200_000.0
    /// Positions put into the edges of one geometry.
    private static let mostSteps = 20_000.0

    public init(
        name: String,
        low: FilterPosition,
        high: FilterPosition,
        isPlanarRD: Bool,
        place: @escaping @Sendable (FilterPosition) -> RDPoint?
    ) {
        self.name = name
        self.low = low
        self.high = high
        self.isPlanarRD = isPlanarRD
        self.place = place
    }

    /// The geometry in RD; nil for a box that lies outside altogether.
    ///
    /// - Throws: ``FilterProblem`` for a position outside, and for rings that don't form polygons.
    func geometry(_ geometry: FilterGeometry) throws(FilterProblem) -> RDGeometry? {
        let position = geometry.position
        switch geometry.shape {
        case .points(let positions):
            var points: [RDPoint] = []
            for place in positions { points.append(try point(place, position)) }
            return .points(points)
        case .lines(let lines):
            var found: [[RDPoint]] = []
            for line in lines { found.append(try path(line, position, steps: lines.joined().count)) }
            return .lines(found)
        case .polygons(let polygons):
            var found: [RDPolygon] = []
            let count = polygons.joined().joined().count
            for rings in polygons { found.append(try polygon(rings, position, count)) }
            return .polygons(found)
        case .box(let boxLow, let boxHigh):
            // West of the antimeridian's far side (OGC 17-069r4, 7.15.3): two boxes.
            let spans =
                boxLow.first <= boxHigh.first
                ? [(boxLow.first, boxHigh.first)]
                : [(boxLow.first, Double.infinity), (-Double.infinity, boxHigh.first)]
            var found: [RDPolygon] = []
            for (west, east) in spans {
                let lowest = FilterPosition(max(west, low.first), max(boxLow.second, low.second))
                let highest = FilterPosition(min(east, high.first), min(boxHigh.second, high.second))
                guard lowest.first <= highest.first, lowest.second <= highest.second else { continue }
                if lowest.first == highest.first || lowest.second == highest.second {
                    return try flatBox(lowest, highest, position)
                }
                let corners = [
                    lowest, FilterPosition(highest.first, lowest.second), highest,
                    FilterPosition(lowest.first, highest.second), lowest,
                ]
                found.append(try polygon([corners], position, 5))
            }
            return found.isEmpty ? nil : .polygons(found)
        }
    }

    /// A box without width or height.
    private func flatBox(
        _ low: FilterPosition,
        _ high: FilterPosition,
        _ position: Int
    ) throws(FilterProblem) -> RDGeometry {
        if low == high { return .points([try point(low, position)]) }
        return .lines([try path([low, high], position, steps: 2)])
    }

    private func point(_ filterPosition: FilterPosition, _ position: Int) throws(FilterProblem) -> RDPoint {
        guard let point = place(filterPosition) else {
            throw FilterProblem(position, .outsideArea(first: filterPosition.first, second: filterPosition.second))
        }
        return point
    }

    private func polygon(
        _ rings: [[FilterPosition]],
        _ position: Int,
        _ steps: Int
    ) throws(FilterProblem) -> RDPolygon {
        var made: [RDRing] = []
        for ring in rings {
            guard let ring = RDRing(try path(ring, position, steps: steps)) else {
                throw FilterProblem(position, .invalidGeometry("a ring has no area"))
            }
            made.append(ring)
        }
        return RDPolygon(exterior: made[0], holes: Array(made.dropFirst()))
    }

    /// The positions with others between them, so that the path in RD follows the straight lines of the filter's system.
    ///
    /// - Parameter steps: how many positions share ``mostSteps``.
    private func path(
        _ positions: [FilterPosition],
        _ position: Int,
        steps: Int
    ) throws(FilterProblem) -> [RDPoint] {
        var path: [RDPoint] = []
        for (number, end) in positions.enumerated() {
            let to = try point(end, position)
            if number > 0, !isPlanarRD {
                let start = positions[number - 1]
                let from = path[path.count - 1]
                let length = max(abs(Double(to.x) - Double(from.x)), abs(Double(to.y) - Double(from.y)))
                let wanted = (length / FilterPlacement.longestStepMillimetres).rounded(.up)
                let count = min(wanted, FilterPlacement.mostSteps / Double(steps)).rounded(.down)
                var step = 1.0
                while step < count {
                    let share = step / count
                    path.append(
                        try point(
                            FilterPosition(
                                start.first + (end.first - start.first) * share,
                                start.second + (end.second - start.second) * share
                            ),
                            position
                        )
                    )
                    step += 1
                }
            }
            path.append(to)
        }
        return path
    }
}
