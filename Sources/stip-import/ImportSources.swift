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
            Reads BAG 2.0 extracts (zip or unpacked; mutations together with their stand), BGT (gmllight and CityGML), the kadastrale \
            kaart (GML), IMRO plans with manifest, geleideformulier and planteksten, regulations (STOP and IMOW: a folder or zip, with the \
            changes on it), GeoPackages (tables of PDOK, Kadaster and CBS are \
            recognised; others keep their name), GeoJSON, JSON-FG, FlatGeobuf, Shapefile and CSV, and official publications (KOOP's \
            search service, XML or JSON); documents also out of zip and gzip. A mapping file says what tables hold that are \
            not recognised. \
            A directory stands for the files in it. Importing a file again replaces what came from it and nothing else; a running server takes it up by \
            itself. A file that can't be used is refused with the reason, and the workspace stays as it was.
            """
    )

    @Argument(help: "Files or directories.") var sources: [String] = []
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
    @Option(
        help: ArgumentHelp(
            "JSON file that says what unknown tables hold: {\"tables\": [{\"table\": …, \"layer\": …, \"identifier\": …}]}; see README.",
            valueName: "file"
        )
    )
    var mapping: String?
    @Option(help: "Threads that work at the same time (default: one for each core); the outcome is the same.")
    var threads: Int?
    @Option(
        help:
            "Keep importing what is new or changed in this folder, until interrupted; a daily download by a timer then is enough."
    )
    var watch: String?
    @Option(help: "Seconds between two looks at the folder.") var interval = 10.0
    @Flag(help: "Print the report as JSON.") var json = false

    func validate() throws {
        if sources.isEmpty, watch == nil { throw ValidationError("Name a file or directory to import.") }
        if !sources.isEmpty, watch != nil { throw ValidationError("Give either sources or --watch FOLDER.") }
        if interval < 0.1 { throw ValidationError("--interval is at least 0.1 second.") }
        if let threads, threads < 1 { throw ValidationError("--threads is 1 or more.") }
        if source?.isEmpty == true { throw ValidationError("--source needs a name.") }
    }

    func run() throws {
        let line = ProgressLine()
        let transformer = try CoordinateTransformer(grids: RDNAPGrids.locate(installationRoot: InstallationRoot.find()))
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
            mapping: try mapping.map { try TableMapping(path: $0) },
            threads: threads,
            note: note,
            progress: progress
        )
        if let watch {
            try self.watch(watch, importer, line)
        } else {
            let files = try Importer.files(in: sources)
            if source != nil, files.count != 1 {
                throw ValidationError("--source names one file; these are \(files.count).")
            }
            if try !importFiles(files, importer, line) { throw ExitCode(1) }
        }
    }

    private func watch(_ folder: String, _ importer: Importer, _ line: ProgressLine) throws {
        let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let watch = try FolderWatch(folder, workspace: Workspace(path: workspace))
        ImportSources.say("Watching \(folder) for new and changed files; interrupt to stop.")
        while true {
            let due = try watch.dueFiles()
            if !due.isEmpty {
                _ = try importFiles(due, importer, line)
                try watch.take(due)
            }
            Thread.sleep(forTimeInterval: interval)
        }
    }

    /// Imports and prints what became of it; false when a file failed.
    private func importFiles(_ files: [String], _ importer: Importer, _ line: ProgressLine) throws -> Bool {
        let outcomes = try importer.run(files, into: Workspace(path: workspace), layer: layer, format: format)
        line.clear()
        var reports: [ImportReport] = []
        var isWhole = true
        for outcome in outcomes {
            switch outcome {
            case .imported(let report): reports.append(report)
            case .failed(_, let message):
                isWhole = false
                FileHandle.standardError.write(Data("Error: \(message)\n".utf8))
            }
        }
        if json {
            ImportSources.say(String(decoding: try ReportStore.encoded(reports), as: UTF8.self))
        } else {
            for report in reports { ImportSources.say(ReportText.lines(report).joined(separator: "\n")) }
        }
        return isWhole
    }

    /// Writes a line at once: someone may follow a watch through a pipe.
    private static func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }
}

extension SourceFormat: ExpressibleByArgument {}
