import DeflateBridge
import FileBridge
import Foundation
import GeoValues
import Testing
import TileArchives

@Suite struct ArchiveDamageTests {
    @Test(arguments: [ArchiveFormat.pmtiles, .mbtiles])
    func aWholeArchivePassesVerification(_ format: ArchiveFormat) throws {
        let request = try Village(seed: 1).request(.netherlandsRDNewQuad, 5...10)
        let folder = try Folder()
        let path = folder.file("a.\(format.rawValue)")
        let size = try Village.build(request, path).size
        let verification = try ArchiveVerification(try ArchiveFormat.open(path), of: request)
        #expect(verification.problems == [])
        #expect(verification.tiles == size.tiles && verification.features > 1000)
    }

    @Test func tilesOfOtherDataAreFound() throws {
        let folder = try Folder()
        try Village.build(try Village(seed: 1).request(), folder.file("a.pmtiles"))
        let archive = try ArchiveFormat.open(folder.file("a.pmtiles"))
        let other = try Village(seed: 1, shift: 700_000).request()
        let problems = try ArchiveVerification(archive, of: other).problems
        #expect(problems.contains { $0.contains("was drawn from other data") })
    }

    /// Every byte of a small archive is damaged in turn, or the file cut there: reading must end with an error or a problem,
    /// never in a crash; only bytes that say nothing may go unnoticed.
    @Test func noDamageGoesUnnoticedOrEndsTheProgram() throws {
        let folder = try Folder()
        try Village.build(try Village(seed: 2).request(.webMercatorQuad, 10...13), folder.file("a.pmtiles"))
        let whole = try folder.bytes("a.pmtiles")
        let path = folder.file("b.pmtiles")
        func problems(_ bytes: [UInt8]) throws -> [String] {
            try AtomicFile.write(bytes, to: path)
            do {
                return try ArchiveVerification(try ArchiveFormat.open(path), of: nil).problems
            } catch {
                return ["\(error)"]
            }
        }
        #expect(try problems(whole) == [])
        var random = SeededGenerator(seed: 3)
        let rootEnd = 16_384
        let directory = Int(whole[16]) | Int(whole[17]) << 8
        let noticed =
            (0..<127 + directory).map { $0 } + (0..<400).map { _ in .random(in: rootEnd..<whole.count, using: &random) }
        // Centre, and names of the compressor in gzip headers, which have no checksum of their own.
        let free = Set(118..<127).union([127 + 4, 127 + 5, 127 + 6, 127 + 7, 127 + 8, 127 + 9])
        var unnoticed: [Int] = []
        for position in noticed where !free.contains(position) {
            var damaged = whole
            damaged[position] ^= UInt8.random(in: 1...255, using: &random)
            if try problems(damaged).isEmpty { unnoticed.append(position) }
        }
        // Bounds may become others without being wrong, and so may the gzip header of the metadata.
        let metadata = whole.count - 1..<whole.count
        #expect(unnoticed.filter { !(102..<118).contains($0) && !metadata.contains($0) }.count <= 12, "\(unnoticed)")
        for length in [0, 1, 126, 127, 200, rootEnd - 1, rootEnd, rootEnd + 100, whole.count - 1] {
            #expect(try !problems(Array(whole[..<length])).isEmpty, "\(length)")
        }
    }

    @Test func filesOfOtherKindsAreRefusedByName() throws {
        let folder = try Folder()
        #expect(throws: ArchiveProblem.unknownFormat(path: "a.zip")) { _ = try ArchiveFormat.open("a.zip") }
        #expect(throws: FileProblem.self) { _ = try ArchiveFormat.open(folder.file("none.pmtiles")) }
        try AtomicFile.write(Array("no archive".utf8), to: folder.file("a.mbtiles"))
        #expect(throws: (any Error).self) { _ = try ArchiveFormat.open(folder.file("a.mbtiles")) }
        try AtomicFile.write([], to: folder.file("b.mbtiles"))
        #expect(throws: (any Error).self) { _ = try ArchiveFormat.open(folder.file("b.mbtiles")) }
    }

    @Test func anArchiveThatIsNotFinishedLeavesWhatWasThere() throws {
        let folder = try Folder()
        try AtomicFile.write([1, 2, 3], to: folder.file("a.pmtiles"))
        func begin() throws {
            let writer = try ArchiveFormat.create(folder.file("a.pmtiles"))
            let tile = try #require(TileCoordinate(z: 0, x: 0, y: 0))
            try writer.add(tile, [1], Checksum128(of: [1]))
            #expect(try folder.names == [".a.pmtiles.part", "a.pmtiles"])
            #expect(throws: FileProblem.self) { _ = try ArchiveFormat.create(folder.file("a.pmtiles")) }
        }
        try begin()
        #expect(try folder.names == ["a.pmtiles"])
        #expect(try folder.bytes("a.pmtiles") == [1, 2, 3])
    }
}
