public import FeatureLayers
import FileBridge
public import GeoValues

/// Draws vector tiles of WebMercatorQuad from layers. Pure: the same layers and tile give the same bytes.
public struct TileRenderer: Sendable {
    /// Tile units that a tile shows beyond its own edge, so that outlines and labels join.
    static let buffer: Int32 = 64
    /// Changes whenever the same layers would give other bytes; part of every validator.
    public static let version = "2"

    public let definitions: [TileLayerDefinition]

    public init(_ definitions: [TileLayerDefinition]) {
        self.definitions = definitions
    }

    /// Names the contents of a tile without drawing it: the checksum over the address, the definitions and the segments
    /// whose box the tile meets. 32 hexadecimal digits.
    public func validator(_ tile: TileCoordinate, layer: (String) -> Layer?) -> String {
        // One unit more than is drawn: rounding to the grid may bring in what lies half a unit beyond.
        let box = tile.box(bufferTileUnits: Int(TileRenderer.buffer) + 1)
        var text = "\(TileRenderer.version) \(tile.z)/\(tile.x)/\(tile.y)"
        let window = ApproximateRD.window(around: box)
        for definition in definitions where definition.minimumZoom <= tile.z {
            text += "\n\(definition.name) \(definition.attributes.joined(separator: ","))"
            let segments = window.flatMap { layer(definition.name)?.segments(meeting: $0) } ?? []
            for segment in segments where segment.mercatorBox.intersects(box) { text += " \(segment.checksum)" }
        }
        return Checksum128(of: Array(text.utf8)).description
    }

    /// The tile's bytes, uncompressed; empty when nothing lies in it.
    ///
    /// - Throws: what GEOS says when it can't repair a polygon that snapping broke.
    public func render(_ tile: TileCoordinate, layer: (String) -> Layer?) throws -> [UInt8] {
        guard let window = ApproximateRD.window(around: tile.box(bufferTileUnits: Int(TileRenderer.buffer) + 1)) else {
            return []
        }
        var bytes: [UInt8] = []
        for definition in definitions where definition.minimumZoom <= tile.z {
            guard let layer = layer(definition.name) else { continue }
            var encoder = TileLayerEncoder(name: definition.name)
            for segment in layer.segments(meeting: window) {
                var drawing = SegmentDrawing(segment, definition, tile)
                var features: [Int] = []
                segment.forEachFeature(in: window) { features.append($0) }
                for feature in features { try drawing.draw(feature, into: &encoder) }
            }
            if encoder.featureCount > 0 { bytes += encoder.encoded() }
        }
        return bytes
    }
}

/// Draws features of one segment into one layer of one tile.
private struct SegmentDrawing {
    private let segment: Segment
    private let tile: TileCoordinate
    private let box: TileBox
    private let polygonClipper: PolygonClipper
    private let lineClipper: LineClipper
    private var attributes: [(name: String, column: Int, key: UInt32?)]
    /// Tag numbers of texts by column and dictionary position: equal texts are looked up once.
    private var textTags: [UInt64: UInt32] = [:]

    init(_ segment: Segment, _ definition: TileLayerDefinition, _ tile: TileCoordinate) {
        self.segment = segment
        self.tile = tile
        let edge = TileLayerEncoder.extent + TileRenderer.buffer
        box = TileBox(minX: -TileRenderer.buffer, minY: -TileRenderer.buffer, maxX: edge, maxY: edge)
        polygonClipper = PolygonClipper(box: box)
        lineClipper = LineClipper(box: box)
        attributes = (["id", "naam"] + definition.attributes).compactMap { name in
            segment.column(named: name).map { (name, $0, nil) }
        }
    }

    mutating func draw(_ feature: Int, into encoder: inout TileLayerEncoder) throws {
        let geometry: TileGeometry
        switch segment.geometryKind(feature) {
        case .none: return
        case .points:
            let points = segment.rings(feature).flatMap { snapped(ring: $0) }.filter(box.contains)
            guard !points.isEmpty else { return }
            geometry = .points(points)
        case .lines:
            let lines = segment.rings(feature).flatMap { lineClipper.clipped(snapped(ring: $0)) }
            guard !lines.isEmpty else { return }
            geometry = .lines(lines)
        case .polygons:
            let polygons = try self.polygons(feature)
            guard !polygons.isEmpty else { return }
            geometry = .polygons(polygons)
        }
        let tags = self.tags(feature, &encoder)
        encoder.add(id: tileFeatureNumber(segment.identifier(feature)), tags: tags, geometry)
    }

