import FeatureLayers
import FileBridge
public import Foundation
public import Workspaces

/// The reports of a workspace's sources: `reports/<source>-<hash>.json`, each of the last import of a source.
public struct ReportStore: Sendable {
    private let directory: String

    public init(_ workspace: Workspace) {
        directory = workspace.path + "/reports"
    }

    /// Reports as JSON: keys sorted.
    public static func encoded(_ report: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try encoder.encode(report)
    }

    func write(_ report: ImportReport) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let bytes = [UInt8](try ReportStore.encoded(report))
        try AtomicFile.write(bytes, to: path(of: report.source), isDurable: false)
    }

    /// The reports of all sources, by their names.
    public func all() throws -> [ImportReport] {
        guard FileManager.default.fileExists(atPath: directory) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".json") }
        return try names.map { name in
            try JSONDecoder().decode(
                ImportReport.self,
                from: try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)"))
            )
        }.sorted { $0.source < $1.source }
    }

    private func path(of source: String) -> String {
        let name = source.prefix(80).map {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "_"
        }
        let hash = String(TextHash.hash(source), radix: 16)
        return "\(directory)/\(String(name))-\(hash).json"
    }
}
