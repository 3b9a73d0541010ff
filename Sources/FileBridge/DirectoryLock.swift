import Glibc

/// The right to change a directory, held by one process at a time. Released when the object goes or the process ends.
public final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock without waiting.
    ///
    /// The lock file is made when it is missing and stays afterwards: removing it would let two processes hold a lock
    /// on two files of one name.
    ///
    /// - Throws: ``FileProblem/locked(path:holder:)`` when another process, or another object in this one, holds it.
    public init(path: String) throws {
        let file = try FileDescriptor(opening: path, O_RDWR | O_CREAT, mode: 0o644)
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw FileProblem.fromErrno("lock", path) }
            throw FileProblem.locked(path: path, holder: DirectoryLock.holder(file.number))
        }
        ftruncate(file.number, 0)
        let text = Array("\(getpid())\n".utf8)
        try unsafe text.withUnsafeBytes { try unsafe file.write($0) }
        // The copy shares the lock with `file`, which closes at the end of this initialiser.
        descriptor = fcntl(file.number, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { throw FileProblem.fromErrno("lock", path) }
    }

    deinit { close(descriptor) }

    private static func holder(_ descriptor: Int32) -> String {
        var digits = [UInt8](repeating: 0, count: 20)
        let count = unsafe pread(descriptor, &digits, digits.count, 0)
        let text = String(decoding: digits.prefix(max(0, count)).filter { $0 >= 48 && $0 <= 57 }, as: UTF8.self)
        return text.isEmpty ? "unknown" : text
    }
}
