import Foundation
import Testing

/// The folder of real data that `STIP_TEST_DATA` names; nil when unset.
let testData = ProcessInfo.processInfo.environment["STIP_TEST_DATA"]

let needsTestData = ConditionTrait.enabled(
    if: testData != nil,
    "STIP_TEST_DATA does not name the folder of real data"
)

/// A path inside the folder of real data.
func dataFile(_ path: String) throws -> String {
    try #require(testData) + "/" + path
}

/// Runs a test in a folder of its own, which is removed afterwards.
func inTemporaryFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}
