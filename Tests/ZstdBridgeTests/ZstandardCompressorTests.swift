import Foundation
import Testing
import ZstdBridge

@Suite("Zstandard")
struct ZstandardCompressorTests {
    private func decompressedByCommand(_ bytes: [UInt8]) throws -> [UInt8] {
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString).zst")
        try Data(bytes).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["zstd", "-d", "-c", input.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return [UInt8](data)
    }

    @Test("The zstd program reads back what was compressed")
    func anotherProgramReadsIt() throws {
        let compressor = ZstandardCompressor(level: 2)
        let text = Array(String(repeating: "perceel pand bestemming ", count: 5_000).utf8)
        let numbers = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        for content in [[], [0], text, numbers] {
            #expect(try decompressedByCommand(compressor.compressed(content)) == content)
        }
    }

    @Test("The same input gives the same bytes, whatever was compressed before")
    func isDeterministic() {
        let compressor = ZstandardCompressor(level: 2)
        let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        let first = compressor.compressed(content)
        _ = compressor.compressed(Array(content.reversed()))
        #expect(compressor.compressed(content) == first)
        #expect(ZstandardCompressor(level: 2).compressed(content) == first)
    }
}
