import Glibc

/// An open file, closed when the value goes.
struct FileDescriptor: ~Copyable {
    let number: Int32
    let path: String

    /// Opens a file. Interrupted calls are repeated here and in every other method.
    init(opening path: String, _ flags: Int32, mode: mode_t = 0) throws {
        self.path = path
        while true {
            let number = unsafe open(path, flags | O_CLOEXEC, mode)
            if number >= 0 {
                self.number = number
                return
            }
            if errno != EINTR { throw FileProblem.fromErrno("open", path) }
        }
    }

    deinit { close(number) }

    func status() throws -> stat {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw FileProblem.fromErrno("examine", path) }
        return status
    }

    /// Writes everything; a short write (a full disk, a signal) is continued or becomes an error.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = unsafe bytes[...]
        while unsafe !rest.isEmpty {
            let part = unsafe UnsafeRawBufferPointer(rebasing: rest)
            let written = unsafe Glibc.write(number, part.baseAddress, part.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw FileProblem.fromErrno("write", path)
            }
            unsafe rest = rest.dropFirst(written)
        }
    }

    /// Writes everything at a place in the file.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var position = offset
        var rest = unsafe bytes[...]
        while unsafe !rest.isEmpty {
            let part = unsafe UnsafeRawBufferPointer(rebasing: rest)
            let written = unsafe pwrite(number, part.baseAddress, part.count, off_t(position))
            if written < 0 {
                if errno == EINTR { continue }
                throw FileProblem.fromErrno("write", path)
            }
            unsafe rest = rest.dropFirst(written)
            position += written
        }
    }

    /// The next bytes, as many as asked for but at the end; empty there.
    func read(upTo count: Int) throws -> [UInt8] {
        unsafe try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]
                )
                let found = unsafe Glibc.read(number, rest.baseAddress, rest.count)
                if found < 0 {
                    if errno == EINTR { continue }
                    throw FileProblem.fromErrno("read", path)
                }
                if found == 0 { return }
                filled += found
            }
        }
    }

    /// Returns when the contents are on the disk.
    func synchronise() throws {
        guard fsync(number) == 0 else { throw FileProblem.fromErrno("write to disk", path) }
    }
}
