import FileBridge
import Foundation
import Testing

struct FileBridgeTests {
    private let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "stip-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    @Test("Pieces of a file are its bytes", arguments: [0, 1, 999, 1_000, 1_001, 25_000])
    func pieces(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = directory + "/pieces"
        try AtomicFile.write(bytes, to: path)
        let pieces = try FilePieces(path: path)
        var found: [UInt8] = []
        while case let piece = try pieces.next(1_000), !piece.isEmpty {
            #expect(piece.count == min(1_000, count - found.count))
            found += piece
        }
        #expect(found == bytes)
        #expect(try pieces.next(1_000).isEmpty)
    }

    @Test("A folder and a missing file have no pieces")
    func noPieces() throws {
        #expect(throws: FileProblem.self) { try FilePieces(path: directory + "/none") }
        let folder = try FilePieces(path: directory)
        #expect(throws: FileProblem.self) { try folder.next(1_000) }
    }

    @Test("Checksums are those of xxh128sum and read back from their text")
    func checksums() throws {
        #expect(Checksum128(of: []).description == "99aa06d3014798d86001c324468d497f")
        #expect(Checksum128(hex: "99aa06d3014798d86001c324468d497f") == Checksum128(of: []))
        #expect(Checksum128(hex: "99aa06d3014798d86001c324468d497") == nil)
        #expect(Checksum128(hex: "g9aa06d3014798d86001c324468d497f") == nil)
        try AtomicFile.write(Array("hello".utf8), to: directory + "/a")
        #expect(try Checksum128.ofFile(directory + "/a") == Checksum128(of: Array("hello".utf8)))
    }

    @Test("A file truncated while it is mapped reads as zeros and is marked, its neighbour is not")
    func truncated() throws {
        let path = directory + "/t"
        try AtomicFile.write([UInt8](repeating: 7, count: 5_000_000), to: path)
        try AtomicFile.write([UInt8](repeating: 8, count: 5_000_000), to: directory + "/u")
        let file = try MappedFile(path: path)
        let other = try MappedFile(path: directory + "/u")
        #expect(!file.isDamaged && !file.hasChangedOnDisk())
        unsafe #expect(file.bytes[4_999_999] == 7)
        unsafe truncate(path, 10)
        unsafe #expect(file.bytes[4_999_999] == 0)
        unsafe #expect(file.bytes[9] == 7)
        unsafe #expect(file.bytes[20_000] == 0)
        #expect(file.isDamaged && file.hasChangedOnDisk() && !other.isDamaged)
        unsafe #expect(other.bytes.allSatisfy { $0 == 8 })
    }

    /// Maps a file of ones over and over, truncating every other; whether each was read and marked as it should.
    private func readsTruncatedFiles(_ path: String) throws -> Bool {
        for round in 0..<20 {
            try AtomicFile.write([UInt8](repeating: 1, count: 100_000), to: path)
            let file = try MappedFile(path: path)
            let isTruncated = round % 2 == 0
            if isTruncated { unsafe truncate(path, 0) }
            let sum = unsafe file.bytes.reduce(0) { $0 + Int($1) }
            guard sum == (isTruncated ? 0 : 100_000), file.isDamaged == isTruncated else { return false }
        }
        return true
    }

    @Test("Many files in parallel, truncated and let go, never end the process")
    func parallel() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                group.addTask { try readsTruncatedFiles("\(directory)/p\(number)") }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("Replacing by renaming is no change of the mapped file")
    func renamed() throws {
        let path = directory + "/r"
        try AtomicFile.write([1, 2, 3], to: path)
        let file = try MappedFile(path: path)
        try AtomicFile.write([4, 5, 6, 7], to: path)
        #expect(!file.hasChangedOnDisk())
        unsafe #expect(Array(file.bytes) == [1, 2, 3])
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["r"])
        #expect(try MappedFile(path: path).byteCount == 4)
    }

    @Test("Empty files, directories and missing files are told apart")
    func odd() throws {
        try AtomicFile.write([], to: directory + "/e")
        #expect(try MappedFile(path: directory + "/e").byteCount == 0)
        #expect(throws: FileProblem.notAFile(path: directory)) { try MappedFile(path: directory) }
        let missing = directory + "/x"
        #expect(throws: FileProblem.failed(operation: "open", path: missing, reason: "No such file or directory")) {
            try MappedFile(path: missing)
        }
        #expect(throws: FileProblem.self) { try AtomicFile.write([1], to: directory + "/no/x") }
        #expect(throws: FileProblem.self) { try AtomicFile.write([1], to: directory + "/.") }
    }

    @Test("A lock is held once, names its holder, and is free again afterwards")
    func lock() throws {
        do {
            let lock = try DirectoryLock(path: directory + "/.lock")
            #expect(throws: FileProblem.locked(path: directory + "/.lock", holder: "\(getpid())")) {
                try DirectoryLock(path: directory + "/.lock")
            }
            withExtendedLifetime(lock) {}
        }
        _ = try DirectoryLock(path: directory + "/.lock")
    }
}
