import ArgumentParser
import Dossier
import Foundation
import PROJBridge
import Service
import Workspaces

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the installation and, when there is one, the workspace."
    )

    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        var isWell = true
        func check(_ what: String, _ test: () throws -> String) {
            do {
                print("ok       \(what): \(try test())")
            } catch {
                isWell = false
                print("PROBLEM  \(what): \(error)")
            }
        }
        check("installation") {
            guard let root = InstallationRoot.find() else { throw ServiceProblem.noInstallation }
            _ = try TilesetDefinition(path: root + "/Tiles/basis.json")
            return root
        }
        check("RDNAPTRANS2018") { "\(try Grids.transformer().grids)" }
        check("SpatiaLite") {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent(
                "stip-doctor-\(UUID().uuidString).sqlite"
            ).path
            defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
            let store = try DossierStore(path: path)
            try store.close()
            return "loads"
        }
        check("stip-import (GDAL)") {
            let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
            let program = URL(fileURLWithPath: executable).deletingLastPathComponent().appendingPathComponent(
                "stip-import"
            )
            let process = Process()
            process.executableURL = program
            process.arguments = ["--version"]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
            return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let workspace = Workspace(path: options.workspace)
        if FileManager.default.fileExists(atPath: workspace.path) {
            check("workspace \(workspace.path)") {
                let opened = try workspace.open(verifying: true)
                guard opened.problems.isEmpty else {
                    throw WorkspaceProblem.unusableSegment(opened.problems.joined(separator: " "))
                }
                return "\(opened.manifest.segments.count) segments whole, data version \(opened.manifest.dataVersion)"
            }
        } else {
            print("-        workspace \(workspace.path): none yet")
        }
        if !isWell { throw ExitCode(1) }
    }
}
