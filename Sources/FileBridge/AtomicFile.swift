import CMapping
import Glibc
import Synchronization

/// Writes files so that a reader sees the old contents or the new, whatever happens meanwhile.
public enum AtomicFile {
    private static let writeCount = Atomic<UInt64>(0)

    /// Puts a file in place, replacing one that is there.
    ///
    /// Written beside the target, made durable, renamed, and the rename made durable. After an error or a crash the
    /// target is as it was; a crash can leave a file behind whose name starts with a dot and ends in `.part`.
    ///
    /// - Parameter isDurable: false leaves making it durable to ``synchronise(fileSystemOf:)``, once for many files: until
    ///   then a power failure may leave an empty file in place.
    public static func write(_ bytes: [UInt8], to path: String, isDurable: Bool = true) throws {
        try unsafe bytes.withUnsafeBytes { try unsafe write($0, to: path, isDurable: isDurable) }
    }

    /// Returns when all that was written to the file system of a path is on the disk.
    public static func synchronise(fileSystemOf path: String) throws {
        let directory = try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY)
        guard stip_syncfs(directory.number) == 0 else { throw FileProblem.fromErrno("write to disk", path) }
    }

    /// Returns when a file, or the entries of a directory, are on the disk.
    public static func synchronise(_ path: String) throws {
        try FileDescriptor(opening: path, O_RDONLY).synchronise()
    }

    /// Like ``write(_:to:isDurable:)`` for raw memory.
    private static func write(_ bytes: UnsafeRawBufferPointer, to path: String, isDurable: Bool) throws {
        let (directory, name) = split(path)
        // Process and count keep two writers of one path apart; the last to rename wins.
        let count = writeCount.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = "\(directory)/.\(name).\(getpid()).\(count).part"
        do {
            let file = try FileDescriptor(opening: temporary, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
            try unsafe file.write(bytes)
            if isDurable { try file.synchronise() }
            guard unsafe rename(temporary, path) == 0 else { throw FileProblem.fromErrno("replace", path) }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        if isDurable { try FileDescriptor(opening: directory, O_RDONLY | O_DIRECTORY).synchronise() }
    }

    static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let directory = String(path[..<slash])
        return (directory.isEmpty ? "/" : directory, String(path[path.index(after: slash)...]))
    }
}
