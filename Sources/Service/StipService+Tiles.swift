public import GeoValues
import ISALBridge
public import NIOCore
import Synchronization
import TileArchives
import VectorTiles
import ZstdBridge

/// Memory that drawing and compressing a tile takes, kept for the next tile.
struct TileMemory: Sendable {
    var scratch = TileScratch()
    let gzip = FastGzip()
    // Level 2 makes dense tiles of 36 % at 380 MB/s, level 1 of 43 % at 440, level 3 of 34 % at 270.
    let zstandard = ZstandardCompressor(level: 2)

    /// A tile's bytes for their way; nothing stays nothing.
    func coded(_ bytes: [UInt8], _ coding: ContentCoding) -> [UInt8] {
        if bytes.isEmpty { return [] }
        return switch coding {
        case .identity: bytes
        case .gzip: gzip.compressed(bytes)
        case .zstd: zstandard.compressed(bytes)
        }
    }
}

extension StipService {
    /// The zoom of a matrix set that stands for a zoom of WebMercatorQuad in a tileset's definition.
    public static func zoom(_ mercatorZoom: Int, in matrixSet: TileMatrixSet) -> Int {
        min(TileRenderer.minimumZoom(mercatorZoom, in: matrixSet), matrixSet.highestZoom)
    }

    public func definition(_ tileset: TilesetName) -> TilesetDefinition {
        switch tileset {
        case .basis: basis
        case .plannen: plannen
        }
    }

    /// What a tileset is drawn from now. A request takes it once.
    public func tileSource(_ tileset: TilesetName) -> TileSource {
        switch tileset {
        case .basis: holder.snapshot.tileSource
        case .plannen: planIndex.tileSource
        }
    }

    /// What a tile is made of, without drawing it.
    public func tileValidator(
        _ tile: TileCoordinate,
        _ selection: TileSelection,
        from source: TileSource
    ) -> TileValidator {
        let validator = source.validator(tile, selection, definition(selection.tileset))
        guard selection.tileset == .basis, validator.mayBeStored else { return validator }
        let archive = archives.tag(tile, dataVersion: source.dataVersion)
        return archive.isEmpty ? validator : TileValidator(validator.text + archive, mayBeStored: true, isStored: true)
    }

    /// A tile that was drawn before and is kept.
    public func keptTile(_ validator: TileValidator, _ coding: ContentCoding) -> ByteBuffer? {
        tileCache.ready(TileCache.Key(validator: validator.text, coding: coding))
    }

    /// A tile's bytes, coded; empty when nothing lies in it. Drawn once, however many ask for it.
    ///
    /// - Throws: ``ServiceProblem/busy``, ``ServiceProblem/layerFailing(layer:problems:)``.
    public func tile(
        _ tile: TileCoordinate,
        _ selection: TileSelection,
        _ validator: TileValidator,
        _ coding: ContentCoding,
        from source: TileSource
    ) async throws -> ByteBuffer {
        try await tileCache.tile(TileCache.Key(validator: validator.text, coding: coding)) { [self] in
            try await tilePool.run { [self] in
                if selection.tileset == .basis, validator.mayBeStored,
                    let stored = archives.stored(
                        tile,
                        source.renderer(selection, definition(selection.tileset)),
                        dataVersion: source.dataVersion,
                        layer: source.layer
                    )
                {
                    return ByteBuffer(bytes: try recoded(stored, coding))
                }
                return try drawn(tile, selection, coding, from: source)
            }
        }
    }

    private func drawn(
        _ tile: TileCoordinate,
        _ selection: TileSelection,
        _ coding: ContentCoding,
        from source: TileSource
    ) throws -> ByteBuffer {
        let definition = definition(selection.tileset)
        let renderer = source.renderer(selection, definition)
        return try withTileMemory { memory in
            let bytes = try renderer.render(tile, &memory.scratch, layer: source.layer)
            // A tile drawn from a file that was lost meanwhile would lack features without saying so.
            let damaged = source.damagedLayers(selection, definition)
            guard damaged.isEmpty else {
                throw ServiceProblem.layerFailing(
                    layer: damaged.joined(separator: ", "),
                    problems: ["A file is damaged and is being restored."]
                )
            }
            return ByteBuffer(bytes: memory.coded(bytes, coding))
        }
    }

    /// What an archive holds, a gzip member, in another coding.
    private func recoded(_ stored: [UInt8], _ coding: ContentCoding) throws -> [UInt8] {
        if coding == .gzip { return stored }
        let bytes = try ArchivedTile.decompressed(stored)
        return withTileMemory { $0.coded(bytes, coding) }
    }

    private func withTileMemory<Result, Failure: Error>(
        _ body: (inout TileMemory) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var memory = tileMemory.withLock { $0.popLast() } ?? TileMemory()
        defer { tileMemory.withLock { $0.append(memory) } }
        return try body(&memory)
    }
}
