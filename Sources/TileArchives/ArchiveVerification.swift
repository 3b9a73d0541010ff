import FileBridge
import GeoValues
import VectorTiles

/// Reads an archive in full and finds what is wrong with it.
public struct ArchiveVerification: Sendable {
    /// One sentence each; empty when all is well.
    public private(set) var problems: [String] = []
    public private(set) var tiles = 0
    /// Features in all tiles that differ.
    public private(set) var features = 0
    /// More problems of tiles are counted, not told.
    private static let mostTold = 20
    private var untold = 0

    /// - Parameters:
    ///   - request: what the archive should have been made of: then every tile must have the key of this data, and none that
    ///     holds something may be missing. Nil: only what the archive says of itself is checked.
    public init(_ archive: any TileArchive, of request: ArchiveRequest?) throws {
        problems = try archive.structuralProblems()
        var contents = ArchiveContents()
        var found: Set<UInt64> = []
        try archive.forEachTile { tile, bytes in
            tiles += 1
            if contents.add(tile.identifier, Checksum128(of: bytes), byteCount: bytes.count) {
                checkContents(tile, bytes)
            }
            guard let request else { return }
            found.insert(tile.identifier)
            let key = ArchivedTile.key(tile, request.renderer, compressionLevel: request.compressionLevel) {
                request.layers[$0]
            }
            if ArchivedTile.key(of: bytes) != key { tell(tile, "was drawn from other data") }
        }
        if contents.checksum != archive.metadata.origin.checksum {
            problems.append("The tiles do not have the checksum that the metadata says.")
        }
        if let request { try checkCompleteness(request, &found) }
        if untold > 0 { problems.append("\(untold) more problems of tiles.") }
    }

    private mutating func tell(_ tile: TileCoordinate, _ what: String) {
        if problems.count < ArchiveVerification.mostTold {
            problems.append("Tile \(tile.z)/\(tile.x)/\(tile.y) \(what).")
        } else {
            untold += 1
        }
    }

    private mutating func checkContents(_ tile: TileCoordinate, _ bytes: [UInt8]) {
        do {
            let structure = TileStructure(try ArchivedTile.decompressed(bytes))
            features += structure.featureCount
            if let problem = structure.problems.first { tell(tile, "is no vector tile: \(problem)") }
        } catch {
            tell(tile, "can't be read: \(error)")
        }
    }

    private mutating func checkCompleteness(_ request: ArchiveRequest, _ found: inout Set<UInt64>) throws {
        let walk = request.walk
        for unit in request.units {
            for tile in walk.tiles(atZoom: unit.zoom, inside: unit.tile) where found.remove(tile.identifier) == nil {
                if try !request.renderer.render(tile, layer: { request.layers[$0] }).isEmpty {
                    tell(tile, "is missing")
                }
            }
        }
        for identifier in found.sorted() {
            guard let tile = TileCoordinate(request.matrixSet, identifier: identifier) else { continue }
            tell(tile, "holds nothing and should not be there")
        }
    }
}
