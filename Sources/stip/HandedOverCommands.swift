import ArgumentParser
import FileBridge
import Foundation

/// Commands that need GDAL run in `stip-import`, so that looking up and serving never load it.
enum ImportProgram {
    static func start(_ command: String, _ arguments: [String]) throws -> Never {
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let program = URL(fileURLWithPath: executable).deletingLastPathComponent().appendingPathComponent("stip-import")
            .path
        try ProcessReplacement.start(program, arguments: [command] + arguments)
    }
}

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring files of the registers into a workspace."
    )

    @Argument(parsing: .captureForPassthrough)
    var arguments: [String] = []

    func run() throws { try ImportProgram.start("import", arguments) }
}

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show what became of every feature that was imported."
    )

    @Argument(parsing: .captureForPassthrough)
    var arguments: [String] = []

    func run() throws { try ImportProgram.start("report", arguments) }
}

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a layer as GeoPackage, FlatGeobuf or GeoJSON."
    )

    @Argument(parsing: .captureForPassthrough)
    var arguments: [String] = []

    func run() throws { try ImportProgram.start("export", arguments) }
}

struct SynthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth",
        abstract: "Make a municipality that does not exist, as files to import."
    )

    @Argument(parsing: .captureForPassthrough)
    var arguments: [String] = []

    func run() throws { try ImportProgram.start("synth", arguments) }
}
