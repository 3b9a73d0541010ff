import ArgumentParser
import FeatureLayers
import Foundation
import GeoValues
import Registers

/// Asks on one thread against the clock.
struct TimeQueries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time",
        abstract: "Measure how many questions a second one thread answers, as JSON.",
        discussion: """
            The same random places, in the box around all the layers, are asked of all layers at once. Each kind is measured \
            in five rounds; what is printed is the median, with how many features were found in all.
            """
    )

    @Option(help: "Directory with the data.") var workspace: String
    @Option(help: "Layers to ask, separated by commas.") var layers: String
    @Option(help: "How many questions a round.") var count = 100_000
    @Option(help: "Another seed gives other places.") var seed: UInt64 = 1
    @Option(help: "Half the side of the windows, and the radius, in millimetres.") var reach: Int32 = 25_000

    private struct Rate: Encodable {
        let perSecond: Int
        let found: Int
    }

    private struct Document: Encodable {
        /// minx, miny, maxx, maxy in RD millimetres.
        let extent: [Int32]
        let questions: Int
        let points: Rate
        let windows: Rate
        let radii: Rate
        /// The whole answer of a stip: every layer, with what its absence means.
        let lookups: Rate
    }

    func run() throws {
        guard count > 0, reach >= 0 else {
            throw ValidationError("--count must be 1 or more and --reach not negative.")
        }
        let snapshot = try openedSnapshot(workspace: workspace)
        let asked = try layers.split(separator: ",").map { try layer(String($0), of: snapshot) }
        var extent = RDBox.empty
        for segment in asked.flatMap(\.segments) { extent.formUnion(segment.box) }
        guard !extent.isEmpty else { throw ValidationError("None of \(layers) has a feature with a place.") }
        var random = SplitMix64(seed: seed)
        let places = (0..<count).map { _ in random.point(in: extent) }
        let lookup = PointLookup(snapshot)
        let day = Int32(Date().timeIntervalSince1970 / 86_400)
        let reach = self.reach
        var finder = PointFinder(asked)
        let document = Document(
            extent: [extent.minX, extent.minY, extent.maxX, extent.maxY],
            questions: count,
            points: rate(places) { place in
                finder.find(place)
                return finder.matches.count
            },
            windows: rate(places) { place in
                var found = 0
                for layer in asked { layer.forEachFeature(in: RDBox(place).grown(by: reach)) { _ in found += 1 } }
                return found
            },
            radii: rate(places) { place in
                asked.reduce(0) { $0 + $1.features(within: Int64(reach), of: place).count }
            },
            lookups: rate(places) { place in
                lookup.answer(at: place, onDay: day).hits.count
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try encoder.encode(document), as: UTF8.self))
    }

    private func rate(_ places: [RDPoint], _ ask: (RDPoint) -> Int) -> Rate {
        var seconds: [Double] = []
        var found = 0
        let clock = ContinuousClock()
        for _ in 0..<5 {
            let start = clock.now
            found = places.reduce(0) { $0 + ask($1) }
            seconds.append((clock.now - start) / .seconds(1))
        }
        return Rate(perSecond: Int(Double(places.count) / seconds.sorted()[2]), found: found)
    }
}
