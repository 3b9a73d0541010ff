import ArgumentParser
import Foundation
import GeoValues
import Service
import TileArchives
import Workspaces

struct TilesBuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Draw the tiles of a workspace into a PMTiles or MBTiles file.",
        discussion: """
            Draws every tile that holds something, on all cores; the file has the same bytes on any number of threads. It
            appears at its place only when it is whole: stopped or killed, the command leaves what was there, and is simply
            started again. With --previous only tiles whose data changed since are drawn.

            For a country, spread the work over jobs and put their files together:
              stip tiles build --shard 3/20 --out part-3.pmtiles …        (1/20 to 20/20, in any order, anywhere)
              stip tiles merge nl.pmtiles part-*.pmtiles                  the same bytes as built at once

            stip serve serves archives that lie in the directory tiles of its workspace.
            """
    )

    @OptionGroup var options: WorkspaceOptions
    @Option(help: "File to write; its name ends in .pmtiles or .mbtiles.") var out: String
    @Option(help: "Tile matrix set: WebMercatorQuad or NetherlandsRDNewQuad.") var matrixSet: TileMatrixSet
    @Option(help: "Zooms of the matrix set: A-B, or one.") var zoom: ZoomRange
    @Option(help: "Only tiles that meet this area: W,S,E,N in degrees.") var bbox: DegreeBox?
    @Option(help: "Only these layers of the tileset, separated by commas.") var layers: String?
    @Option(help: "Draw what is valid on this day, YYYY-MM-DD (default: today).") var validOn: DayArgument?
    @Option(help: "Threads that draw (default: one for each core).")
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "An older archive: tiles whose data did not change are taken from it.") var previous: String?
    @Option(help: "Only the K-th of N parts of about equal work: K/N.") var shard: ShardArgument?

    @Option(help: "Level of gzip, from 1 (fast) to 12 (small).")
    var compression: Int = ArchiveRequest.usualCompressionLevel

    func validate() throws {
        guard (1...12).contains(compression) else { throw ValidationError("--compression is a number from 1 to 12.") }
        guard zoom.range.upperBound <= matrixSet.highestZoom else {
            throw ValidationError("\(matrixSet.rawValue) has the zooms 0 to \(matrixSet.highestZoom).")
        }
        guard (1...1024).contains(threads) else { throw ValidationError("--threads is a number from 1 to 1024.") }
        try Output.requireArchiveName(out)
        if let previous { try Output.requireArchiveName(previous) }
    }

    func run() throws {
        let started = ContinuousClock.now
        let opened = try options.open()
        let choice = ArchivePlan.Choice(
            matrixSet: matrixSet,
            zooms: zoom.range,
            area: bbox?.degrees,
            layers: layers.map { $0.split(separator: ",").map(String.init) },
            shard: shard?.shard,
            day: validOn?.day ?? StipService.today,
            compressionLevel: compression
        )
        let plan = try ArchivePlan(opened, try Output.tileset(), choice) { try Grids.transformer() }
        let older = try previous.map(ArchiveFormat.open)
        let build = try ArchiveBuild(plan.request, threads: threads, previous: older)
        let writer = try ArchiveFormat.create(out)
        let line = ProgressLine()
        defer { line.clear() }
        let counts = try build.run(to: writer) { share in line.show("\(ProgressLine.bar(share)) \(out)") }
        // A part of the work may be nothing; the whole may not.
        guard counts.drawn + counts.kept > 0 || shard != nil else { throw ArchiveProblem.empty }
        let size = try writer.finish(plan.metadata, bounds: plan.bounds)
        line.clear()
        print(
            "\(out): \(Output.text(size)); \(counts.drawn) drawn, \(counts.kept) kept, in \(Output.seconds(since: started))"
        )
    }
}

/// `A-B` or `A`.
struct ZoomRange: ExpressibleByArgument {
    let range: ClosedRange<Int>

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let first = parts[0], let last = parts[parts.count - 1], first >= 0,
            first <= last
        else { return nil }
        range = first...last
    }
}

/// `W,S,E,N`.
struct DegreeBox: ExpressibleByArgument {
    let degrees: [Double]

    init?(argument: String) {
        let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        let degrees = numbers.compactMap { $0 }
        guard numbers.count == 4, degrees.count == 4, degrees.allSatisfy(\.isFinite), degrees[0] < degrees[2],
            degrees[1] < degrees[3], degrees[0] >= -180, degrees[2] <= 180, degrees[1] >= -85, degrees[3] <= 85
        else { return nil }
        self.degrees = degrees
    }
}

/// `YYYY-MM-DD`.
struct DayArgument: ExpressibleByArgument {
    let day: Int32

    init?(argument: String) {
        guard argument.utf8.count == 10, let day = CalendarDay.day(argument) else { return nil }
        self.day = day
    }
}

/// `K/N`.
struct ShardArgument: ExpressibleByArgument {
    let shard: ArchiveShard

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1],
            let shard = ArchiveShard(number: number, count: count), count <= 100_000
        else { return nil }
        self.shard = shard
    }
}

extension Output {
    static func tileset() throws -> TilesetDefinition {
        guard let root = InstallationRoot.find() else { throw ServiceProblem.noInstallation }
        return try TilesetDefinition(path: root + "/Tiles/basis.json")
    }

    static func requireArchiveName(_ path: String) throws {
        do {
            _ = try ArchiveFormat(path: path)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    static func text(_ size: ArchiveSize) -> String {
        let zooms = size.zooms.map { ", zoom \($0.lowerBound) to \($0.upperBound)" } ?? ""
        return "\(size.tiles) tiles (\(size.contents) different)\(zooms), \(size.bytes) bytes"
    }

    static func seconds(since start: ContinuousClock.Instant) -> String {
        let seconds =
            Double((ContinuousClock.now - start).components.seconds)
            + Double((ContinuousClock.now - start).components.attoseconds) / 1e18
        return String(format: "%.2f s", seconds)
    }
}
