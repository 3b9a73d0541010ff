import FeatureLayers
import GeoValues

/// Draws features into a layer of one tile. One for all layers of the tile, so that its memory is taken once.
struct LayerDrawing {
    var encoder = TileLayerEncoder()
    /// The features at hand.
    var found: [UInt32] = []
    private(set) var polygons: PolygonShaping

    private let grid: TileGrid
    private var lines = RingSet()
    private var clipper = BoxClipper(box: TileGrid.drawnBox)

    /// - Parameter window: see ``TileCoordinate/rdWindow(bufferTileUnits:)``.
    init(_ grid: TileGrid, window: RDBox) {
        self.grid = grid
        polygons = PolygonShaping(grid, window: window)
    }

    /// Draws the features in ``found``, in their order.
    mutating func draw(_ sections: SegmentSections, _ attributes: SegmentAttributes) throws {
        guard case .text(let codes, let offsets, let bytes) = sections.column(-2) else { return }
        var attributes = attributes
        for number in found {
            let feature = Int(number)
            let type: TileLayerEncoder.GeometryType
            switch sections.kinds[feature] {
            case GeometryKind.polygons.rawValue:
                guard case .drawn = try polygons.shape(feature, sections) else { continue }
                encoder.writePolygons(polygons.rings, polygons.order)
                type = .polygon
            case GeometryKind.lines.rawValue:
                guard shapeLines(feature, sections) else { continue }
                encoder.writeLines(lines)
                type = .lineString
            case GeometryKind.points.rawValue:
                guard shapePoints(feature, sections) else { continue }
                encoder.writePoints(lines)
                type = .point
            default: continue
            }
            attributes.addTags(feature, to: &encoder)
            encoder.addFeature(id: LayerDrawing.number(feature, codes, offsets, bytes), type)
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

    private func snapped(_ position: Int, _ sections: SegmentSections) -> TilePoint {
        switch grid.tile.matrixSet {
        case .webMercatorQuad: grid.snapped(sections.mercatorVertices[position])
        case .netherlandsRDNewQuad: grid.snapped(sections.vertices[position])
        }
    }

    /// Puts the feature's lines in the tile and its buffer into `lines`; false when there are none. A line that the grid
    /// swallows becomes one of one unit where it is, so that it does not go missing.
    private mutating func shapeLines(_ feature: Int, _ sections: SegmentSections) -> Bool {
        lines.clear()
        var bounds = TileBox.empty
        for line in sections.rings(feature) {
            let range = sections.vertexRange(ring: line)
            for position in range where sections.importances[position] > grid.tolerance {
                let point = snapped(position, sections)
                lines.append(point)
                bounds.extend(by: point)
            }
            lines.endRing(isHole: false, fewest: 2)
        }
        if lines.ringCount == 0 {
            guard let first = sections.rings(feature).first, let position = sections.vertexRange(ring: first).first
            else { return false }
            let anchor = snapped(position, sections)
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
    private mutating func shapePoints(_ feature: Int, _ sections: SegmentSections) -> Bool {
        lines.clear()
        for run in sections.rings(feature) {
            for position in sections.vertexRange(ring: run) {
                let point = snapped(position, sections)
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
        _ encoder: inout TileLayerEncoder
    ) {
        guard case .text(let codes, let offsets, let bytes) = sections.column(-2) else { return }
        var attributes = attributes
        for number in found {
            let feature = Int(number)
            guard let point = ownedLabel(feature, sections) else { continue }
            lines.clear()
            lines.append(point)
            lines.endRing(isHole: false, fewest: 1)
            encoder.writePoints(lines)
            attributes.addTags(feature, to: &encoder)
            encoder.addFeature(id: LayerDrawing.number(feature, codes, offsets, bytes), .point)
        }
    }

    private func ownedLabel(_ feature: Int, _ sections: SegmentSections) -> TilePoint? {
        let label = sections.labelPoints[feature]
        guard label.x != .min, let ring = sections.rings(feature).first,
            let vertex = sections.vertexRange(ring: ring).first
        else { return nil }
        switch grid.tile.matrixSet {
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
