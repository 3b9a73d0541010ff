import ArgumentParser
import FileBridge
import Foundation
import Service
import Workspaces

struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Write a building as GLB (glTF 2.0): metres, +Y up, +X east, −Z north."
    )

    @Argument(help: "What to model: pand.") var kind: String
    @Argument(help: "Its identifier, 16 digits.") var identifier: String
    @Option(name: .shortAndLong, help: "File to write.") var output: String
    @OptionGroup var options: WorkspaceOptions

    func validate() throws {
        guard kind == "pand" else { throw ValidationError("Only 'pand' can be modelled, not '\(kind)'.") }
    }

    func run() async throws {
        let service = try StipService(workspace: Workspace(path: options.workspace)) { Output.note($0) }
        let model = try await service.buildingModel(identifier)
        try AtomicFile.write(model.bytes, to: output)
        let source = model.heightIsEstimated ? "estimated: the data has none" : "from the data"
        print("\(output): \(model.bytes.count) bytes, height \(model.heightMetres) m (\(source))")
    }
}
