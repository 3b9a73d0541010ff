import DeflateBridge
import Dispatch
import FeatureLayers
import FileBridge
import GeoValues
import VectorTiles

/// What became of the tiles of a request.
public struct ArchiveCounts: Equatable, Sendable {
    /// Drawn anew, and not empty.
    public var drawn = 0
    /// Taken over from an older archive.
    public var kept = 0
    /// Drawn, and empty.
    public var empty = 0
}

/// Draws the tiles of a request on several threads and hands them on in the order of identifiers: the same tiles in the same
/// order on any number of threads.
public struct ArchiveBuild: Sendable {
    public let request: ArchiveRequest
    public let threads: Int
    /// Tiles with the same key are taken over from here.
    public let previous: (any TileArchive)?

    public init(_ request: ArchiveRequest, threads: Int, previous: (any TileArchive)?) throws {
        self.request = request
        self.threads = max(1, threads)
        self.previous = previous
        if let previous {
            let origin = previous.metadata.origin
            func refuse(_ what: String) -> ArchiveProblem { .otherDrawing(path: previous.path, what: what) }
            guard origin.matrixSet == request.matrixSet else {
                throw refuse("it is of \(origin.matrixSet.rawValue), not of \(request.matrixSet.rawValue)")
            }
            try previous.verifyChecksum()
        }
    }

    /// Draws all tiles.
    ///
    /// - Parameters:
    ///   - writer: gets every tile, on the thread of the caller.
    ///   - progress: called after each unit with the share of units that are done.
    public func run(to writer: any TileArchiveWriter, progress: (Double) -> Void) throws -> ArchiveCounts {
        let units = request.units
        let queue = UnitQueue(count: units.count)
        let drawing = DispatchGroup()
        for _ in 0..<threads {
            // A queue of its own for each: the global ones count a caller that waits as a thread at work, and start one less.
            DispatchQueue(label: "stip.archive").async(group: drawing) { draw(units, queue) }
        }
        defer {
            queue.stop(threads: threads)
            drawing.wait()
        }
        var counts = ArchiveCounts()
        for number in units.indices {
            let unit = try queue.result(of: number)
            counts.empty += unit.empty
            for drawn in unit.tiles {
                try writer.add(drawn.tile, drawn.bytes, drawn.checksum)
                if drawn.isKept { counts.kept += 1 } else { counts.drawn += 1 }
            }
            progress(Double(number + 1) / Double(units.count))
        }
        return counts
    }

    /// Draws units until there are no more, on one thread.
    private func draw(_ units: [TileWalk.Unit], _ queue: UnitQueue) {
        var scratch = TileScratch()
        var compressor = GzipCompressor(level: request.compressionLevel)
        let walk = request.walk
        while let number = queue.next() {
            do {
                var unit = UnitQueue.DrawnUnit()
                for tile in walk.tiles(atZoom: units[number].zoom, inside: units[number].tile) {
                    if let drawn = try draw(tile, &scratch, &compressor) {
                        unit.tiles.append(drawn)
                    } else {
                        unit.empty += 1
                    }
                }
                queue.finish(number, .success(unit))
            } catch {
                queue.finish(number, .failure(error))
            }
        }
    }

    /// One tile; nil when it is empty.
    private func draw(
        _ tile: TileCoordinate,
        _ scratch: inout TileScratch,
        _ compressor: inout GzipCompressor
    ) throws -> UnitQueue.DrawnTile? {
        let key = ArchivedTile.key(tile, request.renderer, compressionLevel: request.compressionLevel) {
            request.layers[$0]
        }
        if let stored = try previous?.tile(tile), ArchivedTile.key(of: stored) == key {
            return UnitQueue.DrawnTile(tile: tile, bytes: stored, checksum: Checksum128(of: stored), isKept: true)
        }
        let bytes = try request.renderer.render(tile, &scratch) { request.layers[$0] }
        if bytes.isEmpty { return nil }
        let stored = ArchivedTile.compressed(bytes, key: key, with: &compressor)
        return UnitQueue.DrawnTile(tile: tile, bytes: stored, checksum: Checksum128(of: stored), isKept: false)
    }
}
