import FeatureLayers
import GeoValues

extension TileLayerEncoder {
    /// Writes the polygon of a feature straight from the segment, when that is one ring which rounding leaves valid and which lies in
    /// the tile or its buffer: nearly all. False when it is not; then nothing is written.
    mutating func writeWholePolygon(_ feature: Int, _ sections: SegmentSections, on grid: TileGrid) -> Bool {
        let rings = sections.rings(feature)
        guard rings.count == 1 else { return false }
        let range = sections.vertexRange(ring: rings.lowerBound)
        let tolerance = grid.tolerance
        let importances = sections.importances
        switch grid.matrixSet {
        case .webMercatorQuad:
            guard Int(sections.mercatorValidZooms[feature]) <= grid.zoom else { return false }
            let vertices = sections.mercatorVertices
            return writeRing(range) { importances[$0] > tolerance ? grid.snapped(vertices[$0]) : nil }
        case .netherlandsRDNewQuad:
            guard Int(sections.rdValidZooms[feature]) <= grid.zoom else { return false }
            let vertices = sections.vertices
            return writeRing(range) { importances[$0] > tolerance ? grid.snapped(vertices[$0]) : nil }
        }
    }

    /// Writes a ring of the vertices that `point` gives, as ``RingSet/appendRing(_:isHole:box:_:)`` reads them; false when one lies
    /// outside of what is drawn, or when there are fewer than three.
    @inline(__always)
    private mutating func writeRing(_ range: Range<Int>, _ point: (Int) -> TilePoint?) -> Bool {
        let start = beginGeometry(pointCount: range.count, ringCount: 1)
        var position = range.upperBound
        var first: TilePoint?
        while position > range.lowerBound, first == nil {
            position &-= 1
            first = point(position)
        }
        guard let first, TileGrid.isDrawn(first) else { return false }
        var end = start
        var written = feature.mutableSpan
        Protobuf.put(1 | 1 << 3, &written, &end)
        Protobuf.putVarint(Protobuf.zigzag(first.x), &written, &end)
        Protobuf.putVarint(Protobuf.zigzag(first.y), &written, &end)
        // Room for LineTo: how many points there are is known at the end.
        let command = end
        let room = Protobuf.size(TileLayerEncoder.lineTo(range.count))
        end &+= room
        var count = 0
        var previous = first
        var beforeLast = end
        while position > range.lowerBound {
            position &-= 1
            guard let here = point(position), here != previous else { continue }
            guard TileGrid.isDrawn(here) else { return false }
            beforeLast = end
            Protobuf.putPair(
                Protobuf.zigzag(here.x &- previous.x),
                Protobuf.zigzag(here.y &- previous.y),
                &written,
                &end
            )
            count &+= 1
            previous = here
        }
        // The ring is closed by its command.
        if previous == first {
            end = beforeLast
            count &-= 1
        }
        guard count >= 2 else { return false }
        let lineTo = TileLayerEncoder.lineTo(count)
        let unused = room &- Protobuf.size(lineTo)
        if unused > 0 {
            for place in command &+ room..<end { written[place &- unused] = written[place] }
            end &-= unused
        }
        var place = command
        Protobuf.putVarint(lineTo, &written, &place)
        Protobuf.put(7 | 1 << 3, &written, &end)
        endGeometry(end)
        return true
    }

    private static func lineTo(_ count: Int) -> UInt32 { 2 | UInt32(truncatingIfNeeded: count) << 3 }
}
