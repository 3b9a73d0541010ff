import Glibc

/// A large file that is written beside its target and takes its place when it is done. A reader sees the old contents or the
/// new, whatever happens meanwhile.
///
/// The part has the target's name with a dot before and `.part` behind it. One process writes it at a time; what a killed
/// process left is overwritten by the next. Not for more than one thread at a time.
public final class PartFile {
    public let target: String
    /// The part, for a library that writes it by name.
    public let path: String

    private let directory: String
    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    private var isCommitted = false
    private static let bufferSize = 1 << 20

    /// Bytes appended so far.
    public private(set) var byteCount = 0

    /// Begins the part, empty.
    ///
    /// - Throws: ``FileProblem``; `locked` when another process is writing the same target.
    public init(target: String) throws {
        let (directory, name) = AtomicFile.split(target)
        self.target = target
        self.directory = directory
        path = "\(directory)/.\(name).part"
        descriptor = try PartFile.locked(path)
        guard ftruncate(descriptor.number, 0) == 0 else { throw FileProblem.fromErrno("write", path) }
        buffer.reserveCapacity(PartFile.bufferSize)
    }

    deinit {
        // Under the lock, so that it can't be the part of a process that came after.
        if !isCommitted { unsafe unlink(path) }
    }

    /// Opens a part and takes its lock. Between opening and locking the last holder may have renamed or removed the file: then
    /// what was locked is not the part.
    private static func locked(_ path: String) throws -> FileDescriptor {
        while true {
            let file = try FileDescriptor(opening: path, O_RDWR | O_CREAT, mode: 0o644)
            guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
                guard errno == EWOULDBLOCK else { throw FileProblem.fromErrno("lock", path) }
                throw FileProblem.locked(path: path, holder: "unknown")
            }
            let held = try file.status()
            var found = stat()
            if unsafe stat(path, &found) == 0, found.st_ino == held.st_ino, found.st_dev == held.st_dev { return file }
        }
    }

    /// Appends bytes. They may stay in memory until ``commit()``.
    public func append(_ bytes: [UInt8]) throws {
        byteCount += bytes.count
        if buffer.count + bytes.count > PartFile.bufferSize { try flush() }
        if bytes.count > PartFile.bufferSize {
            try unsafe bytes.withUnsafeBytes { try unsafe descriptor.write($0) }
        } else {
            buffer += bytes
        }
    }

    private func flush() throws {
        try unsafe buffer.withUnsafeBytes { try unsafe descriptor.write($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Overwrites bytes that were appended before.
    public func overwrite(at offset: Int, with bytes: [UInt8]) throws {
        precondition(offset + bytes.count <= byteCount, "overwrites only what was written")
        try flush()
        try unsafe bytes.withUnsafeBytes { try unsafe descriptor.write($0, at: offset) }
    }

    /// Makes the part durable and puts it in the target's place.
    public func commit() throws {
        try flush()
        try descriptor.synchronise()
        guard unsafe rename(path, target) == 0 else { throw FileProblem.fromErrno("replace", target) }
        isCommitted = true
        try FileDescriptor(opening: directory, O_RDONLY | O_DIRECTORY).synchronise()
    }
}
