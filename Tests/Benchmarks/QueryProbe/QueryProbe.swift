import ArgumentParser

/// Asks layers of a workspace seeded random questions: the answers for an oracle, or how many a second.
@main
struct QueryProbe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query-probe",
        abstract: "Asks layers of a workspace random questions: for an oracle, or against the clock.",
        subcommands: [DumpAnswers.self, TimeQueries.self, TimeLookups.self, TimeSearch.self]
    )
}
