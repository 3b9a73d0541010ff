import GeoValues

extension CoverageBlock {
    /// The importance of each vertex of ``noded``, in the same order; see ``VertexImportance``.
    ///
    /// Guaranteed, for what is valid and does not overlap:
    /// - All features that share an arc get the same importances for it, whichever block they are in, so at any tolerance
    ///   they keep the same vertices and no gap and no overlap opens between them.
    /// - At any tolerance rings do not cross or touch where they did not before, and what lay left of an arc lies left of it
    ///   still: a part of an arc is replaced by its chord only when no other vertex lies between the two or on the chord.
    ///   (Were two chords to cross, each would also cross the other's chain an odd number of times, since it ends outside
    ///   the area between that chain and its chord; then the first would have an end inside the area of the second.)
    /// - A ring that shares no vertex, or one, keeps three corners always; so does one that consists of an arc and a
    ///   single edge (the outer wall of a house with one party wall). Other rings with two nodes lose their area only when
    ///   all of the ring lies within t of the line between the nodes; rings with three nodes never do.
    ///
    /// Chords are found in RD: in another projection, or after rounding, what is narrow may still fold over.
    public func importances() -> [UInt16] {
        let nodes = ArcNodes(self)
        var simplification = ArcSimplification(self)
        var importances: [UInt16] = []
        let ringCount = Int(polygons.firstRings[polygons.ownCount])
        importances.reserveCapacity(Int(nodedFirstVertices[ringCount]))
        for ring in 0..<ringCount {
            simplification.appendImportances(of: nodedRange(ring: ring), nodes, to: &importances)
        }
        return importances
    }
}

/// Computes importances arc by arc; an arc that was computed for one feature is known for the next.
private struct ArcSimplification {
    private let block: CoverageBlock
    private var hierarchy = DistanceHierarchy()

    // The arc at hand, from the end that lies west (or south) to the other.
    private var places: [UInt32] = []
    private var chain: [RDPoint] = []
    private var values: [UInt16] = []

    /// For each place between nodes the last arc that was computed through it, its position there, and its importance.
    private var arcOfPlace: [UInt32]
    private var positionOfPlace: [UInt32]
    private var importanceOfPlace: [UInt16]
    private var arcs: [Arc] = []

    private struct Arc {
        var first: UInt32
        var last: UInt32
        var count: UInt32
    }

    init(_ block: CoverageBlock) {
        self.block = block
        arcOfPlace = [UInt32](repeating: .max, count: block.places.points.count)
        positionOfPlace = [UInt32](repeating: 0, count: block.places.points.count)
        importanceOfPlace = [UInt16](repeating: 0, count: block.places.points.count)
    }

    mutating func appendImportances(of ring: Range<Int>, _ nodes: ArcNodes, to importances: inout [UInt16]) {
        let noded = block.nodedPlaces
        if let firstNode = ring.first(where: { nodes.isNode(noded[$0]) }) {
            var start = firstNode
            for position in 1...ring.count {
                var vertex = firstNode + position
                if vertex >= ring.upperBound { vertex -= ring.count }
                guard nodes.isNode(noded[vertex]) else { continue }
                let length = (vertex - start + ring.count - 1) % ring.count + 1
                if length > 1 { simplify(ring, from: start, length: length) }
                start = vertex
            }
        } else {
            var start = ring.lowerBound
            for vertex in ring
            where precedes(block.places.points[Int(noded[vertex])], block.places.points[Int(noded[start])]) {
                start = vertex
            }
            simplify(ring, from: start, length: ring.count)
        }
        for vertex in ring {
            let place = noded[vertex]
            importances.append(nodes.isNode(place) ? VertexImportance.always : importanceOfPlace[Int(place)])
        }
    }

    /// Computes the arc of `length` edges that begins at a vertex of a ring, unless it is known.
    private mutating func simplify(_ ring: Range<Int>, from start: Int, length: Int) {
        places.removeAll(keepingCapacity: true)
        var vertex = start
        for _ in 0...length {
            places.append(block.nodedPlaces[vertex])
            vertex += 1
            if vertex == ring.upperBound { vertex = ring.lowerBound }
        }
        if isKnown { return }
        chain.removeAll(keepingCapacity: true)
        for place in places { chain.append(block.places.points[Int(place)]) }
        let isClosed = places[0] == places[length]
        let isBackward = isClosed ? precedes(chain[length - 1], chain[1]) : precedes(chain[length], chain[0])
        if isBackward {
            places.reverse()
            chain.reverse()
        }
        let number = UInt32(arcs.count)
        arcs.append(Arc(first: places[0], last: places[length], count: UInt32(length)))
        for position in (isClosed ? 0 : 1)..<length {
            arcOfPlace[Int(places[position])] = number
            positionOfPlace[Int(places[position])] = UInt32(position)
        }
        values.removeAll(keepingCapacity: true)
        for _ in 0...length { values.append(0) }

        let between = SpaceBetween(
            points: block.places.points,
            index: block.index,
            number: number,
            places: places,
            chain: chain,
            arcOfPlace: arcOfPlace,
            positionOfPlace: positionOfPlace
        )
        if isClosed {
            hierarchy.fillClosed(&values, chain) { between.holdsVertex($0, $1, $2) }
        } else {
            let isWithEdge = block.hasEdge(from: places[0], to: places[length])
            hierarchy.fill(&values, chain, from: 0, to: length) { first, last, farthest in
                (isWithEdge && first == 0 && last == length) || between.holdsVertex(first, last, farthest)
            }
        }
        for position in (isClosed ? 0 : 1)..<length {
            importanceOfPlace[Int(places[position])] = values[position]
        }
    }

    /// Whether the arc in `places` is the one that was last computed through all places between its ends.
    private var isKnown: Bool {
        let number = arcOfPlace[Int(places[1])]
        guard number != .max else { return false }
        let arc = arcs[Int(number)]
        let last = places.count - 1
        guard arc.count == UInt32(last),
            (arc.first == places[0] && arc.last == places[last]) || (arc.first == places[last] && arc.last == places[0])
        else { return false }
        for position in 1..<last where arcOfPlace[Int(places[position])] != number { return false }
        return true
    }
}

extension CoverageBlock {
    /// Whether a feature came in with an edge between two places.
    fileprivate func hasEdge(from place: UInt32, to other: UInt32) -> Bool {
        var vertex = lastVertexAtPlace[Int(place)]
        while vertex != PlaceTable.none {
            let (previous, next) = polygons.neighbours(ofVertex: vertex)
            if places.placeOfVertex[next] == other || places.placeOfVertex[previous] == other { return true }
            vertex = previousVertexAtPlace[Int(vertex)]
        }
        return false
    }
}
