import ArgumentParser
import SyntheticTown

struct SynthesizeTown: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth",
        abstract: "Make a municipality that does not exist, as exchange files to import.",
        discussion: """
            Writes bag.gpkg, percelen.gpkg and imro/*.gml. The same number and seed give the same bytes on every machine. \
            The town lies in the IJsselmeer under municipality code 0998, so that nobody takes it for a real one.
            """
    )

    @Option(name: .customLong("out"), help: "Directory to write; made when missing.") var output: String
    @Option(help: "About how many buildings.") var buildings = 10_000
    @Option(help: "Another seed gives another town.") var seed: UInt64 = 1

    func validate() throws {
        guard (1...1_000_000).contains(buildings) else {
            throw ValidationError("--buildings is a number from 1 to 1,000,000.")
        }
    }

    func run() throws {
        let line = ProgressLine()
        let summary = try TownGenerator.generate(buildings: buildings, seed: seed, into: output) { share in
            line.show("\(ProgressLine.bar(share)) \(output)")
        }
        line.clear()
        print(
            "\(output): \(summary.buildings) panden, \(summary.units) verblijfsobjecten, \(summary.parcels) percelen, "
                + "\(summary.plans) plans in \(summary.files.count) files"
        )
    }
}
