import Foundation
import Testing
import Workspaces

@Suite struct DecisionTreeIndexTests {
    private func inWorkspace(_ body: (Workspace) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "stip-trees-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(Workspace(path: path))
    }

    private func file(_ text: String, _ subject: String, from day: String? = nil) -> NewDecisionTreeFile {
        NewDecisionTreeFile(
            kind: .tree,
            bytes: Array(text.utf8),
            subject: subject,
            validFrom: day,
            origin: "levering %\t\n.zip/boom.dmn"
        )
    }

    @Test func filesAreKeptUnderTheirChecksumAndReplacedByTheSameSubjectFromTheSameDay() throws {
        try inWorkspace { workspace in
            #expect(try workspace.decisionTreeIndex().entries.isEmpty)
            let first = [file("een", "a"), file("twee", "a", from: "2026-01-01"), file("drie", "b")]
            #expect(try WorkspaceChange.begin(in: workspace).keep(first) == [false, false, false])
            // A workspace with nothing but trees can be opened.
            #expect(try workspace.open(verifying: true).problems.isEmpty)
            let again = [file("vier", "a", from: "2026-01-01")]
            #expect(try WorkspaceChange.begin(in: workspace).keep(again) == [true])
            let entries = try workspace.decisionTreeIndex().entries
            #expect(entries.map(\.subject) == ["a", "a", "b"] && entries.map(\.validFrom) == [nil, "2026-01-01", nil])
            #expect(entries.allSatisfy { $0.origin == "levering %\t\n.zip/boom.dmn" })
            let kept = try entries.map { entry in
                String(
                    decoding: try Data(contentsOf: URL(fileURLWithPath: "\(workspace.path)/\(entry.file)")),
                    as: UTF8.self
                )
            }
            #expect(kept == ["een", "vier", "drie"])
            let names = try FileManager.default.contentsOfDirectory(atPath: workspace.path + "/beslisbomen")
            #expect(names.count == 4, "what no entry names is removed: \(names)")
        }
    }

    @Test func aDamagedIndexIsRefused() throws {
        try inWorkspace { workspace in
            _ = try WorkspaceChange.begin(in: workspace).keep([file("een", "a")])
            let whole = try Data(contentsOf: URL(fileURLWithPath: workspace.decisionTreeIndexPath))
            for position in whole.indices {
                var damaged = whole
                damaged[position] ^= 1
                try damaged.write(to: URL(fileURLWithPath: workspace.decisionTreeIndexPath))
                #expect(throws: WorkspaceProblem.damagedManifest(path: workspace.decisionTreeIndexPath)) {
                    try workspace.decisionTreeIndex()
                }
            }
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: workspace.decisionTreeIndexPath))
            #expect(throws: WorkspaceProblem.self) { try workspace.decisionTreeIndex() }
        }
    }
}
