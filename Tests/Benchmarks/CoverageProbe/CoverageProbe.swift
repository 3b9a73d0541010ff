import ArgumentParser

/// Times the work on coverages, or does it on features from a file for an oracle to judge.
@main
struct CoverageProbe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage-probe",
        abstract: "Nodes, simplifies, checks and labels coverages: against the clock, or for an oracle.",
        subcommands: [JudgeCoverage.self, TimeCoverage.self]
    )
}
