import GeoValues

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

    /// The area of polygons in dm², to the nearest.
    ///
    /// - Parameters:
    ///   - rings: places of the vertices of each ring, exteriors one way round and holes the other.
    ///   - vertex: in millimetres.
    static func area(_ rings: [Range<Int>], _ vertex: (Int) -> RDPoint) -> UInt64 {
        var doubled: Int64 = 0
        for range in rings where !range.isEmpty {
            let origin = vertex(range.lowerBound)
            func place(_ position: Int) -> (x: Int64, y: Int64) {
                let vertex = vertex(position)
                return (Int64(vertex.x) - Int64(origin.x), Int64(vertex.y) - Int64(origin.y))
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
            areas.append(areaOfPolygons(feature, rings))
        }
        return (places, areas)
    }

    private func areaOfPolygons(_ feature: Int, _ rings: Range<Int>) -> UInt64 {
        guard kinds[feature] == GeometryKind.polygons.rawValue else { return 0 }
        return CellCounter.area(rings.map { Int(firstVertices[$0])..<Int(firstVertices[$0 + 1]) }) { vertices[$0] }
    }
}
