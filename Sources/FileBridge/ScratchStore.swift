import Glibc
import Synchronization

/// Byte runs that are written once and read back at random, from any thread: in memory up to a limit, beyond it in a file
/// that has no name and goes with the store.
public final class ScratchStore: Sendable {
    /// Where a chunk begins; positions inside it are added to it.
    public typealias Location = UInt64

    private struct State {
        var chunks: [[UInt8]] = []
        var bytesInMemory = 0
        var file: ScratchFile?
        var fileByteCount: UInt64 = 0
    }

    /// Set in locations that lie in the file.
    private static let fileFlag: UInt64 = 1 << 63
    private static let chunkShift: UInt64 = 40

    private let directory: String
    private let memoryLimit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - directory: where the file is made when one is needed.
    ///   - memoryLimit: bytes that are kept in memory.
    public init(directory: String, memoryLimit: Int) {
        self.directory = directory
        self.memoryLimit = memoryLimit
    }

    /// Keeps a chunk.
    ///
    /// - Throws: ``FileProblem``, when the disk is full for instance.
    public func append(_ chunk: [UInt8]) throws -> Location {
        let (location, file) = try state.withLock { state throws -> (Location, ScratchFile?) in
            if state.bytesInMemory + chunk.count <= memoryLimit {
                state.bytesInMemory += chunk.count
                state.chunks.append(chunk)
                return (UInt64(state.chunks.count - 1) << ScratchStore.chunkShift, nil)
            }
            let file = try state.file ?? ScratchFile(directory: directory)
            state.file = file
            defer { state.fileByteCount += UInt64(chunk.count) }
            return (ScratchStore.fileFlag | state.fileByteCount, file)
        }
        try file?.write(chunk, at: location & ~ScratchStore.fileFlag)
        return location
    }

    /// Appends `byteCount` bytes from a location to `bytes`.
    public func read(_ location: Location, byteCount: Int, into bytes: inout [UInt8]) throws {
        if location & ScratchStore.fileFlag != 0 {
            guard let file = state.withLock({ $0.file }) else { return }
            try file.read(location & ~ScratchStore.fileFlag, byteCount: byteCount, into: &bytes)
            return
        }
        let chunk = state.withLock { $0.chunks[Int(location >> ScratchStore.chunkShift)] }
        let start = Int(location & (1 << ScratchStore.chunkShift - 1))
        bytes.append(contentsOf: chunk[start..<start + byteCount])
    }
}

/// A file without a name, gone when it is closed.
private final class ScratchFile: Sendable {
    private let number: Int32
    private let path: String

    init(directory: String) throws {
        path = directory
        var name = Array("\(directory)/.scratch-XXXXXX".utf8CString)
        let number = unsafe name.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard let start = buffer.baseAddress else { return -1 }
            let number = unsafe mkstemp(start)
            // Without a name it goes when it is closed, however the process ends.
            if number >= 0 { unsafe unlink(start) }
            return number
        }
        guard number >= 0 else { throw FileProblem.fromErrno("make a temporary file in", directory) }
        self.number = number
    }

    deinit { close(number) }

    func write(_ bytes: [UInt8], at offset: UInt64) throws {
        try unsafe bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let written = unsafe pwrite(
                    number,
                    buffer.baseAddress.map { unsafe $0 + done },
                    buffer.count - done,
                    off_t(offset) + off_t(done)
                )
                if written < 0 {
                    if errno == EINTR { continue }
                    throw FileProblem.fromErrno("write a temporary file in", path)
                }
                done += written
            }
        }
    }

    func read(_ offset: UInt64, byteCount: Int, into bytes: inout [UInt8]) throws {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: byteCount))
        try unsafe bytes.withUnsafeMutableBytes { buffer in
            var done = 0
            while done < byteCount {
                let got = unsafe pread(
                    number,
                    buffer.baseAddress.map { unsafe $0 + start + done },
                    byteCount - done,
                    off_t(offset) + off_t(done)
                )
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { throw FileProblem.fromErrno("read a temporary file in", path) }
                done += got
            }
        }
    }
}
