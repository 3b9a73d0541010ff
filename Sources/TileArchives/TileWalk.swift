import FeatureLayers
public import GeoValues
import VectorTiles

/// The part of the plane whose tiles an archive has.
public enum ArchiveArea: Sendable {
    case mercator(MercatorBox)
    case rd(RDBox)

    /// Whether the tile itself, without its buffer, meets the area.
    func meets(_ tile: TileCoordinate) -> Bool {
        switch self {
        case .mercator(let box):
            let shift = UInt64(32 - tile.z)
            let x = UInt64(tile.x) << shift
            let y = UInt64(tile.y) << shift
            let last = UInt64(1) << shift - 1
            return UInt64(box.minX) <= x + last && UInt64(box.maxX) >= x && UInt64(box.minY) <= y + last
                && UInt64(box.maxY) >= y
        case .rd(let box):
            return tile.rdWindow(bufferTileUnits: 0)?.intersects(box) ?? false
        }
    }
}

/// Finds the tiles that hold something, from the top of the pyramid down: where the boxes of all features end, it turns back.
struct TileWalk: Sendable {
    let matrixSet: TileMatrixSet
    let layers: [Layer]
    let area: ArchiveArea?

    func holdsSomething(_ tile: TileCoordinate) -> Bool {
        guard area?.meets(tile) ?? true, let window = TileRenderer.window(of: tile) else { return false }
        return layers.contains { $0.hasFeature(in: window) }
    }

    /// The tiles a zoom lower that hold something, in the order of identifiers.
    func children(of tile: TileCoordinate) -> [TileCoordinate] {
        var found: [TileCoordinate] = []
        for corner in 0..<4 {
            let child = TileCoordinate(
                matrixSet,
                z: tile.z + 1,
                x: 2 * tile.x + corner % 2,
                y: 2 * tile.y + corner / 2
            )
            if let child, holdsSomething(child) { found.append(child) }
        }
        return found.sorted { $0.identifier < $1.identifier }
    }

    /// The tiles at a zoom inside a tile, in the order of identifiers.
    func tiles(atZoom z: Int, inside tile: TileCoordinate) -> [TileCoordinate] {
        var found = [tile]
        for _ in tile.z..<max(tile.z, z) { found = found.flatMap(children) }
        return found
    }

    /// A piece of work: the tiles at a zoom inside a tile.
    struct Unit: Sendable {
        let tile: TileCoordinate
        let zoom: Int
        var identifiers: Range<UInt64> { TileIdentifier.descendants(of: tile, atZoom: zoom) }
    }

    /// So many tiles of a zoom are units enough: the zooms below take several tiles as one.
    private static let enoughUnits = 4096

    /// Work for all zooms, in the order of identifiers. Finding the units costs no more than some ten thousand tiles do.
    func units(_ zooms: ClosedRange<Int>) -> [Unit] {
        var units: [Unit] = []
        var level = TileCoordinate(matrixSet, z: 0, x: 0, y: 0).map { holdsSomething($0) ? [$0] : [] } ?? []
        for zoom in 0...zooms.upperBound {
            if zoom > 0, level.count < TileWalk.enoughUnits { level = level.flatMap(children) }
            if zooms.contains(zoom) { units += level.map { Unit(tile: $0, zoom: zoom) } }
        }
        return units
    }
}
