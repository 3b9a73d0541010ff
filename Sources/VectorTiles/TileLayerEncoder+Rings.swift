import FeatureLayers
import FileBridge
import GeoValues

extension TileLayerEncoder {
    /// Writes the polygon of a feature straight from the segment, when that is one ring which rounding leaves valid and which lies in
    /// the tile or its buffer: nearly all. False when it is not; then nothing is written.
    ///
    /// - Parameter room: memory that it may use.
    mutating func writeWholePolygon(
        _ feature: Int,
        _ sections: SegmentSections,
        on grid: TileGrid,
        room: inout [TilePoint]
    ) -> Bool {
        let rings = sections.rings(feature)
        guard rings.count == 1, sections.isValidOnGrid(feature, grid), grid.window.contains(sections.box(feature))
        else { return false }
        let range = sections.vertexRange(ring: rings.lowerBound)
        let most = range.count &+ TileLayerEncoder.pointsAtOnce
        if room.count < most { room.append(contentsOf: repeatElement(TilePoint(x: 0, y: 0), count: most)) }
        var points = room.mutableSpan
        let count = grid.putSnapped(range, sections, into: &points, at: 0)
        return writePlainRing(&points, count) || writeRing(points.span, count)
    }

    /// Points whose steps are written at once; there is room for so many behind a ring.
    private static let pointsAtOnce = 4

    /// Writes a ring of points that all differ from the one before and lie well inside what is drawn: nearly every one. False when it
    /// is not known to be that.
    @inline(__always)
    private mutating func writePlainRing(_ points: inout MutableSpan<TilePoint>, _ pointCount: Int) -> Bool {
        guard pointCount >= 4 else { return false }
        let first = points[0]
        // The ring is closed by its command.
        let count = points[pointCount &- 1] == first ? pointCount &- 1 : pointCount
        let last = points[count &- 1]
        guard last != first else { return false }
        // What is read behind the last point makes small steps.
        for place in 0..<TileLayerEncoder.pointsAtOnce {
            points[count &+ place] = TilePoint(x: last.x ^ Int32(1 &- place & 1), y: last.y)
        }
        beginGeometry(pointCount: pointCount, ringCount: 1)
        var end = 0
        var written = feature.mutableSpan
        Protobuf.put(1 | 1 << 3, &written, &end)
        Protobuf.putPair(Protobuf.zigzag(first.x), Protobuf.zigzag(first.y), &written, &end)
        Protobuf.putVarint(TileLayerEncoder.lineTo(count &- 1), &written, &end)
        let points = points.span
        // Below zero and from `extent` on, bits are set that are not set between.
        let limits = SIMD8<Int32>(repeating: ~(TileGrid.extent &- 1))
        var beyond = (points.fourPairs(at: 0) &+ TileGrid.buffer) & limits
        // Negative where a step has no length.
        var lengths = SIMD4<Int32>.zero
        var position = 1
        while position < count {
            let here = points.fourPairs(at: position)
            let steps = here &- points.fourPairs(at: position &- 1)
            let numbers = (steps &<< 1) ^ (steps &>> 31)
            beyond |= (here &+ TileGrid.buffer) & limits
            lengths |= (numbers.evenHalf | numbers.oddHalf) &- 1
            let number = min(count &- position, TileLayerEncoder.pointsAtOnce)
            if (numbers & ~0x7F).isZero {
                written.store(SIMD8<UInt8>(truncatingIfNeeded: numbers).word, at: end)
                end &+= 2 &* number
            } else {
                guard (numbers & ~0x3FFF).isZero else { return false }
                let ends = written.putVarints(numbers, at: end)
                end &+= Int(truncatingIfNeeded: ends &>> UInt64(truncatingIfNeeded: 16 &* number &- 8) & 0xFF)
            }
            position &+= TileLayerEncoder.pointsAtOnce
        }
        beyond |= SIMD8(lowHalf: lengths, highHalf: lengths) & .min
        guard beyond.isZero else { return false }
        Protobuf.put(7 | 1 << 3, &written, &end)
        endGeometry(end)
        return true
    }

    /// Writes a ring of points; false when one lies outside of what is drawn, or when fewer than three differ from the one before.
    @inline(__always)
    private mutating func writeRing(_ points: Span<TilePoint>, _ pointCount: Int) -> Bool {
        guard pointCount >= 3 else { return false }
        let first = points[0]
        guard TileGrid.isDrawn(first) else { return false }
        beginGeometry(pointCount: pointCount, ringCount: 1)
        var end = 0
        var written = feature.mutableSpan
        Protobuf.put(1 | 1 << 3, &written, &end)
        Protobuf.putPair(Protobuf.zigzag(first.x), Protobuf.zigzag(first.y), &written, &end)
        // Room for LineTo: how many points there are is known at the end.
        let command = end
        let room = Protobuf.size(TileLayerEncoder.lineTo(pointCount))
        end &+= room
        var count = 0
        var previous = first
        var beforeLast = end
        var position = 1
        while position < pointCount {
            let here = points[position]
            position &+= 1
            guard here != previous else { continue }
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

extension SegmentSections {
    /// Whether a polygon stays valid when its vertices are rounded to the grid of a tile; false when that is not known.
    @inline(__always)
    func isValidOnGrid(_ feature: Int, _ grid: TileGrid) -> Bool {
        guard grid.isJudged else { return false }
        switch grid.matrixSet {
        case .webMercatorQuad: return Int(mercatorValidZooms[feature]) <= grid.zoom
        case .netherlandsRDNewQuad: return Int(rdValidZooms[feature]) <= grid.zoom
        }
    }
}
