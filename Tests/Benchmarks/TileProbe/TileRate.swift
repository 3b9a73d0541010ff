import ArgumentParser
import FeatureLayers
import Foundation
import GeoValues
import ISALBridge
import Registers
import Synchronization
import VectorTiles

/// Draws tiles of a list on several threads for some time: what the engine does without HTTP.
struct TileRate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Measure how many tiles a second several threads draw, of a list and at random."
    )

    @OptionGroup var layers: DrawnLayers
    @Option(help: "File with z/x/y on each line.") var list: String
    @Option(help: "Threads.") var threads = 2
    @Option(help: "How long.") var seconds = 2.0
    @Flag(help: "Compress each tile with gzip.") var gzip = false

    func run() throws {
        let renderer = try layers.renderer()
        let snapshot = try layers.snapshot()
        let tiles = try listed()
        guard !tiles.isEmpty else { throw ValidationError("\(list) names no tile.") }
        let drawn = Atomic(0)
        let failure = Mutex<String?>(nil)
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            var scratch = TileScratch()
            let compressor = FastGzip()
            var random = layers.seed &+ UInt64(thread)
            while ContinuousClock.now < end {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let tile = tiles[Int((random >> 33) % UInt64(tiles.count))]
                do {
                    let bytes = try renderer.render(tile, &scratch) { snapshot.layer($0) }
                    if gzip { _ = compressor.compressed(bytes) }
                } catch {
                    failure.withLock { $0 = "\(error)" }
                    return
                }
                drawn.add(1, ordering: .relaxed)
            }
        }
        let elapsed = ContinuousClock.now - start
        if let failure = failure.withLock({ $0 }) { throw ValidationError(failure) }
        print(Double(drawn.load(ordering: .relaxed)) / (elapsed / .seconds(1)))
    }

    private func listed() throws -> [TileCoordinate] {
        guard let set = TileMatrixSet(rawValue: layers.matrixSet) else {
            throw ValidationError("There is no matrix set \(layers.matrixSet).")
        }
        return try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").map { line in
            let numbers = line.split(separator: "/").compactMap { Int($0) }
            guard numbers.count == 3, let tile = TileCoordinate(set, z: numbers[0], x: numbers[1], y: numbers[2]) else {
                throw ValidationError("\(line) is no tile.")
            }
            return tile
        }
    }
}
