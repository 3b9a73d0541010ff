import ArgumentParser
import FeatureLayers
import Registers
import Workspaces

/// The snapshot of a workspace in which nothing is wrong.
func openedSnapshot(workspace: String) throws -> RegisterSnapshot {
    let opened = try Workspace(path: workspace).open(verifying: false)
    guard opened.problems.isEmpty else { throw ValidationError(opened.problems.joined(separator: " ")) }
    return opened.snapshot
}

/// A layer of a workspace in which nothing is wrong.
func openedLayer(_ name: String, workspace: String) throws -> Layer {
    try layer(name, of: try openedSnapshot(workspace: workspace))
}

func layer(_ name: String, of snapshot: RegisterSnapshot) throws -> Layer {
    guard let layer = snapshot.layer(name) else {
        throw ValidationError("There is no layer \(name); there are \(snapshot.layerNames.joined(separator: ", ")).")
    }
    return layer
}
