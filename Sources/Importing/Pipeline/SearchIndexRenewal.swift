import Foundation
import PlaceSearch
import Workspaces

/// Makes the search index anew after an import that changed what it is made from.
struct SearchIndexRenewal {
    let workspace: Workspace

    /// - Throws: `WorkspaceProblem`, `FileProblem`.
    func run() throws {
        guard FileManager.default.fileExists(atPath: workspace.manifestPath) else { return }
        let opened = try workspace.open(verifying: false)
        let sources = SearchIndexBuilder.sources(of: opened.snapshot)
        if let present = try? SearchIndex(path: workspace.searchIndexPath), present.sources == sources { return }
        let today = Int32(Date().timeIntervalSince1970 / 86_400)
        try SearchIndexBuilder.write(opened.snapshot, onDay: today, to: workspace.searchIndexPath)
    }
}
