import ArgumentParser
import Foundation
import Service
import Synchronization
import SyntheticTown

struct SynthesizeTown: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth",
        abstract: "Make a municipality that does not exist, or a nation of them, as exchange files to import.",
        discussion: """
            The same request gives the same bytes on every machine. Up to 200,000 buildings it is one town in the \
            IJsselmeer under municipality code 0998; more become municipalities of about 33,000 with codes from 2001 on, \
            each in a folder of its own. A run that was stopped goes on where it was. manifest.json tells what was made.

            Formats: geopackage (bag.gpkg, percelen.gpkg) and imro (a plan for every neighbourhood) unless others are \
            named; instrumenten (paraplu, voorbereidingsbesluit, TAM plan, drafts), bag (BAG 2.0 extract with history), \
            dkk (kadastrale kaart v5 GML), bgt (CityGML), gebieden (municipal borders), publicaties (KOOP), sttr \
            (toepasbare regels: decision trees), omgevingsplan (STOP and IMOW: a regulation with a pons over a fifth of \
            the municipality from 2025-07-01 on, and a change that comes into force in 2027); all.
            """
    )

    @Option(name: .customLong("out"), help: "Directory to write; made when missing.") var output: String
    @Option(help: "About how many buildings, sheds included.") var buildings = 10_000
    @Option(help: "Another seed gives another town.") var seed: UInt64 = 1
    @Option(help: "How many municipalities, at most 400 (default: by the number of buildings).") var municipalities:
        Int?
    @Option(help: "A format; may be given several times.") var format: [String] = []
    @Option(
        help:
            "How many squares with a noise norm the omgevingsplan has besides its other locations: for large regulations."
    ) var noiseSquares = 0
    @Flag(help: "Put in the errors that real registers have; manifest.json counts them.") var dirt = false
    @Option(help: "How many threads.") var threads = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard buildings > 0 else { throw ValidationError("--buildings is a number above 0.") }
        guard (0...TownProblem.largestRegulation).contains(noiseSquares) else {
            throw ValidationError("--noise-squares is a number from 0 to \(TownProblem.largestRegulation).")
        }
        guard threads > 0 else { throw ValidationError("--threads is a number above 0.") }
        for name in format where name != "all" && TownFormat(rawValue: name) == nil {
            let names = TownFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--format \(name) is unknown; there are \(names) and all.")
        }
    }

    func run() throws {
        var request = TownRequest(buildings: buildings, seed: seed, municipalities: municipalities, hasDirt: dirt)
        request.noiseSquares = noiseSquares
        request.threads = threads
        if format.contains("all") {
            request.formats = Set(TownFormat.allCases)
        } else if !format.isEmpty {
            request.formats = Set(format.compactMap(TownFormat.init))
        }
        let line = Mutex(ProgressLine())
        let manifest = try TownGenerator.generate(request, into: output) { [output] share in
            line.withLock { $0.show("\(ProgressLine.bar(share)) \(output)") }
        }
        line.withLock { $0.clear() }
        let names = ["pand", "verblijfsobject", "perceel", "plan"]
        let counts = names.compactMap { name in manifest.counts[name].map { "\($0) \(name)" } }
        print("\(output): \(manifest.name), \(counts.joined(separator: ", ")), in \(manifest.files.count) files")
    }
}
