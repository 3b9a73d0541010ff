import ArgumentParser
import TileArchives

struct TilesMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put the shards of an archive together.",
        discussion: """
            All shards must be given, in any order, made with the same options of the same data. The result has the same bytes
            as an archive built at once.
            """
    )

    @Argument(help: "File to write; its name ends in .pmtiles or .mbtiles.") var out: String
    @Argument(help: "The shards.") var shards: [String]

    func validate() throws {
        try Output.requireArchiveName(out)
        guard !shards.isEmpty else { throw ValidationError("No shards were given.") }
    }

    func run() throws {
        let parts = try shards.map(ArchiveFormat.open)
        let writer = try ArchiveFormat.create(out)
        let size = try ArchiveMerge.merge(parts, to: writer)
        print("\(out): \(Output.text(size)) from \(parts.count) shards")
    }
}
