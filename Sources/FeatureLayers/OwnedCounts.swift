public import GeoValues
import Synchronization

/// Counts per cell that are made while serving, in memory of our own.
final class OwnedCounts: Sendable {
    private let keys: OwnedElements<UInt64>
    private let features: OwnedElements<UInt32>
    private let areas: OwnedElements<UInt64>

    init(_ counter: consuming CellCounter) {
        let counted = counter.counted()
        keys = OwnedElements(counted.keys)
        features = OwnedElements(counted.features)
        areas = OwnedElements(counted.areas)
    }

    /// Adds up the counts of segments on a day in the cells of a level.
    init(_ segments: [Segment], _ matrixSet: TileMatrixSet, level: Int, onDay day: Int32?) {
        let shift = UInt64(2 * (CountingGrid.finestLevel(matrixSet) - level))
        var totals: [UInt64: CellCounts.Total] = [:]
        for segment in segments {
            segment.withCellCounts(matrixSet, onDay: day) { counts in
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
            body(CellCounts(keys: MappedArray(keys), features: MappedArray(features), areas: MappedArray(areas)))
        }
    }
}

/// Counts that were made, by what they are of; the few that were asked for last.
struct KeptCounts {
    struct Key: Hashable {
        let matrixSet: TileMatrixSet
        /// nil: of all features.
        let period: Int32?
    }

    /// Two matrix sets on a few days.
    private static let most = 8

    private var counts: [Key: OwnedCounts] = [:]

    subscript(key: Key) -> OwnedCounts? {
        get { counts[key] }
        set {
            if counts.count >= KeptCounts.most { counts.removeAll() }
            counts[key] = newValue
        }
    }
}

extension Segment {
    /// Lends the counts of the features that are valid on a day (since 1970-01-01; nil: of all) for the length of a call.
    ///
    /// Those of all are in the file; others take time that grows with the number of features, once.
    public func withCellCounts(_ matrixSet: TileMatrixSet, onDay day: Int32? = nil, _ body: (CellCounts) -> Void) {
        withExtendedLifetime(self) {
            guard let day, let period = validityPeriod(onDay: day) else {
                body(contents.cellCounts[matrixSet == .webMercatorQuad ? 0 : 1])
                return
            }
            let key = KeptCounts.Key(matrixSet: matrixSet, period: Int32(clamping: period))
            let known = keptCounts.withLock { $0[key] }
            let counts = known ?? OwnedCounts(contents.counted(matrixSet, onDay: day))
            if known == nil { keptCounts.withLock { $0[key] = counts } }
            counts.withCounts(body)
        }
    }
}

extension SegmentContents {
    /// Counts the features that are valid on a day where ``FlatSegment/countingPlaces(_:)`` does, to a millimetre or so in
    /// Web Mercator.
    fileprivate func counted(_ matrixSet: TileMatrixSet, onDay day: Int32) -> CellCounter {
        var counter = CellCounter()
        for feature in 0..<kinds.count where validFrom[feature] <= day && day < validUntil[feature] {
            let rings = rings(feature)
            guard let ring = rings.first, let vertex = vertexRange(ring: ring).first else { continue }
            let label = labelPoints[feature]
            let place = label.x == .min ? vertices[vertex] : label
            let key =
                switch matrixSet {
                case .netherlandsRDNewQuad: CountingGrid.key(of: place)
                case .webMercatorQuad:
                    CountingGrid.key(
                        of: ApproximateMercator.position(
                            of: place,
                            beside: vertices[vertex],
                            at: mercatorVertices[vertex]
                        )
                    )
                }
            let isArea = kinds[feature] == GeometryKind.polygons.rawValue
            let area = isArea ? CellCounter.area(rings.map { vertexRange(ring: $0) }) { vertices[$0] } : 0
            counter.add(key, area: area)
        }
        return counter
    }
}
