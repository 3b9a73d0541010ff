import ArgumentParser
import Foundation
import Registers
import Service
import WebAPI
import Workspaces

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a workspace: map page, tiles, stip, plans, models.",
        discussion: "Imports into the workspace are taken up within a second or two, without a failed request."
    )

    @OptionGroup var options: WorkspaceOptions
    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Directory with archives of tiles, served for the zooms they hold (default: tiles in the workspace).")
    var tiles: String?
    @Option(help: "Megabytes of memory for tiles that were drawn; 0 keeps none.") var tileCache = 256
    @Option(help: "Port to listen on; 0 picks a free one.") var port = 8080

    func validate() throws {
        guard (0...1_000_000).contains(tileCache) else {
            throw ValidationError("--tile-cache is a number of megabytes from 0 to 1000000.")
        }
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    }

    func run() async throws {
        let service = try StipService(
            workspace: Workspace(path: options.workspace),
            archiveDirectory: tiles,
            tileCacheBytes: tileCache << 20
        ) { message in
            Output.note("stip: \(message)")
        }
        let host = host
        try await Server(service: service).run(host: host, port: port) { port in
            // Not print: whoever waits for this line through a pipe must get it now, not when a buffer is full.
            let version = service.holder.snapshot.registers.dataVersion
            FileHandle.standardOutput.write(
                Data("Stip serves data version \(version): http://\(host):\(port)/\n".utf8)
            )
        }
    }
}
