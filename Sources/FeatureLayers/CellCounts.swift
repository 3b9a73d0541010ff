public import GeoValues

/// How many features lie in each cell of a ``GeoValues/CountingGrid``, and their area: each feature with a place is counted in
/// one cell, that of its label point.
public struct CellCounts: Sendable {
    /// Cells in ascending order of their keys.
    let keys: MappedArray<UInt64>
    /// Features, and area in dm², in the cells before each; one more than cells.
    let features: MappedArray<UInt32>
    let areas: MappedArray<UInt64>

    public struct Total: Hashable, Sendable {
        public var features = 0
        /// Of polygons; in dm², each feature's rounded.
        public var area: UInt64 = 0

        public init() {}
    }

    static let none = CellCounts(keys: .empty, features: .empty, areas: .empty)

    /// What lies in all cells.
    public var total: Total { total(0..<keys.count) }

    private func total(_ cells: Range<Int>) -> Total {
        var total = Total()
        total.features = Int(features[cells.upperBound]) - Int(features[cells.lowerBound])
        total.area = areas[cells.upperBound] &- areas[cells.lowerBound]
        return total
    }

    /// Calls `body` with what lies in each larger cell that holds something, in ascending order.
    ///
    /// - Parameters:
    ///   - range: keys of smallest cells.
    ///   - shift: how many bits of a key are left out: two for every level by which the larger cells lie higher.
    ///   - body: gets the key of the larger cell.
    public func forEachCell(in range: Range<UInt64>, shift: UInt64, _ body: (UInt64, Total) -> Void) {
        var first = firstCell(from: range.lowerBound, after: 0)
        while first < keys.count, keys[first] < range.upperBound {
            let key = keys[first] >> shift
            let end = firstCell(from: (key + 1) << shift, after: first)
            // A damaged file may have keys in no order.
            guard end > first else { return }
            body(key, total(first..<end))
            first = end
        }
    }

    /// The first cell at or behind a position whose key is not below a number: found in steps that double, as it is seldom far.
    private func firstCell(from key: UInt64, after start: Int) -> Int {
        var low = start
        var step = 1
        while low + step < keys.count, keys[low + step] < key { step *= 2 }
        var high = min(low + step, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The sections `CKEY`, `CNUM` and `CARE` in the making.
struct CellCounter {
    /// Key, and area in dm², of each feature.
    private var places: [(key: UInt64, area: UInt64)] = []

    mutating func add(_ key: UInt64, area: UInt64) { places.append((key, area)) }

    /// - Returns: keys in ascending order, and cumulative counts and areas.
    consuming func counted() -> (keys: [UInt64], features: [UInt32], areas: [UInt64]) {
        places.sort { $0.key < $1.key }
        var keys: [UInt64] = []
        var features: [UInt32] = [0]
        var areas: [UInt64] = [0]
        for (position, place) in places.enumerated() {
            if keys.last != place.key {
                keys.append(place.key)
                features.append(UInt32(position))
                areas.append(areas[areas.count - 1])
            }
            features[features.count - 1] = UInt32(position + 1)
            areas[areas.count - 1] &+= place.area
        }
        return (keys, features, areas)
    }
}

extension FlatSegment {
    /// Where each feature with a place is counted: at its label point, or its first vertex when it has none.
    func countingPlaces(_ labelPoints: [RDPoint]) -> (places: [RDPoint], areas: [UInt64]) {
        var places: [RDPoint] = []
        var areas: [UInt64] = []
        for feature in 0..<featureCount {
            let rings = Int(firstRings[feature])..<Int(firstRings[feature + 1])
            let first = Int(firstVertices[rings.lowerBound])
            guard first < Int(firstVertices[rings.upperBound]) else { continue }
            let label = labelPoints[feature]
            places.append(label.x == .min ? vertices[first] : label)
            areas.append(kinds[feature] == GeometryKind.polygons.rawValue ? area(rings) : 0)
        }
        return (places, areas)
    }

    /// The area of polygons in dm², to the nearest.
    private func area(_ rings: Range<Int>) -> UInt64 {
        var doubled: Int64 = 0
        for ring in rings {
            let range = Int(firstVertices[ring])..<Int(firstVertices[ring + 1])
            let origin = vertices[range.lowerBound]
            func place(_ position: Int) -> (x: Int64, y: Int64) {
                (Int64(vertices[position].x) - Int64(origin.x), Int64(vertices[position].y) - Int64(origin.y))
            }
            var before = place(range.upperBound - 1)
            for position in range {
                let here = place(position)
                doubled &+= before.x &* here.y &- here.x &* before.y
                before = here
            }
        }
        // Twice a dm² is 20,000 mm².
        return (doubled.magnitude + 10_000) / 20_000
    }
}

/// Counts of a whole layer in cells that are not the smallest, in memory of our own.
final class CoarseCounts: Sendable {
    private let keys: OwnedElements<UInt64>
    private let features: OwnedElements<UInt32>
    private let areas: OwnedElements<UInt64>

    /// Adds up the counts of segments in the cells of a level.
    init(_ segments: [Segment], _ matrixSet: TileMatrixSet, level: Int) {
        let shift = UInt64(2 * (CountingGrid.finestLevel(matrixSet) - level))
        var totals: [UInt64: CellCounts.Total] = [:]
        for segment in segments {
            segment.withCellCounts(matrixSet) { counts in
                counts.forEachCell(in: 0..<UInt64.max >> 1, shift: shift) { key, total in
                    totals[key, default: CellCounts.Total()].features += total.features
                    totals[key, default: CellCounts.Total()].area &+= total.area
                }
            }
        }
        let sorted = totals.keys.sorted()
        var features: [UInt32] = [0]
        var areas: [UInt64] = [0]
        for (position, key) in sorted.enumerated() {
            let total = totals[key] ?? CellCounts.Total()
            features.append(features[position] &+ UInt32(truncatingIfNeeded: total.features))
            areas.append(areas[position] &+ total.area)
        }
        keys = OwnedElements(sorted.map { $0 << shift })
        self.features = OwnedElements(features)
        self.areas = OwnedElements(areas)
    }

    func withCounts(_ body: (CellCounts) -> Void) {
        withExtendedLifetime(self) {
            body(
                CellCounts(
                    keys: MappedArray(keys),
                    features: MappedArray(features),
                    areas: MappedArray(areas)
                )
            )
        }
    }
}

extension Segment {
    /// Lends the counts for the length of a call.
    public func withCellCounts(_ matrixSet: TileMatrixSet, _ body: (CellCounts) -> Void) {
        withExtendedLifetime(self) { body(contents.cellCounts[matrixSet == .webMercatorQuad ? 0 : 1]) }
    }
}
