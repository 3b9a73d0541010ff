import ArgumentParser

/// The commands of `stip` that read and write foreign files. Started by `stip`; its help speaks as `stip`.
@main
struct StipImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stip",
        abstract: "The commands of stip that read and write files of other programs.",
        version: "stip-import 0.1.0",
        subcommands: [ImportSources.self, ShowReports.self, ExportLayer.self, SynthesizeTown.self]
    )
}
