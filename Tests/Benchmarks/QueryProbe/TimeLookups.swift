import ArgumentParser
import FeatureLayers
import Foundation
import GeoValues
import Registers

/// Asks points on one thread against the clock, spread evenly and clustered where people live.
struct TimeLookups: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookups",
        abstract: "Measure how many points a second of processor time one thread looks up in several layers, as JSON.",
        discussion: """
            Uniform places lie anywhere in the box around the layers; clustered ones within 50 m of a vertex of a random \
            feature of the first layer. `checksum` is over every feature found and where the place lies in it: the same \
            data and seed give the same one.
            """
    )

    @Option(help: "Directory with the data.") var workspace: String
    @Option(help: "Layers to ask, separated by commas.") var layers = "perceel,pand,enkelbestemming"
    @Option(help: "How many questions a round.") var count = 200_000
    @Option(help: "How many rounds; the fastest and the median are printed.") var rounds = 5
    @Option(help: "Another seed gives other places.") var seed: UInt64 = 1
    @Flag(help: "Also ask for the whole stip at each place.") var whole = false

    private struct Rate: Encodable {
        let perSecond: Int
        let fastestPerSecond: Int
        let found: Int
        let checksum: String
    }

    private struct Document: Encodable {
        /// minX, minY, maxX, maxY in RD millimetres.
        let extent: [Int32]
        let rates: [String: Rate]
    }

    func run() throws {
        guard count > 0, rounds > 0 else { throw ValidationError("--count and --rounds must be 1 or more.") }
        let snapshot = try openedSnapshot(workspace: workspace)
        let asked = try layers.split(separator: ",").map { try layer(String($0), of: snapshot) }
        var extent = RDBox.empty
        for segment in asked.flatMap(\.segments) { extent.formUnion(segment.box) }
        guard !extent.isEmpty, let first = asked.first else {
            throw ValidationError("None of \(layers) has a feature with a place.")
        }
        var random = SplitMix64(seed: seed)
        let uniform = (0..<count).map { _ in random.point(in: extent) }
        let clustered = (0..<count).map { _ in place(near: first, &random) ?? random.point(in: extent) }
        var rates = ["uniform": rate(uniform, asked), "clustered": rate(clustered, asked)]
        if whole {
            let lookup = PointLookup(snapshot)
            let day = Int32(Date().timeIntervalSince1970 / 86_400)
            rates["uniformWhole"] = rate(uniform, lookup, day)
            rates["clusteredWhole"] = rate(clustered, lookup, day)
        }
        let document = Document(extent: [extent.minX, extent.minY, extent.maxX, extent.maxY], rates: rates)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try encoder.encode(document), as: UTF8.self))
    }

    private func place(near layer: Layer, _ random: inout SplitMix64) -> RDPoint? {
        let segment = layer.segments[Int.random(in: 0..<layer.segments.count, using: &random)]
        guard segment.featureCount > 0 else { return nil }
        let box = segment.box(Int.random(in: 0..<segment.featureCount, using: &random))
        guard !box.isEmpty else { return nil }
        return RDPoint(
            x: box.minX + Int32.random(in: -50_000...50_000, using: &random),
            y: box.minY + Int32.random(in: -50_000...50_000, using: &random)
        )
    }

    private func rate(_ places: [RDPoint], _ layers: [Layer]) -> Rate {
        var finder = PointFinder(layers)
        return timed(places) { place, checksum in
            finder.find(place)
            for match in finder.matches {
                checksum.add(match.reference.segment)
                checksum.add(match.reference.feature)
                checksum.add(match.location == .inside ? 1 : 0)
            }
            return finder.matches.count
        }
    }

    private func rate(_ places: [RDPoint], _ lookup: PointLookup, _ day: Int32) -> Rate {
        timed(places) { place, checksum in
            let answer = lookup.answer(at: place, onDay: day)
            for hit in answer.hits { checksum.add(hit.reference.feature) }
            for coverage in answer.coverage { checksum.add(coverage.applicability.dutchName.utf8.count) }
            return answer.hits.count
        }
    }

    private func timed(_ places: [RDPoint], _ ask: (RDPoint, inout RunningChecksum) -> Int) -> Rate {
        var seconds: [Double] = []
        var found = 0
        var checksum = RunningChecksum()
        for _ in 0..<rounds {
            checksum = RunningChecksum()
            found = 0
            let start = processorSeconds()
            for place in places { found += ask(place, &checksum) }
            seconds.append(processorSeconds() - start)
        }
        seconds.sort()
        return Rate(
            perSecond: Int(Double(places.count) / seconds[seconds.count / 2]),
            fastestPerSecond: Int(Double(places.count) / seconds[0]),
            found: found,
            checksum: String(checksum.value, radix: 16)
        )
    }
}

/// What the thread has had of a processor so far: others that want it too don't count.
func processorSeconds() -> Double {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// FNV-1a over whole numbers.
private struct RunningChecksum {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ number: Int) { value = (value ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01B3 }
}
