import Foundation
import PROJBridge

/// Where the tests find grids and NSGI's validation file.
enum GridsForTests {
    /// The package that this file belongs to.
    static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func transformer() throws -> CoordinateTransformer {
        try CoordinateTransformer(grids: RDNAPGrids.locate(installationRoot: packageRoot))
    }

    static let dataDirectory = ProcessInfo.processInfo.environment["STIP_TEST_DATA"]

    /// A new empty directory.
    static func temporaryDirectory() throws -> String {
        let path = NSTemporaryDirectory() + "stip-grids-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
