public import GeoValues

/// A directed edge of a feature, its inside on the left, that no feature of the group has the other way round: a piece of the
/// outer boundary of the coverage, of a gap, or of an overlap.
public struct UnmatchedEdge: Sendable, Hashable {
    public var from: RDPoint
    public var to: RDPoint
    /// The feature that has the edge, by the key that the caller gave.
    public var key: UInt64
    public var group: UInt32

    public init(from: RDPoint, to: RDPoint, key: UInt64, group: UInt32) {
        self.from = from
        self.to = to
        self.key = key
        self.group = group
    }
}

extension CoverageBlock {
    /// The unmatched edges of the own features after noding.
    ///
    /// When features have an edge more often one way than the other, those with the highest keys are left over. Whoever has an
    /// edge, or a vertex on it, is in the block of each that has it: every block gives the same answer for an edge, and all
    /// blocks together give each unmatched edge of the layer once. ``GapFinder`` takes them all.
    ///
    /// - Parameter keys: one for each feature, halo included, different for each, the same in every block.
    public func unmatchedEdges(keys: [UInt64]) -> [UnmatchedEdge] {
        precondition(keys.count == polygons.featureCount, "one key for each feature")
        let (last, previous) =
            isInserted.isEmpty
            ? (lastVertexAtPlace, previousVertexAtPlace)
            : CoverageBlock.chained(nodedPlaces, placeCount: places.points.count)
        var next: [UInt32] = []
        var feature: [UInt32] = []
        next.reserveCapacity(nodedPlaces.count)
        feature.reserveCapacity(nodedPlaces.count)
        for ring in 0..<polygons.ringCount {
            let range = nodedRange(ring: ring)
            for vertex in range {
                next.append(nodedPlaces[vertex + 1 == range.upperBound ? range.lowerBound : vertex + 1])
                feature.append(featureOfRing[ring])
            }
        }
        let groups = polygons.groups
        /// How many features of the group have the edge from `place` to `other`.
        func count(from place: UInt32, to other: UInt32, group: UInt32) -> Int {
            var count = 0
            var vertex = last[Int(place)]
            while vertex != PlaceTable.none {
                if next[Int(vertex)] == other, groups[Int(feature[Int(vertex)])] == group { count += 1 }
                vertex = previous[Int(vertex)]
            }
            return count
        }
        /// How many of them come before the one that begins at `own`.
        func rank(of own: Int, from place: UInt32, to other: UInt32, group: UInt32) -> Int {
            let key = keys[Int(feature[own])]
            var rank = 0
            var vertex = last[Int(place)]
            while vertex != PlaceTable.none {
                let candidate = Int(feature[Int(vertex)])
                if next[Int(vertex)] == other, groups[candidate] == group,
                    keys[candidate] < key || (keys[candidate] == key && Int(vertex) < own)
                {
                    rank += 1
                }
                vertex = previous[Int(vertex)]
            }
            return rank
        }
        var unmatched: [UnmatchedEdge] = []
        for vertex in 0..<Int(nodedFirstVertices[Int(polygons.firstRings[polygons.ownCount])]) {
            let from = nodedPlaces[vertex]
            let to = next[vertex]
            let owner = Int(feature[vertex])
            let group = groups[owner]
            let backward = count(from: to, to: from, group: group)
            if backward > 0, rank(of: vertex, from: from, to: to, group: group) < backward { continue }
            unmatched.append(
                UnmatchedEdge(
                    from: places.points[Int(from)],
                    to: places.points[Int(to)],
                    key: keys[owner],
                    group: group
                )
            )
        }
        return unmatched
    }
}
