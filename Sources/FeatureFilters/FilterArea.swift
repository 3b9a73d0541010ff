import FeatureLayers
import GEOSBridge
import GeoValues

/// A geometry of a filter in RD, made ready to be compared with many features.
///
/// Most features are settled by their box: no edge of the area meets it, so that it lies wholly inside or outside. The edges
/// are kept in slabs from south to north, so that a box looks at few of them. What is left is decided by GEOS. Exact.
struct FilterArea: Sendable {
    let geometry: RDGeometry
    let box: RDBox
    let relation: SpatialRelation
    /// Edges of polygons, slab by slab: x and y of one end, then of the other. Empty for points and lines.
    private let edges: [SIMD4<Int32>]
    /// First edge of each slab, and the end of the last.
    private let slabStarts: [Int]
    private let slabHeight: Int64

    private static let mostSlabs = 512

    init(_ geometry: RDGeometry, _ relation: SpatialRelation) {
        self.geometry = geometry
        self.relation = relation
        box = geometry.box
        var all: [SIMD4<Int32>] = []
        if case .polygons(let polygons) = geometry {
            for ring in polygons.flatMap(\.rings) {
                var from = ring.points[ring.points.count - 1]
                for to in ring.points {
                    all.append(SIMD4(from.x, from.y, to.x, to.y))
                    from = to
                }
            }
        }
        let count = max(1, min(FilterArea.mostSlabs, all.count / 2))
        let height = box.isEmpty ? 0 : Int64(box.maxY) - Int64(box.minY)
        slabHeight = height / Int64(count) + 1
        var slabs = [[SIMD4<Int32>]](repeating: [], count: count)
        for edge in all {
            let low = Int((Int64(min(edge[1], edge[3])) - Int64(box.minY)) / slabHeight)
            let high = Int((Int64(max(edge[1], edge[3])) - Int64(box.minY)) / slabHeight)
            for slab in low...high { slabs[slab].append(edge) }
        }
        var starts = [0]
        for slab in slabs { starts.append(starts[starts.count - 1] + slab.count) }
        slabStarts = starts
        edges = Array(slabs.joined())
    }

    /// How the place of each feature lies to the area: 1 has the relation, 0 has it not, ``Verdict/unknown`` has no place.
    func verdicts(of features: [UInt32], _ segment: Segment) throws -> [UInt8] {
        var verdicts = [UInt8](repeating: Verdict.no, count: features.count)
        var undecided: [Int] = []
        for position in features.indices {
            let candidate = segment.box(Int(features[position]))
            if candidate.isEmpty {
                verdicts[position] = Verdict.unknown
            } else if candidate.intersects(box) {
                switch side(of: candidate) {
                case .inside: verdicts[position] = Verdict.yes
                case .outside: break
                case .onBoundary: undecided.append(position)
                }
            }
        }
        if undecided.isEmpty { return verdicts }
        let answers = try Overlay.areRelated(
            undecided.map { segment.geometry(Int(features[$0])) },
            relation == .intersects ? .intersects : .within,
            to: geometry
        )
        for (position, answer) in zip(undecided, answers) where answer { verdicts[position] = Verdict.yes }
        return verdicts
    }

    /// Whether a box lies wholly inside or outside; ``PointLocation/onBoundary`` when an edge meets it, or there are none.
    private func side(of candidate: RDBox) -> PointLocation {
        if edges.isEmpty { return .onBoundary }
        func slab(_ y: Int32) -> Int {
            Int(max(0, min(Int64(slabStarts.count - 2), (Int64(y) - Int64(box.minY)) / slabHeight)))
        }
        for slab in slab(candidate.minY)...slab(candidate.maxY) {
            for place in slabStarts[slab]..<slabStarts[slab + 1] where FilterArea.meets(edges[place], candidate) {
                return .onBoundary
            }
        }
        guard box.contains(RDPoint(x: candidate.minX, y: candidate.minY)) else { return .outside }
        var locator = PointLocator(x: candidate.minX, y: candidate.minY)
        let row = slab(candidate.minY)
        for place in slabStarts[row]..<slabStarts[row + 1] {
            let edge = edges[place]
            locator.add(ax: edge[0], ay: edge[1], bx: edge[2], by: edge[3])
        }
        return locator.location
    }

    /// Whether an edge has a point in common with a box.
    private static func meets(_ edge: SIMD4<Int32>, _ box: RDBox) -> Bool {
        if max(edge[0], edge[2]) < box.minX || min(edge[0], edge[2]) > box.maxX { return false }
        if max(edge[1], edge[3]) < box.minY || min(edge[1], edge[3]) > box.maxY { return false }
        let a = RDPoint(x: edge[0], y: edge[1])
        let b = RDPoint(x: edge[2], y: edge[3])
        // Beyond the edge's own box, only corners on both sides of its line, or one on it, mean that it passes through.
        let turns = [
            orientation(a, b, RDPoint(x: box.minX, y: box.minY)), orientation(a, b, RDPoint(x: box.maxX, y: box.minY)),
            orientation(a, b, RDPoint(x: box.minX, y: box.maxY)), orientation(a, b, RDPoint(x: box.maxX, y: box.maxY)),
        ]
        return !(turns.allSatisfy { $0 > 0 } || turns.allSatisfy { $0 < 0 })
    }
}

/// What a condition says of a feature, as numbers in flat arrays.
enum Verdict {
    static let no: UInt8 = 0
    static let yes: UInt8 = 1
    /// A comparison with null.
    static let unknown: UInt8 = 2
}
