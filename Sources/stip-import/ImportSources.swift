public import ArgumentParser
import Foundation
public import Importing
import PROJBridge
import Service
import Workspaces

struct ImportSources: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring files of the registers into a workspace.",
        discussion: """
            Reads BAG 2.0 extracts (XML or zip), GeoPackages (PDOK's pand, verblijfsobject, nummeraanduiding and perceel are recognised; other tables \
            keep their name), IMRO plans, and GeoJSON, FlatGeobuf and Shapefile. A directory stands for the files \
            in it. Importing a file again replaces what came from it and nothing else; a running server takes it up by \
            itself. A file that can't be used is refused with the reason, and the workspace stays as it was.
            """
    )

    @Argument(help: "Files or directories.") var sources: [String]
    @Option(help: "Directory with the data (default: $STIP_WORKSPACE, else ./stip-workspace).")
    var workspace: String = ProcessInfo.processInfo.environment["STIP_WORKSPACE"] ?? "stip-workspace"
    @Option(help: "Import only this table, or the file's only table under this name.") var layer: String?
    @Option(
        help:
            "Format, when the file does not show it: \(SourceFormat.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var format: SourceFormat?
    @Option(
        help:
            "Name of the source in the workspace, for one file; a later import under the same name replaces it (default: the plan's identifier or the file's name)."
    )
    var source: String?
    @Option(help: "Threads that work at the same time (default: one for each core); the outcome is the same.")
    var threads: Int?
    @Flag(help: "Print the report as JSON.") var json = false

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is 1 or more.") }
        if source?.isEmpty == true { throw ValidationError("--source needs a name.") }
    }

    func run() throws {
        let line = ProgressLine()
        let transformer = try CoordinateTransformer(grids: RDNAPGrids.locate(installationRoot: InstallationRoot.find()))
        let files = try Importer.files(in: sources)
        if source != nil, files.count != 1 {
            throw ValidationError("--source names one file; these are \(files.count).")
        }
        let note: @Sendable (String) -> Void = { FileHandle.standardError.write(Data("Warning: \($0)\n".utf8)) }
        let progress = ImportProgress { source, read, expected in
            line.show(
                expected.map { "\(ProgressLine.bar(Double(read) / Double(max(1, $0)))) \(source)" }
                    ?? "\(source): \(read)"
            )
        }
        let importer = Importer(
            transformer: transformer,
            sourceName: source,
            threads: threads,
            note: note,
            progress: progress
        )
        let outcomes = try importer.run(files, into: Workspace(path: workspace), layer: layer, format: format)
        line.clear()
        var reports: [ImportReport] = []
        var hasFailed = false
        for outcome in outcomes {
            switch outcome {
            case .imported(let report): reports.append(report)
            case .failed(_, let message):
                hasFailed = true
                FileHandle.standardError.write(Data("Error: \(message)\n".utf8))
            }
        }
        if json {
            print(String(decoding: try ReportStore.encoded(reports), as: UTF8.self))
        } else {
            for report in reports { print(ReportText.lines(report).joined(separator: "\n")) }
        }
        if hasFailed { throw ExitCode(1) }
    }
}

extension SourceFormat: ExpressibleByArgument {}
