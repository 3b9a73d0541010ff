import Glibc

/// Why a file could not be read, written or locked.
public enum FileProblem: Error, Equatable, CustomStringConvertible {
    /// A system call failed; `operation` says what was tried ("open", "write"), `reason` is the system's own text.
    case failed(operation: String, path: String, reason: String)
    /// The path names a directory or a device where a file is needed.
    case notAFile(path: String)
    /// Another process holds the lock; `holder` is its process number as it wrote it, or "unknown".
    case locked(path: String, holder: String)
    /// As many files are mapped as the guard against damaged mappings can watch.
    case tooManyMappings(path: String)

    public var description: String {
        switch self {
        case .failed(let operation, let path, let reason): "Could not \(operation) \(path): \(reason)."
        case .notAFile(let path): "\(path) is not a file."
        case .locked(let path, let holder): "\(path) is locked by process \(holder); wait until it is done."
        case .tooManyMappings(let path): "Could not map \(path): 65,536 files are mapped already."
        }
    }

    /// The problem that `errno` tells of; call it right after the system call that failed.
    static func fromErrno(_ operation: String, _ path: String) -> FileProblem {
        let code = errno
        guard let text = unsafe strerror(code) else {
            return .failed(operation: operation, path: path, reason: "error \(code)")
        }
        return .failed(operation: operation, path: path, reason: unsafe String(cString: text))
    }
}
