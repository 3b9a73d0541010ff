import GEOSBridge
public import GeoValues

/// Two features of a group that share area.
public struct CoverageOverlap: Sendable, Equatable {
    /// The keys of the two, the lower first.
    public var first: UInt64
    public var second: UInt64
    /// In the largest part of the shared area; on its edge where that is narrower than about a millimetre.
    public var place: RDPoint
    public var areaSquareMillimetres: Double
    /// The diameter of the greatest circle in the largest part; 0 below about a millimetre.
    public var widthMillimetres: Double
}

/// The overlaps that a block reports.
public struct OverlapFindings: Sendable, Equatable {
    /// In the order of the keys.
    public var overlaps: [CoverageOverlap] = []
    /// Pairs of features, the lower key first, that GEOS could not judge, because one is invalid.
    public var unjudged: [[UInt64]] = []

    public init() {}
}

extension CoverageBlock {
    /// The pairs of features of one group whose interiors meet, of which the one with the lower key is the block's own: so
    /// each pair is reported by one block.
    ///
    /// The two are judged as they came in, with the T-vertices that they have on each other's edges joined, nothing else:
    /// what a third feature does to them can depend on the block, this cannot. A sliver that vanishes by noding is no overlap.
    /// Shared areas below 1 mm² are left out.
    ///
    /// - Parameter keys: one for each feature, halo included, different for each, the same in every block.
    public func overlaps(keys: [UInt64]) -> OverlapFindings {
        precondition(keys.count == polygons.featureCount, "one key for each feature")
        let tree = BoxTree(boxes)
        let runs = EdgeRuns(polygons)
        var filter = OverlapFilter(polygons: polygons, runs: runs)
        var findings = OverlapFindings()
        var candidates: [UInt32] = []
        var stack: [Int] = []
        for feature in 0..<polygons.ownCount where !boxes[feature].isEmpty {
            candidates.removeAll(keepingCapacity: true)
            tree.appendItems(meeting: boxes[feature], to: &candidates, stack: &stack)
            for candidate in candidates {
                let other = Int(candidate)
                guard keys[feature] < keys[other], polygons.groups[feature] == polygons.groups[other] else { continue }
                let box = boxes[feature].intersection(boxes[other])
                guard box.minX < box.maxX, box.minY < box.maxY else { continue }
                guard let witness = filter.witness(feature, other, in: box) else { continue }
                do {
                    if let overlap = try overlap(feature, other, keys, witness) { findings.overlaps.append(overlap) }
                } catch {
                    findings.unjudged.append([keys[feature], keys[other]])
                }
            }
        }
        findings.overlaps.sort { ($0.first, $0.second) < ($1.first, $1.second) }
        findings.unjudged.sort { $0.lexicographicallyPrecedes($1) }
        return findings
    }

    private func overlap(
        _ feature: Int,
        _ other: Int,
        _ keys: [UInt64],
        _ witness: RDPoint
    ) throws -> CoverageOverlap? {
        let first = noded(feature, by: other)
        let second = noded(other, by: feature)
        let area = try Overlay.intersectionArea(first, second) * 1_000_000
        guard area >= 1 else { return nil }
        var overlap = CoverageOverlap(
            first: keys[feature],
            second: keys[other],
            place: witness,
            areaSquareMillimetres: area,
            widthMillimetres: 0
        )
        let parts = try Overlay.intersection(first, second)
        if let label = LabelPoint.found(in: parts) {
            overlap.place = label.point
            overlap.widthMillimetres = 2 * label.clearance
        }
        return overlap
    }

    /// A feature with the T-vertices that belong to another.
    private func noded(_ feature: Int, by other: Int) -> [RDPolygon] {
        func has(_ place: UInt32) -> Bool {
            var vertex = lastVertexAtPlace[Int(place)]
            while vertex != PlaceTable.none {
                if Int(featureOfRing[polygons.ring(ofVertex: vertex)]) == other { return true }
                vertex = previousVertexAtPlace[Int(vertex)]
            }
            return false
        }
        return FlatPolygons.polygons(
            polygons.rings(feature).map { ring in
                let vertices = nodedRange(ring: ring).filter {
                    isInserted.isEmpty || !isInserted[$0] || has(nodedPlaces[$0])
                }
                return (vertices.map { places.points[Int(nodedPlaces[$0])] }, polygons.ringRoles[ring])
            }
        )
    }
}

extension RDBox {
    /// What lies in both; empty when nothing does.
    fileprivate func intersection(_ other: RDBox) -> RDBox {
        RDBox(
            minX: max(minX, other.minX),
            minY: max(minY, other.minY),
            maxX: min(maxX, other.maxX),
            maxY: min(maxY, other.maxY)
        )
    }
}
