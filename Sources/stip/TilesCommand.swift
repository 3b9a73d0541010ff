public import ArgumentParser
public import GeoValues

struct TilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiles",
        abstract: "Judge vector tiles.",
        subcommands: [TilesCheckCommand.self]
    )
}

extension TileMatrixSet: ExpressibleByArgument {}
