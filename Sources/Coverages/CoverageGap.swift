public import GeoValues

/// An area without a feature that features of one group enclose.
public struct CoverageGap: Sendable, Equatable {
    /// Inside the gap, near the centre of the greatest circle in it; on its edge where it is narrower than a millimetre or two.
    public var place: RDPoint
    /// Exact, but for crossings of edges that are rounded to the millimetre.
    public var areaSquareMillimetres: Double
    /// The diameter of the greatest circle in it.
    public var widthMillimetres: Double
    public var box: RDBox
    public var group: UInt32
    /// The lowest keys of the features around it, ascending, at most ``mostFeatures``.
    public var features: [UInt64]
    /// How many features are around it.
    public var featureCount: Int

    public static let mostFeatures = 16
}

/// The gaps of a coverage.
public struct GapFindings: Sendable, Equatable {
    /// By place (box from west to east, then from south to north).
    public var gaps: [CoverageGap] = []
    /// Enclosed areas larger than the limit, in the same order. A lake that has no parcel is no error.
    public var uncovered: [CoverageGap] = []

    public init() {}
}

/// Finds gaps in the unmatched edges of all blocks together.
///
/// A gap can be as long as a ditch and lie between features of many blocks of which no two have met, so it cannot be found
/// block by block. Its border can: it consists of unmatched edges, and those are few.
public enum GapFinder {
    /// Gaps up to 10,000 m² are reported as such.
    public static let largestGapSquareMillimetres = 10_000.0 * 1_000_000

    /// The enclosed areas. The order of the edges makes no difference.
    ///
    /// Edges are followed with the uncovered side on the right. What comes round clockwise encloses a gap; what comes round the
    /// other way is the outer boundary of the coverage, of an island in a gap, or of an overlap. Loops that cross themselves
    /// (a gap here and an overlap there between two neighbours' borders) are divided at the crossings. What is covered after all
    /// in the middle is no gap.
    ///
    /// - Complexity: n log n for n edges, as long as loops don't lie in each other by the thousands.
    public static func gaps(
        _ edges: [UnmatchedEdge],
        largest: Double = largestGapSquareMillimetres
    ) -> GapFindings {
        var findings = GapFindings()
        let sorted = edges.sorted(by: precedes)
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].group == sorted[start].group { end += 1 }
            let loops = boundaryLoops(Array(sorted[start..<end])).flatMap(simpleLoops)
            let enclosed = gaps(between: loops, group: sorted[start].group)
            let counts = coverCounts(at: enclosed.map(\.place), sorted[start..<end])
            for (gap, count) in zip(enclosed, counts) {
                // A feature that overlaps its neighbours may fill what they leave. Of a place on the edge nothing is known.
                if count > 0, gap.widthMillimetres >= 2 { continue }
                if gap.areaSquareMillimetres <= largest {
                    findings.gaps.append(gap)
                } else {
                    findings.uncovered.append(gap)
                }
            }
            start = end
        }
        findings.gaps.sort(by: precedes)
        findings.uncovered.sort(by: precedes)
        return findings
    }

    /// How many features lie over each of some places: the sum of how often the features' rings wind around it, to which edges
    /// that are matched add nothing.
    private static func coverCounts(at places: [RDPoint], _ edges: ArraySlice<UnmatchedEdge>) -> [Int] {
        var counts = [Int](repeating: 0, count: places.count)
        let order = places.indices.sorted { places[$0].y < places[$1].y }
        for edge in edges where edge.from.y != edge.to.y {
            let isUpward = edge.from.y < edge.to.y
            let (south, north) = isUpward ? (edge.from, edge.to) : (edge.to, edge.from)
            var low = 0
            var high = order.count
            while low < high {
                let middle = (low + high) / 2
                if places[order[middle]].y < south.y { low = middle + 1 } else { high = middle }
            }
            while low < order.count, places[order[low]].y < north.y {
                // Edges that pass east of the place.
                if orientation(south, north, places[order[low]]) > 0 { counts[order[low]] += isUpward ? 1 : -1 }
                low += 1
            }
        }
        return counts
    }

    private static func precedes(_ left: UnmatchedEdge, _ right: UnmatchedEdge) -> Bool {
        if left.group != right.group { return left.group < right.group }
        if left.from != right.from { return left.from < right.from }
        return left.to != right.to ? left.to < right.to : left.key < right.key
    }

    private static func precedes(_ left: CoverageGap, _ right: CoverageGap) -> Bool {
        if left.box.minX != right.box.minX { return left.box.minX < right.box.minX }
        if left.box.minY != right.box.minY { return left.box.minY < right.box.minY }
        if left.place != right.place { return left.place < right.place }
        return left.group < right.group
    }

    /// Clockwise loops with the counter-clockwise ones that lie directly in them taken off.
    private static func gaps(between loops: [BoundaryLoop], group: UInt32) -> [CoverageGap] {
        let holes = loops.filter { $0.doubledArea < 0 }
        let parents = LoopNesting(loops)
        var gaps: [CoverageGap] = []
        for hole in holes {
            var doubledArea = -hole.doubledArea
            var keys = Set(hole.keys)
            var shape = LabelShape()
            shape.append(hole.points[...])
            for island in parents.islands(in: hole) {
                doubledArea -= island.doubledArea
                keys.formUnion(island.keys)
                shape.append(island.points[...])
            }
            guard doubledArea > 0, let label = shape.label() else { continue }
            gaps.append(
                CoverageGap(
                    place: label.point,
                    areaSquareMillimetres: Double(doubledArea) / 2,
                    widthMillimetres: 2 * label.clearance,
                    box: hole.box,
                    group: group,
                    features: Array(keys.sorted().prefix(CoverageGap.mostFeatures)),
                    featureCount: keys.count
                )
            )
        }
        return gaps
    }
}
