import Foundation

/// The directory that holds the files Stip reads besides its own code: `Tiles/basis.json`, `Data/grids`.
public enum InstallationRoot {
    /// The directory that `STIP_HOME` names, else the nearest one above the executable or the working directory that has
    /// `Tiles/basis.json`; nil when there is none.
    public static func find() -> String? {
        if let home = ProcessInfo.processInfo.environment["STIP_HOME"] { return isRoot(home) ? home : nil }
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for start in [executable, FileManager.default.currentDirectoryPath] {
            var folder = URL(fileURLWithPath: start)
            while folder.path != "/" {
                if isRoot(folder.path) { return folder.path }
                folder.deleteLastPathComponent()
            }
        }
        return nil
    }

    private static func isRoot(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/Tiles/basis.json")
    }
}
