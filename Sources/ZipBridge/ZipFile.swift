import Glibc

/// A zip file that several threads may open, each for itself: one on disk, or one unpacked out of another zip.
@safe public final class ZipFile: Sendable {
    /// The file, or "outer.zip/inner.zip".
    public let name: String
    private let descriptor: Int32

    /// Opens a file on disk; whether it is a zip shows when it is ``opened()``.
    public init(path: String) throws(ZipProblem) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .unreadable(archive: path, reason: unsafe String(cString: strerror(errno)))
        }
        name = path
    }

    /// A zip that is an entry of another, unpacked to a temporary file that goes when this does.
    public init(unpacking entry: ZipArchive.Entry, of archive: ZipArchive) throws(ZipProblem) {
        descriptor = try archive.unpackedDescriptor(entry)
        name = "\(archive.name)/\(entry.name)"
    }

    deinit {
        close(descriptor)
    }

    /// A new reader of the archive, with a file position of its own.
    public func opened() throws(ZipProblem) -> ZipArchive {
        try ZipArchive(path: "/proc/self/fd/\(descriptor)", name: name)
    }
}
