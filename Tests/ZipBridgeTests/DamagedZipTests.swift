import Foundation
import Testing
import ZipBridge

@Suite struct DamagedZipTests {
    private static let rounds: Int = {
        guard let long = ProcessInfo.processInfo.environment["STIP_LONG"] else { return 1_000 }
        return Int(long).flatMap { $0 > 1 ? $0 : nil } ?? 1_000_000
    }()

    /// What can be packed well, badly and not at all.
    private func content(_ random: inout some RandomNumberGenerator) -> [UInt8] {
        var content: [UInt8] = []
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let count = Int.random(in: 1...20_000, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: content += repeatElement(UInt8.random(in: 0...255, using: &random), count: count)
            case 1: content += (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            default:
                for number in 0..<count / 16 { content += Array("<bag:\(number % 97)>\(number)</bag>".utf8) }
            }
        }
        return content
    }

    private func unpacked(_ path: String) throws(ZipProblem) -> [[UInt8]] {
        let archive = try ZipArchive(path: path)
        var found: [[UInt8]] = []
        for entry in archive.entries {
            let stream = try archive.stream(entry)
            var bytes: [UInt8] = []
            while let piece = try stream.next() { bytes += piece }
            found.append(bytes)
        }
        return found
    }

    /// Whatever comes out of a zip is what went in, or a problem is told.
    @Test(arguments: [false, true]) func whatComesOutIsWhatWentIn(isStored: Bool) throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        print("damaged zips: seed \(seed)")
        var random = SeededNumbers(state: seed)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stip-zip-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, zip) = (folder.appendingPathComponent("a.xml"), folder.appendingPathComponent("a.zip"))
        var refused = 0
        for round in 0..<Self.rounds {
            let original = content(&random)
            try Data(original).write(to: file)
            try ZipWriter.write([.init(name: "a.xml", path: file.path, isStored: isStored)], to: zip.path)
            #expect(try unpacked(zip.path) == [original], "seed \(seed), round \(round)")
            var bytes = [UInt8](try Data(contentsOf: zip))
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            try Data(bytes).write(to: zip)
            do throws(ZipProblem) {
                for found in try unpacked(zip.path) { #expect(found == original, "seed \(seed), round \(round)") }
            } catch {
                refused += 1
            }
        }
        #expect(refused > Self.rounds / 2)
    }
}

/// SplitMix64.
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
