import FeatureLayers
import GeoValues

/// Draws features into a layer of a tile. One for all layers of many tiles, so that its memory is taken once.
struct LayerDrawing {
    var encoder = TileLayerEncoder()
    /// The features at hand.
    var found: [UInt32] = []
    var polygons = PolygonShaping()
    /// The polygon features of the layer at hand, in the order in which they were drawn.
    private(set) var drawn: [DrawnFeature] = []

    private var tags = TagList()
    private var texts = TextTags()
    private var room: [TilePoint] = []
    private var lines = RingSet()
    private var clipper = BoxClipper(box: TileGrid.drawnBox)

    /// Begins another tile.
    mutating func begin() {
        encoder.clear()
        polygons.counts = TileCounts()
    }

    mutating func beginLayer(_ name: String) {
        encoder.beginLayer(name)
        polygons.bends.clear()
        drawn.removeAll(keepingCapacity: true)
    }

    /// Draws the features in ``found``, in their order.
    ///
    /// - Parameter segment: the number of their segment among those of the layer that are drawn.
    mutating func draw(
        _ sections: SegmentSections,
        _ attributes: SegmentAttributes,
        segment: Int,
        on grid: TileGrid
    ) throws {
        guard case .text(let codes, let offsets, let bytes) = sections.column(-2) else { return }
        var attributes = attributes
        attributes.begin(&texts)
        for number in found {
            let feature = Int(number)
            let type: TileLayerEncoder.GeometryType
            switch sections.kinds[feature] {
            case GeometryKind.polygons.rawValue:
                if encoder.writeWholePolygon(feature, sections, on: grid, room: &room) {
                    polygons.counts.polygons += 1
                } else {
                    guard case .drawn = try polygons.shape(feature, sections, on: grid) else { continue }
                    encoder.writePolygons(polygons.rings, polygons.order)
                }
                type = .polygon
            case GeometryKind.lines.rawValue:
                guard shapeLines(feature, sections, grid) else { continue }
                encoder.writeLines(lines)
                type = .lineString
            case GeometryKind.points.rawValue:
                guard shapePoints(feature, sections, grid) else { continue }
                encoder.writePoints(lines)
                type = .point
            default: continue
            }
            attributes.tags(of: feature, &tags, &texts, &encoder.dictionary)
            encoder.addFeature(id: LayerDrawing.number(feature, codes, offsets, bytes), type, tags)
            if type == .polygon {
                drawn.append(DrawnFeature(segment: segment, feature: number, written: encoder.lastFeature))
            }
        }
    }

    @inline(__always)
    private static func number(
        _ feature: Int,
        _ codes: MappedArray<UInt32>,
        _ offsets: MappedArray<UInt32>,
        _ bytes: MappedArray<UInt8>
    ) -> UInt64 {
        let code = Int(codes[feature])
        let start = Int(offsets[code])
        return tileFeatureNumber(start..<max(start, Int(offsets[code &+ 1])), of: bytes)
    }

    // MARK: Lines and points

    /// Puts the feature's lines in the tile and its buffer into `lines`; false when there are none. A line that the grid
    /// swallows becomes one of one unit where it is, so that it does not go missing.
    private mutating func shapeLines(_ feature: Int, _ sections: SegmentSections, _ grid: TileGrid) -> Bool {
        lines.clear()
        var bounds = TileBox.empty
        for line in sections.rings(feature) {
            let range = sections.vertexRange(ring: line)
            for position in range where sections.importances[position] > grid.tolerance {
                let point = grid.snapped(position, sections)
                lines.append(point)
                bounds.extend(by: point)
            }
            lines.endRing(isHole: false, fewest: 2)
        }
        if lines.ringCount == 0 {
            guard let first = sections.rings(feature).first, let position = sections.vertexRange(ring: first).first
            else { return false }
            let anchor = grid.snapped(position, sections)
            guard TileGrid.drawnBox.contains(anchor) else { return false }
            lines.append(anchor)
            lines.append(TilePoint(x: anchor.x + 1, y: anchor.y))
            lines.endRing(isHole: false, fewest: 2)
            return true
        }
        guard bounds.touches(TileGrid.drawnBox) else { return false }
        if !TileGrid.drawnBox.contains(bounds) { clipper.clip(lines: &lines, bounds) }
        return lines.ringCount > 0
    }

    /// Puts the feature's points in the tile and its buffer into `lines`; false when there are none.
    private mutating func shapePoints(_ feature: Int, _ sections: SegmentSections, _ grid: TileGrid) -> Bool {
        lines.clear()
        for run in sections.rings(feature) {
            for position in sections.vertexRange(ring: run) {
                let point = grid.snapped(position, sections)
                if TileGrid.drawnBox.contains(point) { lines.append(point) }
            }
        }
        lines.endRing(isHole: false, fewest: 1)
        return lines.ringCount > 0
    }

    // MARK: Labels

    /// Writes the label points that this tile owns, of the features in ``found``.
    mutating func label(
        _ sections: SegmentSections,
        _ attributes: SegmentAttributes,
        on grid: TileGrid,
        _ encoder: inout TileLayerEncoder
    ) {
        guard case .text(let codes, let offsets, let bytes) = sections.column(-2) else { return }
        var attributes = attributes
        attributes.begin(&texts)
        for number in found {
            let feature = Int(number)
            guard let point = ownedLabel(feature, sections, grid) else { continue }
            lines.clear()
            lines.append(point)
            lines.endRing(isHole: false, fewest: 1)
            encoder.writePoints(lines)
            attributes.tags(of: feature, &tags, &texts, &encoder.dictionary)
            encoder.addFeature(id: LayerDrawing.number(feature, codes, offsets, bytes), .point, tags)
        }
    }

    private func ownedLabel(_ feature: Int, _ sections: SegmentSections, _ grid: TileGrid) -> TilePoint? {
        let label = sections.labelPoints[feature]
        guard label.x != .min, grid.window.contains(label), let ring = sections.rings(feature).first,
            let vertex = sections.vertexRange(ring: ring).first
        else { return nil }
        switch grid.matrixSet {
        case .netherlandsRDNewQuad: return grid.owned(label)
        case .webMercatorQuad:
            return grid.owned(
                ApproximateMercator.position(
                    of: label,
                    beside: sections.vertices[vertex],
                    at: sections.mercatorVertices[vertex]
                )
            )
        }
    }
}
