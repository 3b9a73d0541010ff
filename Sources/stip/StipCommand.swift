import ArgumentParser

/// The command line of Stip.
@main
struct StipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stip",
        abstract: "Tiles, rules and 3D of the Dutch environment: put a dot on the map and see what is there.",
        discussion: """
            Begin with:
              stip synth --out town --buildings 2000 --seed 1     make a town to try with, or download from PDOK
              stip import town --workspace data                   bring it into a workspace
              stip serve --workspace data                         open http://127.0.0.1:8080

            The workspace is the directory that STIP_WORKSPACE names, or ./stip-workspace, unless --workspace is given.
            """,
        version: "0.1.0",
        subcommands: [
            ImportCommand.self, ReportCommand.self, InfoCommand.self, LookupCommand.self, SearchCommand.self,
            NearCommand.self,
            ExportCommand.self,
            SynthCommand.self, ModelCommand.self, TilesCommand.self, ServeCommand.self, DoctorCommand.self,
        ]
    )
}
