import GeoValues

/// Which places are nodes: where arcs begin and end.
///
/// A place is a node unless exactly two different edges meet there, whatever features have them (of all groups). Between
/// nodes all features that have an arc have the whole of it, so whatever is computed on the arc alone holds for each.
///
/// The edges at a place v are those of the noded rings, with one exception: a place u joined to an edge by features whose
/// boxes do not hold v is passed over. The block of a feature at v need not have such features, the block of another at v
/// might; where borders meet cleanly u is an end of the edge for neither or for both sides, so nothing changes.
struct ArcNodes: Sendable {
    /// The different far ends of the edges at a place, up to two.
    fileprivate struct Ends {
        var first = PlaceTable.none
        var second = PlaceTable.none
    }

    /// Marks a place as node in `Ends.second`.
    private static let node = PlaceTable.none - 1

    private var ends: [Ends]

    init(_ block: CoverageBlock) {
        ends = [Ends](repeating: Ends(), count: block.places.points.count)
        let noded = block.nodedPlaces.span
        for ring in 0..<block.polygons.ringCount {
            let range = block.nodedRange(ring: ring)
            if !block.hasInsertions.isEmpty, block.hasInsertions[ring] {
                addNoded(ring: ring, block)
                continue
            }
            var previous = noded[range.upperBound - 1]
            var current = noded[range.lowerBound]
            for vertex in range {
                let next = noded[vertex + 1 == range.upperBound ? range.lowerBound : vertex + 1]
                add(current, between: previous, and: next)
                previous = current
                current = next
            }
        }
    }

    @inline(__always)
    func isNode(_ place: UInt32) -> Bool {
        let second = ends[Int(place)].second
        // A single end is a spike.
        return second == ArcNodes.node || second == PlaceTable.none
    }

    @inline(__always)
    private mutating func add(_ place: UInt32, between previous: UInt32, and next: UInt32) {
        var ends = ends[Int(place)]
        if ends.second == ArcNodes.node { return }
        if (ends.first == previous && ends.second == next) || (ends.first == next && ends.second == previous) { return }
        ends.add(previous)
        ends.add(next)
        if previous == next { ends.second = ArcNodes.node }
        self.ends[Int(place)] = ends
    }

    /// A ring with inserted vertices, looked at from each of its places.
    private mutating func addNoded(ring: Int, _ block: CoverageBlock) {
        let range = block.nodedRange(ring: ring)
        let feature = Int(block.featureOfRing[ring])
        /// The nearest vertex from a place on that counts there.
        func neighbour(of vertex: Int, step: Int) -> UInt32 {
            let point = block.places.points[Int(block.nodedPlaces[vertex])]
            var other = vertex
            repeat {
                other += step
                if other == range.upperBound { other = range.lowerBound }
                if other < range.lowerBound { other = range.upperBound - 1 }
            } while block.isInserted[other]
                && !block.isJoined(place: block.nodedPlaces[other], to: feature, asSeenFrom: point)
            return block.nodedPlaces[other]
        }
        for vertex in range {
            add(
                block.nodedPlaces[vertex],
                between: neighbour(of: vertex, step: -1),
                and: neighbour(of: vertex, step: 1)
            )
        }
    }
}

extension ArcNodes.Ends {
    fileprivate mutating func add(_ place: UInt32) {
        if first == PlaceTable.none {
            first = place
        } else if first != place {
            if second == PlaceTable.none {
                second = place
            } else if second != place {
                second = PlaceTable.none - 1
            }
        }
    }
}

extension CoverageBlock {
    /// Whether one of the features that put `place` into a ring of `feature` has a box that, grown by 1 mm, holds `point`.
    fileprivate func isJoined(place: UInt32, to feature: Int, asSeenFrom point: RDPoint) -> Bool {
        var vertex = lastVertexAtPlace[Int(place)]
        while vertex != PlaceTable.none {
            let source = Int(featureOfRing[polygons.ring(ofVertex: vertex)])
            if polygons.groups[source] == polygons.groups[feature], boxes[source].grown(by: 1).contains(point) {
                return true
            }
            vertex = previousVertexAtPlace[Int(vertex)]
        }
        return false
    }
}
