import ArgumentParser
import Foundation
import Service
import TileArchives
import Workspaces

struct TilesVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check an archive: structure, checksums, and that every tile can be decoded.",
        discussion: """
            With --workspace also whether it has the tiles of that data: each drawn from the present segments, none missing,
            none too many. Exit code 1 when anything is wrong.
            """
    )

    @Argument(help: "The archive.") var file: String
    @Option(help: "Directory with the data that the archive should be of.") var workspace: String?
    @Flag(help: "Print JSON.") var json = false

    private struct Document: Encodable {
        let file: String
        let tiles: Int
        let features: Int
        let dataVersion: String
        let problems: [String]
    }

    func run() throws {
        let archive = try ArchiveFormat.open(file)
        let origin = archive.metadata.origin
        var problems: [String] = []
        var request: ArchiveRequest?
        if let workspace {
            let opened = try Workspace(path: workspace).open(verifying: false)
            let plan = try ArchivePlan(opened, try Output.tileset(), .init(origin)) { try Grids.transformer() }
            let present = plan.metadata.origin
            if present.dataVersion != origin.dataVersion {
                problems.append(
                    "The archive is of data version \(origin.dataVersion), the workspace of \(present.dataVersion)."
                )
            }
            if present.drawing != origin.drawing || present.compressionLevel != origin.compressionLevel {
                problems.append("The archive was made by another version of Stip or of the tileset's definition.")
            }
            request = plan.request
        }
        let verification = try ArchiveVerification(archive, of: request)
        problems += verification.problems
        if json {
            let document = Document(
                file: file,
                tiles: verification.tiles,
                features: verification.features,
                dataVersion: origin.dataVersion,
                problems: problems
            )
            print(try Output.json(document))
        } else {
            print(
                "\(file): \(verification.tiles) tiles, \(verification.features) features, data version \(origin.dataVersion)"
            )
            for problem in problems { print("  PROBLEM: \(problem)") }
            if problems.isEmpty { print("  whole") }
        }
        if !problems.isEmpty { throw ExitCode(1) }
    }
}