    /// A vertex on the tile's grid: rounded on one grid for the whole zoom, so that neighbours and tiles agree.
    private func snapped(ring: Int) -> [TilePoint] {
        let shift = 20 - tile.z
        let originX = Int64(tile.x) << 12
        let originY = Int64(tile.y) << 12
        func onGrid(_ unit: UInt32) -> Int64 {
            shift > 0 ? (Int64(unit) + (1 << Int64(shift - 1))) >> Int64(shift) : Int64(unit) << Int64(-shift)
        }
        return segment.vertexRange(ring: ring).map { position in
            let vertex = segment.mercatorVertex(position)
            return TilePoint(
                x: Int32(clamping: onGrid(vertex.x) - originX),
                y: Int32(clamping: onGrid(vertex.y) - originY)
            )
        }
    }

    /// The feature's valid polygons in the box. One that the grid swallows becomes a square of one unit where it was,
    /// so that no feature goes missing.
    private func polygons(_ feature: Int) throws -> [[[TilePoint]]] {
        var polygons: [[[TilePoint]]] = []
        var anchor: TilePoint?
        for ring in segment.rings(feature) {
            let points = snapped(ring: ring)
            if anchor == nil { anchor = points.first }
            let kept = points.withoutRepeats
            if segment.isHole(ring: ring) {
                if kept.count >= 3, kept.doubledArea != 0, !polygons.isEmpty {
                    polygons[polygons.count - 1].append(kept)
                }
            } else {
                polygons.append([kept])
            }
        }
        polygons.removeAll { $0[0].count < 3 || $0[0].doubledArea == 0 }
        if polygons.isEmpty {
            guard let anchor, box.contains(anchor) else { return [] }
            let square = [(0, 0), (1, 0), (1, 1), (0, 1)].map { TilePoint(x: anchor.x + $0, y: anchor.y + $1) }
            return [[square]]
        }
        let all = polygons.joined().joined()
        let isApart =
            all.allSatisfy { $0.x < box.minX } || all.allSatisfy { $0.x > box.maxX }
            || all.allSatisfy { $0.y < box.minY } || all.allSatisfy { $0.y > box.maxY }
        return isApart ? [] : try polygonClipper.clipped(polygons)
    }

    private mutating func tags(_ feature: Int, _ encoder: inout TileLayerEncoder) -> [UInt32] {
        var tags: [UInt32] = []
        tags.reserveCapacity(2 * attributes.count)
        for position in attributes.indices {
            let column = attributes[position].column
            if let code = segment.textCode(feature, column: column) {
                tags.append(key(position, &encoder))
                tags.append(textTag(code, column, &encoder))
                continue
            }
            guard column >= 0 else { continue }
            switch segment.value(feature, column: column) {
            case .integer(let integer):
                tags.append(key(position, &encoder))
                tags.append(encoder.position(of: .integer(integer)))
            case .date(let day):
                tags.append(key(position, &encoder))
                tags.append(encoder.position(of: .text(CalendarDay.text(day))))
            case .real(let real):
                tags.append(key(position, &encoder))
                tags.append(encoder.position(of: .real(real.bitPattern)))
            case .text, .null: break
            }
        }
        return tags
    }

    /// The tag number of an attribute's name; it gets one when the first feature has a value.
    private mutating func key(_ position: Int, _ encoder: inout TileLayerEncoder) -> UInt32 {
        if let key = attributes[position].key { return key }
        let key = encoder.position(ofKey: attributes[position].name)
        attributes[position].key = key
        return key
    }

    private mutating func textTag(_ code: UInt32, _ column: Int, _ encoder: inout TileLayerEncoder) -> UInt32 {
        // Identifiers are unique: no use in looking for an equal one.
        if column == -2 { return encoder.appendUnshared(.text(segment.text(code: code, column: column))) }
        let key = UInt64(UInt32(column + 2)) << 32 | UInt64(code)
        if let tag = textTags[key] { return tag }
        let tag = encoder.position(of: .text(segment.text(code: code, column: column)))
        textTags[key] = tag
        return tag
    }
}
