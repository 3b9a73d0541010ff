import ArgumentParser
import GeoValues
import PlaceSearch
import Workspaces

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find addresses, streets, towns, postcodes, parcels and plans by name.",
        discussion: """
            Typing errors, missing accents and spaces and usual abbreviations are allowed for: Kerkstr 12a, 1234ab 5, \
            VBS00 A 1234. The index is made by stip import.
            """
    )

    @Argument(help: "The question.") var question: [String]
    @OptionGroup var options: WorkspaceOptions
    @Option(help: "At most so many results.") var limit = 10

    func validate() throws {
        if question.isEmpty { throw ValidationError("Give a question.") }
        if limit < 1 { throw ValidationError("--limit is 1 or more.") }
    }

    func run() throws {
        let workspace = Workspace(path: options.workspace)
        try workspace.requireExisting()
        let search = PlaceSearch(try SearchIndex(path: workspace.searchIndexPath))
        let results = search.results(question.joined(separator: " "), limit: limit)
        for result in results {
            print("\(result.kind.rawValue)  \(result.label)  RD \(result.point.xMetres) \(result.point.yMetres)")
        }
        if results.isEmpty { print("nothing found") }
    }
}
