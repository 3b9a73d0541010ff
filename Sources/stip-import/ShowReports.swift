import ArgumentParser
import FileBridge
import Foundation
import Importing
import Workspaces

struct ShowReports: ParsableCommand {
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case text, json, html
    }

    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show what became of every feature of the sources in a workspace.",
        discussion: """
            Lists the counts of each layer (read = imported + historic + duplicate + rejected) and every feature that was \
            repaired or rejected, with its reason and place. As HTML with a map of all findings and a sketch of each: a \
            single file that opens in any browser.
            """
    )

    @Option(help: "Directory with the data (default: $STIP_WORKSPACE, else ./stip-workspace).")
    var workspace: String = ProcessInfo.processInfo.environment["STIP_WORKSPACE"] ?? "stip-workspace"
    @Option(help: "Only this source (default: all).") var source: String?
    @Option(help: "text, json or html.") var format: Form = .text
    @Option(name: .shortAndLong, help: "File to write instead of standard output; one that exists is replaced.")
    var output: String?

    func run() throws {
        let workspace = Workspace(path: workspace)
        try workspace.requireExisting()
        var reports = try ReportStore(workspace).all()
        if let source {
            guard reports.contains(where: { $0.source == source }) else {
                throw ValidationError(
                    "There is no source '\(source)'; there are: \(reports.map(\.source).joined(separator: ", "))."
                )
            }
            reports = reports.filter { $0.source == source }
        }
        let text: String
        switch format {
        case .text: text = reports.flatMap { ReportText.lines($0, limit: .max) }.joined(separator: "\n") + "\n"
        case .json: text = String(decoding: try ReportStore.encoded(reports), as: UTF8.self) + "\n"
        case .html: text = ReportPage(reports, snapshot: try workspace.open(verifying: false).snapshot).html()
        }
        if let output {
            try AtomicFile.write(Array(text.utf8), to: output)
        } else {
            FileHandle.standardOutput.write(Data(text.utf8))
        }
    }
}
