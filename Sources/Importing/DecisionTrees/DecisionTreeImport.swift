import DecisionTrees
import Foundation
import Workspaces

/// Brings files of toepasbare regels into a workspace, as they are. One that can't be used is refused whole.
struct DecisionTreeImport {
    /// More is no file of toepasbare regels.
    private static let byteLimit = 64 << 20
    static let format = "sttr"

    let workspace: Workspace
    let sourceName: String?

    func run(_ paths: [String]) throws -> [Importer.Outcome] {
        guard !paths.isEmpty else { return [] }
        let change = try WorkspaceChange.begin(in: workspace)
        return try paths.map { path in
            let read: (files: [NewDecisionTreeFile], report: ImportReport)
            do {
                read = try self.read(path)
            } catch {
                return .failed(path: path, message: "\(error)")
            }
            let replaced = try change.keep(read.files)
            var report = read.report
            let count = replaced.count { $0 }
            if count > 0 {
                report = ImportReport(
                    source: report.source,
                    origin: report.origin,
                    format: report.format,
                    layers: report.layers,
                    notes: report.notes + ["\(count) of its files took the place of earlier ones about the same"]
                )
            }
            try ReportStore(workspace).write(report)
            return .imported(report)
        }
    }

    private func read(_ path: String) throws -> (files: [NewDecisionTreeFile], report: ImportReport) {
        let package = try DecisionTreePackage(path: path)
        guard !package.trees.isEmpty || !package.activities.isEmpty else {
            throw DeliveryProblem.noRecords(path: path, expected: "tree or activity of toepasbare regels")
        }
        let origin = (path as NSString).lastPathComponent
        var counts: [(String, Int)] = [
            ("beslisboom", 0), ("beslissing", 0), ("beslistabel", 0), ("beslisregel", 0), ("invoer", 0),
            ("uitvoeringsregel", 0), ("regelgroep", 0), ("activiteit", 0),
        ]
        var notes = package.notes
        var files: [NewDecisionTreeFile] = []
        for tree in package.trees {
            let plain = try UnpackedDocument(tree.document)
            let document = try DecisionDocument.read(path: plain.path, name: tree.document.path)
            let found = [
                document.roots.count, document.decisions.count, document.decisions.count { $0.table != nil },
                document.ruleCount, document.inputs.count, document.rules.count, document.groups.count, 0,
            ]
            for (number, count) in found.enumerated() { counts[number].1 += count }
            notes += document.notes.map { "\(tree.document.name), line \($0.line): \($0.text)" }
            files.append(
                NewDecisionTreeFile(
                    kind: .tree,
                    bytes: try bytes(tree.document),
                    subject: document.treeIdentifiers.joined(separator: " "),
                    validFrom: tree.validFrom,
                    origin: tree.document.name == origin ? origin : "\(origin)/\(tree.document.name)"
                )
            )
        }
        for activity in package.activities {
            let bytes = try bytes(activity.document)
            guard (try? JSONSerialization.jsonObject(with: Data(bytes))) is [String: Any] else {
                throw DeliveryProblem.json(path: activity.document.path, byte: 0, expected: "a JSON object")
            }
            counts[7].1 += 1
            files.append(
                NewDecisionTreeFile(
                    kind: .activity,
                    bytes: bytes,
                    subject: (activity.document.name as NSString).deletingPathExtension,
                    validFrom: activity.validFrom,
                    origin: "\(origin)/\(activity.document.name)"
                )
            )
        }
        let layers = counts.filter { $0.1 > 0 }.map { name, count in
            var layer = LayerReport(layer: name)
            (layer.read, layer.imported) = (count, count)
            return layer
        }
        let report = ImportReport(
            source: sourceName ?? origin,
            origin: origin,
            format: Self.format,
            layers: layers,
            notes: notes
        )
        return (files, report)
    }

    private func bytes(_ document: DeliveredDocument) throws -> [UInt8] {
        let stream = try document.bytes()
        var all: [UInt8] = []
        while let piece = try stream.next() {
            all += piece
            guard all.count <= Self.byteLimit else {
                throw DecisionTreeProblem.tooLarge(path: document.path, what: "more than \(Self.byteLimit >> 20) MiB")
            }
        }
        return all
    }
}
