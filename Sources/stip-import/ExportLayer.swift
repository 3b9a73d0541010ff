import ArgumentParser
import Exporting
import FeatureLayers
import Foundation
import Registers
import Workspaces

struct ExportLayer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a layer as GeoPackage, FlatGeobuf or GeoJSON, in RD New.",
        discussion: "The format follows from the file's name: .gpkg, .fgb, .geojson."
    )

    @Option(help: "Layer to write.") var layer: String
    @Option(name: .shortAndLong, help: "File to write; one that exists is replaced.") var output: String
    @Option(help: "Directory with the data (default: $STIP_WORKSPACE, else ./stip-workspace).")
    var workspace: String = ProcessInfo.processInfo.environment["STIP_WORKSPACE"] ?? "stip-workspace"

    func run() throws {
        let opened = try Workspace(path: workspace).open(verifying: true)
        guard let state = opened.snapshot.layers[layer] else {
            throw ValidationError(
                "There is no layer '\(layer)'; there are: \(opened.snapshot.layerNames.joined(separator: ", "))."
            )
        }
        guard !state.isFailing else { throw ValidationError(state.problems.joined(separator: " ")) }
        let count = try LayerExport.write(state.layer, to: output)
        print("\(output): \(count) features of \(layer)")
    }
}
