import Glibc

/// Hands the running process over to another program.
public enum ProcessReplacement {
    /// Replaces this process by a program; its process number, open terminal and signals stay. Returns only on failure.
    ///
    /// - Throws: ``FileProblem/failed(operation:path:reason:)`` when the program can't be started.
    public static func start(_ path: String, arguments: [String]) throws -> Never {
        var pointers = unsafe ([path] + arguments).map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        // The calling thread may be one of a pool, which hold all signals back; the program would inherit that and could not
        // be interrupted.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
        unsafe execv(path, pointers)
        throw FileProblem.failed(operation: "start", path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
