import Glibc
import Synchronization

/// Writes files so that a reader sees the old contents or the new, whatever happens meanwhile.
public enum AtomicFile {
    private static let writeCount = Atomic<UInt64>(0)

    /// Puts a file in place, replacing one that is there.
    ///
    /// Written beside the target, made durable, renamed, and the rename made durable. After an error or a crash the
    /// target is as it was; a crash can leave a file behind whose name starts with a dot and ends in `.part`.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        try unsafe bytes.withUnsafeBytes { try unsafe write($0, to: path) }
    }

    /// Like ``write(_:to:)-([UInt8],_)`` for raw memory.
    public static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws {
        let (directory, name) = split(path)
        // Process and count keep two writers of one path apart; the last to rename wins.
        let count = writeCount.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = "\(directory)/.\(name).\(getpid()).\(count).part"
        do {
            let file = try FileDescriptor(opening: temporary, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
            try unsafe file.write(bytes)
            try file.synchronise()
            guard unsafe rename(temporary, path) == 0 else { throw FileProblem.fromErrno("replace", path) }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        try FileDescriptor(opening: directory, O_RDONLY | O_DIRECTORY).synchronise()
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let directory = String(path[..<slash])
        return (directory.isEmpty ? "/" : directory, String(path[path.index(after: slash)...]))
    }
}
