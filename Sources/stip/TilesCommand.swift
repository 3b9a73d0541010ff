public import ArgumentParser
public import GeoValues

struct TilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiles",
        abstract: "Make archives of vector tiles, put shards together, verify them; judge tiles.",
        subcommands: [
            TilesBuildCommand.self, TilesMergeCommand.self, TilesVerifyCommand.self, TilesCheckCommand.self,
        ]
    )
}

extension TileMatrixSet: ExpressibleByArgument {}
