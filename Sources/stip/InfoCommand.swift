import ArgumentParser
import Foundation
import Workspaces

struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show the layers of a workspace, where they come from and whether they are whole."
    )

    @OptionGroup var options: WorkspaceOptions
    @Flag(help: "Print JSON.") var json = false

    private struct Document: Encodable {
        struct Layer: Encodable {
            let layer: String
            let features: Int
            let sources: [SegmentEntry]
        }

        let workspace: String
        let dataVersion: String
        let layers: [Layer]
        let problems: [String]
    }

    func run() throws {
        let opened = try Workspace(path: options.workspace).open(verifying: true)
        let layers = opened.manifest.layerNames.map { name in
            let entries = opened.manifest.segments(of: name)
            return Document.Layer(
                layer: name,
                features: entries.reduce(0) { $0 + $1.featureCount },
                sources: entries
            )
        }
        if json {
            let document = Document(
                workspace: options.workspace,
                dataVersion: opened.manifest.dataVersion,
                layers: layers,
                problems: opened.problems
            )
            print(try Output.json(document))
        } else {
            print("Workspace \(options.workspace), data version \(opened.manifest.dataVersion)")
            for layer in layers {
                let bytes = layer.sources.reduce(0) { $0 + $1.byteCount }
                let dates = Set(layer.sources.compactMap(\.referenceDate)).sorted()
                let period =
                    dates.isEmpty
                    ? "date unknown" : dates.count == 1 ? dates[0] : "\(dates[0]) to \(dates[dates.count - 1])"
                let name = layer.layer.padding(toLength: max(24, layer.layer.count), withPad: " ", startingAt: 0)
                print(
                    "  \(name) \(layer.features) features, \(Set(layer.sources.map(\.source)).count) sources, \(bytes / 1024) KiB, \(period)"
                )
            }
            for problem in opened.problems { print("  PROBLEM: \(problem)") }
        }
        if !opened.problems.isEmpty { throw ExitCode(1) }
    }
}
